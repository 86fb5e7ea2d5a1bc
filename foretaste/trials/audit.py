"""What the audit asks of trials: days, agreements, endings and what they paid, seals. Read-only."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import F, Q

from foretaste.core import calendars
from foretaste.money.audit import Finding, check
from foretaste.money.endings import EXITS, Ending, bonus_schedule_is_fair, sums
from foretaste.trials import lifecycle, queries
from foretaste.trials.models import Case, Checkpoint, Trial, TrialDay, TrialHistory

GRACE = dt.timedelta(hours=1)  # for the clock to come round


def _offenders(query: str) -> list[str]:
    """Return the public ids a query finds; the tables of money and opportunities are read by their names only here."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [":".join(str(part) for part in row) for row in cursor.fetchall()]


# --- 1: short -------------------------------------------------------------------------------------
@check(guarantee=1, title="agreements")
def an_agreement_is_short() -> Finding:
    """One to five days, numbered without a gap, in order, inside seven calendar days."""
    offenders = _offenders(
        """SELECT t.public_id FROM trials_trial t LEFT JOIN trials_trialday d ON d.trial_id = t.id
            GROUP BY t.id HAVING count(d.id) NOT BETWEEN 1 AND 5 OR max(d.number) <> count(d.id)
               OR max(d."on") - min(d."on") > 6"""
    )
    return Finding(Trial.objects.count(), offenders)


@check(guarantee=1, title="pairs")
def no_pair_tries_in_series() -> Finding:
    """At most two lived agreements of a pair in 90 days, and every later one after a mutual yes."""
    lived = """SELECT t.id, t.public_id, t.intern_id, t.organization_id, t.intern_signed_at
                 FROM trials_trial t WHERE NOT (t.state IN ('ended', 'closed') AND t.ended_after_day = 0)"""
    offenders = _offenders(
        f"""WITH lived AS ({lived})
             SELECT one.public_id FROM lived one
              WHERE (SELECT count(*) FROM lived o WHERE o.intern_id = one.intern_id
                       AND o.organization_id = one.organization_id AND o.intern_signed_at <= one.intern_signed_at
                       AND o.intern_signed_at > one.intern_signed_at - interval '90 days') > 2
                 OR EXISTS (SELECT FROM lived o WHERE o.intern_id = one.intern_id
                       AND o.organization_id = one.organization_id AND o.intern_signed_at < one.intern_signed_at)
                AND NOT EXISTS (SELECT FROM trials_pairallowance a WHERE a.used_by_id = one.id)"""  # noqa: S608
    )
    counted = Trial.objects.values("intern_id", "organization_id").distinct().count()
    return Finding(counted, offenders)


# --- 2: funded first ------------------------------------------------------------------------------
@check(guarantee=2, title="signatures")
def nobody_signed_without_the_fund() -> Finding:
    """Every agreement took a fund of exactly its pay and the fee on it, when it was signed."""
    offenders = _offenders(
        """SELECT t.public_id FROM trials_trial t
             JOIN LATERAL (SELECT sum(pay_minor) AS pay FROM trials_trialday d WHERE d.trial_id = t.id) days ON true
             LEFT JOIN LATERAL (
                  SELECT sum(e.amount) AS fund FROM ledger_transfer l JOIN ledger_entry e ON e.transfer_id = l.id
                   WHERE l.movement = 'commit_seat_to_trial' AND l.trial_id = t.public_id AND e.amount > 0) had ON true
            WHERE had.fund IS DISTINCT FROM days.pay + floor(days.pay * t.fee_basis_points / 10000)"""
    )
    return Finding(Trial.objects.count(), offenders)


# --- 3: always paid -------------------------------------------------------------------------------
@check(guarantee=3, title="days started")
def a_started_day_is_a_paid_day() -> Finding:
    """Every started day's pay was earned by a movement of its own, or by a claim upheld after the end."""
    offenders = _offenders(
        """SELECT t.public_id, d.number FROM trials_trialday d JOIN trials_trial t ON t.id = d.trial_id
             LEFT JOIN ledger_transfer l
               ON l.movement = 'earn_day' AND l.reference = t.public_id || '/' || d.number
             LEFT JOIN ledger_entry e ON e.transfer_id = l.id AND e.amount > 0
            WHERE d.checked_in_at IS NOT NULL AND e.amount IS DISTINCT FROM d.pay_minor
              AND NOT (d.method = 'claim' AND d.checked_in_at >= coalesce(t.ended_at, 'infinity'))
        UNION
           SELECT l.trial_id, 0 FROM ledger_transfer l
            WHERE l.movement = 'earn_day' AND NOT EXISTS (
                  SELECT FROM trials_trialday d JOIN trials_trial t ON t.id = d.trial_id
                   WHERE t.public_id || '/' || d.number = l.reference AND d.checked_in_at IS NOT NULL)"""
    )
    return Finding(TrialDay.objects.filter(checked_in_at__isnull=False).count(), offenders)


@check(guarantee=3, title="check-ins")
def a_check_in_is_made_in_its_hours() -> Finding:
    """Each check-in was made from 60 minutes before its day's start to its end, so days started in their order."""
    offenders = _offenders(
        """SELECT t.public_id, d.number FROM trials_trialday d JOIN trials_trial t ON t.id = d.trial_id
            WHERE d.checked_in_at IS NOT NULL AND d.method <> 'claim'
              AND NOT d.checked_in_at BETWEEN d.starts_at - interval '60 minutes' AND d.ends_at"""
    )
    return Finding(TrialDay.objects.exclude(checked_in_at=None).exclude(method="claim").count(), offenders)


@check(guarantee=3, title="trials ended")
def nobody_ends_with_less_than_the_days_started() -> Finding:
    offenders = _offenders(
        """SELECT t.public_id FROM trials_trial t JOIN trials_trialday d ON d.trial_id = t.id
            WHERE t.state IN ('ended', 'closed') AND d.checked_in_at IS NOT NULL
            GROUP BY t.id HAVING sum(d.pay_minor) > t.paid_minor"""
    )
    return Finding(Trial.objects.filter(state__in=["ended", "closed"]).count(), offenders)


@check(guarantee=3, title="claims waiting")
def a_claimed_day_stays_held() -> Finding:
    """While a claim is open after the end, its money is held."""
    rows = Case.objects.filter(queries.OPEN_CASE, kind=lifecycle.Kind.MISSED_CHECK_IN)
    wrong = rows.filter(trial__state__in=["ended", "closed"], trial__held_minor=0)
    return Finding(rows.count(), list(wrong.values_list("trial__public_id", flat=True)))


# --- 4: leave any time ----------------------------------------------------------------------------
@check(guarantee=4, title="endings")
def an_ending_is_settled_in_the_same_moment() -> Finding:
    """One history row ends a trial, at the moment its settlement was made; what has not ended has none."""
    offenders = _offenders(
        """SELECT t.public_id FROM trials_trial t
             LEFT JOIN money_settlement s ON s.trial_id = t.public_id
             LEFT JOIN LATERAL (SELECT count(*) AS ends, max(h.at) AS at FROM trials_trialhistory h
                  WHERE h.trial_id = t.id AND h.to_state = 'ended' AND h.from_state <> 'ended') ended ON true
            WHERE CASE WHEN t.state IN ('ended', 'closed')
                  THEN s.settled_at IS DISTINCT FROM t.ended_at OR ended.ends <> 1 OR ended.at <> t.ended_at
                  ELSE s.id IS NOT NULL OR ended.ends <> 0 END"""
    )
    return Finding(Trial.objects.exclude(ending="").count(), offenders)


@check(guarantee=4, title="transitions")
def every_transition_is_in_the_table() -> Finding:
    wrong = [
        f"{row.trial.public_id}:{row.transition}"
        for row in TrialHistory.objects.select_related("trial").iterator()
        if row.transition not in lifecycle.TRANSITIONS
        or (row.from_state or None) not in lifecycle.TRANSITIONS[row.transition].from_states
        or row.to_state != lifecycle.TRANSITIONS[row.transition].to_state
        or row.role not in lifecycle.TRANSITIONS[row.transition].roles
    ]
    return Finding(TrialHistory.objects.count(), wrong)


# --- 5, 7: what endings pay -----------------------------------------------------------------------
@check(guarantee=5, title="agreements with a bonus")
def no_schedule_pays_more_for_leaving() -> Finding:
    rows = Trial.objects.filter(carries_bonus=True).prefetch_related("days")
    unfair = [
        one.public_id
        for one in rows
        if not bonus_schedule_is_fair([day.pay_minor for day in queries.days_of(one)], one.exit_bonus_minor)
    ]
    return Finding(rows.count(), unfair)


@check(guarantee=5, title="endings by the table")
def every_ending_paid_what_the_table_says() -> Finding:
    """Recomputed from the days and the terms. Where a person has decided about money, it is at least that."""
    rows = Trial.objects.exclude(ending="").prefetch_related("days", "cases")
    return Finding(len(rows), [one.public_id for one in rows if not _paid_by_the_table(one)])


def _paid_by_the_table(trial: Trial) -> bool:
    days = queries.days_of(trial)
    try:
        split = sums(
            Ending(trial.ending),
            day_pay=[day.pay_minor for day in days],
            bonus=trial.exit_bonus_minor,
            kill_fee=trial.kill_fee_minor,
            days_started=queries.started_numbers(days),
            fee_bp=trial.fee_basis_points,
        )
    except ValueError:
        return False
    awarded = any(
        case.award_minor and case.kind in (lifecycle.Kind.SENT_AWAY, lifecycle.Kind.COMPANY_NO_SHOW)
        for case in trial.cases.all()
    )
    late_claim = any(day.method == TrialDay.Method.CLAIM for day in days) and trial.ending in EXITS
    least = trial.paid_minor >= split.paid_total
    return least if awarded or late_claim else trial.paid_minor == split.paid_total


@check(guarantee=7, title="decisions")
def nobody_waits_for_a_decision_beyond_its_date() -> Finding:
    """What has an outcome for when nobody rules was decided by its date, and what is held waits for something."""
    now = calendars.now()
    overdue = Case.objects.filter(queries.OPEN_CASE, due_at__lt=now - GRACE).exclude(default_outcome="")
    unanswered = Case.objects.filter(state=Case.State.OPEN, answer_due_at__lt=now - GRACE)
    offenders = [f"{case.trial_id}:{case.public_id}" for case in [*overdue, *unanswered]]
    offenders += _offenders(
        """SELECT t.public_id FROM trials_trial t WHERE t.held_minor > 0
              AND NOT EXISTS (SELECT FROM trials_case c WHERE c.trial_id = t.id AND c.state IN ('open', 'answered'))
              AND NOT EXISTS (SELECT FROM trials_trialday d WHERE d.trial_id = t.id AND d.pay_is_held)"""
    )
    return Finding(Case.objects.count(), offenders)


# --- 6: no penalty --------------------------------------------------------------------------------
@check(guarantee=6, title="seats taken")
def no_exit_opens_its_seat_again() -> Finding:
    """The seat of every agreement stays taken, however the trial ended."""
    offenders = _offenders(
        """SELECT t.public_id FROM trials_trial t LEFT JOIN opportunities_seat s ON s.public_id = t.seat_id
            WHERE s.state IS DISTINCT FROM 'taken'"""
    )
    return Finding(Trial.objects.count(), offenders)


@check(guarantee=6, title="bonus caps")
def the_bonus_counts_agreements_never_exits() -> Finding:
    """Whether an agreement carries the bonus follows from the agreements before it alone."""
    wrong = [
        one.public_id
        for one in Trial.objects.only("public_id", "intern_id", "organization_id", "intern_signed_at", "carries_bonus")
        if one.carries_bonus != _should_carry(one)
    ]
    return Finding(Trial.objects.count(), wrong)


def _should_carry(trial: Trial) -> bool:
    before = Trial.objects.filter(intern_id=trial.intern_id, pk__lt=trial.pk)
    return queries.carries(before, organization_id=trial.organization_id, at=trial.intern_signed_at)


# --- 8: sealed ------------------------------------------------------------------------------------
@check(guarantee=8, title="checkpoints")
def checkpoints_are_sealed_and_all_alike() -> Finding:
    """Every mark is encrypted and of one length; none opened while its trial ran."""
    rows = list(Checkpoint.objects.select_related("trial"))
    plain = [row for row in rows if not bytes(row.sealed).startswith(b"gAAAA")]
    lengths = {len(bytes(row.sealed)) for row in rows}
    early = Trial.objects.filter(checkpoints_open_at__isnull=False).filter(
        Q(ended_at=None) | Q(checkpoints_open_at__lt=F("ended_at"))
    )
    offenders = [row.trial.public_id for row in plain] + list(early.values_list("public_id", flat=True))
    if len(lengths) > 1:
        offenders += [row.trial.public_id for row in rows if len(bytes(row.sealed)) != min(lengths)]
    return Finding(len(rows), offenders)


# --- 10: every cent -------------------------------------------------------------------------------
@check(guarantee=10, title="splits of ended trials")
def a_trial_says_what_its_settlement_says() -> Finding:
    offenders = _offenders(
        """SELECT t.public_id FROM trials_trial t LEFT JOIN money_settlement s ON s.trial_id = t.public_id
            WHERE t.state IN ('ended', 'closed') AND (t.paid_minor, t.fee_minor, t.back_minor, t.held_minor)
                  IS DISTINCT FROM (s.paid_minor, s.fee_minor, s.back_minor, s.held_minor)"""
    )
    return Finding(Trial.objects.exclude(ending="").count(), offenders)


# --- 11: paid fairly ------------------------------------------------------------------------------
@check(guarantee=11, title="days agreed")
def every_day_pays_the_wage_floor_of_its_agreement() -> Finding:
    """No day pays less than the floor its terms name; where none was known, the operator confirmed."""
    offenders = [trial.public_id for trial in Trial.objects.prefetch_related("days") if not _is_fairly_paid(trial)]
    return Finding(TrialDay.objects.count(), offenders)


def _is_fairly_paid(trial: Trial) -> bool:
    floor = trial.terms.get("wage_floor") or {}
    least = floor.get("least_daily_minor")
    if least is None:
        return bool(floor.get("confirmed_by_operator"))
    return all(day.pay_minor >= lowest for day, lowest in zip(queries.days_of(trial), least, strict=False))
