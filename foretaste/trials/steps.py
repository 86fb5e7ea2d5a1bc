"""Parts that actions share. `_move` is the only one that writes a trial's state."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

from foretaste.accounts.actors import Actor, Role
from foretaste.core.calendars import after_working_days, local_date
from foretaste.core.events import publish
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.core.transactions import step
from foretaste.money import movements, settling
from foretaste.money.endings import EXITS, REFUND_WAITS, TABLE, Rest, pay_within
from foretaste.trials import queries, refusals
from foretaste.trials.events import CaseDecided, CaseOpened, DayStarted, EndingChanged, TrialEnded
from foretaste.trials.lifecycle import RULINGS, TRANSITIONS, Kind, Outcome, State
from foretaste.trials.models import Case, Trial, TrialDay, TrialHistory


class Split(Protocol):
    """A settlement, as far as a trial keeps a copy of it."""

    paid_minor: int
    fee_minor: int
    back_minor: int
    held_minor: int
    returned_at: dt.datetime | None


ABOUT_PAY = (Kind.MISSED_CHECK_IN, Kind.COMPANY_NO_SHOW, Kind.TOLD_TO_LEAVE, Kind.SENT_AWAY)


@step
def lock_trial(trial_id: str, by: Actor) -> Trial:
    """Load and lock a trial the actor may see: of two who act at once, one waits and then sees what the other did."""
    trial = (
        queries.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("intern", "organization")
        .prefetch_related("days")
        .filter(public_id=trial_id)
        .first()
    )
    if trial is None:
        raise NotFound
    return trial


@step
def lock_case(case_id: str, by: Actor) -> tuple[Case, Trial]:
    """Load a case the actor may see, its trial locked first: trials are always locked before their cases."""
    trial_id = queries.cases_visible_to(by).filter(public_id=case_id).values_list("trial__public_id", flat=True).first()
    if trial_id is None:
        raise NotFound
    trial = lock_trial(trial_id, by)
    return Case.objects.get(public_id=case_id), trial


def only(trial: Trial, by: Actor, roles: frozenset[Role]) -> Role:
    """Return the role in which the actor does this; `NotAllowed` when they hold none of them here."""
    held = queries.roles_in(trial, by) & roles
    if not held:
        raise NotAllowed
    return min(held)


def person_in(by: Actor) -> int:
    """Return the person who acts; refuses where nobody does."""
    if by.person_id is None:
        raise NotAllowed
    return by.person_id


@step
def _move(
    trial: Trial, name: str, *, by: Actor, at: dt.datetime, day: int | None = None, note: str = "", **also: Any
) -> None:
    """Make one transition of the table: check role and state, write the state, add a history row.

    The caller holds the trial's lock. `also` are further fields written with the state.
    """
    row = TRANSITIONS[name]
    role = check_move(trial, name, by)
    before = trial.state
    if row.ending:
        also["ending"] = row.ending
    trial.state = row.to_state
    for field, value in also.items():
        setattr(trial, field, value)
    trial.save(update_fields=["state", *also])
    TrialHistory.objects.create(
        trial=trial,
        transition=name,
        from_state=before,
        to_state=row.to_state,
        ending=row.ending or "",
        day=day,
        at=at,
        actor_id=by.person_id,
        role=role,
        note=note,
    )


def check_move(trial: Trial, name: str, by: Actor) -> Role:
    """Return the role in which the actor makes this transition; refuse what the table does not have."""
    row = TRANSITIONS[name]
    role = only(trial, by, row.roles)
    if State(trial.state) not in row.from_states:
        raise _why_not(trial, name)
    return role


def _why_not(trial: Trial, name: str) -> refusals.NotNow:
    """Choose the sentence for a transition this state does not allow."""
    row = TRANSITIONS[name]
    if trial.has_ended:
        return refusals.TheTrialHasEnded(ending=trial.ending)
    if row.from_states == {State.AGREED}:
        return refusals.TheTrialHasStarted()
    if State.UNDER_WAY in row.from_states:
        return refusals.TheTrialHasNotStarted()
    return refusals.TheTrialHasNotEnded()


@step
def write_agreement(trial: Trial, *, by: Actor, at: dt.datetime) -> None:
    """Save a new trial with the first row of its history."""
    row = TRANSITIONS["agree"]
    role = only(trial, by, row.roles)
    trial.save(force_insert=True)
    TrialHistory.objects.create(
        trial=trial, transition=row.name, to_state=row.to_state, at=at, actor_id=by.person_id, role=role
    )


# --- a day starts -------------------------------------------------------------------------------
@step
def start_day(trial: Trial, day: TrialDay, *, by: Actor, at: dt.datetime, method: TrialDay.Method) -> None:
    """Start a day: its pay is the intern's at once, in this transaction."""
    name = "start_first_day" if trial.state == State.AGREED else "start_next_day"
    _move(trial, name, by=by, at=at, day=day.number)
    _note_start(day, by=by, at=at, method=method)
    movements.earn_day(
        trial_id=trial.public_id,
        day=day.number,
        intern_id=trial.intern.public_id,
        amount=trial.amount(day.pay_minor),
        at=at,
        by=by,
    )
    publish(DayStarted(trial_id=trial.public_id, day=day.number))


def _note_start(day: TrialDay, *, by: Actor, at: dt.datetime, method: TrialDay.Method) -> None:
    day.checked_in_at = at
    day.checked_in_by_id = by.person_id
    day.method = method
    day.pay_is_held = False
    day.save(update_fields=["checked_in_at", "checked_in_by", "method", "pay_is_held"])


# --- a trial ends -------------------------------------------------------------------------------
@step
def end_trial(trial: Trial, name: str, *, by: Actor, at: dt.datetime, note: str = "") -> None:
    """End and settle a trial: one history row, one posting, one settlement, one transaction."""
    ending = TRANSITIONS[name].ending
    if ending is None:
        raise ValueError(f"{name} ends nothing.")
    check_move(trial, name, by)
    days = queries.days_of(trial)
    cases = queries.open_cases(trial)
    split = queries.split_with(trial, ending, days, cases, at)
    started = queries.started_numbers(days)
    waits = TABLE[ending].rest is Rest.BACK_AFTER_A_DAY and split.back + split.held > 0
    _move(
        trial,
        name,
        by=by,
        at=at,
        day=max(started, default=0) or None,
        note=note,
        ended_at=at,
        ended_after_day=max(started, default=0),
        paid_minor=split.paid_total,
        fee_minor=split.fee,
        back_minor=split.back,
        held_minor=split.held,
        refund_released_at=None if waits else at,
    )
    if split.held:
        held = queries.claimable_numbers(trial, days, cases, at)
        trial.days.filter(number__in=held).update(pay_is_held=True)
    settling.settle(
        trial_id=trial.public_id,
        seat_id=trial.seat_id,
        intern_id=trial.intern.public_id,
        company_id=trial.organization.public_id,
        currency=trial.currency,
        ending=ending,
        sums=split,
        days=[
            settling.DayLine(number=day.number, on=day.on, pay_minor=day.pay_minor, worked=day.is_started)
            for day in days
            if day.is_started or split.remaining
        ],
        full_pay_minor=sum(day.pay_minor for day in days),
        fee_basis_points=trial.fee_basis_points,
        at=at,
        on=local_date(at, trial.time_zone),
        by=by,
        returns_at=at + REFUND_WAITS if waits else None,
        payer=payer_of(trial),
    )
    if cases and split.paid_total == sum(day.pay_minor for day in days):
        make_moot(trial, at=at)
    publish(TrialEnded(trial_id=trial.public_id, ending=ending, days_started=len(started)))


def payer_of(trial: Trial) -> str:
    """Return who pays the person: this instance, or the payroll of the engagement's employer."""
    engagement = trial.terms.get("engagement_type", "contractor")
    return "foretaste" if engagement == "contractor" else str(engagement)


@step
def change_ending(trial: Trial, name: str, *, by: Actor, at: dt.datetime, note: str = "") -> None:
    """A decision after an exit changed how the trial ended."""
    _move(trial, name, by=by, at=at, day=trial.ended_after_day or None, note=note)
    publish(EndingChanged(trial_id=trial.public_id, ending=trial.ending))


@step
def note_settlement(trial: Trial, settlement: Split) -> None:
    """Copy the split onto the trial after a decision changed it."""
    trial.paid_minor = settlement.paid_minor
    trial.fee_minor = settlement.fee_minor
    trial.back_minor = settlement.back_minor
    trial.held_minor = settlement.held_minor
    trial.refund_released_at = settlement.returned_at
    trial.save(update_fields=["paid_minor", "fee_minor", "back_minor", "held_minor", "refund_released_at"])


@step
def award_held(trial: Trial, *, award: int | None, reference: str, by: Actor, at: dt.datetime, reason: str = "") -> int:
    """Something held was decided: so much pay to the intern (None: all of it), and what nothing else waits for back.

    What another open case, or a day that can still be claimed, may need stays held.
    """
    whole = pay_within(trial.held_minor, paid_before=trial.paid_minor, fee_bp=trial.fee_basis_points)
    award = whole if award is None else award
    if award > whole:
        raise refusals.TheAwardIsTooHigh(award_minor=str(refusals.TheAwardIsTooHigh.message))
    if not trial.held_minor:
        return 0
    if award:
        settlement = settling.release_hold_to_intern(
            trial_id=trial.public_id, case_id=reference, at=at, by=by, award_minor=award, reason=reason
        )
        note_settlement(trial, settlement)
    keep = min(_still_needed(trial), whole - award)
    if whole - award - keep or not keep:
        settlement = settling.release_hold_to_company(
            trial_id=trial.public_id,
            case_id=f"{reference}-rest",
            at=at,
            by=by,
            pay_minor=whole - award - keep if keep else None,
            reason=reason,
        )
        note_settlement(trial, settlement)
    return award


def _still_needed(trial: Trial) -> int:
    """Return the pay that open questions about an ended trial may still award."""
    open_kinds = set(trial.cases.filter(queries.OPEN_CASE).values_list("kind", flat=True))
    days = list(trial.days.order_by("number"))
    full = sum(day.pay_minor for day in days)
    if open_kinds & {Kind.SENT_AWAY, Kind.COMPANY_NO_SHOW}:
        return full - trial.paid_minor
    waiting = {day.number for day in days if day.pay_is_held}
    return max(0, queries.paid_if_started(trial, days, waiting) - trial.paid_minor)


@step
def start_day_after_the_end(trial: Trial, day: TrialDay, *, by: Actor, at: dt.datetime, reference: str) -> int:
    """A claim was upheld after the trial had ended: the day counts as started, its held pay is the intern's."""
    was_held = day.pay_is_held
    _note_start(day, by=by, at=at, method=TrialDay.Method.CLAIM)
    if not was_held and not trial.held_minor:
        return 0
    days = list(trial.days.order_by("number"))
    whole = pay_within(trial.held_minor, paid_before=trial.paid_minor, fee_bp=trial.fee_basis_points)
    award = min(whole, max(0, queries.paid_if_started(trial, days, set()) - trial.paid_minor))
    return award_held(trial, award=award, reference=reference, by=by, at=at)


# --- cases --------------------------------------------------------------------------------------
@step
def open_case(
    trial: Trial,
    kind: Kind,
    *,
    by: Actor,
    at: dt.datetime,
    day: int | None = None,
    reason: str = "",
    answer_due_at: dt.datetime | None = None,
) -> Case:
    """Put a question to the other side and into the operator's queue, with its date."""
    ruling = RULINGS[kind]
    role = only(trial, by, ruling.opened_by)
    if trial.cases.filter(queries.OPEN_CASE, kind=kind, day=day).exists():
        raise refusals.ThisIsClaimedAlready
    case = Case.objects.create(
        trial=trial,
        kind=kind,
        day=day,
        opened_by_id=person_in(by),
        opened_by_role=role,
        opened_at=at,
        reason=reason.strip(),
        answer_due_at=answer_due_at,
        due_at=after_working_days(at, ruling.working_days, trial.country, trial.time_zone, trial.region or None),
        default_outcome=ruling.when_nobody_rules or "",
    )
    publish(CaseOpened(case_id=case.public_id, trial_id=trial.public_id, kind=kind))
    return case


@step
def note_answer(case: Case, *, by: Actor, at: dt.datetime, answer: str) -> None:
    """Write down what the other side says; a person decides now."""
    case.state = Case.State.ANSWERED
    case.answer = answer.strip()
    case.answered_by_id = by.person_id
    case.answered_at = at
    case.save(update_fields=["state", "answer", "answered_by", "answered_at"])


@step
def decide_case(
    case: Case,
    trial: Trial,
    outcome: Outcome,
    *,
    how: Case.State,
    by: Actor,
    at: dt.datetime,
    award_minor: int | None = None,
    reason: str = "",
) -> None:
    """Decide a case and do what the decision means for day, ending and money, in this transaction."""
    if not case.is_open:
        raise refusals.TheCaseIsDecided
    case.state = how
    case.outcome = outcome
    case.decided_at = at
    case.decided_by_id = by.person_id
    case.decision = reason.strip()
    case.save(update_fields=["state", "outcome", "decided_at", "decided_by", "decision"])
    if case.kind in ABOUT_PAY:
        before = trial.paid_minor
        _carry_out(case, trial, outcome, award_minor, by=by, at=at)
        if trial.has_ended and trial.paid_minor == queries.most_for_intern(trial):
            make_moot(trial, at=at)
        case.award_minor = trial.paid_minor - before
        case.save(update_fields=["award_minor"])
    publish(CaseDecided(case_id=case.public_id, trial_id=trial.public_id, kind=case.kind, outcome=outcome))


def _carry_out(case: Case, trial: Trial, outcome: Outcome, award: int | None, *, by: Actor, at: dt.datetime) -> None:
    """Do what the decision means. Where nothing is held and nothing runs, it means nothing more."""
    for_intern = outcome is Outcome.FOR_INTERN
    match case.kind:
        case Kind.MISSED_CHECK_IN:
            _carry_out_claim(case, trial, for_intern, by=by, at=at)
        case Kind.COMPANY_NO_SHOW if trial.is_running:
            if for_intern:
                end_trial(trial, "find_company_absent", by=by, at=at, note=case.reason)
        case Kind.COMPANY_NO_SHOW:
            award_held(trial, award=award if for_intern else 0, reference=case.public_id, by=by, at=at)
            if for_intern and award is None and trial.ending in EXITS:
                change_ending(trial, "uphold_company_absent", by=by, at=at)
                make_moot(trial, at=at)
        case Kind.SENT_AWAY:
            award_held(trial, award=award if for_intern else 0, reference=case.public_id, by=by, at=at)
        case Kind.TOLD_TO_LEAVE if for_intern:
            note_settlement(
                trial, settling.pay_told_to_leave(trial_id=trial.public_id, at=at, by=by, reason=case.reason)
            )
            trial.days.filter(pay_is_held=True).update(pay_is_held=False)
            change_ending(trial, "uphold_told_to_leave", by=by, at=at, note=case.reason)
            make_moot(trial, at=at)
        case Kind.TOLD_TO_LEAVE:
            note_settlement(trial, settling.resume_return(trial_id=trial.public_id, at=at, by=by))


def _carry_out_claim(case: Case, trial: Trial, for_intern: bool, *, by: Actor, at: dt.datetime) -> None:
    day = queries.day_of(trial, case.day or 0)
    if day.is_started:
        return
    if for_intern and trial.is_running:
        start_day(trial, day, by=by, at=at, method=TrialDay.Method.CLAIM)
    elif for_intern:
        start_day_after_the_end(trial, day, by=by, at=at, reference=case.public_id)
    elif trial.has_ended:
        stop_holding(trial, [day.number], reference=case.public_id, by=by, at=at)


@step
def stop_holding(trial: Trial, numbers: list[int], *, reference: str, by: Actor, at: dt.datetime) -> None:
    """These days' pay is not held for a claim any more; what nothing else waits for goes back."""
    trial.days.filter(number__in=numbers, pay_is_held=True).update(pay_is_held=False)
    award_held(trial, award=0, reference=reference, by=by, at=at)


def refuse_a_party(case: Case, trial: Trial, by: Actor) -> None:
    """Refuse whoever worked, hosts, signed, asks or answers in this very matter: nobody decides their own."""
    signed = trial.company_signed_by_id
    if by.person_id in {trial.intern_id, trial.host_id, signed, case.opened_by_id, case.answered_by_id} - {None}:
        raise refusals.YouAreAPartyToIt


@step
def make_moot(trial: Trial, *, at: dt.datetime) -> None:
    """Everything is paid: open questions about pay need no decision any more."""
    for case in trial.cases.filter(queries.OPEN_CASE, kind__in=ABOUT_PAY):
        case.state = Case.State.MOOT
        case.decided_at = at
        case.save(update_fields=["state", "decided_at"])
