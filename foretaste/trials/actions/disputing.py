"""Questions of fact: no-shows, contested starts, answers, decisions, and the operator's goodwill."""

from __future__ import annotations

import datetime as dt

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.events import publish
from foretaste.core.refusals import NotFound
from foretaste.core.transactions import action, step
from foretaste.money import movements, sending
from foretaste.trials import lifecycle, queries, refusals
from foretaste.trials.actions.agreeing import take_turns
from foretaste.trials.events import CaseAnswered
from foretaste.trials.lifecycle import RULINGS, Kind, Outcome
from foretaste.trials.models import Case, Goodwill, TrialDay
from foretaste.trials.steps import (
    decide_case,
    lock_case,
    lock_trial,
    note_answer,
    only,
    open_case,
    person_in,
    refuse_a_party,
)

YES_SETTLES = (Kind.MISSED_CHECK_IN, Kind.COMPANY_NO_SHOW, Kind.TOLD_TO_LEAVE)  # the company's yes needs no person


@action
def report_company_no_show(*, trial_id: str, day: int, reason: str = "", by: Actor, at: dt.datetime) -> Case:
    """ "Nobody is here": after one's own check-in, from 30 minutes after the planned start to the planned end."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.INTERN)
    row = queries.day_of(trial, day)
    if trial.has_ended:
        raise refusals.TheTrialHasEnded(ending=trial.ending)
    if not row.is_started:
        raise refusals.TheDayHasNotStarted
    if at > row.ends_at:
        raise refusals.TheDayIsOver
    if not lifecycle.no_show_report_is_open(starts_at=row.starts_at, ends_at=row.ends_at, at=at):
        raise refusals.ItIsTooEarlyToReport
    if trial.cases.filter(queries.OPEN_CASE, kind=Kind.COMPANY_NO_SHOW).exists():
        raise refusals.ThisIsClaimedAlready
    due = at + lifecycle.NO_SHOW_ANSWER_WITHIN
    return open_case(trial, Kind.COMPANY_NO_SHOW, by=by, at=at, day=day, reason=reason, answer_due_at=due)


@action
def contest_start(*, trial_id: str, day: int, reason: str, by: Actor, at: dt.datetime) -> Case:
    """Contest, within 24 hours of a check-in made alone, that the day was started. It moves no money."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.COMPANY)
    row = queries.day_of(trial, day)
    if not reason.strip():
        raise refusals.AReasonIsNeeded(reason=str(refusals.AReasonIsNeeded.message))
    if row.checked_in_at is None:
        raise refusals.TheDayHasNotStarted
    if row.method in TrialDay.CERTAIN:
        raise refusals.TheStartIsCertain
    if not lifecycle.contest_is_open(checked_in_at=row.checked_in_at, at=at):
        raise refusals.ItIsTooLateToContest
    if trial.cases.filter(kind=Kind.CONTESTED_START, day=day).exists():
        raise refusals.ThisIsClaimedAlready
    return open_case(trial, Kind.CONTESTED_START, by=by, at=at, day=day, reason=reason)


@action
def answer_claim(*, case_id: str, agrees: bool, answer: str = "", by: Actor, at: dt.datetime) -> Case:
    """The company says whether someone was there who forgot to check in: its yes earns the day."""
    return _answer(case_id, Kind.MISSED_CHECK_IN, agrees, answer, by=by, at=at)


@action
def answer_no_show(*, case_id: str, agrees: bool, answer: str = "", by: Actor, at: dt.datetime) -> Case:
    """The company says that nobody was there (every day is paid), or that it is there (a person decides)."""
    return _answer(case_id, Kind.COMPANY_NO_SHOW, agrees, answer, by=by, at=at)


@action
def answer_case(*, case_id: str, agrees: bool = False, answer: str = "", by: Actor, at: dt.datetime) -> Case:
    """The other side answers a case of any kind. An intern's answer is words only: no click gives pay away."""
    return _answer(case_id, None, agrees, answer, by=by, at=at)


@step
def _answer(case_id: str, kind: Kind | None, agrees: bool, answer: str, *, by: Actor, at: dt.datetime) -> Case:
    case, trial = lock_case(case_id, by)
    if kind is not None and case.kind != kind:
        raise NotFound
    only(trial, by, RULINGS[Kind(case.kind)].answered_by)
    if not case.is_open:
        raise refusals.TheCaseIsDecided
    if case.answer_due_at is not None and at > case.answer_due_at and case.state == Case.State.OPEN and not agrees:
        raise refusals.TheAnswerComesTooLate
    if agrees and case.kind in YES_SETTLES:
        case.answer, case.answered_by_id, case.answered_at = answer.strip(), by.person_id, at
        case.save(update_fields=["answer", "answered_by", "answered_at"])
        decide_case(case, trial, Outcome.FOR_INTERN, how=Case.State.AGREED, by=by, at=at)
        return case
    if case.state == Case.State.ANSWERED:
        raise refusals.TheCaseIsAnswered
    note_answer(case, by=by, at=at, answer=answer)
    publish(CaseAnswered(case_id=case.public_id, trial_id=trial.public_id, kind=case.kind))
    return case


@action
def rule_case(
    *, case_id: str, outcome: str, reason: str, award_minor: int | None = None, by: Actor, at: dt.datetime
) -> Case:
    """The operator decides, with reasons. `award_minor` is the intern's part of what is held; None is all of it."""
    case, trial = lock_case(case_id, by)
    only(trial, by, lifecycle.OPERATOR)
    refuse_a_party(case, trial, by)
    if not reason.strip():
        raise refusals.AReasonIsNeeded(reason=str(refusals.AReasonIsNeeded.message))
    if award_minor is not None and (award_minor < 0 or trial.is_running):
        raise refusals.TheAwardIsTooHigh(award_minor=str(refusals.TheAwardIsTooHigh.message))
    decide_case(
        case,
        trial,
        Outcome(outcome),
        how=Case.State.RULED,
        by=by,
        at=at,
        award_minor=award_minor,
        reason=reason,
    )
    return case


@action
def default_case(*, case_id: str, by: Actor, at: dt.datetime) -> Case:
    """The clock's: nobody ruled, or answered a no-show, in time. The intern is paid."""
    case, trial = lock_case(case_id, by)
    only(trial, by, lifecycle.CLOCK)
    unanswered = case.state == Case.State.OPEN and case.answer_due_at is not None and at > case.answer_due_at
    overdue = bool(case.default_outcome) and at > case.due_at
    if not unanswered and not overdue:
        raise refusals.NotNow
    outcome = Outcome.FOR_INTERN if unanswered else Outcome(case.default_outcome)
    decide_case(case, trial, outcome, how=Case.State.DEFAULTED, by=by, at=at)
    return case


# --- goodwill -------------------------------------------------------------------------------------
@action
def propose_goodwill(*, case_id: str, amount_minor: int, by: Actor, at: dt.datetime) -> Goodwill:
    """First signature: make the company good after an upheld contest, from the operator's own money."""
    case, trial = lock_case(case_id, by)
    only(trial, by, lifecycle.OPERATOR)
    refuse_a_party(case, trial, by)
    if case.kind != Kind.CONTESTED_START or case.outcome != Outcome.FOR_COMPANY:
        raise refusals.NotNow
    if Goodwill.objects.filter(case=case).exists():
        raise refusals.ThisIsClaimedAlready
    take_turns(f"goodwill of {trial.organization_id}")
    if not 0 < amount_minor <= queries.most_goodwill(trial, case.day or 0, at):
        raise refusals.TheGoodwillIsTooHigh(amount_minor=str(refusals.TheGoodwillIsTooHigh.message))
    return Goodwill.objects.create(
        case=case,
        organization_id=trial.organization_id,
        amount_minor=amount_minor,
        currency=trial.currency,
        proposed_by_id=person_in(by),
        proposed_at=at,
    )


@action
def approve_goodwill(*, case_id: str, by: Actor, at: dt.datetime) -> Goodwill:
    """Second signature, by another person: the company is made good. The trial's money is not touched."""
    case, trial = lock_case(case_id, by)
    only(trial, by, lifecycle.OPERATOR)
    refuse_a_party(case, trial, by)
    goodwill = Goodwill.objects.filter(case=case).first()
    if goodwill is None:
        raise NotFound
    if goodwill.approved_at is not None:
        return goodwill
    if goodwill.proposed_by_id == by.person_id:
        raise refusals.ASecondPersonMustSign
    goodwill.approved_by_id = by.person_id
    goodwill.approved_at = at
    goodwill.save(update_fields=["approved_by", "approved_at"])
    amount = Amount(goodwill.amount_minor, goodwill.currency)
    movements.pay_goodwill(
        trial_id=trial.public_id,
        day=case.day or 0,
        company_id=trial.organization.public_id,
        amount=amount,
        proposed_by=goodwill.proposed_by_id,
        at=at,
        by=by,
        reason=case.decision,
    )
    sending.send_goodwill(company_id=trial.organization.public_id, amount=amount, at=at)
    return goodwill
