"""The intern's pages, looked at in every state of a trial: before the day, on it, left, finished, opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.core import calendars
from foretaste.core.models import ClockShift
from foretaste.evaluations import actions as evaluations
from foretaste.evaluations.questions import OF_THE_COMPANY, OF_THE_INTERN
from foretaste.matching import recommending
from foretaste.messaging import queries as messaging
from foretaste.money import actions as money
from foretaste.trials import actions as trials
from tests import at_state
from tests.at_state import Plan
from tests.browser.chromium import Browse
from tests.browser.test_pages import ALL_WAYS, WAYS, look_at
from tests.jobs import run_all_jobs

World = SimpleNamespace
PAGES: dict[str, Callable[[World], str]] = {}


def page(find: Callable[[World], str]) -> Callable[[World], str]:
    """Register a page: a function that brings the world to its state and returns the address."""
    PAGES[find.__name__.replace("_", "-")] = find
    return find


@pytest.fixture
def world(transactional_db: None, demo_mode: None, hedy: Actor, ines: Actor) -> World:
    """Ines, Hedy, and three days that lie ahead; the demo's clock walks towards them."""
    soon = calendars.now().date() + dt.timedelta(days=8)
    monday = soon + dt.timedelta(days=-soon.weekday() % 7)
    return SimpleNamespace(hedy=hedy, ines=ines, plan=Plan(first_on=monday, bonus=(6000, 6000, 0)))


def clock_at(moment: dt.datetime) -> None:
    ahead = moment - calendars.now() + calendars.shift()
    ClockShift.objects.update_or_create(pk=1, defaults={"seconds": int(ahead.total_seconds())})


def account(world: World) -> None:
    money.save_payout_account(
        holder="Ines Brandt", country="DE", number="DE89370400440532013000", by=world.ines, at=world.plan.signed_at
    )


@page
def me_empty(world: World) -> str:
    at_state.posting(world.hedy, world.plan)
    clock_at(world.plan.posted_at)
    return "/me/"


@page
def me_trials_that_fit(world: World) -> str:
    _wishes(world)
    return "/me/trials-that-fit/"


@page
def me_what_fits(world: World) -> str:
    _wishes(world)
    return "/me/what-fits/"


def _wishes(world: World) -> None:
    """Ines has said what fits, and one trial does; another she has put aside."""
    at = world.plan.posted_at
    aside = at_state.posting(world.hedy, world.plan)
    at_state.posting(world.hedy, world.plan)
    run_all_jobs("core.deliver")
    clock_at(at)
    said = {"fields": ["data"], "learn": "sensors", "city": "Berlin", "when": ["weekdays"], "most_days": 5}
    recommending.say_what_fits(**said, by=world.ines, at=at)
    recommending.put_aside(opportunity_id=aside.public_id, by=world.ines, at=at)


@page
def ask(world: World) -> str:
    opportunity = at_state.posting(world.hedy, world.plan)
    clock_at(world.plan.posted_at)
    return f"/opportunities/{opportunity.public_id}/ask"


@page
def offer(world: World) -> str:
    opportunity = at_state.posting(world.hedy, world.plan)
    clock_at(world.plan.signed_at)
    return f"/me/offers/{at_state.offered(opportunity, world.hedy, world.ines, world.plan.signed_at)}/"


@page
def before(world: World) -> str:
    trial = at_state.agreed(world.hedy, world.ines, world.plan)
    clock_at(world.plan.signed_at)
    return f"/trials/{trial.public_id}/"


@page
def agreement(world: World) -> str:
    return before(world) + "agreement"


@page
def arrive(world: World) -> str:
    trial = at_state.agreed(world.hedy, world.ines, world.plan)
    clock_at(world.plan.at(1, "08:45"))
    return f"/trials/{trial.public_id}/"


@page
def day_two(world: World) -> str:
    account(world)
    trial = at_state.under_way(world.hedy, world.ines, world.plan, days=2)
    which = {"trial_id": trial.public_id, "by": world.ines, "at": world.plan.at(2, "10:00")}
    trials.log_work(day=2, text="Plotted the first week.", **which)
    clock_at(world.plan.at(2, "11:00"))
    return f"/trials/{trial.public_id}/"


@page
def missed(world: World) -> str:
    trial = at_state.under_way(world.hedy, world.ines, world.plan, days=1)
    clock_at(world.plan.at(2, "18:00"))
    return f"/trials/{trial.public_id}/"


@page
def exit(world: World) -> str:
    return day_two(world) + "exit"


@page
def me(world: World) -> str:
    day_two(world)
    return "/me/"


@page
def left(world: World) -> str:
    account(world)
    trial = at_state.left(world.hedy, world.ines, world.plan, days=1)
    run_all_jobs("core.deliver")
    clock_at(world.plan.at(1, "11:05"))
    world.trial = trial
    return f"/trials/{trial.public_id}/left"


@page
def mailbox(world: World) -> str:
    left(world)
    return "/mailbox/"


@page
def mail(world: World) -> str:
    left(world)
    return f"/mailbox/{messaging.mailbox()[0].public_id}/"


@page
def pay(world: World) -> str:
    left(world)
    return "/me/pay/"


@page
def pay_under_way(world: World) -> str:
    account(world)
    at_state.under_way(world.hedy, world.ines, world.plan, days=1)
    clock_at(world.plan.at(1, "11:05"))
    return "/me/pay/"


@page
def statement(world: World) -> str:
    left(world)
    return f"/me/pay/{world.trial.public_id}/"


@page
def proof(world: World) -> str:
    left(world)
    return "/me/pay/proof"


@page
def payout_details(world: World) -> str:
    left(world)
    return "/me/pay/account"


@page
def profile(world: World) -> str:
    left(world)
    return "/me/profile/"


@page
def evaluation(world: World) -> str:
    left(world)
    return f"/trials/{world.trial.public_id}/evaluation"


def seal(world: World, who: Actor, card: Any) -> None:
    answers = {one.key: one.values[min(2, len(one.values) - 1)] for one in card.criteria} | {"good": "The quiet room."}
    evaluations.submit_evaluation(
        trial_id=world.trial.public_id, answers=answers, decision=True, by=who, at=world.plan.at(1, "12:00")
    )


@page
def sealed(world: World) -> str:
    address = evaluation(world)
    seal(world, world.ines, OF_THE_COMPANY)
    return address


@page
def opened(world: World) -> str:
    address = sealed(world)
    seal(world, world.hedy, OF_THE_INTERN)
    return address


def look(name: str, world: World, browse: Browse, *ways: tuple[int, str]) -> None:
    look_at(PAGES[name](world), world.ines, browse, ways, picture=f"intern-{name}" if len(ways) > 1 else "")


@pytest.mark.parametrize(("name", "way"), [(name, WAYS[number % 2]) for number, name in enumerate(PAGES)])
def test_a_page_of_the_intern_owes_nothing(name: str, way: tuple[int, str], world: World, browse: Browse) -> None:
    look(name, world, browse, way)


@pytest.mark.pages
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_intern_is_photographed(name: str, world: World, browse: Browse) -> None:
    look(name, world, browse, *ALL_WAYS)
