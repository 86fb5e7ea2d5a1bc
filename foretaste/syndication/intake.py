"""Taking listings in: each reading's entries matched with what is known, duplicates merged, what is gone closed.

Two listings are one where their canonical addresses are equal, else where employer, title, place and first day are.
What is private to a person is merged with nothing but that person's own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from foretaste.core.transactions import step
from foretaste.syndication import refusals
from foretaste.syndication.inbound.language import language_of
from foretaste.syndication.inbound.listing import Listing, Pay, Per
from foretaste.syndication.inbound.micro import Verdict, judge
from foretaste.syndication.models import ImportedListing, Sighting, Source

A_MOMENT = dt.timedelta(minutes=5)  # before anybody has the same place read again
InSearch = ImportedListing.InSearch
AT_ONCE = 500
MOST_OF_A_PERSON = 5_000  # listings that one keeps for oneself
LOCK = 0x5D1A7A11  # one reading is taken in at a time: two could list the same job twice
FIELDS = (
    "url", "title", "company", "body", "text", "language", "place", "city", "region", "country", "latitude",
    "longitude", "place_kind", "employment", "currency", "pay_least_minor", "pay_most_minor", "pay_per",
    "pay_per_day_minor", "pay_per_hour_minor", "days", "hours", "starts_on", "ends_on", "closes_on", "skills",
    "published_at", "verdict", "reasons", "job_key",
)  # fmt: skip


@dataclass
class Intake:
    """What a reading brought."""

    seen: int = 0
    new: int = 0
    merged: int = 0
    changed: int = 0
    closed: int = 0
    micro: int = 0


@step
def take_in(source: Source, listings: Iterable[Listing], at: dt.datetime, *, signed: str = "") -> Intake:
    """Take a reading's listings in. What it doesn't hold is left as it is: see `close_missing`.

    `signed` says of what a mail brought whether its signature was checked. What would be more than a person may keep
    is refused whole.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    done = Intake()
    rest = iter(listings)
    while part := list(islice(rest, AT_ONCE)):
        _take_in_part(source, {one.key: one for one in reversed(part)}, at, done, signed)
    own = ImportedListing.objects.filter(person=source.person)
    if done.new and source.person_id is not None and own.count() > MOST_OF_A_PERSON:
        raise refusals.TooManyListings
    return done


@step
def close_missing(source: Source, at: dt.datetime) -> int:
    """Close what a whole reading at `at` no longer held; return how many listings nobody shows any more."""
    return _close(Sighting.objects.filter(source=source, closed_at=None, last_seen_at__lt=at), at)


@step
def close_entries(source: Source, keys: Sequence[str], at: dt.datetime) -> int:
    """Close entries that a source says are over; return how many listings nobody shows any more."""
    return _close(Sighting.objects.filter(source=source, closed_at=None, key__in=keys), at)


def _close(missing: QuerySet[Sighting], at: dt.datetime) -> int:
    theirs = list(missing.values_list("listing_id", flat=True))
    missing.update(closed_at=at)
    still = Sighting.objects.filter(listing=OuterRef("pk"), closed_at=None)
    return ImportedListing.objects.filter(~Exists(still), pk__in=theirs, closed_at=None).update(closed_at=at)


@step
def see_all_again(source: Source, at: dt.datetime) -> int:
    """Note that everything is as it was: the source said so itself."""
    there = Sighting.objects.filter(source=source, closed_at=None)
    ImportedListing.objects.filter(pk__in=there.values("listing_id")).update(last_seen_at=at)
    return there.update(last_seen_at=at)


def _take_in_part(source: Source, part: dict[str, Listing], at: dt.datetime, done: Intake, signed: str) -> None:
    known = {
        one.key: one for one in Sighting.objects.filter(source=source, key__in=list(part)).select_related("listing")
    }
    digests = {key: _digest(listing) for key, listing in part.items()}
    changed: list[ImportedListing] = []
    resighted: list[Sighting] = []
    fresh: dict[str, Listing] = {}
    for key, listing in part.items():
        sighting = known.get(key)
        if sighting is None:
            fresh[key] = listing
        elif sighting.digest != digests[key]:
            sighting.digest, sighting.url = digests[key], listing.url
            resighted.append(sighting)
            if sighting.listing.source_id == source.pk:
                _describe(sighting.listing, listing)
                changed.append(sighting.listing)
                done.changed += 1
    ImportedListing.objects.bulk_update(changed, FIELDS, batch_size=AT_ONCE)
    held = ImportedListing.objects.filter(pk__in=[one.pk for one in changed]).exclude(in_search=InSearch.OUT)
    held.update(in_search=InSearch.STALE)  # as it is now, whatever it was when it was read
    Sighting.objects.bulk_update(resighted, ["digest", "url"], batch_size=AT_ONCE)
    placed = _placed(source, fresh, at, done)
    Sighting.objects.bulk_create(
        Sighting(
            source=source,
            listing=placed[key],
            key=key,
            url=listing.url,
            digest=digests[key],
            signed=signed,
            first_seen_at=at,
            last_seen_at=at,
        )
        for key, listing in fresh.items()
    )
    Sighting.objects.filter(pk__in=[one.pk for one in known.values()]).update(
        last_seen_at=at, closed_at=None, signed=signed
    )
    theirs = {one.listing_id for one in known.values()} | {one.pk for one in placed.values()}
    ImportedListing.objects.filter(pk__in=theirs).update(last_seen_at=at, closed_at=None)
    done.seen += len(part)
    verdicts = [one.listing.verdict for one in known.values()] + [one.verdict for one in placed.values()]
    done.micro += sum(verdict != Verdict.NO for verdict in verdicts)


def _placed(source: Source, fresh: dict[str, Listing], at: dt.datetime, done: Intake) -> dict[str, ImportedListing]:
    """Return for each new entry the listing it is of: one that is known by either key, else a new one."""
    by_url, by_job = _known_by_keys(source, list(fresh.values()))
    made: list[ImportedListing] = []
    placed: dict[str, ImportedListing] = {}
    for key, listing in fresh.items():
        found = by_url.get(listing.url_key) or (by_job.get(listing.job_key) if listing.job_key else None)
        if found is None:
            found = ImportedListing(
                source=source, person_id=source.person_id, url_key=listing.url_key, first_seen_at=at, last_seen_at=at
            )
            _describe(found, listing)
            made.append(found)
            by_url[listing.url_key] = found
            if listing.job_key:
                by_job[listing.job_key] = found
        else:
            done.merged += 1
        placed[key] = found
    ImportedListing.objects.bulk_create(made, batch_size=AT_ONCE)
    done.new += len(made)
    return placed


def _known_by_keys(
    source: Source, listings: Sequence[Listing]
) -> tuple[dict[str, ImportedListing], dict[str, ImportedListing]]:
    scope = ImportedListing.objects.filter(person=source.person)
    by_url = {one.url_key: one for one in scope.filter(url_key__in={one.url_key for one in listings})}
    jobs = {one.job_key for one in listings if one.job_key}
    by_job: dict[str, ImportedListing] = {}
    for one in scope.filter(job_key__in=jobs).order_by("-id"):  # the oldest stands
        by_job[one.job_key] = one
    return by_url, by_job


def _digest(listing: Listing) -> str:
    return hashlib.sha256(repr(listing).encode()).hexdigest()[:32]


def _describe(row: ImportedListing, listing: Listing) -> None:
    """Write what the source says, and what the rules make of it."""
    judgement = judge(listing)
    pay, days, hours = listing.pay, judgement.days, judgement.hours
    row.url, row.title, row.company = listing.url, listing.title, listing.company
    row.body, row.text = listing.body, listing.text
    row.language = listing.language.lower() or language_of(listing.text)
    row.place, row.city = listing.place.words[:120], listing.place.city[:80]
    row.region, row.country = listing.place.region[:80], listing.place.country
    row.latitude, row.longitude = listing.place.latitude, listing.place.longitude
    row.place_kind, row.employment = listing.place_kind, listing.employment
    row.currency, row.pay_per = (pay.currency, pay.per) if pay else ("", "")
    row.pay_least_minor, row.pay_most_minor = (pay.least_minor, pay.most_minor) if pay else (None, None)
    row.pay_per_day_minor, row.pay_per_hour_minor = per_day(pay, days), per_hour(pay, hours)
    row.days, row.hours = (days if days and days < 1_000 else None), hours
    row.starts_on, row.ends_on, row.closes_on = listing.starts_on, listing.ends_on, listing.closes_on
    row.skills, row.published_at, row.job_key = listing.skills[:400], listing.published_at, listing.job_key
    row.verdict = judgement.verdict
    row.reasons = [[reason.rule, reason.found] for reason in judgement.reasons]


def per_day(pay: Pay | None, days: int | None) -> int | None:
    """Return the least pay of a day where it follows from what is stated; nothing is guessed."""
    if pay is None:
        return None
    if pay.per is Per.DAY:
        return pay.least_minor
    if pay.per is Per.WEEK:
        return pay.least_minor // 5
    return pay.least_minor // days if pay.per is Per.ONCE and days else None


def per_hour(pay: Pay | None, hours: float | None) -> int | None:
    """Return the least pay of an hour where it follows from what is stated."""
    if pay is None:
        return None
    if pay.per is Per.HOUR:
        return pay.least_minor
    return int(pay.least_minor / hours) if pay.per is Per.ONCE and hours else None
