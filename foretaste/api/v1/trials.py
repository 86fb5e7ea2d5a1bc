"""The trial: sign, check in, work, leave, be paid. The nouns are what comes to be: a check-in, an exit, a claim."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at, one
from foretaste.core.refusals import NotAllowed
from foretaste.trials import actions, queries
from foretaste.trials.lifecycle import COMPANY
from foretaste.trials.lifecycle import Kind as CaseKind

if TYPE_CHECKING:
    from foretaste.trials.models import Case, Trial

router = Router(tags=["trials"])
Limit = Annotated[int, Field(ge=1, le=100)]


class TrialDay(Schema):
    number: int
    on: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    pay_minor: int
    started_at: dt.datetime | None
    method: str


class TrialShape(Schema):
    """A trial. The four sums are the split of its fund, once it has ended."""

    id: str
    reference: str
    opportunity: str
    title: str
    company: str
    intern: str
    state: str
    ending: str
    ended_at: dt.datetime | None
    currency: str
    exit_bonus_minor: list[int]
    kill_fee_minor: int
    carries_bonus: bool
    paid_minor: int
    fee_minor: int
    back_minor: int
    held_minor: int
    agreement_sha256: str
    company_signed_at: dt.datetime
    intern_signed_at: dt.datetime
    days: list[TrialDay]


class Trials(Page):
    items: list[TrialShape]


class Leaving(Schema):
    """What leaving at this moment pays; send `expected_minor` with the exit."""

    ending: str
    expected_minor: int
    days_minor: int
    bonus_minor: int
    currency: str
    staying_minor: int


class WayToEnd(Schema):
    """One way your company can end the trial now, and what it costs. `paid + fee + held` of the fund, `back` to you."""

    action: str = Field(description="withdraw_company, end_early or send_away")
    ending: str
    paid_minor: int
    fee_minor: int
    held_minor: int
    back_minor: int
    currency: str


class Agreement(Schema):
    """What both sides signed, frozen. The text is what counts; the terms are the same as data."""

    trial: str
    text: str
    sha256: str = Field(description="of the text, UTF-8")
    terms: dict[str, Any]
    carries_bonus: bool
    company_signed_at: dt.datetime
    intern_signed_at: dt.datetime


class Exit(Schema):
    expected_minor: shapes.Minor = Field(description="the sum you were shown; another one is refused with the new sum")


class CaseShape(Schema):
    id: str
    trial: str
    kind: str
    day: int | None
    state: str
    outcome: str
    opened_at: dt.datetime
    due_at: dt.datetime


class Reason(Schema):
    reason: shapes.Text = ""


class OfADay(Schema):
    day: shapes.Day
    reason: shapes.Text = ""


class CheckIn(Schema):
    day: shapes.Day
    code: Annotated[str, Field(max_length=20)] = Field("", description="the host's arrival code, if you were given it")


class CaseAnswer(Schema):
    agrees: shapes.TrueOrFalse
    answer: shapes.Text = ""


class RulingShape(Schema):
    outcome: Annotated[str, Field(pattern="^(for_intern|for_company)$")]
    reason: shapes.Text = Field(min_length=1)
    award_minor: shapes.Minor | None = None


class WorkLogEntry(Schema):
    day: shapes.Day
    text: shapes.Text = Field(min_length=1)


class Mark(Schema):
    day: shapes.Day
    mark: Annotated[str, Field(max_length=20)] = Field(description="more, fine or not_for_me")
    note: shapes.Text = ""


def _trial(row: Trial) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "reference": row.reference,
        "opportunity": row.opportunity.public_id,
        "title": row.title,
        "company": row.organization.name,
        "intern": row.intern.name,
        "state": row.state,
        "ending": row.ending,
        "ended_at": row.ended_at,
        "currency": row.currency,
        "exit_bonus_minor": row.exit_bonus_minor,
        "kill_fee_minor": row.kill_fee_minor,
        "carries_bonus": row.carries_bonus,
        "paid_minor": row.paid_minor,
        "fee_minor": row.fee_minor,
        "back_minor": row.back_minor,
        "held_minor": row.held_minor,
        "agreement_sha256": row.agreement_sha256,
        "company_signed_at": row.company_signed_at,
        "intern_signed_at": row.intern_signed_at,
        "days": [
            {
                "number": day.number,
                "on": day.on,
                "starts_at": day.starts_at,
                "ends_at": day.ends_at,
                "pay_minor": day.pay_minor,
                "started_at": day.checked_in_at,
                "method": day.method,
            }
            for day in queries.days_of(row)
        ],
    }


def _case(row: Case) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "trial": row.trial.public_id,
        "kind": row.kind,
        "day": row.day,
        "state": row.state,
        "outcome": row.outcome,
        "opened_at": row.opened_at,
        "due_at": row.due_at,
    }


def _again(request: HttpRequest, trial_id: str) -> dict[str, Any]:
    return _trial(queries.trial_of(trial_id, actor(request)))


@router.post(
    "/offers/{offer_id}/agreement",
    response={201: TrialShape},
    auth=act,
    summary="Yes, I will come: sign the frozen terms",
)
def agree(request: HttpRequest, offer_id: shapes.PublicId) -> Any:
    trial = actions.agree(offer_id=offer_id, by=actor(request), at=at(request))
    return Status(201, _again(request, trial.public_id))


@router.get("/trials", response=Trials, auth=read, summary="List trials: yours, or of your company")
def trials(request: HttpRequest, after: shapes.Line | None = None, limit: Limit = 20) -> Any:
    rows = queries.visible_to(actor(request)).select_related("opportunity", "organization", "intern")
    found, following = page_of(rows.prefetch_related("days"), after, limit)
    return {"items": [_trial(row) for row in found], "next": following}


@router.get("/trials/{trial_id}", response=TrialShape, auth=read, summary="Read a trial")
def trial(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    return _again(request, trial_id)


@router.get("/trials/{trial_id}/agreement", response=Agreement, auth=read, summary="What was signed")
def agreement(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    trial = queries.trial_of(trial_id, actor(request))
    return {
        "trial": trial.public_id,
        "text": trial.agreement_text,
        "sha256": trial.agreement_sha256,
        "terms": trial.terms,
        "carries_bonus": trial.carries_bonus,
        "company_signed_at": trial.company_signed_at,
        "intern_signed_at": trial.intern_signed_at,
    }


@router.get(
    "/trials/{trial_id}/endings",
    response=list[WayToEnd],
    auth=read,
    summary="How your company can end it now, and what that costs",
)
def endings(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    trial = queries.trial_of(trial_id, actor(request))
    if not queries.roles_in(trial, actor(request)) & COMPANY:
        raise NotAllowed
    return [
        {
            "action": way.action,
            "ending": way.ending,
            "paid_minor": way.sums.paid_total,
            "fee_minor": way.sums.fee,
            "held_minor": way.sums.held,
            "back_minor": way.sums.back,
            "currency": trial.currency,
        }
        for way in queries.ways_to_end(trial, at(request))
    ]


@router.post("/trials/{trial_id}/check-ins", response={201: TrialShape}, auth=act, summary="I am here")
def check_in(request: HttpRequest, trial_id: shapes.PublicId, check_in: CheckIn) -> Any:
    if check_in.code:
        actions.check_in_with_code(
            trial_id=trial_id, day=check_in.day, code=check_in.code, by=actor(request), at=at(request)
        )
    else:
        actions.check_in(trial_id=trial_id, day=check_in.day, by=actor(request), at=at(request))
    return Status(201, _again(request, trial_id))


@router.post("/trials/{trial_id}/arrivals", response={201: TrialShape}, auth=act, summary="The intern has arrived")
def arrival(request: HttpRequest, trial_id: shapes.PublicId, arrival: OfADay) -> Any:
    actions.mark_arrived(trial_id=trial_id, day=arrival.day, by=actor(request), at=at(request))
    return Status(201, _again(request, trial_id))


@router.get("/trials/{trial_id}/exit", response=Leaving, auth=read, summary="What leaving now pays")
def leaving(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    trial = queries.trial_of(trial_id, actor(request))
    preview = queries.if_you_leave_now(trial, at(request))
    return {
        "ending": preview.ending,
        "expected_minor": preview.expected_minor,
        "days_minor": preview.sums.days,
        "bonus_minor": preview.sums.bonus,
        "currency": preview.currency,
        "staying_minor": preview.staying_minor,
    }


@router.post("/trials/{trial_id}/exit", response=TrialShape, auth=act, summary="Leave, and be paid")
def leave(request: HttpRequest, trial_id: shapes.PublicId, exit: Exit) -> Any:
    actions.exit_trial(trial_id=trial_id, expected_minor=exit.expected_minor, by=actor(request), at=at(request))
    return _again(request, trial_id)


@router.post("/trials/{trial_id}/told-to-leave", response={201: CaseShape}, auth=act, summary="I was told to leave")
def told_to_leave(request: HttpRequest, trial_id: shapes.PublicId, said: Reason) -> Any:
    case = actions.say_told_to_leave(trial_id=trial_id, reason=said.reason, by=actor(request), at=at(request))
    return Status(201, _case(case))


@router.post("/trials/{trial_id}/claims", response={201: CaseShape}, auth=act, summary="Claim a missed check-in")
def claim(request: HttpRequest, trial_id: shapes.PublicId, claim: OfADay) -> Any:
    case = actions.claim_check_in(
        trial_id=trial_id, day=claim.day, reason=claim.reason, by=actor(request), at=at(request)
    )
    return Status(201, _case(case))


@router.post(
    "/trials/{trial_id}/no-shows", response={201: CaseShape}, auth=act, summary="Nobody from the company is here"
)
def no_show(request: HttpRequest, trial_id: shapes.PublicId, report: OfADay) -> Any:
    case = actions.report_company_no_show(
        trial_id=trial_id, day=report.day, reason=report.reason, by=actor(request), at=at(request)
    )
    return Status(201, _case(case))


@router.post("/trials/{trial_id}/contests", response={201: CaseShape}, auth=act, summary="Contest that a day started")
def contest(request: HttpRequest, trial_id: shapes.PublicId, contest: OfADay) -> Any:
    case = actions.contest_start(
        trial_id=trial_id, day=contest.day, reason=contest.reason, by=actor(request), at=at(request)
    )
    return Status(201, _case(case))


@router.post("/trials/{trial_id}/withdrawal", response=TrialShape, auth=act, summary="Withdraw before the start")
def withdraw(request: HttpRequest, trial_id: shapes.PublicId, note: Reason) -> Any:
    actions.withdraw_company(trial_id=trial_id, note=note.reason, by=actor(request), at=at(request))
    return _again(request, trial_id)


@router.post("/trials/{trial_id}/early-end", response=TrialShape, auth=act, summary="End early, every day paid")
def end_early(request: HttpRequest, trial_id: shapes.PublicId, note: Reason) -> Any:
    actions.end_early(trial_id=trial_id, note=note.reason, by=actor(request), at=at(request))
    return _again(request, trial_id)


@router.post("/trials/{trial_id}/sending-away", response=TrialShape, auth=act, summary="Send away, for safety")
def send_away(request: HttpRequest, trial_id: shapes.PublicId, why: Reason) -> Any:
    actions.send_away(trial_id=trial_id, reason=why.reason, by=actor(request), at=at(request))
    return _again(request, trial_id)


@router.post("/trials/{trial_id}/work-log", response={201: TrialShape}, auth=act, summary="Write what was done")
def log_work(request: HttpRequest, trial_id: shapes.PublicId, entry: WorkLogEntry) -> Any:
    actions.log_work(trial_id=trial_id, day=entry.day, text=entry.text, by=actor(request), at=at(request))
    return Status(201, _again(request, trial_id))


@router.post("/trials/{trial_id}/checkpoints", response={201: shapes.Sealed}, auth=act, summary="Seal how the day was")
def checkpoint(request: HttpRequest, trial_id: shapes.PublicId, mark: Mark) -> Any:
    actions.seal_checkpoint(
        trial_id=trial_id, day=mark.day, mark=mark.mark, note=mark.note, by=actor(request), at=at(request)
    )
    return Status(201, {"sealed": True})


@router.get("/trials/{trial_id}/cases", response=list[CaseShape], auth=read, summary="Questions open or decided")
def cases(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    trial = queries.trial_of(trial_id, actor(request))
    return [_case(row) for row in queries.cases_visible_to(actor(request)).filter(trial=trial)]


@router.post("/cases/{case_id}/answer", response=CaseShape, auth=act, summary="The other side's yes or no")
def answer(request: HttpRequest, case_id: shapes.PublicId, answer: CaseAnswer) -> Any:
    row = one(queries.cases_visible_to(actor(request)), case_id)
    verbs = {CaseKind.MISSED_CHECK_IN: actions.answer_claim, CaseKind.COMPANY_NO_SHOW: actions.answer_no_show}
    say = verbs.get(CaseKind(row.kind), actions.answer_case)
    say(case_id=case_id, agrees=answer.agrees, answer=answer.answer, by=actor(request), at=at(request))
    return _case(one(queries.cases_visible_to(actor(request)), case_id))


@router.post("/cases/{case_id}/ruling", response=CaseShape, auth=act, summary="Decide, as the operator")
def rule(request: HttpRequest, case_id: shapes.PublicId, ruling: RulingShape) -> Any:
    row = actions.rule_case(
        case_id=case_id,
        outcome=ruling.outcome,
        reason=ruling.reason,
        award_minor=ruling.award_minor,
        by=actor(request),
        at=at(request),
    )
    return _case(row)
