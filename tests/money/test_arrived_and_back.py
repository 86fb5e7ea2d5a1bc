"""What a bank had called arrived comes back days later: it is the intern's, or the company's, as before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from foretaste.accounts.actors import Actor
from foretaste.money import actions, movements, queries
from foretaste.money.endings import Ending
from foretaste.money.models import BankPayout, BankRefund, Payout, ProviderOperation, Refund
from tests.money.cast_of_money import World, all_balances, books_are_right, count_entries, what_the_audit_finds

ENDED = {"ext:cash:sandbox:EUR": -4200, "op:fees:all:EUR": 4200}


@pytest.fixture(autouse=True)
def clean(db: None) -> Iterator[None]:
    """After every story: the books balance and money's part of the audit is clean."""
    yield
    books_are_right()
    assert what_the_audit_finds() == []


def test_a_payout_that_comes_back_after_it_arrived_is_the_intern_s_and_goes_out_again(
    world: World, ines: Actor, clock: Any
) -> None:
    world.save_account(ines, "10000008")
    world.fund()
    world.commit()
    for day in (1, 2, 3):
        world.start_day(day)
    world.settle(Ending.COMPLETION)
    world.run_jobs()
    world.pass_time(clock, hours=1)
    assert (Payout.objects.get().state, all_balances()) == ("arrived", ENDED)
    assert "arrived in your bank account" in queries.statement_of(world.trial, ines).sentence

    world.pass_time(clock, days=2)
    payout = Payout.objects.get()
    assert (payout.state, payout.return_reason, payout.arrived_at) == ("returned", "account_closed", None)
    assert all_balances() == {
        "ext:cash:sandbox:EUR": -46200,
        "op:fees:all:EUR": 4200,
        f"intern:earned:{world.intern}:EUR": 42000,
    }
    assert "It is yours: correct your account" in queries.statement_of(world.trial, ines).sentence
    entries = count_entries()
    world.pass_time(clock, days=1)  # the same account is not tried again, and nothing is booked twice
    assert (Payout.objects.get().state, count_entries()) == ("returned", entries)

    world.save_account(ines)
    world.pass_time(clock, hours=1)
    payout.refresh_from_db()
    assert (payout.state, payout.attempt, all_balances()) == ("arrived", 2, ENDED)
    assert sorted(BankPayout.objects.values_list("state", flat=True)) == ["arrived", "bounced"]
    states = ProviderOperation.objects.filter(kind="payout").order_by("attempt").values_list("state", flat=True)
    assert list(states) == ["failed", "succeeded"]


def test_a_refund_that_comes_back_after_it_arrived_is_the_company_s_and_can_be_sent_again(
    world: World, odile: Actor, clock: Any
) -> None:
    world.pay_card(world.order(), "4000 0000 0000 7726")
    with transaction.atomic():
        movements.withdraw_seat_fund(seat_id=world.seat, at=world.at)
    world.run_jobs()
    world.pass_time(clock, hours=1)
    assert (Refund.objects.get().state, all_balances()) == ("arrived", {})
    world.pass_time(clock, days=2)
    refund = Refund.objects.get()
    assert (refund.state, refund.failure, refund.arrived_at) == ("failed", "card_closed", None)
    assert all_balances() == {f"company:refund:{world.company}:EUR": 46200, "ext:cash:sandbox:EUR": -46200}
    actions.retry_refund(refund_id=refund.public_id, by=odile, at=world.at)
    world.run_jobs()
    world.pass_time(clock, hours=1)
    refund.refresh_from_db()
    assert (refund.state, refund.attempt, all_balances()) == ("arrived", 2, {})
    assert sorted(BankRefund.objects.values_list("state", flat=True)) == ["arrived", "bounced"]
