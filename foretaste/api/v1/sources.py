"""Bringing listings: a page or a lead for oneself alone, a company's own career page for everybody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field

from foretaste.accounts.actors import CLOCK
from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at, one
from foretaste.api.v1.company import own_company
from foretaste.api.v1.listings import Listing, Listings
from foretaste.matching import actions as matching
from foretaste.syndication import actions, finding, queries, words

if TYPE_CHECKING:
    from foretaste.syndication.models import Source as Row

router = Router(tags=["listings"])
Address = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(shapes.plain)]
Title = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(shapes.plain)]
Short = Annotated[str, Field(max_length=120), AfterValidator(shapes.plain)]


class Source(Schema):
    """A place that listings come from, and how well it can be read."""

    id: str
    kind: str
    label: str = Field(description="what its kind is called")
    address: str
    name: str
    health: str = Field(description="new, live, empty, unverifiable, failing, refused or dead")
    why: str = Field(description="in words, where it can't be read")
    last_read_at: dt.datetime | None
    next_read_at: dt.datetime | None = Field(description="null: it is read no more, or never was")
    paused_at: dt.datetime | None
    listings: int = Field(description="in the last reading")
    micro: int = Field(description="of them, those that look like micro-internships")


class Sources(Page):
    items: list[Source]


class Link(Schema):
    address: Address = Field(description="of one page that describes its job in data")


class Lead(Schema):
    """What somebody told you, typed by hand."""

    title: Title
    company: Annotated[str, Field(max_length=160), AfterValidator(shapes.plain)] = ""
    place: Short = ""
    link: Annotated[str, Field(max_length=500), AfterValidator(shapes.plain)] = Field(
        "", description="kept as it is, and not read"
    )
    note: Annotated[str, Field(max_length=2_000), AfterValidator(shapes.plain)] = ""


class Adding(Schema):
    address: Address = Field(description="of a career page, a job board or a feed")
    name: Short = ""


def _source(row: Row) -> dict[str, Any]:
    told = ("kind", "label", "address", "name", "health", "last_read_at", "next_read_at", "paused_at")
    return {name: getattr(row, name) for name in told} | {
        "id": row.public_id,
        "why": str(words.why(row.why)),
        "listings": row.listings_count,
        "micro": row.micro_count,
    }


# --- for oneself -----------------------------------------------------------------------------------------
@router.get("/me/sources", response=Sources, auth=read, summary="What you bring listings from, newest first")
def mine(request: HttpRequest, after: shapes.Line | None = None, limit: shapes.Limit = 20) -> Any:
    found, following = page_of(queries.brought_by(actor(request)), after, limit)
    return {"items": [_source(row) for row in found], "next": following}


@router.post(
    "/me/sources", response={201: Source}, auth=act, summary="Have a page read for you alone: at once, then regularly"
)
def bring_link(request: HttpRequest, link: Link) -> Any:
    return Status(201, _source(actions.bring_link(address=link.address, by=actor(request), at=at(request))))


@router.post("/me/leads", response={201: Source}, auth=act, summary="Keep a lead that you were told, for you alone")
def bring_lead(request: HttpRequest, lead: Lead) -> Any:
    from foretaste.syndication import reading  # what reads is loaded where something is read

    listing = reading.lead_of(**lead.dict(), by=actor(request), at=at(request))
    return Status(201, _source(actions.bring_lead(listing=listing, by=actor(request), at=at(request)).source))


@router.delete("/me/sources/{source_id}", response={204: None}, auth=act, summary="Forget what you brought from there")
def forget(request: HttpRequest, source_id: shapes.PublicId) -> Any:
    gone = actions.forget_brought(source_id=source_id, by=actor(request), at=at(request))
    matching.take_out(keys=[finding.key_of(listing) for listing in gone], by=CLOCK)
    return Status(204, None)


# --- the company's ---------------------------------------------------------------------------------------
@router.get("/company/sources", response=Sources, auth=read, summary="Your company's sources elsewhere, newest first")
def sources(request: HttpRequest, after: shapes.Line | None = None, limit: shapes.Limit = 20) -> Any:
    own_company(request)
    found, following = page_of(queries.sources_visible_to(actor(request)), after, limit)
    return {"items": [_source(row) for row in found], "next": following}


@router.post("/company/sources", response={201: Source}, auth=act, summary="Show what your career page lists")
def add(request: HttpRequest, adding: Adding) -> Any:
    own_company(request)
    return Status(201, _source(actions.add_source(**adding.dict(), by=actor(request), at=at(request))))


def _own(request: HttpRequest, source_id: str) -> Row:
    own_company(request)
    return one(queries.sources_visible_to(actor(request)), source_id)


@router.get("/company/sources/{source_id}", response=Source, auth=read, summary="How well one of them can be read")
def source(request: HttpRequest, source_id: shapes.PublicId) -> Any:
    return _source(_own(request, source_id))


@router.get("/company/sources/{source_id}/listings", response=Listings, auth=read, summary="What it shows or showed")
def listings(
    request: HttpRequest, source_id: shapes.PublicId, after: shapes.Line | None = None, limit: shapes.Limit = 20
) -> Any:
    rows, following = page_of(queries.listings_of(_own(request, source_id)), after, limit)
    return {"items": [Listing.of(row, at(request)) for row in rows], "next": following}


@router.post("/company/sources/{source_id}/reading", response=Source, auth=act, summary="Have it read now")
def read_now(request: HttpRequest, source_id: shapes.PublicId) -> Any:
    _own(request, source_id)
    return _source(actions.read_now(source_id=source_id, by=actor(request), at=at(request)))


@router.delete("/company/sources/{source_id}/reading", response=Source, auth=act, summary="Have it read no more")
def stop(request: HttpRequest, source_id: shapes.PublicId) -> Any:
    _own(request, source_id)
    return _source(actions.stop_source(source_id=source_id, by=actor(request), at=at(request)))
