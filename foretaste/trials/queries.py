"""What may be read of a trial, and what leaving pays now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import COMPANY_ROLES, Actor, Role
from foretaste.core import reading, vault
from foretaste.core.refusals import NotAllowed, NotFound, Refused
from foretaste.money import queries as money
from foretaste.money.endings import EXITS, Ending, Sums, pay_within, sums
from foretaste.trials import lifecycle, refusals
from foretaste.trials.lifecycle import TRANSITIONS, Kind
from foretaste.trials.models import (
    ApplicationPause,
    Case,
    Checkpoint,
    DayMove,
    Deliverable,
    Goodwill,
    PairAllowance,
    Trial,
    TrialDay,
    TrialHistory,
    WorkLogEntry,
)

OPEN_CASE = Q(state__in=[Case.State.OPEN, Case.State.ANSWERED])


# --- who sees what ------------------------------------------------------------------------------
def visible_to(by: Actor) -> QuerySet[Trial]:
    """Their own for an intern, their organization's for a company; all for the operator and the clock."""
    if by.has(Role.OPERATOR, Role.CLOCK):
        return Trial.objects.all()
    theirs = Q(pk__in=[])
    if by.is_intern and by.person_id is not None:
        theirs |= Q(intern_id=by.person_id)
    if by.is_company and by.organization_id is not None:
        theirs |= Q(organization_id=by.organization_id)
    return Trial.objects.filter(theirs)


def trial_of(trial_id: str, by: Actor) -> Trial:
    """Return the trial with its people, for a page; `NotFound` for whoever may not see it."""
    for trial in visible_to(by).filter(public_id=trial_id):
        people = accounts.people_with_keys(trial.intern_id, trial.host_id)
        trial.intern = people[trial.intern_id]
        trial.host = people[trial.host_id] if trial.host_id else None
        trial.organization = accounts.organization_with_key(trial.organization_id)
        reading.with_rows(trial, "days", TrialDay, "ORDER BY number")
        reading.with_rows(trial, "cases", Case, "ORDER BY id")
        reading.with_rows(trial, "moves", DayMove, "ORDER BY id")
        return trial
    raise NotFound


def roles_in(trial: Trial, by: Actor) -> frozenset[Role]:
    """Return the roles that count in this trial: an intern's only in their own, a company's only in its own."""
    roles = by.roles
    if by.person_id != trial.intern_id:
        roles -= {Role.INTERN}
    if by.organization_id != trial.organization_id:
        roles -= COMPANY_ROLES
    return roles


def own_trial(trial_id: str, by: Actor) -> Trial:
    """Return the intern's own trial; to everybody else there is none, whatever their role."""
    trial = trial_of(trial_id, by)
    if Role.INTERN not in roles_in(trial, by):
        raise NotFound
    return trial


def cases_visible_to(by: Actor) -> QuerySet[Case]:
    return Case.objects.filter(trial__in=visible_to(by)).select_related("trial", "trial__organization", "trial__intern")


def cases_to_answer(by: Actor) -> QuerySet[Case]:
    """Return what a company was asked and has not answered, the most urgent first."""
    kinds = [kind for kind, row in lifecycle.RULINGS.items() if row.answered_by & lifecycle.COMPANY]
    asked = cases_visible_to(by).filter(trial__organization_id=by.organization_id or 0)
    return asked.filter(state=Case.State.OPEN, kind__in=kinds).order_by("answer_due_at", "due_at")


def start_may_be_contested(day: TrialDay, at: dt.datetime) -> bool:
    """Say whether the company may contest that a day was started: in time, not certain already, and once."""
    return (
        day.checked_in_at is not None
        and day.method not in TrialDay.CERTAIN
        and lifecycle.contest_is_open(checked_in_at=day.checked_in_at, at=at)
        and not any(one.kind == Kind.CONTESTED_START and one.day == day.number for one in day.trial.cases.all())
    )


def deliverables_visible_to(by: Actor) -> QuerySet[Deliverable]:
    return Deliverable.objects.filter(trial__in=visible_to(by)).select_related("trial")


def work_log_of(trial: Trial) -> QuerySet[WorkLogEntry]:
    return trial.work_log.select_related("written_by")


def moves_visible_to(by: Actor) -> QuerySet[DayMove]:
    return DayMove.objects.filter(trial__in=visible_to(by)).select_related("trial")


def work_log_lines(trial: Trial) -> list[WorkLogEntry]:
    """Return the work log's lines, the oldest first, without who wrote them."""
    return reading.with_rows(trial, "work_log", WorkLogEntry, "ORDER BY written_at, id")


def deliverables_of(trial: Trial) -> list[Deliverable]:
    """Return the files the intern uploaded, the oldest first."""
    return reading.with_rows(trial, "deliverables", Deliverable, "ORDER BY uploaded_at, id")


def moves_of(trial: Trial) -> QuerySet[DayMove]:
    return trial.moves.select_related("proposed_by")


def history_of(trial: Trial) -> QuerySet[TrialHistory]:
    return trial.history.select_related("actor")


def today_for(by: Actor, at: dt.datetime) -> QuerySet[TrialDay]:
    """The days of a company's running trials that are near: check-in open, or under way, or just over."""
    return (
        TrialDay.objects.filter(
            trial__in=visible_to(by),
            starts_at__lte=at + dt.timedelta(hours=14),
            ends_at__gte=at - dt.timedelta(hours=10),
        )
        .filter(Q(trial__state__in=["agreed", "under_way"]) | Q(trial__ended_at__gte=at - dt.timedelta(hours=10)))
        .select_related("trial", "trial__intern", "trial__host")
        .order_by("starts_at", "id")
    )


def next_day_for(by: Actor, at: dt.datetime) -> TrialDay | None:
    """Return the first day to come of a company's running trials."""
    running = visible_to(by).filter(state__in=[Trial.State.AGREED, Trial.State.UNDER_WAY])
    ahead = TrialDay.objects.filter(trial__in=running, starts_at__gt=at).select_related("trial", "trial__intern")
    return ahead.order_by("starts_at", "id").first()


def days_to_come(at: dt.datetime, until: dt.datetime) -> QuerySet[TrialDay]:
    """Return the days of running trials planned to start between two moments that nobody has started yet."""
    running = Trial.objects.filter(state__in=[Trial.State.AGREED, Trial.State.UNDER_WAY])
    return TrialDay.objects.filter(starts_at__gt=at, starts_at__lte=until, checked_in_at=None, trial__in=running)


def day_now(trial: Trial, at: dt.datetime) -> TrialDay | None:
    """Return the day a page is about: the one running or next; after the last one, None."""
    return next((day for day in days_of(trial) if at <= day.ends_at), None)


def days_of(trial: Trial) -> list[TrialDay]:
    """Return the days in order, from the prefetch where there is one."""
    return sorted(trial.days.all(), key=lambda day: day.number)


def day_of(trial: Trial, number: int) -> TrialDay:
    for day in days_of(trial):
        if day.number == number:
            return day
    raise refusals.ThereIsNoSuchDay


def arrival_code(trial: Trial, number: int, by: Actor) -> str:
    """Return the code the host shows at the door; never to the intern."""
    if not roles_in(trial, by) & lifecycle.HOSTS:
        raise NotAllowed
    return day_of(trial, number).arrival_code


# --- before signing -------------------------------------------------------------------------------
def will_carry_bonus(*, intern_id: int, organization_id: int, at: dt.datetime) -> bool:
    """Say whether an agreement signed now would carry the exit bonus. Keys are primary keys.

    It counts agreements, never how they ended: the first three in any 90 days, the first with a company.
    """
    return carries(Trial.objects.filter(intern_id=intern_id), organization_id=organization_id, at=at)


def carries(signed: QuerySet[Trial], *, organization_id: int, at: dt.datetime) -> bool:
    """Say whether an agreement that follows these carries the bonus."""
    since = at - dt.timedelta(days=settings.BONUS_WINDOW_DAYS)
    if signed.filter(organization_id=organization_id).exists():
        return False
    return signed.filter(intern_signed_at__gt=since).count() < settings.BONUS_AGREEMENTS


def why_not_again(*, intern_id: int, organization_id: int, at: dt.datetime) -> type[Refused] | None:
    """Return why the two can't agree on another trial now, or None. A trial never started doesn't count."""
    tried = Trial.objects.filter(intern_id=intern_id, organization_id=organization_id).exclude(
        state__in=["ended", "closed"], ended_after_day=0
    )
    recent = tried.filter(intern_signed_at__gt=at - lifecycle.SECOND_TRIAL_WINDOW).count()
    if recent >= lifecycle.TRIALS_OF_A_PAIR:
        return refusals.TwoTrialsAreEnough
    if tried.exists() and not allowances(intern_id, organization_id).exists():
        return refusals.YouHaveTriedThisCompany
    return None


def allowances(intern_id: int, organization_id: int) -> QuerySet[PairAllowance]:
    """Mutual yeses of the two that no further trial has used yet."""
    return PairAllowance.objects.filter(intern_id=intern_id, organization_id=organization_id, used_by=None)


def clash(
    intern_id: int, slots: Sequence[tuple[dt.datetime, dt.datetime]], *, besides: int | None = None
) -> TrialDay | None:
    """Return a day of the intern's running trials that overlaps one of these; None when all are free.

    A day the intern has asked to move counts where it stands and where they asked to have it: the company's
    yes moves it without looking at the intern's other trials, which are none of its business.
    """
    overlap = asked = Q(pk__in=[])
    for starts_at, ends_at in slots:
        overlap |= Q(starts_at__lt=ends_at, ends_at__gt=starts_at)
        asked |= Q(new_starts_at__lt=ends_at, new_ends_at__gt=starts_at)
    moves = DayMove.objects.filter(
        asked, trial=OuterRef("trial"), day=OuterRef("number"), state=DayMove.State.OPEN, proposed_by_intern=True
    )
    return (
        TrialDay.objects.filter(
            overlap | Q(Exists(moves)), trial__intern_id=intern_id, trial__state__in=["agreed", "under_way"]
        )
        .exclude(trial_id=besides or 0)
        .select_related("trial", "trial__organization")
        .order_by("starts_at")
        .first()
    )


# --- what an ending pays now ----------------------------------------------------------------------
def started_numbers(days: Sequence[TrialDay]) -> set[int]:
    return {day.number for day in days if day.is_started}


def claimable_numbers(trial: Trial, days: Sequence[TrialDay], cases: Sequence[Case], at: dt.datetime) -> set[int]:
    """Return the missed days whose pay stays held at an ending: claimed already, or still to be claimed."""
    claimed = {case.day for case in cases if case.kind == Kind.MISSED_CHECK_IN}
    return {day.number for day in days if not day.is_started and (day.number in claimed or day.can_be_claimed(at))}


def split_of(trial: Trial, ending: Ending, at: dt.datetime) -> Sums:
    """Return how the fund would be split if the trial ended this way now."""
    return split_with(trial, ending, days_of(trial), open_cases(trial), at)


def open_cases(trial: Trial) -> list[Case]:
    """Return the cases that wait for a decision, from what was read with the trial where it was."""
    return [case for case in trial.cases.all() if case.is_open]


def split_with(trial: Trial, ending: Ending, days: Sequence[TrialDay], cases: Sequence[Case], at: dt.datetime) -> Sums:
    """Return the split, from days and open cases that are already at hand."""
    return sums(
        ending,
        day_pay=[day.pay_minor for day in days],
        bonus=trial.exit_bonus_minor,
        kill_fee=trial.kill_fee_minor,
        days_started=started_numbers(days),
        days_claimed=claimable_numbers(trial, days, cases, at),
        fee_bp=trial.fee_basis_points,
        rest_is_disputed=ending in EXITS and any(case.kind == Kind.COMPANY_NO_SHOW for case in cases),
    )


def exit_now(trial: Trial, days: Sequence[TrialDay], at: dt.datetime) -> str:
    """Name the transition the intern makes by leaving now. After a complete last day, leaving is completing."""
    if is_complete(days, at):
        return "complete"
    last = max((day for day in days if day.is_started), key=lambda day: day.number, default=None)
    return lifecycle.exit_transition(started=last is not None, today_ends_at=last.ends_at if last else None, at=at)


def is_complete(days: Sequence[TrialDay], at: dt.datetime) -> bool:
    """Say whether every day was started and the last one is over."""
    return all(day.is_started for day in days) and at > max(day.ends_at for day in days)


@dataclass(frozen=True)
class LeaveNow:
    """The panel "Leave now: you are paid X", and both taps. `expected_minor` goes back with the confirmation."""

    ending: Ending
    sums: Sums
    after_day: int
    days_paid: tuple[TrialDay, ...]
    currency: str
    staying_minor: int  # the full pay
    check_in_first: TrialDay | None  # today could still be checked in, and would then be paid

    @property
    def expected_minor(self) -> int:
        return self.sums.paid_total


def if_you_leave_now(trial: Trial, at: dt.datetime) -> LeaveNow:
    """Return what leaving at this moment pays; nothing is written. Refuses once the trial has ended."""
    if trial.has_ended:
        raise refusals.TheTrialHasEnded
    days = days_of(trial)
    name = exit_now(trial, days, at)
    ending = TRANSITIONS[name].ending or Ending.EXIT
    started = tuple(day for day in days if day.is_started)
    return LeaveNow(
        ending=ending,
        sums=split_of(trial, ending, at),
        after_day=max((day.number for day in started), default=0),
        days_paid=started,
        currency=trial.currency,
        staying_minor=sum(day.pay_minor for day in days),
        check_in_first=next((day for day in days if day.check_in_is_open(at)), None),
    )


@dataclass(frozen=True)
class WayToEnd:
    """One way a company can end a trial now, and what it costs."""

    action: str  # withdraw_company | end_early | send_away
    ending: Ending
    sums: Sums


def ways_to_end(trial: Trial, at: dt.datetime) -> list[WayToEnd]:
    """Return what the company can do now, with the sums, before it confirms."""
    if trial.has_ended:
        return []
    if trial.state == Trial.State.AGREED:
        name = lifecycle.withdrawal_transition(starts_at=min(day.starts_at for day in days_of(trial)), at=at)
        choices = [("withdraw_company", TRANSITIONS[name].ending)]
    else:
        choices = [("end_early", Ending.EARLY_END), ("send_away", Ending.SENT_AWAY)]
    return [WayToEnd(action, ending, split_of(trial, ending, at)) for action, ending in choices if ending]


def most_for_intern(trial: Trial) -> int:
    """Return the full pay: what no ending exceeds."""
    return sum(day.pay_minor for day in days_of(trial))


def paid_if_started(trial: Trial, days: list[TrialDay], also: set[int]) -> int:
    """Return what this ending pays in all if these days too count as started."""
    split = sums(
        Ending.EXIT if trial.ending in EXITS else Ending.INTERN_NO_SHOW,
        day_pay=[day.pay_minor for day in days],
        bonus=trial.exit_bonus_minor,
        days_started=started_numbers(days) | also,
        fee_bp=trial.fee_basis_points,
    )
    return split.paid_total


def paid_if_upheld(case: Case) -> int:
    """Return what deciding a case for the intern pays beyond what the trial has paid: what a desk says beforehand."""
    trial, days = case.trial, days_of(case.trial)
    whole = pay_within(trial.held_minor, paid_before=trial.paid_minor, fee_bp=trial.fee_basis_points)
    match case.kind:
        case Kind.CONTESTED_START:
            return 0
        case Kind.MISSED_CHECK_IN:
            day = day_of(trial, case.day or 0)
            if day.is_started:
                return 0
            if trial.is_running:
                return day.pay_minor
            return min(whole, max(0, paid_if_started(trial, days, {day.number}) - trial.paid_minor))
        case Kind.COMPANY_NO_SHOW if trial.is_running:
            return sum(day.pay_minor for day in days if not day.is_started)
        case Kind.TOLD_TO_LEAVE:
            return max(0, most_for_intern(trial) - trial.paid_minor)
        case _:
            return whole


# --- sealed checkpoints ---------------------------------------------------------------------------
@dataclass(frozen=True)
class OpenedCheckpoint:
    day: int
    side: str
    mark: str
    note: str


def own_checkpoint_days(trial: Trial, by: Actor) -> set[int]:
    """Return for which days the actor's own side has marked. The other side's is never looked at."""
    roles = roles_in(trial, by)
    side = Checkpoint.Side.INTERN if Role.INTERN in roles else Checkpoint.Side.COMPANY
    if not roles & (lifecycle.INTERN | lifecycle.COMPANY):
        return set()
    return {one.day for one in reading.rows(Checkpoint, "WHERE trial_id = %s AND side = %s", [trial.pk, side])}


def opened_checkpoints(trial: Trial, by: Actor) -> list[OpenedCheckpoint]:
    """Return both sides' marks, once the evaluations have opened; before that nothing, to anyone.

    The two sides of the trial read them; the operator doesn't.
    """
    if trial.checkpoints_open_at is None or not roles_in(trial, by) & (lifecycle.INTERN | lifecycle.COMPANY):
        return []
    rows = trial.checkpoints.order_by("day", "side")
    return [
        OpenedCheckpoint(
            row.day, row.side, **{key: str(value) for key, value in vault.unseal(bytes(row.sealed)).items()}
        )
        for row in rows
    ]


# --- the operator's queue -------------------------------------------------------------------------
def queue_of_cases(by: Actor) -> QuerySet[Case]:
    """Cases a person has to decide, the most urgent first."""
    if not by.is_operator:
        raise NotAllowed
    return (
        Case.objects.filter(OPEN_CASE)
        .select_related("trial", "trial__organization", "trial__intern", "opened_by")
        .order_by("due_at", "id")
    )


def goodwill_waiting(by: Actor) -> QuerySet[Goodwill]:
    """Goodwill that one person has signed and a second has not."""
    if not by.is_operator:
        raise NotAllowed
    return Goodwill.objects.filter(approved_at=None).select_related("case__trial", "organization", "proposed_by")


def goodwill_room(organization_id: int, at: dt.datetime) -> int:
    """Return how many more days of goodwill the company's yearly limit leaves."""
    since = at - dt.timedelta(days=365)
    given = Goodwill.objects.filter(organization_id=organization_id, proposed_at__gt=since).count()
    return max(0, settings.GOODWILL_DAYS_A_YEAR - given)


def goodwill_left(organization_id: int, company_id: str, currency: str, at: dt.datetime) -> int:
    """Return what the yearly sum still allows: what was paid is gone, and so is what waits for a second signature."""
    waiting = Goodwill.objects.filter(organization_id=organization_id, currency=currency, approved_at=None)
    promised = waiting.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return max(0, money.goodwill_left(company_id, currency, at).minor - promised)


def most_goodwill(trial: Trial, day: int, at: dt.datetime) -> int:
    """Return the most that the company can be made good with for a day: its pay, within both yearly limits."""
    if not goodwill_room(trial.organization_id, at):
        return 0
    left = goodwill_left(trial.organization_id, trial.organization.public_id, trial.currency, at)
    return min(day_of(trial, day).pay_minor, left)


# --- for those above -------------------------------------------------------------------------------
def with_day(**where: Any) -> Exists:
    """Whether a trial has such a day."""
    return Exists(TrialDay.objects.filter(trial=OuterRef("pk"), **where))


# --- after three unexplained no-shows -------------------------------------------------------------
def unexplained_no_shows(by: Actor) -> QuerySet[Trial]:
    """Return the trials that ended because their intern did not come and never said a word. Only the operator may ask.

    Who claimed the day has said one, whatever was decided. What a lifted pause was about counts no more.
    """
    if not by.is_operator:
        raise NotAllowed
    lifted = ApplicationPause.objects.filter(intern_id=OuterRef("intern_id"), lifted_at__gte=OuterRef("ended_at"))
    claimed = Case.objects.filter(trial=OuterRef("pk"), kind=Case.Kind.MISSED_CHECK_IN)
    missed = Trial.objects.filter(ending=Ending.INTERN_NO_SHOW)
    return missed.exclude(Exists(claimed)).exclude(Exists(lifted)).select_related("organization", "intern")


def may_be_paused(by: Actor) -> list[tuple[Any, int]]:
    """Return whose new applications the operator may pause and has not, with how many unexplained no-shows."""
    paused = ApplicationPause.objects.filter(lifted_at=None).values("intern")
    counted = (
        unexplained_no_shows(by)
        .exclude(intern__in=paused)
        .values("intern")
        .annotate(missed=Count("pk"))
        .filter(missed__gte=lifecycle.NO_SHOWS_BEFORE_A_PAUSE)
        .order_by("intern")
    )
    numbers = {row["intern"]: row["missed"] for row in counted}
    interns = accounts.people_with_keys(*numbers)
    return [(interns[key], missed) for key, missed in numbers.items()]


def pauses_visible_to(by: Actor) -> QuerySet[ApplicationPause]:
    """One's own, and all for the operator: nobody else ever learns of one."""
    if by.is_operator:
        seen = Q()
    elif by.is_intern and by.person_id is not None:
        seen = Q(intern_id=by.person_id)
    else:
        seen = Q(pk__in=[])
    return ApplicationPause.objects.filter(seen).select_related("intern", "paused_by", "answered_by")


def pause_of(by: Actor) -> ApplicationPause | None:
    """Return the intern's own latest pause, lifted or not; None where there never was one."""
    if not by.is_intern or by.person_id is None:
        return None
    return pauses_visible_to(by).filter(intern_id=by.person_id).order_by("-id").first()


def planned_last_end(trial: Trial) -> dt.datetime:
    """Return the planned end of the last day: what the credential's seven days count from."""
    return max(day.ends_at for day in days_of(trial))
