"""What a person brings for themselves: a link, a file, a job-alert mail. It is theirs alone, and theirs to forget.

So many a day, so many listings in all, and the same page not again before a moment has passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.exceptions import AlreadyEnqueued

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core import limits
from foretaste.core.refusals import NotAcceptable, NotFound
from foretaste.core.transactions import action, step
from foretaste.syndication import queries, refusals
from foretaste.syndication.inbound import lead
from foretaste.syndication.inbound.alert_mail import Alert, Signed
from foretaste.syndication.inbound.listing import Listing
from foretaste.syndication.inbound.sources import has_no_way_in, recognised
from foretaste.syndication.inbound.unreadable import Unreadable
from foretaste.syndication.intake import A_MOMENT, Intake, take_in
from foretaste.syndication.jobs import read_soon
from foretaste.syndication.models import ImportedListing, Source

MOST_LINKS = 50


@dataclass(frozen=True)
class Brought:
    """What came of it."""

    source: Source
    intake: Intake
    signed: Signed | None = None


@action
def count_reading(*, by: Actor, at: dt.datetime) -> None:
    """Count that a person has a mail or a file read, before a byte of it is: what can't be read costs as much."""
    _count(accounts.person_of(by).pk, at)


@action
def bring_mail(*, alert: Alert, by: Actor, at: dt.datetime) -> Brought:
    """Take the jobs of a job-alert mail in, as `reading.mail_of` read it, for this person alone."""
    person = accounts.person_of(by)
    if not alert.listings:
        raise refusals.NothingWasFound(mail=str(refusals.NothingWasFound.message))
    return take_alert_in(alert, person.pk, at)


@action
def bring_file(*, listings: Sequence[Listing], by: Actor, at: dt.datetime) -> Brought:
    """Take the rows of a table in, as `reading.table_of` read them, for this person alone."""
    person = accounts.person_of(by)
    if not listings:
        raise refusals.NothingWasFound(file=str(refusals.NothingWasFound.message))
    return _brought("file", person.pk, list(listings), at)


@action
def bring_lead(*, listing: Listing, by: Actor, at: dt.datetime) -> Brought:
    """Keep what somebody was told, as `reading.lead_of` read it, for this person alone: each a source of its own."""
    person = accounts.person_of(by)
    if not listing.title:
        raise NotAcceptable(title=str(_("Say what it is.")))
    if not listing.url:
        raise NotAcceptable(link=str(_("This is no web address. Leave it empty if you have none.")))
    own = Source.objects.filter(person=person, kind=lead.KIND)
    if not own.filter(address=listing.key).exists() and own.count() >= MOST_LINKS:
        raise refusals.TooManyLinks
    return _brought(lead.KIND, person.pk, [listing], at, address=listing.key, name=listing.title[:120])


@action
def bring_link(*, address: str, by: Actor, at: dt.datetime) -> Source:
    """Have one page read for this person alone: at once by the worker, then every six hours."""
    person = accounts.person_of(by)
    if has_no_way_in(address):
        raise refusals.ThatBoardLetsNobodyIn(address=str(refusals.ThatBoardLetsNobodyIn.message))
    text = address.strip()
    try:
        recognised(text)
    except Unreadable as unreadable:
        raise refusals.ItCannotBeRead.because(unreadable, "address") from None
    whole = (text if "://" in text else f"https://{text}").partition("#")[0]
    own = Source.objects.filter(person=person, kind="page")
    if not own.filter(address=whole).exists() and own.count() >= MOST_LINKS:
        raise refusals.TooManyLinks
    source, _made = own.get_or_create(
        address=whole,
        organization=None,
        defaults={"person": person, "kind": "page", "created_by": person, "created_at": at, "next_read_at": at},
    )
    if source.last_tried_at is not None and at - source.last_tried_at < A_MOMENT:
        raise refusals.ItWasJustRead
    _count(person.pk, at)
    try:
        with transaction.atomic():
            read_soon(source.pk)
    except AlreadyEnqueued:
        pass
    return source


@action
def forget_brought(*, source_id: str, by: Actor, at: dt.datetime) -> list[ImportedListing]:
    """Forget a source that one brought, and everything it held that nothing else of one's own still shows.

    Return what is gone, for the search to forget it, too.
    """
    source = queries.brought_by(by).select_for_update(of=("self",)).filter(public_id=source_id).first()
    if source is None:
        raise NotFound
    shown = list(source.sightings.values_list("listing_id", flat=True))
    source.sightings.all().delete()
    gone = ImportedListing.objects.filter(pk__in=shown, person=source.person, sightings=None)
    forgotten = list(gone)
    gone.delete()
    for left in ImportedListing.objects.filter(source=source):
        other = left.sightings.order_by("id").first()
        assert other is not None
        left.source_id = other.source_id
        left.save(update_fields=["source"])
    source.delete()
    return forgotten


@step
def _count(person_id: int, at: dt.datetime) -> None:
    if wait := limits.over("brought", str(person_id), most=settings.BROUGHT_A_DAY, within=limits.DAY, at=at):
        raise refusals.EnoughWasBroughtToday(retry_after=wait)


@step
def take_alert_in(alert: Alert, person_id: int, at: dt.datetime) -> Brought:
    """Keep the jobs of an alert, one or more, for one person alone."""
    return _brought(alert.kind, person_id, list(alert.listings), at, alert.signed)


@step
def _brought(
    kind: str,
    person_id: int,
    listings: list[Listing],
    at: dt.datetime,
    signed: Signed | None = None,
    *,
    address: str = "",
    name: str = "",
) -> Brought:
    source, _made = Source.objects.get_or_create(
        kind=kind,
        address=address,
        person_id=person_id,
        organization=None,
        defaults={"created_by_id": person_id, "created_at": at, "name": name},
    )
    done = take_in(source, listings, at, signed=signed or "")
    source.health = Source.Health.LIVE
    source.listings_count, source.micro_count = done.seen, done.micro
    source.last_tried_at = source.last_read_at = at
    source.save()
    return Brought(source, done, signed)
