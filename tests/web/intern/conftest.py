"""A trial to look at, and the intern's way in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.money import actions as money
from foretaste.trials.models import Trial
from tests import at_state
from tests.at_state import Plan

SignIn = Callable[[Actor], Client]


@pytest.fixture
def plan() -> Plan:
    """Three days of 140.00 EUR in Berlin, from Monday 9 March 2026, 09:00 to 17:00; a bonus of 60.00."""
    return Plan(bonus=(6000, 6000, 0))


@pytest.fixture
def agreed(hedy: Actor, ines: Actor, plan: Plan, clock) -> Trial:
    trial = at_state.agreed(hedy, ines, plan)
    clock.move_to(plan.signed_at)
    return trial


@pytest.fixture
def day_one(hedy: Actor, ines: Actor, plan: Plan, clock) -> Trial:
    """Checked in on day 1; the clock stands at 11:00."""
    trial = at_state.under_way(hedy, ines, plan, days=1)
    clock.move_to(plan.at(1, "11:00"))
    return trial


@pytest.fixture
def left(hedy: Actor, ines: Actor, plan: Plan, clock) -> Trial:
    """Left on day 1 at 11:00; the clock stands a minute later."""
    save_account(ines, plan)
    trial = at_state.left(hedy, ines, plan, days=1)
    clock.move_to(plan.at(1, "11:01"))
    return trial


def save_account(ines: Actor, plan: Plan) -> None:
    money.save_payout_account(
        holder="Ines Brandt", country="DE", number="DE89370400440532013000", by=ines, at=plan.signed_at
    )


@pytest.fixture
def as_ines(signed_in: SignIn, ines: Actor) -> Client:
    return signed_in(ines)
