"""Saving a search, and no longer hearing of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor, Role
from foretaste.core import limits
from foretaste.core.calendars import known_zones
from foretaste.core.events import publish
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action
from foretaste.matching import asking
from foretaste.matching.events import SearchAsked
from foretaste.matching.models import SavedSearch
from foretaste.matching.queries import newest_number
from foretaste.matching.refusals import ThatIsManySearches, TheConfirmationIsOver, TheSearchCanNotBeRun
from foretaste.matching.saved import queries, steps
from foretaste.matching.saved.mornings import next_morning
from foretaste.matching.saved.queries import MOST_KEPT, Every

LONGEST_NAME = 80
ASKED_A_DAY_OF_AN_ADDRESS = 5
AT_ONCE = "200ms"  # somebody waits for the page


def _wording(query: str) -> str:
    """Return the search in its one wording; refuse what could not be run again."""
    read = asking.read(query)
    if read.left_out or len(read.canonical) > asking.LONGEST:
        raise NotAcceptable(query=str(_("This search can’t be read. Search again, and save it from there.")))
    return read.canonical


def _name(name: str, query: str) -> str:
    return (name.strip() or asking.in_words(asking.read(query).question))[:LONGEST_NAME].strip()


def _known(zone: str) -> str:
    if zone not in known_zones():
        raise NotAcceptable(time_zone=str(_("Choose a time zone from the list.")))
    return zone


def _morning(one: SavedSearch, at: dt.datetime) -> dt.datetime:
    return next_morning(at, one.time_zone, on_mondays_only=one.every == Every.WEEK)


def _seen() -> int:
    """Return from where on results are new: what is published now stands on the page that is being saved."""
    number = steps.everything_up_to(AT_ONCE)
    return newest_number() if number is None else number


@action
def save_search(
    *, query: str, name: str = "", every: str = Every.DAY, time_zone: str, by: Actor, at: dt.datetime
) -> SavedSearch:
    """Save a search to a person's list. Saved twice, it is there once, under the newer name."""
    if by.person_id is None:
        raise NotAllowed
    query, time_zone = _wording(query), _known(time_zone)
    own = queries.visible_to(by)
    if own.count() >= MOST_KEPT and not own.filter(query=query).exists():
        raise ThatIsManySearches
    first = {"created_at": at, "asked_at": at, "language": settings.LANGUAGE_CODE, "seen": _seen}
    one, _is_new = SavedSearch.objects.select_for_update().get_or_create(
        person_id=by.person_id, query=query, defaults=first
    )
    one.name, one.every, one.time_zone = _name(name, query), Every(every), time_zone
    one.confirmed_at, one.paused_at, one.stopped_at = one.confirmed_at or at, None, None
    one.next_at = _morning(one, at)
    one.save()
    return one


@action
def edit_search(*, search_id: str, name: str, every: str, time_zone: str, by: Actor, at: dt.datetime) -> SavedSearch:
    """Change its name, its rhythm or whose morning is meant; the next mail moves with them."""
    one = _own(search_id, by)
    one.name, one.every, one.time_zone = _name(name, one.query), Every(every), _known(time_zone)
    if one.next_at is not None:
        one.next_at = _morning(one, at)
    one.save(update_fields=["name", "every", "time_zone", "next_at"])
    return one


@action
def pause_search(*, search_id: str, by: Actor, at: dt.datetime) -> SavedSearch:
    """Send no mails of it for now. Paused twice, it is paused."""
    one = _own(search_id, by)
    one.paused_at, one.next_at = one.paused_at or at, None
    one.save(update_fields=["paused_at", "next_at"])
    return one


@action
def resume_search(*, search_id: str, by: Actor, at: dt.datetime) -> SavedSearch:
    """Send mails of it again: the first tells what has come meanwhile."""
    one = _own(search_id, by)
    if one.stopped_at is not None:
        raise TheSearchCanNotBeRun
    if one.next_at is None:
        one.paused_at, one.next_at = None, _morning(one, at)
        one.save(update_fields=["paused_at", "next_at"])
    return one


@action
def delete_search(*, search_id: str, by: Actor, at: dt.datetime) -> None:
    """Delete it, and what was kept for its mails."""
    _own(search_id, by).delete()


def _own(search_id: str, by: Actor) -> SavedSearch:
    one = queries.visible_to(by).select_for_update().filter(public_id=search_id).first()
    if one is None:
        raise NotFound
    return one


@action
def ask_for_mails(
    *,
    address: str,
    query: str,
    name: str = "",
    every: str = Every.DAY,
    time_zone: str,
    language: str,
    at: dt.datetime,
) -> None:
    """Ask an address whether it wants the mails of a search. Nothing else is sent to it until it says yes.

    The answer is the same whosever address it is, and however often it was asked.
    """
    query, time_zone, address = _wording(query), _known(time_zone), address.strip().lower()
    if limits.over("search for an address", address, most=ASKED_A_DAY_OF_AN_ADDRESS, within=limits.DAY, at=at):
        return
    kept = SavedSearch.objects.filter(address=address, person=None)
    if kept.count() >= MOST_KEPT and not kept.filter(query=query).exists():
        return
    first = {"created_at": at, "asked_at": at, "seen": _seen}
    one, _is_new = kept.select_for_update().get_or_create(address=address, query=query, defaults=first)
    if one.next_at is None:  # nobody else changes what its owner has confirmed
        one.name, one.every, one.time_zone, one.language = _name(name, query), Every(every), time_zone, language
    one.asked_at = at
    one.save()
    publish(SearchAsked(search_id=one.public_id, asked_at=at.isoformat()))


@action
def confirm_search(*, search_id: str, at: dt.datetime) -> SavedSearch:
    """An address wants the mails of a search: its mailed link was followed and the button pressed."""
    one = SavedSearch.objects.select_for_update().filter(public_id=search_id, person=None).first()
    if one is None:
        raise TheConfirmationIsOver
    if one.next_at is None:
        one.confirmed_at, one.paused_at, one.stopped_at = at, None, None
        one.next_at = _morning(one, at)
        one.save()
    return one


@action
def stop_mails(*, search_id: str, at: dt.datetime) -> None:
    """Send no more mails of a search, as its signed link asks. Stopped twice, nothing more happens.

    A person keeps the search, paused. Of an address nothing is kept.
    """
    one = SavedSearch.objects.select_for_update().filter(public_id=search_id).first()
    if one is None:
        return
    if one.person_id is None:
        one.delete()
    elif one.paused_at is None:
        one.paused_at, one.next_at = at, None
        one.save(update_fields=["paused_at", "next_at"])


@action
def all_published_up_to(*, by: Actor, at: dt.datetime) -> int | None:
    """Return up to which number nothing more will come; None where somebody writes for long just now."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    return steps.everything_up_to()


@action
def forget_unconfirmed(*, by: Actor, at: dt.datetime) -> int:
    """Forget the addresses that have not said yes within a week; return how many searches."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    return queries.never_confirmed(at).delete()[0]
