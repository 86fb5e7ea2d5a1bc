"""Looking at a saved search once its morning has come: what is new since the last time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db import OperationalError, connection, transaction

from foretaste.accounts.actors import VISITOR, Actor, Role
from foretaste.core.amounts import Amount
from foretaste.core.calendars import local_date
from foretaste.core.transactions import step
from foretaste.matching import asking
from foretaste.matching import queries as finding
from foretaste.matching.findable import Kind, days_of, is_remote
from foretaste.matching.models import Entry, SavedSearch
from foretaste.matching.saved.mornings import next_morning
from foretaste.matching.saved.queries import due

MOST_TOLD = 10


@dataclass(frozen=True)
class New:
    """One line of a mail: what the search keeps of a result."""

    path: str
    title: str
    company: str
    source: str  # empty: posted here
    city: str
    is_remote: bool
    days: int
    pay: Amount | None  # a day; None where nobody knows it
    starts_on: dt.date | None


@dataclass(frozen=True)
class Told:
    """What there is to tell of a saved search this morning."""

    search: SavedSearch
    morning: dt.date
    count: int
    is_more: bool
    new: tuple[New, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()  # why it can't be run any more
    is_over: bool = False  # its last day has passed


@step
def everything_up_to(wait: str = "2s") -> int | None:
    """Return the number up to which all is published that ever will be; None where that can't be said just now.

    A number is taken before its entry is committed: who looked up to the newest might miss a smaller one that comes
    later. So this waits for whoever is writing, and keeps others from it until the transaction ends.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [wait])
            cursor.execute("LOCK TABLE matching_entry IN SHARE MODE")
    except OperationalError:
        return None
    return finding.newest_number()


@step
def look(search_id: str, *, up_to: int, at: dt.datetime) -> Told | None:
    """Look at a search that is due, and note that it was: None where there is nothing to tell, or it isn't due."""
    one = due(at).select_for_update(of=("self",)).filter(public_id=search_id).first()
    if one is None or one.next_at is None:
        return None
    morning = local_date(one.next_at, one.time_zone)
    read = asking.read(one.query)
    is_over = asking.can_find_no_more(read.question, at)
    if read.left_out or is_over:
        one.stopped_at, one.next_at = at, None
        one.save(update_fields=["stopped_at", "next_at"])
        return Told(one, morning, 0, False, (), read.left_out, is_over)
    by = Actor(frozenset({Role.INTERN}), one.person_id) if one.person_id else VISITOR
    numbers = (one.seen, up_to)
    answer = finding.search(replace(read.question, order="newest"), by=by, at=at, size=MOST_TOLD, numbers=numbers)
    one.seen = max(one.seen, up_to)
    one.next_at = next_morning(at, one.time_zone, on_mondays_only=one.every == SavedSearch.Every.WEEK)
    one.save(update_fields=["seen", "next_at"])
    if not answer.count:
        return None
    entries = finding.entries_of([hit.key for hit in answer.hits])
    new = tuple(_new(entries[hit.key]) for hit in answer.hits if hit.key in entries)
    return Told(one, morning, answer.count, answer.is_more, new)


def _new(entry: Entry) -> New:
    pay = None if entry.pay_day_minor is None else Amount(entry.pay_day_minor, entry.currency)
    kind, _slash, public_id = entry.key.partition("/")
    path = f"/opportunities/{public_id}/" if kind == Kind.OWN else f"/listings/{public_id}/"
    return New(
        path, entry.title, entry.company, entry.source, entry.city, is_remote(entry.facets), days_of(entry.facets),
        pay, entry.starts_on,
    )  # fmt: skip
