"""New applications that the operator has paused after three unexplained no-shows: to read, to object, to answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field

from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.trials import actions, queries

if TYPE_CHECKING:
    from foretaste.trials.models import ApplicationPause

router = Router(tags=["applications"])
Words = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(shapes.plain)]


class Pause(Schema):
    """Trials that are signed, what was asked for before, invitations and pay go on. No company is told."""

    id: str
    person: str
    because: str
    paused_at: dt.datetime
    objection: str
    objected_at: dt.datetime | None
    answer: str
    answered_at: dt.datetime | None
    lifted_at: dt.datetime | None


class Pauses(Page):
    items: list[Pause]


class NoShows(Schema):
    person: str
    name: str
    missed: int = Field(description="trials that ended because they did not come, and no word of theirs explained it")


class Pausing(Schema):
    because: Words = Field(description="told to the intern")


class Objecting(Schema):
    objection: Words


class ObjectionAnswer(Schema):
    lift: shapes.TrueOrFalse = Field(
        description="true: the pause ends, asked or not; false: it stays, and the intern reads why"
    )
    answer: Words


def _pause(row: ApplicationPause) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "person": row.intern.public_id,
        "because": row.because,
        "paused_at": row.paused_at,
        "objection": row.objection,
        "objected_at": row.objected_at,
        "answer": row.answer,
        "answered_at": row.answered_at,
        "lifted_at": row.lifted_at,
    }


@router.get(
    "/application-pauses", response=Pauses, auth=read, summary="Pauses of new applications: your own, or the operator's"
)
def pauses(request: HttpRequest, after: shapes.Line | None = None, limit: shapes.Limit = 20) -> Any:
    found, following = page_of(queries.pauses_visible_to(actor(request)), after, limit)
    return {"items": [_pause(row) for row in found], "next": following}


@router.post(
    "/application-pauses/{pause_id}/objection", response={201: Pause}, auth=act, summary="Object to your pause: once"
)
def object_to(request: HttpRequest, pause_id: shapes.PublicId, objecting: Objecting) -> Any:
    row = actions.object_to_pause(pause_id=pause_id, objection=objecting.objection, by=actor(request), at=at(request))
    return Status(201, _pause(row))


@router.get("/no-shows", response=list[NoShows], auth=read, summary="Whom the operator may pause, and has not")
def no_shows(request: HttpRequest) -> Any:
    found = queries.may_be_paused(actor(request))
    return [{"person": person.public_id, "name": str(person), "missed": missed} for person, missed in found]


@router.post(
    "/people/{person_id}/application-pauses",
    response={201: Pause},
    auth=act,
    summary="Pause somebody's new applications, as the operator",
)
def pause(request: HttpRequest, person_id: shapes.PublicId, pausing: Pausing) -> Any:
    row = actions.pause_applications(person_id=person_id, because=pausing.because, by=actor(request), at=at(request))
    return Status(201, _pause(row))


@router.post(
    "/application-pauses/{pause_id}/answer", response=Pause, auth=act, summary="Lift a pause, or say why it stays"
)
def answer(request: HttpRequest, pause_id: shapes.PublicId, answer: ObjectionAnswer) -> Any:
    row = actions.answer_objection(
        pause_id=pause_id, lift=answer.lift, answer=answer.answer, by=actor(request), at=at(request)
    )
    return _pause(row)
