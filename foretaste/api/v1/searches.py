"""Saved searches: a mail comes when something new fits. Nobody else sees one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field

from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.matching.saved import actions, queries

if TYPE_CHECKING:
    from foretaste.matching.models import SavedSearch

router = Router(tags=["searches"])
Name = Annotated[str, Field(max_length=80), AfterValidator(shapes.plain)]
Every = Annotated[str, Field(pattern="^(daily|weekly)$")]
Zone = Annotated[str, Field(max_length=40)]


class Search(Schema):
    id: str
    query: str
    name: str
    every: str
    time_zone: str
    paused_at: dt.datetime | None
    next_at: dt.datetime | None = Field(description="when it is looked at next; null while no mail is wanted")


class Saving(Schema):
    query: Annotated[str, Field(max_length=1_000), AfterValidator(shapes.plain)] = Field(
        description="as it stands in the address of the search page: q=bolts&days=3"
    )
    name: Name = Field("", description="left out: the search in words")
    every: Every = "daily"
    time_zone: Zone = "UTC"


class SearchChange(Schema):
    name: Name = ""
    every: Every = "daily"
    time_zone: Zone = "UTC"


def _search(row: SavedSearch) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "query": row.query,
        "name": row.name,
        "every": row.every,
        "time_zone": row.time_zone,
        "paused_at": row.paused_at,
        "next_at": row.next_at,
    }


@router.get("/me/searches", response=list[Search], auth=read, summary="Your saved searches")
def searches(request: HttpRequest) -> Any:
    return [_search(row) for row in queries.visible_to(actor(request))]


@router.post("/me/searches", response={201: Search}, auth=act, summary="Save a search")
def save(request: HttpRequest, saving: Saving) -> Any:
    return Status(201, _search(actions.save_search(**saving.dict(), by=actor(request), at=at(request))))


@router.put("/me/searches/{search_id}", response=Search, auth=act, summary="Change its name, and how often it is told")
def edit(request: HttpRequest, search_id: shapes.PublicId, change: SearchChange) -> Any:
    return _search(actions.edit_search(search_id=search_id, **change.dict(), by=actor(request), at=at(request)))


@router.post("/me/searches/{search_id}/pause", response=Search, auth=act, summary="No mails of it for now")
def pause(request: HttpRequest, search_id: shapes.PublicId) -> Any:
    return _search(actions.pause_search(search_id=search_id, by=actor(request), at=at(request)))


@router.delete("/me/searches/{search_id}/pause", response=Search, auth=act, summary="Mails of it again")
def resume(request: HttpRequest, search_id: shapes.PublicId) -> Any:
    return _search(actions.resume_search(search_id=search_id, by=actor(request), at=at(request)))


@router.delete("/me/searches/{search_id}", response={204: None}, auth=act, summary="Forget a saved search")
def delete(request: HttpRequest, search_id: shapes.PublicId) -> Any:
    actions.delete_search(search_id=search_id, by=actor(request), at=at(request))
    return Status(204, None)
