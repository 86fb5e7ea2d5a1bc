"""Every pair of state and transition that the tables don't name is refused, and changes nothing."""

from __future__ import annotations

import pytest
from django.db import transaction

from foretaste.accounts.actors import CLOCK
from foretaste.opportunities import lifecycle
from foretaste.opportunities.actions.moves import TABLES, _move
from foretaste.opportunities.models import Application, Offer, Opportunity, Seat
from foretaste.opportunities.refusals import NotNow
from tests.worlds import make_offer

STATES = {
    Opportunity: lifecycle.Opportunity,
    Seat: lifecycle.Seat,
    Application: lifecycle.Application,
    Offer: lifecycle.Offer,
}


@pytest.mark.parametrize("model", STATES)
def test_the_whole_matrix(model, opportunity, halden, amara, at):
    make_offer(opportunity, amara, halden, at)
    thing = model.objects.get()
    table = TABLES[model][0]
    for state in STATES[model]:
        for name, row in table.items():
            model.objects.filter(pk=thing.pk).update(state=state)
            thing.refresh_from_db()
            rows = thing.history.count()
            if state in row.from_states:
                with transaction.atomic():
                    _move(thing, name, by=CLOCK, at=at)
                expected = (str(row.to_state), rows + 1)
            else:
                with pytest.raises(NotNow), transaction.atomic():
                    _move(thing, name, by=CLOCK, at=at)
                expected = (str(state), rows)
            thing.refresh_from_db()
            assert (thing.state, thing.history.count()) == expected, (state, name)


@pytest.mark.parametrize("model", STATES)
def test_the_models_know_the_same_states(model):
    assert list(model.State.values) == [str(state) for state in STATES[model]]


def test_what_is_final_has_no_way_out():
    origins = set().union(*(row.from_states for row in lifecycle.APPLICATION.values()))
    final = {"accepted", "declined", "withdrawn", "not_this_time", "lapsed"}
    assert not origins & final
    assert "taken" not in set().union(*(row.from_states for row in lifecycle.SEAT.values()))
