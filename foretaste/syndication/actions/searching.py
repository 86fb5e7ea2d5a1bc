"""What the search says it holds."""

from __future__ import annotations

from collections.abc import Sequence

from foretaste.accounts.actors import Actor, Role
from foretaste.core.refusals import NotAllowed
from foretaste.core.transactions import action
from foretaste.syndication.models import ImportedListing

InSearch = ImportedListing.InSearch


@action
def take_up(*, listing_ids: Sequence[int], by: Actor) -> list[ImportedListing]:
    """Note that the search is taking these up, and return them as they are worded now.

    Worded anew before that is done, one is stale again: what is put in is then not held to be the last word. Those that
    a reading is busy with wait for the next time, so that nobody waits here.
    """
    _refuse_people(by)
    free = ImportedListing.objects.select_for_update(skip_locked=True).filter(pk__in=listing_ids)
    ids = list(free.values_list("pk", flat=True))
    ImportedListing.objects.filter(pk__in=ids).update(in_search=InSearch.TAKEN)
    return list(ImportedListing.objects.filter(pk__in=ids).select_related("source").order_by("id"))


@action
def note_in_search(*, listing_ids: Sequence[int], by: Actor) -> None:
    """Note that the search has taken these up, but for those that were worded anew meanwhile."""
    _refuse_people(by)
    ImportedListing.objects.filter(pk__in=listing_ids, in_search=InSearch.TAKEN).update(in_search=InSearch.IN)


@action
def note_out_of_search(*, listing_ids: Sequence[int], by: Actor) -> None:
    """Note that the search has let these go."""
    _refuse_people(by)
    ImportedListing.objects.filter(pk__in=listing_ids).update(in_search=InSearch.OUT)


def _refuse_people(by: Actor) -> None:
    if not by.has(Role.CLOCK):
        raise NotAllowed
