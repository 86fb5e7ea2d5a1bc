"""Evaluation and decision: one submission, sealed; what is open once both are in or time is up."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.evaluations import actions, queries

if TYPE_CHECKING:
    from foretaste.evaluations.models import Evaluation

router = Router(tags=["evaluations"])


class Submission(Schema):
    answers: dict[Annotated[str, Field(max_length=40)], shapes.Text] = Field(
        description="criterion or text -> answer; the questions are at GET .../evaluation", max_length=20
    )
    decision: bool = Field(
        description="go on together? Never shown alone: only 'you both said yes' or 'no offer opens'"
    )


class Question(Schema):
    key: str
    asks: str
    answers: list[str] = Field(description="the keys that can be chosen; empty for words of your own")


class Page(Schema):
    """What your side may see at this moment. It never says whether the other side has sent."""

    trial: str
    side: str
    closes_at: dt.datetime
    sent: bool = Field(description="whether your own side has sent")
    opened: bool
    questions: list[Question]
    own: dict[str, str] | None
    other: dict[str, str] | None
    mutual_yes: bool | None


class Sealed(Schema):
    sealed: bool


def _said(row: Evaluation | None) -> dict[str, str] | None:
    return {key: str(value) for key, value in row.answers.items()} if row else None


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
    }


@router.post("/trials/{trial_id}/evaluation", response={201: Sealed}, auth=act, summary="Seal it")
def submit(request: HttpRequest, trial_id: shapes.PublicId, submission: Submission) -> Any:
    actions.submit_evaluation(
        trial_id=trial_id,
        answers=submission.answers,
        decision=submission.decision,
        by=actor(request),
        at=at(request),
    )
    return Status(201, {"sealed": True})
