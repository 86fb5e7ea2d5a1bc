"""To be counted, never quoted: what insights publish of asking and answering, from five interns on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from foretaste.core.quartiles import Quartiles, seconds_between
from foretaste.opportunities.models import Application, Offer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WAYS = {"origin": "origin", "field": "opportunity__field", "place_kind": "opportunity__place_kind"}


def ways_to_find() -> list[tuple[str, StrOrPromise]]:
    """Return what somebody may say of how they found a trial: (key, words)."""
    return list(Application.FoundBy.choices)


def _asked(organization_id: int, before: dt.datetime, interns: QuerySet[Any]) -> QuerySet[Application]:
    """Whoever asked, or said yes to an invitation, for work whose planned last day is over: none of it can change."""
    return Application.objects.filter(
        opportunity__organization_id=organization_id,
        opportunity__last_on__lt=before.date(),
        submitted_at__isnull=False,
        intern__in=interns,
    )


def asking_counted(organization_id: int, *, before: dt.datetime, interns: QuerySet[Any]) -> dict[str, Any]:
    """Return how many asked and were welcomed; and in seconds how long the answer took, and the yes to a welcome."""
    asked = _asked(organization_id, before, interns)
    found: dict[str, Any] = asked.aggregate(
        asked=Count("pk"),
        to_answer=Quartiles(seconds_between("submitted_at", "answered_at"), filter=Q(answered_at__isnull=False)),
    )
    accepted = Q(state=Offer.State.ACCEPTED)
    return found | Offer.objects.filter(application__in=asked).aggregate(
        welcomed=Count("application", distinct=True),
        to_accept=Quartiles(seconds_between("made_at", "answered_at"), filter=accepted),
    )


def ways_counted(
    organization_id: int, *, before: dt.datetime, interns: QuerySet[Any]
) -> dict[str, list[tuple[str, int, int]]]:
    """Return, for each way to tell them apart, (which, interns, of these agreed). Each intern counts once: their first.

    What the posting and the asking say, never what a person is: no name, no address, no age, no descent.
    """
    asked = _asked(organization_id, before, interns)
    first = asked.order_by("intern_id", "submitted_at", "pk").distinct("intern_id").values("pk")
    agreed = Count("pk", filter=Q(state=Application.State.ACCEPTED))
    return {
        way: list(
            Application.objects.filter(pk__in=first)
            .order_by()
            .values_list(column)
            .annotate(interns=Count("pk"), agreed=agreed)
        )
        for way, column in WAYS.items()
    }


def found_by_counted(organization_id: int, *, before: dt.datetime, interns: QuerySet[Any]) -> dict[str, int]:
    """Return how many interns say they found it how, of those who said it. Each counts once: the first time they did.

    It is what a person chose to say. So it is published by a threshold of its own, and never crossed with anything
    that the company knows of its interns, who agreed least of all.
    """
    said = _asked(organization_id, before, interns).exclude(found_by="")
    first = said.order_by("intern_id", "submitted_at", "pk").distinct("intern_id").values("pk")
    counted = Application.objects.filter(pk__in=first).order_by().values_list("found_by")
    return dict(counted.annotate(interns=Count("pk")))
