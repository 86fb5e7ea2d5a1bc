"""The one place that writes a state: check the table, write, add the history row."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from foretaste.accounts.actors import Actor
from foretaste.core.transactions import step
from foretaste.opportunities import lifecycle
from foretaste.opportunities.models import (
    Application,
    ApplicationHistory,
    Offer,
    OfferHistory,
    Opportunity,
    OpportunityHistory,
    Seat,
    SeatHistory,
)
from foretaste.opportunities.refusals import NotNow

T = TypeVar("T", Opportunity, Seat, Application, Offer)

TABLES: dict[type, tuple[dict[str, lifecycle.Transition], type[Any]]] = {
    Opportunity: (lifecycle.OPPORTUNITY, OpportunityHistory),
    Seat: (lifecycle.SEAT, SeatHistory),
    Application: (lifecycle.APPLICATION, ApplicationHistory),
    Offer: (lifecycle.OFFER, OfferHistory),
}


@step
def _move(thing: T, transition: str, *, by: Actor, at: datetime, note: str = "", **fields: Any) -> T:
    """Move a locked thing along its table, write the fields that go with it, remember who and when."""
    table, history = TABLES[type(thing)]
    row = table[transition]
    if thing.state not in row.from_states:
        raise NotNow(state=str(thing.state), transition=transition)
    before, thing.state = thing.state, str(row.to_state)
    for field, value in fields.items():
        setattr(thing, field, value)
    thing.save(update_fields=["state", *fields])
    _remember(history, thing, transition, before, by=by, at=at, note=note)
    return thing


@step
def _begin(thing: T, transition: str, *, by: Actor, at: datetime) -> T:
    """Save a new thing in its first state and remember that."""
    thing.save()
    _remember(TABLES[type(thing)][1], thing, transition, "", by=by, at=at, note="")
    return thing


def _remember(
    history: type[Any], thing: Any, transition: str, before: str, *, by: Actor, at: datetime, note: str
) -> None:
    history.objects.create(
        of=thing,
        transition=transition,
        from_state=before,
        to_state=thing.state,
        at=at,
        actor_id=by.person_id,
        role=min(by.roles),
        note=note,
    )
