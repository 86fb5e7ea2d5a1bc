"""What the search says it holds."""

from __future__ import annotations

from collections.abc import Sequence

from foretaste.accounts.actors import Actor, Role
from foretaste.core.refusals import NotAllowed
from foretaste.core.transactions import action
from foretaste.syndication.models import ImportedListing

InSearch = ImportedListing.InSearch


@action
def note_in_search(*, listing_ids: Sequence[int], by: Actor) -> None:
    """Note that the search has taken these up, as they are worded now."""
    _note(listing_ids, InSearch.IN, by)


@action
def note_out_of_search(*, listing_ids: Sequence[int], by: Actor) -> None:
    """Note that the search has let these go."""
    _note(listing_ids, InSearch.OUT, by)


def _note(listing_ids: Sequence[int], what: str, by: Actor) -> None:
    if not by.has(Role.CLOCK):
        raise NotAllowed
    ImportedListing.objects.filter(pk__in=listing_ids).update(in_search=what)
