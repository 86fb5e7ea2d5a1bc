"""On the days of a trial: days that move, what was done, files handed over, marks, the host's arrival code."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Form, Schema, Status, UploadedFile
from pydantic import Field

from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at, one
from foretaste.api.v1.trials import router as router
from foretaste.core.refusals import NotFound
from foretaste.trials import actions, files, queries

if TYPE_CHECKING:
    from foretaste.trials.models import DayMove, Deliverable


class Moving(Schema):
    """A day that has not started, to another date: same hours, same money, within seven calendar days."""

    day: shapes.Day
    new_on: shapes.Date | None = Field(None, description="left out: the next date that is free")
    is_illness: shapes.TrueOrFalse = Field(False, description="said by the intern, before the day's planned end")
    note: shapes.Line = ""


class Move(Schema):
    id: str
    trial: str
    day: int
    state: str = Field(description="open, accepted or declined")
    proposed_by: str = Field(description="intern or company; the other side answers")
    proposed_at: dt.datetime
    is_illness: bool
    note: str
    old_on: dt.date
    old_starts_at: dt.datetime
    old_ends_at: dt.datetime
    new_on: dt.date
    new_starts_at: dt.datetime
    new_ends_at: dt.datetime
    answered_at: dt.datetime | None


class Moves(Page):
    items: list[Move]


class LogLine(Schema):
    id: str
    day: int
    text: str
    written_at: dt.datetime


class WorkLog(Page):
    items: list[LogLine]


class FileShape(Schema):
    """A file of the trial. No pay depends on it."""

    id: str
    name: str
    content_type: str
    size: int
    sha256: str
    note: str
    uploaded_at: dt.datetime


class AboutTheFile(Schema):
    note: shapes.Line = ""


class OpenedMark(Schema):
    day: int
    side: str
    mark: str
    note: str


class Marks(Schema):
    """For which days your own side has marked, and, once the evaluations are open, both sides' marks."""

    own_days: list[int]
    opened: list[OpenedMark]


class ArrivalCode(Schema):
    day: int
    code: str


def _move(row: DayMove) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "trial": row.trial.public_id,
        "day": row.day,
        "state": row.state,
        "proposed_by": "intern" if row.proposed_by_intern else "company",
        "proposed_at": row.proposed_at,
        "is_illness": row.is_illness,
        "note": row.note,
        "old_on": row.old_on,
        "old_starts_at": row.old_starts_at,
        "old_ends_at": row.old_ends_at,
        "new_on": row.new_on,
        "new_starts_at": row.new_starts_at,
        "new_ends_at": row.new_ends_at,
        "answered_at": row.answered_at,
    }


def _file(row: Deliverable) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "name": row.name,
        "content_type": row.content_type,
        "size": row.size,
        "sha256": row.sha256,
        "note": row.note,
        "uploaded_at": row.uploaded_at,
    }


# --- days that move ---------------------------------------------------------------------------------
@router.get("/trials/{trial_id}/moves", response=Moves, auth=read, summary="Days that somebody asked to move")
def moves(
    request: HttpRequest, trial_id: shapes.PublicId, after: shapes.Line | None = None, limit: shapes.Limit = 20
) -> Any:
    trial = queries.trial_of(trial_id, actor(request))
    found, following = page_of(queries.moves_visible_to(actor(request)).filter(trial=trial), after, limit)
    return {"items": [_move(row) for row in found], "next": following}


@router.post("/trials/{trial_id}/moves", response={201: Move}, auth=act, summary="Ask to move a day")
def propose_move(request: HttpRequest, trial_id: shapes.PublicId, moving: Moving) -> Any:
    row = actions.propose_day_move(trial_id=trial_id, **moving.dict(), by=actor(request), at=at(request))
    return Status(201, _move(row))


@router.post("/moves/{move_id}/answer", response=Move, auth=act, summary="Say yes or no to a move")
def answer_move(request: HttpRequest, move_id: shapes.PublicId, answer: shapes.YesOrNo) -> Any:
    actions.answer_day_move(move_id=move_id, accept=answer.accept, by=actor(request), at=at(request))
    return _move(one(queries.moves_visible_to(actor(request)), move_id))


# --- the work ---------------------------------------------------------------------------------------
@router.get("/trials/{trial_id}/work-log", response=WorkLog, auth=read, summary="What was done")
def work_log(
    request: HttpRequest, trial_id: shapes.PublicId, after: shapes.Line | None = None, limit: shapes.Limit = 20
) -> Any:
    rows = queries.work_log_of(queries.trial_of(trial_id, actor(request)))
    found, following = page_of(rows, after, limit)
    items = [{"id": row.public_id, "day": row.day, "text": row.text, "written_at": row.written_at} for row in found]
    return {"items": items, "next": following}


@router.get(
    "/trials/{trial_id}/deliverables",
    response=list[FileShape],
    auth=read,
    summary="Files handed over, the oldest first",
)
def deliverables(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    trial = queries.trial_of(trial_id, actor(request))
    return [_file(row) for row in queries.deliverables_visible_to(actor(request)).filter(trial=trial)]


@router.post(
    "/trials/{trial_id}/deliverables",
    response={201: FileShape},
    auth=act,
    summary="Hand over a file: multipart/form-data",
)
def upload(request: HttpRequest, trial_id: shapes.PublicId, file: File[UploadedFile], about: Form[AboutTheFile]) -> Any:
    row = actions.upload_deliverable(
        trial_id=trial_id,
        name=file.name or "file",
        content=file.read(settings.DELIVERABLE_MAX_BYTES + 1),
        note=about.note,
        by=actor(request),
        at=at(request),
    )
    return Status(201, _file(row))


@router.get(
    "/trials/{trial_id}/deliverables/{file_id}",
    auth=read,
    summary="Download a file: for the two sides of the trial",
    openapi_extra={
        "responses": {
            200: {"description": "The file", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
        }
    },
)
def download(request: HttpRequest, trial_id: shapes.PublicId, file_id: shapes.PublicId) -> HttpResponse:
    asking = actor(request)
    row = one(queries.deliverables_visible_to(asking).filter(trial__public_id=trial_id), file_id)
    if asking.is_operator:
        raise NotFound
    answer = HttpResponse(files.read(row.path), content_type=row.content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.get("/trials/{trial_id}/checkpoints", response=Marks, auth=read, summary="How the days were, once it is open")
def checkpoints(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    trial = queries.trial_of(trial_id, actor(request))
    return {
        "own_days": sorted(queries.own_checkpoint_days(trial, actor(request))),
        "opened": [
            {"day": mark.day, "side": mark.side, "mark": mark.mark, "note": mark.note}
            for mark in queries.opened_checkpoints(trial, actor(request))
        ],
    }


@router.get(
    "/trials/{trial_id}/days/{day}/arrival-code",
    response=ArrivalCode,
    auth=read,
    summary="The code that the host shows at the door; never to the intern",
)
def arrival_code(request: HttpRequest, trial_id: shapes.PublicId, day: shapes.AskedDay) -> Any:
    trial = queries.trial_of(trial_id, actor(request))
    return {"day": day, "code": queries.arrival_code(trial, day, actor(request))}
