"""Pay that can't be sent: the intern is asked again and again, and it stays theirs for good."""

from __future__ import annotations

import csv
import datetime as dt
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.accounts.queries import person_of
from foretaste.core.refusals import NotAllowed
from foretaste.money import actions, queries
from foretaste.money.endings import Ending
from foretaste.money.models import Payout, UnclaimedRule
from foretaste.money.refusals import TheRuleIsDatedBack
from foretaste.money.unclaimed import unclaimed_csv
from tests.money.cast_of_money import AT, World, all_balances, books_are_right, count_entries, what_the_audit_finds


def earned(world: World) -> None:
    world.fund()
    world.commit()
    for day in (1, 2, 3):
        world.start_day(day)
    world.settle(Ending.COMPLETION)
    world.run_jobs()


def kept(world: World) -> dict[str, int]:
    return {
        "ext:cash:sandbox:EUR": -46200,
        "op:fees:all:EUR": 4200,
        f"intern:unclaimed:{world.intern}:EUR": 42000,
    }


def test_after_the_months_of_the_rule_it_is_kept_apart_and_goes_out_whenever_it_is_claimed(
    world: World, ines: Actor, odile: Actor, clock: Any
) -> None:
    actions.set_unclaimed_rule(country="", months=12, valid_from=AT.date(), source="The test", by=odile, at=AT)
    earned(world)
    world.pass_time(clock, days=364)
    assert (Payout.objects.get().state, world.balance("intern:earned")) == ("needs_account", 42000)
    world.pass_time(clock, days=1)
    assert (Payout.objects.get().state, all_balances()) == ("unclaimed", kept(world))
    assert "kept for you. It is yours: add your account" in queries.statement_of(world.trial, ines).sentence
    assert queries.earnings_of(world.intern)[0].waiting.minor == 42000
    entries = count_entries()
    world.pass_time(clock, days=900)
    assert (count_entries(), all_balances()) == (entries, kept(world))
    assert what_the_audit_finds() == []

    told = list(csv.DictReader(unclaimed_csv(odile, world.at)))
    assert [(one["person"], one["name"], one["sum"], one["days"], one["kept apart"]) for one in told] == [
        (world.intern, person_of(ines).get_full_name(), "420.00", "1265", "yes")
    ]
    with pytest.raises(NotAllowed):
        unclaimed_csv(ines, world.at)

    world.save_account(ines)
    world.pass_time(clock, hours=1)
    assert list(csv.DictReader(unclaimed_csv(odile, world.at))) == []
    assert Payout.objects.get().state == "arrived"
    assert all_balances() == {"ext:cash:sandbox:EUR": -4200, "op:fees:all:EUR": 4200}
    books_are_right()
    assert what_the_audit_finds() == []


def test_kept_apart_and_sent_to_a_closed_account_it_is_the_intern_s_again(
    world: World, ines: Actor, odile: Actor, clock: Any
) -> None:
    actions.set_unclaimed_rule(country="", months=3, valid_from=AT.date(), source="The test", by=odile, at=AT)
    earned(world)
    world.pass_time(clock, days=100)
    assert Payout.objects.get().state == "unclaimed"
    world.save_account(ines, "10000001")
    world.pass_time(clock, hours=1)
    assert (Payout.objects.get().state, world.balance("intern:earned")) == ("returned", 42000)
    world.pass_time(clock, days=100)
    assert (Payout.objects.get().state, all_balances()) == ("unclaimed", kept(world))
    world.save_account(ines)
    world.pass_time(clock, hours=1)
    assert Payout.objects.get().state == "arrived"
    books_are_right()


def test_it_is_asked_for_after_7_30_90_180_and_365_days_and_no_more(world: World, clock: Any) -> None:
    earned(world)
    asked = []
    for day in range(0, 400, 1):
        if day in (6, 7, 29, 30, 89, 90, 179, 180, 364, 365, 399):
            clock.move_to(AT + dt.timedelta(days=day))
            world.at = clock.now
            for one in queries.due_to_be_reminded(world.at):
                actions.remind_of_payout(payout_id=one.public_id, at=world.at)
                actions.remind_of_payout(payout_id=one.public_id, at=world.at)
                asked.append(day)
    assert asked == [7, 30, 90, 180, 365]


def test_the_rule_of_the_place_comes_before_the_one_for_everywhere(odile: Actor, ines: Actor) -> None:
    assert queries.unclaimed_after("DE", AT.date()) == 36
    actions.set_unclaimed_rule(country="us", months=24, valid_from=AT.date(), source="A law", by=odile, at=AT)
    assert queries.unclaimed_after("US", AT.date()) == 24
    assert queries.unclaimed_after("US", AT.date() - dt.timedelta(days=1)) == 36
    rules = UnclaimedRule.objects.count()
    with pytest.raises(NotAllowed):
        actions.set_unclaimed_rule(country="", months=3, valid_from=AT.date(), source="Me", by=ines, at=AT)
    with pytest.raises(TheRuleIsDatedBack):
        actions.set_unclaimed_rule(
            country="", months=3, valid_from=AT.date() - dt.timedelta(days=1), source="Me", by=odile, at=AT
        )
    assert UnclaimedRule.objects.count() == rules
