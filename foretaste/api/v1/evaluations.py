"""Evaluation and decision, one submission under one seal; what follows once it is open; the note after an exit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field

from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.core.refusals import NotFound
from foretaste.evaluations import actions, queries, questions

if TYPE_CHECKING:
    from foretaste.evaluations.models import Conversion as Offered
    from foretaste.evaluations.models import Evaluation
    from foretaste.evaluations.models import ExitNote as Noted

router = Router(tags=["evaluations"])


class Submission(Schema):
    answers: dict[Annotated[str, Field(max_length=40)], shapes.Text] = Field(
        description="criterion or text -> answer; the questions are at GET .../evaluation", max_length=20
    )
    decision: shapes.TrueOrFalse = Field(
        description="go on together? Never shown alone: only 'you both said yes' or 'no offer opens'"
    )


class EvaluationQuestion(Schema):
    key: str
    asks: str
    answers: list[str] = Field(description="the keys that can be chosen; empty for words of your own")


class Conversion(Schema):
    """The offer of a longer role. It costs nobody a fee."""

    kind: str
    role: str
    text: str
    starts_on: dt.date | None
    state: str = Field(description="offered, accepted or declined")
    offered_at: dt.datetime
    answered_at: dt.datetime | None


class Offering(Schema):
    kind: Annotated[str, Field(pattern="^(job|internship|project)$")]
    role: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(shapes.plain)]
    text: Annotated[str, Field(min_length=1, max_length=4_000), AfterValidator(shapes.plain)] = Field(
        description="hours, pay, place, how long, and until when you wait for the answer"
    )
    starts_on: shapes.Date | None = None


class OneReply(Schema):
    text: shapes.Text = Field(min_length=1)


class ExitNote(Schema):
    """Why somebody left. Unsigned it is ticks alone, counted among at least 5; words go only with the name."""

    reasons: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=20)] = Field(
        [], description=", ".join(questions.REASONS)
    )
    advice: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=20)] = Field(
        [], description=", ".join(questions.ADVICE)
    )
    text: shapes.Text = ""
    thanks: shapes.Text = ""
    signed: shapes.TrueOrFalse = Field(False, description="true: the company is sent it, with your name")


class Page(Schema):
    """What your side may see at this moment. It never says whether the other side has sent."""

    trial: str
    side: str
    closes_at: dt.datetime
    sent: bool = Field(description="whether your own side has sent")
    opened: bool
    questions: list[EvaluationQuestion]
    own: dict[str, str] | None
    other: dict[str, str] | None
    mutual_yes: bool | None
    own_reply: str | None
    other_reply: str | None
    may_reply: bool = Field(description="to what the other side wrote: once, after both are open")
    conversion: Conversion | None = Field(description="the longer role, after a mutual yes, once it is offered")


def _said(row: Evaluation | None) -> dict[str, str] | None:
    return {key: str(value) for key, value in row.answers.items()} if row else None


def _conversion(row: Offered) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "role": row.role,
        "text": row.text,
        "starts_on": row.starts_on,
        "state": row.state,
        "offered_at": row.offered_at,
        "answered_at": row.answered_at,
    }


def _note(row: Noted) -> dict[str, Any]:
    return {
        "reasons": row.reasons,
        "advice": row.advice,
        "text": row.text,
        "thanks": row.thanks,
        "signed": row.is_signed,
    }


@router.get("/trials/{trial_id}/evaluation", response=Page, auth=read, summary="Questions, and what is open")
def page(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    found = queries.evaluation_page(trial_id=trial_id, by=actor(request), at=at(request))
    card = found.card(found.side)
    asked = [{"key": one.key, "asks": str(one.asks), "answers": list(one.values)} for one in card.criteria]
    asked += [{"key": one.key, "asks": str(one.asks), "answers": []} for one in card.texts]
    return {
        "trial": trial_id,
        "side": found.side,
        "closes_at": found.closes_at,
        "sent": found.sight.sent,
        "opened": found.sight.revealed,
        "questions": asked,
        "own": _said(found.own),
        "other": _said(found.other),
        "mutual_yes": found.mutual_yes,
        "own_reply": found.own_reply.text if found.own_reply else None,
        "other_reply": found.other_reply.text if found.other_reply else None,
        "may_reply": found.sight.may_reply and found.own_reply is None,
        "conversion": _conversion(found.conversion) if found.conversion else None,
    }


@router.post("/trials/{trial_id}/evaluation", response={201: shapes.Sealed}, auth=act, summary="Seal it")
def submit(request: HttpRequest, trial_id: shapes.PublicId, submission: Submission) -> Any:
    actions.submit_evaluation(
        trial_id=trial_id,
        answers=submission.answers,
        decision=submission.decision,
        by=actor(request),
        at=at(request),
    )
    return Status(201, {"sealed": True})


# --- once both are open ------------------------------------------------------------------------------
@router.post("/trials/{trial_id}/reply", response={201: Page}, auth=act, summary="Reply to what they wrote: once")
def reply(request: HttpRequest, trial_id: shapes.PublicId, reply: OneReply) -> Any:
    actions.reply_once(trial_id=trial_id, text=reply.text, by=actor(request), at=at(request))
    return Status(201, page(request, trial_id))


@router.post(
    "/trials/{trial_id}/conversion",
    response={201: Conversion},
    auth=act,
    summary="After a mutual yes: offer the longer role",
)
def offer(request: HttpRequest, trial_id: shapes.PublicId, offering: Offering) -> Any:
    row = actions.offer_conversion(trial_id=trial_id, **offering.dict(), by=actor(request), at=at(request))
    return Status(201, _conversion(row))


@router.post(
    "/trials/{trial_id}/conversion/answer", response=Conversion, auth=act, summary="Say yes or no to the longer role"
)
def answer(request: HttpRequest, trial_id: shapes.PublicId, answer: shapes.YesOrNo) -> Any:
    row = actions.answer_conversion(trial_id=trial_id, accept=answer.accept, by=actor(request), at=at(request))
    return _conversion(row)


# --- after an exit -------------------------------------------------------------------------------------
@router.get(
    "/trials/{trial_id}/exit-note",
    response=ExitNote,
    auth=read,
    summary="Your note after an exit; for the company only one that was signed",
)
def exit_note(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    row = queries.exit_note_of(trial_id=trial_id, by=actor(request))
    if row is None:
        raise NotFound
    return _note(row)


@router.post(
    "/trials/{trial_id}/exit-note", response={201: ExitNote}, auth=act, summary="Say why you left, if you like"
)
def write_exit_note(request: HttpRequest, trial_id: shapes.PublicId, note: ExitNote) -> Any:
    row = actions.write_exit_note(trial_id=trial_id, **note.dict(), by=actor(request), at=at(request))
    return Status(201, _note(row))
