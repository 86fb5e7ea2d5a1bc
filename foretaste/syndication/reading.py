"""One reading of one source: fetched and read outside of any transaction, then taken in whole or noted as failed."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator, MutableMapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache

from foretaste.syndication import actions, queries, refusals
from foretaste.syndication.inbound.fetching import RULES_LAST, Fetcher, Known, SiteRules
from foretaste.syndication.inbound.network import network
from foretaste.syndication.inbound.reading import bounded
from foretaste.syndication.inbound.sources import KINDS
from foretaste.syndication.inbound.unreadable import Unchanged, Unreadable, Why
from foretaste.syndication.models import Source

if TYPE_CHECKING:
    from foretaste.accounts.actors import Actor
    from foretaste.syndication.inbound.alert_mail import Alert
    from foretaste.syndication.inbound.listing import Listing

log = logging.getLogger(__name__)


class RememberedRules(MutableMapping[str, SiteRules]):
    """What sites say of being read, kept for a day for every reading of every process."""

    def __getitem__(self, origin: str) -> SiteRules:
        found = cache.get(self._key(origin))
        if found is None:
            raise KeyError(origin)
        return SiteRules(found["robots"], tuple(found["reserved"]))

    def __setitem__(self, origin: str, rules: SiteRules) -> None:
        cache.set(self._key(origin), {"robots": rules.robots, "reserved": list(rules.reserved)}, RULES_LAST)

    def __delitem__(self, origin: str) -> None:
        cache.delete(self._key(origin))

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    @staticmethod
    def _key(origin: str) -> str:
        import hashlib

        return "site-rules:" + hashlib.sha256(origin.encode()).hexdigest()


def fetcher(known: Known | None = None, *, pause: Callable[[float], object] = time.sleep) -> Fetcher:
    """Return a fetcher that says who we are and remembers what sites say."""
    return Fetcher(
        network(), contact=f"mailto:{settings.HELP_EMAIL}", rules=RememberedRules(), known=known, pause=pause
    )


def read(source_id: int, *, at: dt.datetime, pause: Callable[[float], object] = time.sleep) -> None:
    """Read a source: everything it holds is taken in, or nothing is and its health says why."""
    source = Source.objects.get(pk=source_id)
    if source.paused_at is not None or not source.is_fetched:
        return
    guest = fetcher(Known(source.etag, source.last_modified), pause=pause)
    try:
        listings = list(bounded(KINDS[source.kind].reader()(source.address, guest.get)))
    except Unchanged:
        actions.note_unchanged_reading(source_id=source.pk, at=at)
    except Unreadable as unreadable:
        _note(source, unreadable, at)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as failure:
        log.warning("Source %s could not be read", source.public_id, exc_info=failure)
        _note(source, Unreadable(Why.OTHER_SHAPE, repr(failure)), at)
    else:
        first = guest.first
        try:
            actions.take_in_reading(
                source_id=source.pk,
                listings=listings,
                etag=first.etag if first else "",
                last_modified=first.last_modified if first else "",
                at=at,
            )
        except refusals.TooManyListings:
            _note(source, Unreadable(Why.TOO_MANY, "more than its person may keep"), at)


def mail_of(content: bytes, *, by: Actor, at: dt.datetime) -> Alert:
    """Read a job-alert mail that somebody brought. Its signature's key may have to be looked up."""
    from foretaste.syndication.inbound import alert_mail

    actions.count_reading(by=by, at=at)
    try:
        return alert_mail.read_mail(content, alert_mail.key_from_dns)
    except Unreadable as unreadable:
        raise refusals.ItCannotBeRead.because(unreadable, "mail") from None


def table_of(content: bytes, *, by: Actor, at: dt.datetime) -> list[Listing]:
    """Read a file that somebody brought."""
    from foretaste.syndication.inbound.table import read_table

    actions.count_reading(by=by, at=at)
    try:
        return list(bounded(read_table(content)))
    except Unreadable as unreadable:
        raise refusals.ItCannotBeRead.because(unreadable, "file") from None


def lead_of(*, title: str, company: str, place: str, link: str, note: str, by: Actor, at: dt.datetime) -> Listing:
    """Read what somebody types of a lead that they were told."""
    from foretaste.syndication.inbound.lead import read_lead

    actions.count_reading(by=by, at=at)
    try:
        return read_lead(title=title, company=company, place=place, link=link, note=note, home=queries.home())
    except Unreadable as unreadable:
        raise refusals.ItCannotBeRead.because(unreadable, "title") from None


def _note(source: Source, unreadable: Unreadable, at: dt.datetime) -> None:
    actions.note_failed_reading(
        source_id=source.pk, why=unreadable.why, detail=unreadable.detail, wait=unreadable.wait, at=at
    )
