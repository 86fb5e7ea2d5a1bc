"""Who sees which listing and which source; what is due to be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from foretaste.accounts.actors import Actor, Role
from foretaste.core import reading
from foretaste.syndication.inbound.micro import Reason, Rule
from foretaste.syndication.inbound.sources import label_of
from foretaste.syndication.models import FRESH_FOR, AlertAddress, ForwardedMail, ImportedListing, ListingReport, Source

if TYPE_CHECKING:
    from foretaste.accounts.models import Person

KEEPERS = (Role.RECRUITER,)  # of a company, who keep its sources


def visible_to(by: Actor) -> QuerySet[ImportedListing]:
    """Listings: public ones that aren't hidden for everyone, one's own private ones, hidden ones for the operator."""
    public = Q(person=None) if by.is_operator else Q(person=None, hidden_at=None)
    own = Q(person_id=by.person_id) if by.person_id is not None else Q(pk=None)
    return ImportedListing.objects.filter(public | own).select_related("source")


def open_to(by: Actor, at: dt.datetime) -> QuerySet[ImportedListing]:
    """Return what a search may show: open, fresh, and a micro-internship or perhaps one; whatever one brought oneself.

    A listing is open while a source shows it, until its closing date, and for 30 days after it was last seen.
    """
    return visible_to(by).filter(still_open(at))


def still_open(at: dt.datetime) -> Q:
    """Return the condition: shown by a source, fresh, not hidden, and fitting, or brought by one for oneself."""
    return Q(
        ~Q(verdict=ImportedListing.Verdict.NO) | Q(person__isnull=False),
        Q(closes_on=None) | Q(closes_on__gte=at.date()),
        closed_at=None,
        hidden_at=None,
        last_seen_at__gt=at - FRESH_FOR,
    )


SHOWN = """
    SELECT public_id FROM syndication_importedlisting
     WHERE public_id = ANY(%s) AND (person_id IS NULL AND verdict <> 'no' OR person_id = %s)
       AND (closes_on IS NULL OR closes_on >= %s) AND closed_at IS NULL AND hidden_at IS NULL AND last_seen_at > %s
"""


def shown_of(public_ids: Sequence[str], by: Actor, at: dt.datetime) -> set[str]:
    """Return those that `open_to` has, by public id: twenty for each page of a search, so it is written out."""
    return {one for (one,) in reading.found(SHOWN, [list(public_ids), by.person_id, at.date(), at - FRESH_FOR])}


def private_to(by: Actor) -> QuerySet[ImportedListing]:
    """Return what a person brought for themselves, the newest first."""
    if by.person_id is None:
        return ImportedListing.objects.none()
    return ImportedListing.objects.filter(person_id=by.person_id).select_related("source").order_by("-id")


def brought_by(by: Actor) -> QuerySet[Source]:
    """Return what a person brings from, the newest first: links, their file, their boards' mails."""
    if by.person_id is None:
        return Source.objects.none()
    return Source.objects.filter(person_id=by.person_id).order_by("-id")


def alert_address_of(by: Actor) -> AlertAddress | None:
    """Return the address that a person's own job-alert mails are forwarded to; None where they have none."""
    return AlertAddress.objects.filter(person_id=by.person_id or 0).first()


def forwarded_to(by: Actor) -> QuerySet[ForwardedMail]:
    """Return what came of the last mails that were forwarded to a person, the newest first."""
    return ForwardedMail.objects.filter(person_id=by.person_id or 0).order_by("-arrived_at", "-id")


def people_with_alert_addresses(tokens: Sequence[str]) -> list[Person]:
    """Return whose those tokens are, for the mail server's errand: nobody else asks."""
    found = AlertAddress.objects.filter(token__in=tokens).select_related("person").order_by("id")
    return [one.person for one in found]


def signature_of(listing: ImportedListing) -> str:
    """Return what is known of the signature of the mail a listing came in; empty where it came in none."""
    return listing.sightings.exclude(signed="").values_list("signed", flat=True).order_by("-last_seen_at").first() or ""


def sources_visible_to(by: Actor) -> QuerySet[Source]:
    """Sources: a company's own for its people, all but people's private ones for the operator."""
    shared = Source.objects.filter(person=None).select_related("organization").order_by("kind", "address", "id")
    if by.is_operator:
        return shared
    if by.is_company and by.organization_id is not None:
        return shared.filter(organization_id=by.organization_id)
    return shared.none()


def listings_of(source: Source) -> QuerySet[ImportedListing]:
    """Return the listings a source shows or showed, what is open and fits first."""
    shown = ImportedListing.objects.filter(sightings__source=source, person=None)
    return shown.select_related("source").order_by("closed_at", "-verdict", "-published_at", "-id")


def is_open(listing: ImportedListing, at: dt.datetime) -> bool:
    """Say whether a listing is still shown by a source, fresh and not past its closing date."""
    is_past = listing.closes_on is not None and listing.closes_on < at.date()
    return listing.closed_at is None and not is_past and listing.fresh_until > at


def seen_at(listing: ImportedListing) -> list[tuple[str, str]]:
    """Return everywhere it is shown now: label and address, each label once."""
    rows = listing.sightings.filter(closed_at=None).select_related("source").order_by("id")
    found = {label_of(one.source.kind, one.url): one.url for one in reversed(rows)}
    return list(reversed(found.items()))


def reasons_of(listing: ImportedListing) -> list[Reason]:
    return [Reason(Rule(rule), str(found)) for rule, found in listing.reasons]


def draft_from(listing: ImportedListing) -> dict[str, Any]:
    """Return what of a listing goes into a company's own draft; the rest is asked by the tasks."""
    skills = list(dict.fromkeys(one for one in listing.named_skills if len(one) <= 60))
    fields: dict[str, Any] = {
        "title": listing.title[:120],
        "brief": listing.text[:8_000],
        "skills": skills[:12],
        "city": listing.city,
        "country": listing.country,
        "place_kind": listing.place_kind,
        "language": listing.language,
    }
    return {name: value for name, value in fields.items() if value}


def may_draft_from(by: Actor, listing: ImportedListing) -> bool:
    """Say whether the listing is of one of the actor's company's own sources, or was brought by the actor."""
    if not by.has(*KEEPERS) or by.organization_id is None:
        return False
    if listing.person_id is not None:
        return listing.person_id == by.person_id
    return listing.sightings.filter(source__organization_id=by.organization_id).exists()


def due_to_be_read(at: dt.datetime) -> QuerySet[Source]:
    """Sources whose turn it is, the longest waiting first."""
    return Source.objects.filter(next_read_at__lte=at, paused_at=None).order_by("next_read_at", "id")


def open_reports() -> QuerySet[ListingReport]:
    """Return what people have said about listings and nobody has looked at yet, the oldest first."""
    return ListingReport.objects.filter(handled_at=None).select_related("listing__source", "reported_by").order_by("at")


def report_reasons() -> list[tuple[str, str]]:
    """Return what one may say is wrong with a listing, in words."""
    return [(value, str(label)) for value, label in ListingReport.Reason.choices]
