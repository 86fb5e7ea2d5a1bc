"""A payer's bank takes a payment back. Whoever works is paid all the same; the company pays, at worst the operator."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.identifiers import new_public_id
from foretaste.money import disputing, movements, outgoing, queries, reconciling, settling
from foretaste.money.endings import Ending
from foretaste.money.models import BankRefund, Dispute, FundingOrder, LedgerEntry, Payout, Refund, SeatFund
from foretaste.money.providers import sandbox
from foretaste.money.providers.base import ChargeDisputed
from tests.money.cast_of_money import World, all_balances, books_are_right, count_entries, what_the_audit_finds

COST = {"op:cost:all:EUR": -1500}


def charge(order: FundingOrder) -> str:
    return order.pay_url.split("/")[3]


def dispute(world: World, order: FundingOrder) -> None:
    sandbox.dispute(ref=charge(order), at=world.at)
    world.run_jobs()


def close(world: World, order: FundingOrder, *, won: bool) -> None:
    sandbox.close_dispute(ref=charge(order), won=won, at=world.at)
    world.run_jobs()


def second_seat(world: World) -> FundingOrder:
    """The same company funds another seat, with a payment of its own."""
    first, world.seat = world.seat, new_public_id()
    order = world.fund()
    world.other, world.seat = world.seat, first  # type: ignore[attr-defined]
    return order


def withdraw_the_other(world: World) -> None:
    """What opportunities do with a seat that nobody was offered: withdraw it, so that its fund pays the debt."""
    with transaction.atomic():
        movements.withdraw_seat_fund(seat_id=world.other, at=world.at)  # type: ignore[attr-defined]
    world.run_jobs()


@pytest.fixture(autouse=True)
def clean(db: None) -> Iterator[None]:
    """After every story: the books balance and the audit is clean."""
    yield
    books_are_right()
    assert what_the_audit_finds() == []


def test_a_trial_whose_payment_is_charged_back_goes_on_and_is_paid(world: World, ines: Actor, clock: Any) -> None:
    world.save_account(ines)
    order = world.fund()
    world.commit()
    world.start_day(1)
    dispute(world, order)
    trial = {
        f"trial:held:{world.trial}:EUR": 28000,
        f"trial:fee:{world.trial}:EUR": 4200,
        f"intern:earned:{world.intern}:EUR": 14000,
    }
    owes = {f"company:owes:{world.company}:EUR": -46200}
    assert all_balances() == trial | owes | COST | {"ext:cash:sandbox:EUR": 1500}
    world.start_day(2)
    world.start_day(3)
    world.settle(Ending.COMPLETION)
    world.run_jobs()
    world.pass_time(clock, hours=1)
    assert Payout.objects.get().state == "arrived"
    close(world, order, won=False)
    assert all_balances() == owes | COST | {"ext:cash:sandbox:EUR": 43500, "op:fees:all:EUR": 4200}
    assert queries.debts_of(world.company) == [Amount(46200, "EUR")]


def test_a_lost_word_that_a_dispute_is_over_is_asked_for_in_the_night(world: World) -> None:
    """No sum differs, so nothing else would show it; and the company's refunds would wait for ever."""
    order = world.fund()
    dispute(world, order)
    sandbox.close_dispute(ref=charge(order), won=False, at=world.at)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # its message never comes
    world.run_jobs()
    entries, before = count_entries(), all_balances()
    assert Dispute.objects.get().state == "open"
    reconciling.run(at=world.at)
    assert (Dispute.objects.get().state, count_entries(), all_balances()) == ("lost", entries, before)


def test_an_exit_pays_the_intern_and_what_is_left_pays_the_debt(world: World, ines: Actor, clock: Any) -> None:
    world.save_account(ines)
    order = world.fund()
    world.commit()
    world.start_day(1)
    dispute(world, order)
    world.settle(Ending.EXIT)
    world.run_jobs()
    world.pass_time(clock, hours=25)
    with transaction.atomic():
        settling.release_returning(trial_id=world.trial, at=world.at)
    world.pass_time(clock, hours=1)
    assert (Payout.objects.get().state, Payout.objects.get().amount_minor) == ("arrived", 21000)
    refund = Refund.objects.get()
    assert (refund.state, refund.amount_minor, BankRefund.objects.count()) == ("set_off", 23100, 0)
    assert all_balances() == COST | {
        f"company:owes:{world.company}:EUR": -23100,
        "op:fees:all:EUR": 2100,
        "ext:cash:sandbox:EUR": 22500,
    }


def test_won_everything_is_as_it_was(world: World, clock: Any) -> None:
    order = world.fund()
    before = all_balances()
    world.commit()
    dispute(world, order)
    close(world, order, won=True)
    assert queries.debts_of(world.company) == []
    assert all_balances() == {
        f"trial:held:{world.trial}:EUR": 42000,
        f"trial:fee:{world.trial}:EUR": 4200,
        "ext:cash:sandbox:EUR": before["ext:cash:sandbox:EUR"],
    }
    assert (Dispute.objects.get().state, Dispute.objects.get().bookings) == ("won", 2)


def test_a_free_seat_pays_the_debt_and_comes_back_when_the_dispute_is_won(world: World, clock: Any) -> None:
    order = world.fund()
    other = second_seat(world)
    world.commit()
    dispute(world, order)
    withdraw_the_other(world)
    assert queries.debts_of(world.company) == []
    assert list(Refund.objects.values_list("state", "amount_minor")) == [("set_off", 46200)]
    close(world, order, won=True)
    world.pass_time(clock, hours=1)
    came_back = Refund.objects.exclude(state="set_off").get()
    assert (came_back.order, came_back.why, came_back.state, came_back.amount_minor) == (
        other,
        "dispute",
        "arrived",
        46200,
    )
    assert all_balances() == {
        f"trial:held:{world.trial}:EUR": 42000,
        f"trial:fee:{world.trial}:EUR": 4200,
        "ext:cash:sandbox:EUR": -46200,
    }


def test_a_refund_of_a_disputed_payment_waits_and_goes_another_way_once_it_is_lost(
    world: World, ines: Actor, clock: Any
) -> None:
    world.save_account(ines)
    order = world.fund()
    other = second_seat(world)
    world.commit()
    dispute(world, order)
    withdraw_the_other(world)
    world.start_day(1)
    world.settle(Ending.EXIT)
    world.pass_time(clock, hours=25)
    with transaction.atomic():
        settling.release_returning(trial_id=world.trial, at=world.at)
    world.pass_time(clock, hours=2)
    refund = Refund.objects.exclude(state="set_off").get()
    assert (refund.state, refund.amount_minor, BankRefund.objects.count()) == ("waiting", 23100, 0)
    close(world, order, won=False)
    world.pass_time(clock, hours=1)
    world.pass_time(clock, hours=1)
    refund.refresh_from_db()
    assert (refund.state, refund.order) == ("arrived", other)
    assert all_balances() == COST | {"op:fees:all:EUR": 2100, "ext:cash:sandbox:EUR": -600}


def test_a_refund_that_waits_pays_the_debt_in_part_and_the_rest_goes_out(world: World, clock: Any) -> None:
    order = world.fund()
    with transaction.atomic():
        movements.withdraw_seat_fund(seat_id=world.seat, at=world.at)
    assert Refund.objects.get().state == "waiting"
    with transaction.atomic():
        disputing.note(
            ChargeDisputed("dp_part", _operation(order), 10000, "EUR", 10000, 0), provider="sandbox", at=world.at
        )
    assert sorted(Refund.objects.values_list("state", "amount_minor")) == [("set_off", 10000), ("waiting", 36200)]
    assert queries.debts_of(world.company) == []
    assert all_balances() == {f"company:refund:{world.company}:EUR": 36200, "ext:cash:sandbox:EUR": -36200}


def test_a_refund_that_fails_on_its_way_pays_a_debt_that_came_meanwhile(world: World) -> None:
    order = world.pay_card(world.order(), "4000000000005126")  # a card to which refunds fail
    with transaction.atomic():
        movements.withdraw_seat_fund(seat_id=world.seat, at=world.at)
        outgoing.send_back(Refund.objects.select_for_update(of=("self",)).get(), at=world.at)
    with transaction.atomic():
        disputing.note(
            ChargeDisputed("dp_late", _operation(order), 46200, "EUR", 46200, 0), provider="sandbox", at=world.at
        )
    assert (Refund.objects.get().state, queries.debts_of(world.company)) == ("sent", [Amount(46200, "EUR")])
    world.run_jobs()
    assert list(Refund.objects.values_list("state", "amount_minor")) == [("set_off", 46200)]
    assert (queries.debts_of(world.company), all_balances(), BankRefund.objects.exclude(state="failed").count()) == (
        [],
        {},
        0,
    )


def _operation(order: FundingOrder) -> uuid.UUID:
    return uuid.UUID(charge(order))


def test_a_dispute_told_twice_and_in_another_order_is_booked_once(world: World) -> None:
    order = world.fund()
    world.commit()
    dispute(world, order)
    entries = count_entries()
    early = ChargeDisputed(
        Dispute.objects.get().ref, _operation(order), 46200, "EUR", withdrawn_minor=46200, fee_minor=1500
    )
    with transaction.atomic():
        disputing.note(early, provider="sandbox", at=world.at)
    assert count_entries() == entries
    close(world, order, won=True)
    entries = count_entries()
    with transaction.atomic():
        disputing.note(early, provider="sandbox", at=world.at)  # the first word, late
    assert (count_entries(), Dispute.objects.get().state) == (entries, "won")


def test_no_chargeback_takes_from_a_trial_whatever_the_seat_s_state(world: World) -> None:
    order = world.fund()
    world.commit()
    dispute(world, order)
    touched = LedgerEntry.objects.filter(
        account__kind__startswith="trial:", transfer__movement__in=["dispute_withdrawn", "dispute_returned", "set_off"]
    )
    assert not touched.exists()
    assert SeatFund.objects.get().state == "committed"


def test_the_database_lets_no_debt_become_a_credit(world: World) -> None:
    order = world.fund()
    with transaction.atomic():
        movements.withdraw_seat_fund(seat_id=world.seat, at=world.at)
    entries = count_entries()
    with (
        pytest.raises(IntegrityError, match="a_debt_is_no_credit"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT ledger_post('set_off', 'twice', NULL, now(), 'clock', '', %s::text[], %s::bigint[])",
            [[f"company:owes:{world.company}:EUR", f"company:refund:{world.company}:EUR"], [1, -1]],
        )
    assert count_entries() == entries
    assert order.state == "available"


def test_the_bank_s_page_starts_and_closes_a_dispute(world: World) -> None:
    order = world.fund()
    world.commit()
    page = f"/sandbox/pay/{charge(order)}/"
    client = Client()
    assert client.post(f"{page}dispute", {"how": "open"}).status_code == 303
    world.run_jobs()
    assert Dispute.objects.get().state == "open"
    assert b"We win" in client.get(page).content
    client.post(f"{page}dispute", {"how": "lost"})
    world.run_jobs()
    assert Dispute.objects.get().state == "lost"
    assert dt.timedelta(0) == Dispute.objects.get().closed_at - world.at
