"""What people and readings do with sources and listings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.exceptions import AlreadyEnqueued

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.syndication import queries, refusals
from foretaste.syndication.inbound.listing import Listing
from foretaste.syndication.inbound.sources import KINDS, has_no_way_in, recognised
from foretaste.syndication.inbound.unreadable import Unreadable, Why
from foretaste.syndication.intake import A_MOMENT, Intake, close_missing, see_all_again, take_in
from foretaste.syndication.jobs import read_soon
from foretaste.syndication.models import ImportedListing, ListingReport, Source

EVERY = dt.timedelta(hours=6)
LONGEST_PAUSE = dt.timedelta(days=7)
MOST_SOURCES = 20  # of one company
HEALTH = {
    Why.GONE: Source.Health.DEAD,
    Why.NO_SUCH_HOST: Source.Health.DEAD,
    Why.ROBOTS_SAY_NO: Source.Health.REFUSED,
    Why.RIGHTS_RESERVED: Source.Health.REFUSED,
    Why.SIGN_IN_NEEDED: Source.Health.REFUSED,
}


# --- sources --------------------------------------------------------------------------------------


@action
def add_source(*, address: str, name: str = "", by: Actor, at: dt.datetime) -> Source:
    """Add a source by the address of a career page, a board or a feed; it is read at once, then every six hours.

    A company's recruiter adds the company's own; the operator adds any.
    """
    _refuse_strangers(by)
    organization = accounts.organization_of(by)
    if not by.is_operator and organization.verified_at is None:
        raise refusals.TheCompanyIsNotVerifiedYet
    if has_no_way_in(address):
        raise refusals.ThatBoardLetsNobodyIn(address=str(refusals.ThatBoardLetsNobodyIn.message))
    try:
        kind, known_as = recognised(address)
    except Unreadable as unreadable:
        raise refusals.ItCannotBeRead.because(unreadable, "address") from None
    own = Source.objects.filter(organization=organization, paused_at=None)
    if not by.is_operator and own.count() >= MOST_SOURCES:
        raise refusals.TooManySources
    source = Source(
        kind=kind,
        address=known_as,
        name=name.strip()[:120],
        organization=organization,
        created_by=accounts.person_of(by),
        created_at=at,
        next_read_at=at,
    )
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError:
        raise refusals.TheSourceIsThereAlready from None
    _enqueue(source)
    return source


@action
def share_file(*, name: str, listings: Sequence[Listing], by: Actor, at: dt.datetime) -> Intake:
    """Show what an operator has in a file to everyone, under the file's name. Brought again, it holds the rest, too."""
    if not by.is_operator:
        raise NotFound
    if not name.strip():
        raise NotAcceptable(name=str(_("Say what it is called.")))
    if not listings:
        raise refusals.NothingWasFound(file=str(refusals.NothingWasFound.message))
    source, _made = Source.objects.get_or_create(
        kind="file",
        address=name.strip()[:500],
        organization=accounts.organization_of(by),
        person=None,
        defaults={"name": name.strip()[:120], "created_by": accounts.person_of(by), "created_at": at},
    )
    done = take_in(source, listings, at)
    source.health, source.paused_at = Source.Health.LIVE, None
    source.listings_count, source.micro_count = done.seen, done.micro
    _note_success(source, at)
    return done


@action
def read_now(*, source_id: str, by: Actor, at: dt.datetime) -> Source:
    """Let a source be read at once, unless that was a moment ago."""
    source = _source_for(source_id, by)
    if not source.is_fetched:
        raise NotFound
    if source.last_tried_at is not None and at - source.last_tried_at < A_MOMENT:
        raise refusals.ItWasJustRead
    source.paused_at, source.next_read_at = None, at
    source.save(update_fields=["paused_at", "next_read_at"])
    _enqueue(source)
    return source


@action
def stop_source(*, source_id: str, by: Actor, at: dt.datetime) -> Source:
    """Read a source no more. What it showed is closed; nothing is deleted, and reading may begin again."""
    source = _source_for(source_id, by)
    source.paused_at, source.next_read_at = at, None
    source.etag = source.last_modified = ""
    source.save(update_fields=["paused_at", "next_read_at", "etag", "last_modified"])
    close_missing(source, at + dt.timedelta(microseconds=1))
    return source


# --- readings -------------------------------------------------------------------------------------


@action
def take_in_reading(
    *, source_id: int, listings: Sequence[Listing], etag: str = "", last_modified: str = "", at: dt.datetime
) -> Intake:
    """Take in what a source was read to hold. An empty board closes what it held once it was empty twice in a row."""
    source = _locked(source_id)
    kind = KINDS[source.kind]
    done = take_in(source, listings, at)
    source.empty_readings = 0 if listings else source.empty_readings + 1
    if kind.is_whole and (listings or (source.empty_readings > 1 and not kind.empty_says_nothing)):
        done.closed = close_missing(source, at)
    elif kind.is_whole:
        etag = last_modified = ""  # so that the second look is a real one
    empty = Source.Health.UNVERIFIABLE if kind.empty_says_nothing else Source.Health.EMPTY
    source.health = Source.Health.LIVE if listings else empty
    source.listings_count, source.micro_count = done.seen, done.micro
    source.etag, source.last_modified = etag, last_modified
    _note_success(source, at)
    return done


@action
def note_unchanged_reading(*, source_id: int, at: dt.datetime) -> Source:
    """The source says that nothing has changed: all it shows is as fresh as now."""
    source = _locked(source_id)
    see_all_again(source, at)
    _note_success(source, at)
    return source


@action
def note_failed_reading(*, source_id: int, why: Why, detail: str = "", wait: int = 0, at: dt.datetime) -> Source:
    """A reading failed: its health says why, the next one waits longer, and not one listing is touched."""
    source = _locked(source_id)
    source.failures += 1
    source.health = HEALTH.get(why, Source.Health.FAILING)
    source.why, source.detail = why, detail[:300]
    source.last_tried_at = at
    pause = min(EVERY * 2 ** min(source.failures - 1, 10), LONGEST_PAUSE)
    if source.paused_at is None:
        source.next_read_at = at + max(pause, dt.timedelta(seconds=wait))
    source.save()
    return source


# --- listings -------------------------------------------------------------------------------------


@action
def report_listing(*, listing_id: str, reason: str, note: str = "", by: Actor, at: dt.datetime) -> ListingReport:
    """Say that something is wrong with a listing; the operator looks at it."""
    listing = queries.visible_to(by).filter(public_id=listing_id, person=None).first()
    if listing is None:
        raise NotFound
    report = ListingReport(
        listing=listing, reported_by=accounts.person_of(by), at=at, reason=reason, note=note.strip()[:1_000]
    )
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        raise refusals.YouHaveReportedIt from None
    return report


@action
def hide_listing(*, listing_id: str, because: str, by: Actor, at: dt.datetime) -> ImportedListing:
    """Take a listing off every page; it stays hidden whatever its sources show. Its reports are handled by it."""
    listing = _listing_for_operator(listing_id, by)
    if not because.strip():
        raise NotAcceptable(because=_("Write why it is hidden."))
    listing.hidden_at, listing.hidden_by, listing.hidden_because = at, accounts.person_of(by), because.strip()[:300]
    listing.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
    _handle_reports(listing, by, at)
    return listing


@action
def keep_listing(*, listing_id: str, by: Actor, at: dt.datetime) -> ImportedListing:
    """Find nothing wrong with a reported listing, or show a hidden one again."""
    listing = _listing_for_operator(listing_id, by)
    listing.hidden_at = listing.hidden_by = None
    listing.hidden_because = ""
    listing.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
    _handle_reports(listing, by, at)
    return listing


# --- parts ----------------------------------------------------------------------------------------


def _refuse_strangers(by: Actor) -> None:
    if not (by.is_operator or by.is_company):
        raise NotFound
    if not (by.is_operator or by.has(*queries.KEEPERS)):
        raise NotAllowed


def _source_for(source_id: str, by: Actor) -> Source:
    source = queries.sources_visible_to(by).select_for_update(of=("self",)).filter(public_id=source_id).first()
    if source is None:
        raise NotFound
    _refuse_strangers(by)
    return source


def _locked(source_id: int) -> Source:
    return Source.objects.select_for_update().get(pk=source_id)


@step
def _note_success(source: Source, at: dt.datetime) -> None:
    source.why = source.detail = ""
    source.failures = 0
    source.last_tried_at = source.last_read_at = at
    if source.is_fetched and source.paused_at is None:
        source.next_read_at = at + EVERY
    source.save()


@step
def _enqueue(source: Source) -> None:
    try:
        with transaction.atomic():
            read_soon(source.pk)
    except AlreadyEnqueued:
        pass


def _listing_for_operator(listing_id: str, by: Actor) -> ImportedListing:
    if not by.is_operator:
        raise NotFound
    listing = ImportedListing.objects.filter(public_id=listing_id, person=None).first()
    if listing is None:
        raise NotFound
    return listing


def _handle_reports(listing: ImportedListing, by: Actor, at: dt.datetime) -> None:
    listing.reports.filter(handled_at=None).update(handled_at=at, handled_by_id=by.person_id)
