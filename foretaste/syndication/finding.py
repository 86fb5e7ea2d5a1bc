"""Listings as the search keeps them: what it has to take up, and what it has to let go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from foretaste.core.calendars import moment
from foretaste.matching.findable import Findable, Kind
from foretaste.matching.queries import place_of
from foretaste.syndication.models import ImportedListing
from foretaste.syndication.queries.listings import still_open

InSearch = ImportedListing.InSearch


def key_of(listing: ImportedListing) -> str:
    """Return the key of a listing in the search."""
    return f"{Kind.LISTED}/{listing.public_id}"


def to_put(at: dt.datetime) -> QuerySet[ImportedListing]:
    """Return what is open and not in the search, or there with an earlier wording; the oldest first."""
    return ImportedListing.objects.filter(still_open(at)).exclude(in_search=InSearch.IN).order_by("id")


def to_take_out(at: dt.datetime) -> QuerySet[ImportedListing]:
    """Return what the search holds and nobody may find any more."""
    return ImportedListing.objects.exclude(in_search=InSearch.OUT).filter(~still_open(at)).order_by("id")


def forgotten(keys: Sequence[str]) -> list[str]:
    """Return those of the search's keys whose listing is no more: forgotten by who brought it, or gone with them."""
    ids = {key.partition("/")[2]: key for key in keys}
    there = ImportedListing.objects.filter(public_id__in=list(ids)).values_list("public_id", flat=True)
    return [ids[public_id] for public_id in sorted(ids.keys() - set(there))]


def findable_of(listing: ImportedListing) -> Findable:
    """Return what the search keeps of a listing. Nothing is guessed: what its source doesn't say is unknown."""
    latitude, longitude = listing.latitude, listing.longitude
    if latitude is None and (place := place_of(listing.city or listing.place, listing.country)):
        latitude, longitude = place.latitude, place.longitude
    return Findable(
        key=key_of(listing),
        kind=Kind.LISTED,
        title=listing.title,
        text=listing.text,
        company=listing.company,
        source=listing.label,
        skills=listing.named_skills,
        language=listing.language,
        place_kind=listing.place_kind,
        country=listing.country,
        city=listing.city,
        latitude=latitude,
        longitude=longitude,
        days=listing.days or 0,
        currency=listing.currency,
        pay_day_minor=listing.pay_per_day_minor,
        pay_hour_minor=listing.pay_per_hour_minor,
        published_at=listing.published_at or listing.first_seen_at,
        starts_at=moment(listing.starts_on + dt.timedelta(days=1), dt.time(0), "UTC") if listing.starts_on else None,
        starts_on=listing.starts_on,
        closes_at=moment(listing.closes_on + dt.timedelta(days=1), dt.time(0), "UTC") if listing.closes_on else None,
        only_for=listing.person_id,
    )
