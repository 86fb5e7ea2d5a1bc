"""Promise: an intern leaves on day one, in two taps, and is paid."""

import datetime as dt

import pytest

from foretaste.trials import actions, clock, queries
from tests import at_state
from tests.at_state import Plan
from tests.trials.books import books

pytestmark = pytest.mark.django_db
plan = Plan()


def test_ines_sees_the_exact_sum_confirms_it_and_it_is_hers(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    first_tap = queries.if_you_leave_now(trial, plan.at(1, "11:00"))
    assert first_tap.expected_minor == 14000 + 7000
    left = actions.exit_trial(
        trial_id=trial.public_id, expected_minor=first_tap.expected_minor, by=ines, at=plan.at(1, "11:01")
    )
    assert (left.state, left.ending) == ("ended", "exit")
    assert books(trial)["paid"] == 21000


def test_nobody_asks_her_why(hedy, ines):
    trial = at_state.left(hedy, ines)
    assert trial.history.get(transition="exit").note == ""


def test_the_company_pays_for_what_was_paid_and_gets_the_rest_back_a_day_later(hedy, ines):
    trial = at_state.left(hedy, ines)
    clock.sweep(trial.ended_at + dt.timedelta(days=1))
    assert books(trial) == {"paid": 21000, "fee": 2100, "back": 23100, "held": 0, "waiting": 0, "fund": 0}
