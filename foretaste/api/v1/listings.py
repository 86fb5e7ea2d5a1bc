"""What other places offer, labelled by its source: to read. What somebody brought for themselves, for them alone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from foretaste.accounts.actors import VISITOR
from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at, one
from foretaste.api.v1.opportunities import Limit
from foretaste.core import calendars
from foretaste.syndication import queries

if TYPE_CHECKING:
    from foretaste.syndication.models import ImportedListing

router = Router(tags=["listings"])


class StatedPay(Schema):
    """What its source states, as it states it."""

    currency: str
    least_minor: int
    most_minor: int
    per: str
    a_day_minor: int | None = Field(description="null where what is stated does not say it")


class Finding(Schema):
    """A rule that spoke for or against a micro-internship, and the words it found."""

    rule: str
    found: str
    speaks_for: bool


class Listing(Schema):
    """An opportunity found elsewhere. It never carries the promise; its text is read at its source."""

    id: str
    source: str = Field(description="where it is from; say it wherever you show it")
    url: str = Field(description="its page at the source, where one applies")
    title: str
    company: str
    place: str
    place_kind: str
    city: str
    country: str
    skills: list[str]
    days: int | None
    starts_on: dt.date | None
    closes_on: dt.date | None
    pay: StatedPay | None = Field(description="null: not known")
    may_leave_any_time: bool | None = Field(description="null, not known: only postings here promise it")
    verdict: str = Field(description="is it a micro-internship: yes, perhaps or no")
    reasons: list[Finding]
    published_at: dt.datetime | None
    last_seen_at: dt.datetime
    is_open: bool
    is_private: bool = Field(description="brought by you, and seen by nobody else")

    @classmethod
    def of(cls, row: ImportedListing, now: dt.datetime) -> Listing:
        """Return it as the API says it."""
        return cls(
            id=row.public_id,
            source=row.label,
            url=row.url,
            title=row.title,
            company=row.company,
            place=row.place,
            place_kind=row.place_kind,
            city=row.city,
            country=row.country,
            skills=row.named_skills,
            days=row.days,
            starts_on=row.starts_on,
            closes_on=row.closes_on,
            pay=_pay(row),
            may_leave_any_time=None,
            verdict=row.verdict,
            reasons=[
                Finding(rule=reason.rule.value, found=reason.found, speaks_for=reason.speaks_for)
                for reason in queries.reasons_of(row)
            ],
            published_at=row.published_at,
            last_seen_at=row.last_seen_at,
            is_open=queries.is_open(row, now),
            is_private=row.person_id is not None,
        )


def _pay(row: ImportedListing) -> StatedPay | None:
    if row.pay is None:
        return None
    least, most = row.pay
    return StatedPay(
        currency=row.currency,
        least_minor=least.minor,
        most_minor=most.minor,
        per=row.pay_per,
        a_day_minor=row.pay_per_day_minor,
    )


class Listings(Page):
    items: list[Listing]


@router.get("/listings", response=Listings, auth=None, summary="List what other places offer")
def listed(request: HttpRequest, after: shapes.Line | None = None, limit: Limit = 20) -> Any:
    now = calendars.now()
    rows, following = page_of(queries.open_to(VISITOR, now), after, limit)
    return {"items": [Listing.of(row, now) for row in rows], "next": following}


@router.get("/listings/{listing_id}", response=Listing, auth=None, summary="Read what another place offers")
def read_one(request: HttpRequest, listing_id: shapes.PublicId) -> Any:
    return Listing.of(one(queries.visible_to(VISITOR), listing_id), calendars.now())


@router.get("/me/listings", response=Listings, auth=read, summary="List what you brought for yourself")
def mine(request: HttpRequest, after: shapes.Line | None = None, limit: Limit = 20) -> Any:
    rows, following = page_of(queries.private_to(actor(request)), after, limit)
    return {"items": [Listing.of(row, at(request)) for row in rows], "next": following}


@router.get("/me/listings/{listing_id}", response=Listing, auth=read, summary="Read what you brought for yourself")
def read_mine(request: HttpRequest, listing_id: shapes.PublicId) -> Any:
    return Listing.of(one(queries.private_to(actor(request)), listing_id), at(request))
