"""The bank's answer is lost, to any question, before or after it did what was asked: it is done once, to the cent."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from foretaste.accounts.actors import Actor
from foretaste.money import movements
from foretaste.money.endings import Ending
from foretaste.money.models import BankCharge, BankPayout, BankRefund, BankSilence, Payout, ProviderOperation, Refund
from foretaste.money.providers import sandbox
from tests.money.cast_of_money import World, all_balances, books_are_right, what_the_audit_finds

pytestmark = pytest.mark.parametrize("when", ["before", "after"])


def is_lost_and_then_done(world: World, clock: Any, kind: str) -> None:
    """Let the question be asked, and whatever follows from no answer."""
    world.run_jobs()
    assert ProviderOperation.objects.get(kind=kind).state == "unknown"
    assert not BankSilence.objects.exists()
    for _ in range(3):
        world.pass_time(clock, hours=2)


def test_of_a_charge(world: World, clock: Any, when: str) -> None:
    sandbox.lose_next("charge", when)
    order = world.order()
    is_lost_and_then_done(world, clock, "charge")
    world.pay_card(order)
    assert (order.state, BankCharge.objects.count()) == ("available", 1)
    assert all_balances() == {
        f"seat:held:{world.seat}:EUR": 42000,
        f"seat:fee:{world.seat}:EUR": 4200,
        "ext:cash:sandbox:EUR": -46200,
    }
    assert what_the_audit_finds() == []


def test_of_a_refund(world: World, clock: Any, when: str) -> None:
    world.fund()
    sandbox.lose_next("refund", when)
    with transaction.atomic():
        movements.withdraw_seat_fund(seat_id=world.seat, at=world.at)
    is_lost_and_then_done(world, clock, "refund")
    assert [(one.state, one.attempt) for one in Refund.objects.all()] == [("arrived", 1)]
    assert (BankRefund.objects.count(), all_balances()) == (1, {})
    books_are_right()
    assert what_the_audit_finds() == []


def test_of_a_payout(world: World, ines: Actor, clock: Any, when: str) -> None:
    world.save_account(ines)
    world.fund()
    world.commit()
    world.start_day(1)
    sandbox.lose_next("payout", when)
    world.settle(Ending.EARLY_END)
    is_lost_and_then_done(world, clock, "payout")
    assert [(one.state, one.attempt, one.amount_minor) for one in Payout.objects.all()] == [("arrived", 1, 42000)]
    assert BankPayout.objects.count() == 1
    books_are_right()
    assert what_the_audit_finds() == []
