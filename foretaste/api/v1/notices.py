"""What you were told: a line for each mail, for you alone, until you mark it as read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.messaging import actions, queries

if TYPE_CHECKING:
    from foretaste.messaging.models import Notice as Row

router = Router(tags=["me"])


class Notice(Schema):
    id: str
    kind: str = Field(description="what happened, as a stable name")
    subject: str = Field(description="the subject of its mail")
    path: str = Field(description="the page it is about, from the site's root; empty where there is none")
    at: dt.datetime
    read_at: dt.datetime | None


class Notices(Page):
    items: list[Notice]
    unread: int = Field(description="how many there are that you have not marked as read")


class MarkedAsRead(Schema):
    notices: int = Field(description="how many were new")


def _notice(row: Row) -> dict[str, Any]:
    told = ("kind", "subject", "path", "at", "read_at")
    return {"id": row.public_id} | {name: getattr(row, name) for name in told}


@router.get("/me/notices", response=Notices, auth=read, summary="What you were told, newest first")
def notices(request: HttpRequest, after: shapes.Line | None = None, limit: shapes.Limit = 20) -> Any:
    found, following = page_of(queries.notices_of(actor(request)), after, limit)
    return {
        "items": [_notice(row) for row in found],
        "next": following,
        "unread": queries.unread_count(actor(request)),
    }


@router.post("/me/notices/reading", response=MarkedAsRead, auth=act, summary="Mark all your notices as read")
def read_all(request: HttpRequest) -> Any:
    return {"notices": actions.read_notices(by=actor(request), at=at(request))}


@router.post("/me/notices/{notice_id}/reading", response=Notice, auth=act, summary="Mark a notice as read")
def read_one(request: HttpRequest, notice_id: shapes.PublicId) -> Any:
    return _notice(actions.read_notice(notice_id=notice_id, by=actor(request), at=at(request)))
