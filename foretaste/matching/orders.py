"""Reading the orders: what is recommended to somebody now, and the log of everything that was ordered for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from foretaste.accounts.actors import Actor
from foretaste.matching.models import NotForMe, Ordering, Wish
from foretaste.matching.reasons import Reason
from foretaste.opportunities import lifecycle
from foretaste.opportunities import queries as opportunities


@dataclass(frozen=True)
class Recommended:
    """A trial that fits, with the reasons and whether many others have them too."""

    trial: Any  # a posting as a list shows it
    reasons: list[Reason]
    is_scarce: bool


def newest_for(person: int) -> Ordering | None:
    """Return the last order of trials that was made for a person."""
    return Ordering.objects.filter(person_id=person).order_by("-id").first()


def newest_of(opportunity: int) -> Ordering | None:
    """Return the last order of a posting's candidates."""
    return Ordering.objects.filter(opportunity_id=opportunity).order_by("-id").first()


def recommended_to(by: Actor, at: dt.datetime, most: int | None = None) -> list[Recommended]:
    """Return what fits, in its order: what has a seat now and was neither put aside nor asked for already."""
    if by.person_id is None or not by.is_intern:
        return []
    last = newest_for(by.person_id)
    if last is None:
        return []
    taken = opportunities.live_applications_of(by).values("opportunity")
    aside = NotForMe.objects.filter(person_id=by.person_id).values("opportunity")
    open_now = {
        one.public_id: one
        for one in still_open([line["id"] for line in last.order], at).exclude(pk__in=taken).exclude(pk__in=aside)
    }
    found = [
        Recommended(open_now[line["id"]], [Reason.from_json(one) for one in line["reasons"]], line.get("scarce", False))
        for line in last.order
        if line["id"] in open_now
    ]
    return found[:most]


def still_open(public_ids: Iterable[str], at: dt.datetime) -> QuerySet[Any]:
    """Return those of the postings that can be asked for and have a funded, free seat."""
    found = opportunities.askable(at).filter(public_id__in=list(public_ids))
    return found.filter(seats__state=lifecycle.Seat.FUNDED).distinct()


def put_aside_of(by: Actor, at: dt.datetime) -> list[Any]:
    """Return the postings somebody put aside that are still open."""
    aside = NotForMe.objects.filter(person_id=by.person_id or 0).values("opportunity")
    return list(opportunities.askable(at).filter(pk__in=aside))


def wish_of(by: Actor) -> Wish | None:
    """Return what somebody said would fit them."""
    return Wish.objects.filter(person_id=by.person_id).first() if by.person_id is not None else None


def orders_visible_to(by: Actor) -> QuerySet[Ordering]:
    """Return the log: a person's own orders and those they stood in, newest first; all of it for the operator."""
    found = Ordering.objects.select_related("person", "opportunity__organization").order_by("-id")
    if by.is_operator:
        return found
    if by.person_id is None or not by.is_intern:
        return found.none()
    return found.filter(Q(person_id=by.person_id) | Q(people__contains=[by.person_id]))


def about(found: QuerySet[Ordering], text: str) -> QuerySet[Ordering]:
    """Return the orders for a person or of a posting, by public id."""
    return found.filter(Q(person__public_id=text) | Q(opportunity__public_id=text))


def place_in(order: Ordering, person: int) -> dict[str, Any]:
    """Return where somebody stood in an order of candidates: their line and its place, and nobody else's."""
    place = order.people.index(person)
    return {"place": place + 1, "line": order.order[place]}
