"""Saved searches, and by whom they are seen; which are due."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from foretaste.accounts.actors import Actor
from foretaste.matching.models import SavedSearch
from foretaste.matching.saved.links import CONFIRM_WITHIN

MOST_KEPT = 50
Every = SavedSearch.Every


def visible_to(by: Actor) -> QuerySet[SavedSearch]:
    """A person's own, in the order they were saved. Nobody else sees one, the operator included."""
    if by.person_id is None:
        return SavedSearch.objects.none()
    return SavedSearch.objects.filter(person_id=by.person_id).order_by("id")


def of_an_address(search_id: str) -> SavedSearch | None:
    """Return the search of an address that a signed link names."""
    return SavedSearch.objects.filter(public_id=search_id, person=None).first()


def one(search_id: str) -> SavedSearch | None:
    """Return any search, for whom a signed link or the clock names it."""
    return SavedSearch.objects.filter(public_id=search_id).select_related("person").first()


def due(at: dt.datetime) -> QuerySet[SavedSearch]:
    """Those whose morning has come, the longest waiting first; nobody who has gone is written to."""
    there = Q(person=None) | Q(person__is_active=True)
    return SavedSearch.objects.filter(there, next_at__lte=at).select_related("person").order_by("next_at", "id")


def never_confirmed(at: dt.datetime) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(person=None, confirmed_at=None, asked_at__lt=at - CONFIRM_WITHIN)
