"""The bank fails in every way it can, and the money still ends where it belongs; forged words move nothing."""

from __future__ import annotations

import datetime as dt
import json
import random
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.core.calendars import at_time
from foretaste.money import actions, inbox, movements, tasks
from foretaste.money.endings import Ending
from foretaste.money.models import (
    BankCharge,
    BankMessage,
    BankPayout,
    FundingOrder,
    LedgerTransfer,
    Payout,
    ProviderEvent,
    ProviderOperation,
    Refund,
    SeatFund,
)
from foretaste.money.providers import sandbox
from foretaste.money.queries import seat_is_funded
from foretaste.money.refusals import (
    NothingToPayOut,
    TheAccountCannotBeRead,
    TheOrderIsPaid,
    TheSamePersonOnBothSides,
    TheSeatHasMoneyAlready,
    TheSeatIsNotFunded,
    TheSeatIsSigned,
    TheWebhookIsForged,
)
from tests.money.cast_of_money import World, all_balances, books_are_right, count_entries

FUNDED = {"ext:cash:sandbox:EUR": -46200}


# --- funding ------------------------------------------------------------------------------------


def test_a_card_funds_the_seat(world: World) -> None:
    order = world.fund()
    assert (order.state, order.received_minor, order.available_minor) == ("available", 46200, 46200)
    assert seat_is_funded(world.seat)
    assert all_balances() == FUNDED | {
        f"seat:held:{world.seat}:EUR": 42000,
        f"seat:fee:{world.seat}:EUR": 4200,
    }


@pytest.mark.parametrize(
    ("card", "failure"), [("4000000000000002", "card_declined"), ("4000 0000 0000 9995", "insufficient_funds")]
)
def test_a_declined_card_moves_nothing_and_the_seat_can_be_funded_again(world: World, card: str, failure: str) -> None:
    order = world.pay_card(world.order(), card)
    assert (order.state, order.failure, count_entries()) == ("failed", failure, 0)
    assert not seat_is_funded(world.seat)
    assert world.fund().state == "available"


def test_captured_is_not_funded_until_it_is_available(world: World, clock: Any) -> None:
    order = world.pay_card(world.order(), "4000000000000341")
    assert (order.state, seat_is_funded(world.seat), world.balance("ext:pending")) == ("captured", False, -46200)
    world.pass_time(clock, days=2)
    order.refresh_from_db()
    assert (order.state, seat_is_funded(world.seat), world.balance("ext:pending")) == ("available", True, 0)


def test_a_bank_told_twice_books_once(world: World) -> None:
    world.pay_card(world.order(), "4000000000000119")
    assert (BankMessage.objects.get().times, ProviderEvent.objects.count()) == (2, 1)
    assert (world.balance("ext:cash"), LedgerTransfer.objects.filter(movement="capture_funding").count()) == (-46200, 1)


def test_a_payment_never_told_is_found_by_looking_it_up(world: World, clock: Any) -> None:
    order = world.pay_card(world.order(), "4000000000000259")
    assert (order.state, ProviderEvent.objects.count()) == ("started", 0)
    world.pass_time(clock, hours=1)
    order.refresh_from_db()
    assert (order.state, seat_is_funded(world.seat)) == ("available", True)


def test_a_short_transfer_waits_for_the_rest_and_a_surplus_goes_back(world: World, clock: Any) -> None:
    order = world.order("bank_transfer")
    world.run_jobs()
    ref = order.pay_url.split("/")[3]
    sandbox.pay_by_transfer(ref=ref, amount_minor=46000, at=world.at)
    world.pass_time(clock, hours=2)
    order.refresh_from_db()
    assert (order.state, order.is_short, order.missing_minor) == ("captured", True, 200)
    assert not seat_is_funded(world.seat)
    sandbox.pay_by_transfer(ref=ref, amount_minor=700, at=world.at)
    world.pass_time(clock, hours=2)
    order.refresh_from_db()
    assert (order.state, order.surplus_minor, Refund.objects.get().amount_minor) == ("available", 500, 500)
    world.pass_time(clock, hours=1)
    assert all_balances() == FUNDED | {f"seat:held:{world.seat}:EUR": 42000, f"seat:fee:{world.seat}:EUR": 4200}


def test_money_that_comes_after_the_seat_was_closed_goes_back_whole(world: World, clock: Any) -> None:
    order = world.order("bank_transfer")
    world.run_jobs()
    sandbox.pay_by_transfer(ref=order.pay_url.split("/")[3], at=world.at)
    with transaction.atomic():
        movements.withdraw_seat_fund(seat_id=world.seat, at=world.at)
    world.pass_time(clock, hours=2)
    order.refresh_from_db()
    assert (order.state, Refund.objects.get().why, Refund.objects.get().amount_minor) == ("late", "late", 46200)
    world.pass_time(clock, hours=1)
    assert all_balances() == {}


def test_a_seat_is_funded_once(world: World) -> None:
    world.order()
    with pytest.raises(TheSeatHasMoneyAlready):
        world.order()
    assert FundingOrder.objects.count() == 1


def test_an_order_is_cancelled_until_it_is_paid(world: World, odile: Actor) -> None:
    order = world.order()
    actions.cancel_funding(order_id=order.public_id, by=odile, at=world.at)
    assert SeatFund.objects.get().state == "failed"
    paid = world.fund()
    with pytest.raises(TheOrderIsPaid):
        actions.cancel_funding(order_id=paid.public_id, by=odile, at=world.at)


def test_a_withdrawn_seat_gives_its_money_back_but_never_a_signed_one(world: World, clock: Any) -> None:
    world.fund()
    with transaction.atomic():
        movements.withdraw_seat_fund(seat_id=world.seat, at=world.at)
    world.run_jobs()
    world.pass_time(clock, hours=1)
    assert (all_balances(), Refund.objects.get().state) == ({}, "arrived")
    with pytest.raises(TheSeatIsNotFunded):
        world.commit()
    world.fund()
    world.commit()
    before = count_entries()
    with pytest.raises(TheSeatIsSigned), transaction.atomic():
        movements.withdraw_seat_fund(seat_id=world.seat, at=world.at)
    world.trial = "anothertrial"
    with pytest.raises(TheSeatIsSigned):
        world.commit()
    assert count_entries() == before


# --- payouts --------------------------------------------------------------------------------------


@pytest.fixture
def ended(world: World) -> World:
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(Ending.EARLY_END)
    return world


def test_pay_without_an_account_waits_and_goes_out_once_it_is_saved(ended: World, ines: Actor, clock: Any) -> None:
    ended.run_jobs()
    assert (Payout.objects.get().state, ended.balance("intern:earned")) == ("needs_account", 42000)
    ended.save_account(ines)
    assert (Payout.objects.get().state, ended.balance("intern:transit")) == ("sent", 42000)
    ended.pass_time(clock, hours=1)
    assert (Payout.objects.get().state, ended.balance("intern:transit")) == ("arrived", 0)


def test_a_closed_account_sends_it_back_and_a_corrected_one_gets_a_new_attempt(
    ended: World, ines: Actor, clock: Any
) -> None:
    ended.save_account(ines, "10000001")
    ended.pass_time(clock, hours=1)
    payout = Payout.objects.get()
    assert (payout.state, payout.return_reason, ended.balance("intern:earned")) == ("returned", "account_closed", 42000)
    ended.save_account(ines, "10000009")
    ended.pass_time(clock, hours=1)
    payout.refresh_from_db()
    assert (payout.state, payout.attempt, ended.balance("intern:earned")) == ("arrived", 2, 0)
    keys = ProviderOperation.objects.filter(kind="payout").values_list("attempt", "state").order_by("attempt")
    assert list(keys) == [(1, "failed"), (2, "succeeded")]
    assert BankPayout.objects.filter(state="arrived").count() == 1


@pytest.mark.parametrize(
    ("number", "after", "state"),
    [
        ("10000002", {"days": 4}, "sent"),
        ("10000002", {"days": 5}, "arrived"),
        ("10000003", {"hours": 1}, "arrived"),
        ("10000004", {"minutes": 59}, "sent"),
        ("10000004", {"hours": 1}, "arrived"),
        ("10000005", {"hours": 1}, "arrived"),
        ("10000006", {"hours": 1}, "arrived"),
        ("10000007", {"minutes": 1}, "returned"),
    ],
)
def test_late_twice_never_and_lost_answers_pay_once(
    ended: World, ines: Actor, clock: Any, number: str, after: dict[str, float], state: str
) -> None:
    ended.save_account(ines, number)
    ended.pass_time(clock, minutes=0)
    ended.pass_time(clock, **after)
    assert Payout.objects.get().state == state
    assert BankPayout.objects.count() == 1
    assert ProviderOperation.objects.filter(kind="payout").count() == 1
    books_are_right()


def test_days_earned_can_be_asked_for_while_the_trial_runs(world: World, ines: Actor) -> None:
    world.save_account(ines)
    world.fund()
    world.commit()
    world.start_day(1)
    assert [payout.amount_minor for payout in actions.request_payout(by=ines, at=world.at)] == [14000]
    with pytest.raises(NothingToPayOut):
        actions.request_payout(by=ines, at=world.at)
    world.settle(Ending.EXIT)
    assert list(Payout.objects.order_by("id").values_list("amount_minor", flat=True)) == [14000, 7000]


def test_a_payouts_reference_says_nothing_of_the_ending(ended: World) -> None:
    reference = Payout.objects.get().reference
    assert reference.startswith("FORETASTE PAY ")
    assert not any(word in reference.lower() for word in ("exit", "bonus", "early", ended.trial))


def test_the_account_that_paid_can_not_be_paid(world: World, ines: Actor, clock: Any) -> None:
    order = world.order("bank_transfer")
    world.run_jobs()
    sandbox.pay_by_transfer(ref=order.pay_url.split("/")[3], at=world.at, account_number="DE89370400440532013000")
    world.pass_time(clock, hours=2)
    world.commit()
    world.start_day(1)
    with pytest.raises(TheSamePersonOnBothSides):
        world.save_account(ines, "DE89 3704 0044 0532 0130 00")


@pytest.mark.parametrize("number", ["", "123", "DE89370400440532013001", "DE8937", "hello world", "١٢٣٤٥٦٧"])
def test_an_account_number_that_can_not_be_is_refused(world: World, ines: Actor, number: str) -> None:
    with pytest.raises(TheAccountCannotBeRead):
        world.save_account(ines, number)


def test_a_refund_that_fails_stays_the_companys(world: World, clock: Any, odile: Actor) -> None:
    world.pay_card(world.order(), "4000000000005126")
    with transaction.atomic():
        movements.withdraw_seat_fund(seat_id=world.seat, at=world.at)
    world.run_jobs()
    refund = Refund.objects.get()
    assert (refund.state, refund.failure, world.balance("company:refund")) == ("failed", "card_closed", 46200)
    actions.retry_refund(refund_id=refund.public_id, by=odile, at=world.at)
    assert (Refund.objects.get().attempt, world.balance("company:refunding")) == (2, 46200)


# --- webhooks ---------------------------------------------------------------------------------------


def paid_but_untold(world: World) -> tuple[bytes, ProviderOperation]:
    """Let a card pay whose bank never tells; return a message about it."""
    world.pay_card(world.order(), "4000000000000259")
    operation = ProviderOperation.objects.get()
    return json.dumps({"id": "ev_1", "type": "charge.paid", "operation": str(operation.pk)}).encode(), operation


FORGERIES: dict[str, Callable[[bytes, dt.datetime], str]] = {
    "no signature": lambda raw, at: "",
    "another body": lambda raw, at: sandbox.sign(raw + b" ", at),
    "too old": lambda raw, at: sandbox.sign(raw, at - dt.timedelta(seconds=301)),
    "from the future": lambda raw, at: sandbox.sign(raw, at + dt.timedelta(seconds=301)),
    "another time": lambda raw, at: sandbox.sign(raw, at).replace("t=1", "t=2", 1),
    "not a number": lambda raw, at: "t=now,v1=" + "0" * 64,
    "not ascii": lambda raw, at: "t=١,v1=é",
}


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forged_webhook_is_refused_and_leaves_no_trace(world: World, how: str) -> None:
    raw, _ = paid_but_untold(world)
    before = count_entries()
    with pytest.raises(TheWebhookIsForged):
        inbox.receive("sandbox", raw, {sandbox.SIGNATURE: FORGERIES[how](raw, world.at)}, at=world.at)
    assert (ProviderEvent.objects.count(), count_entries()) == (0, before)


def test_the_endpoint_takes_a_signed_message_and_refuses_a_forged_one(world: World, client: Client) -> None:
    raw, _ = paid_but_untold(world)

    def send(signature: str) -> int:
        headers = {sandbox.SIGNATURE: signature}
        answer = client.post("/webhooks/sandbox/", raw, content_type="application/json", headers=headers)
        return answer.status_code

    assert send("t=1,v1=0") == 400
    assert [send(sandbox.sign(raw, world.at)) for _ in range(3)] == [200, 200, 200]
    world.run_jobs()
    assert (ProviderEvent.objects.count(), seat_is_funded(world.seat)) == (1, True)
    assert client.post("/webhooks/other/", raw, content_type="application/json").status_code == 404
    assert client.get("/webhooks/sandbox/").status_code == 405


@pytest.mark.parametrize("length", ["lots", "-1", "1e3", "\u00b2", " "])
def test_a_length_that_is_no_number_is_refused(world: World, client: Client, length: str) -> None:
    raw, _ = paid_but_untold(world)
    signed = {sandbox.SIGNATURE: sandbox.sign(raw, world.at)}
    before = ProviderEvent.objects.count()
    answer = client.post(
        "/webhooks/sandbox/", raw, content_type="application/json", headers=signed, CONTENT_LENGTH=length
    )
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert ProviderEvent.objects.count() == before


@pytest.mark.parametrize("length", ["262145", "9" * 5_000])
def test_what_is_too_long_is_not_read(world: World, client: Client, length: str) -> None:
    answer = client.post("/webhooks/sandbox/", b"{}", content_type="application/json", CONTENT_LENGTH=length)
    assert answer.status_code == 413


def test_a_secret_of_somebody_else_signs_nothing(world: World, settings: Any) -> None:
    raw, _ = paid_but_untold(world)
    settings.WEBHOOK_SECRET = "somebody-elses"
    theirs = sandbox.sign(raw, world.at)
    settings.WEBHOOK_SECRET = "ours"
    with pytest.raises(TheWebhookIsForged):
        inbox.receive("sandbox", raw, {sandbox.SIGNATURE: theirs}, at=world.at)


@pytest.mark.parametrize("seed", range(5))
def test_messages_repeated_and_in_any_order_book_the_same(ended: World, ines: Actor, clock: Any, seed: int) -> None:
    ended.save_account(ines, "10000004")
    order_key = ProviderOperation.objects.get(kind="charge").pk
    payout_key = ProviderOperation.objects.get(kind="payout").pk
    with at_time(clock.now + dt.timedelta(minutes=40)) as at:
        sandbox.sweep(at)
        said = [("charge.paid", order_key), ("payout.arrived", payout_key), ("charge.available", order_key)]
        said += [("payout.returned", payout_key), ("charge.declined", order_key), ("payout.arrived", uuid.uuid4())]
        told = [(f"ev_{number}", *one) for number, one in enumerate(said)] * 2
        random.Random(seed).shuffle(told)
        for event_id, type_, key in told:
            raw = json.dumps({"id": event_id, "type": type_, "operation": str(key)}).encode()
            inbox.receive("sandbox", raw, {sandbox.SIGNATURE: sandbox.sign(raw, at)}, at=at)
            tasks.handle_event(provider="sandbox", event_id=event_id)
    assert Payout.objects.get().state == "arrived"
    assert all_balances() == {"ext:cash:sandbox:EUR": -4200, "op:fees:all:EUR": 4200}
    assert ProviderEvent.objects.filter(handled_at=None).count() == 0


# --- the pay page ---------------------------------------------------------------------------------


def test_the_pay_page_takes_a_card_once(world: World, client: Client) -> None:
    order = world.order()
    assert client.get(order.pay_url).status_code == 200
    assert client.post(order.pay_url, {"number": "4242"}).status_code == 422
    assert client.post(order.pay_url, {"number": sandbox.GOOD_CARD}).status_code == 303
    assert client.post(order.pay_url, {"number": sandbox.GOOD_CARD}).status_code == 422
    world.run_jobs()
    assert (BankCharge.objects.get().state, seat_is_funded(world.seat)) == ("paid", True)
    assert b"evil.example" not in client.get(order.pay_url + "?next=https://evil.example/").content
    assert client.get(f"/sandbox/pay/{uuid.uuid4()}/").status_code == 404
    assert client.get("/sandbox/pay/nonsense/").status_code == 404


def test_the_pay_page_takes_a_transfer(world: World, client: Client, clock: Any) -> None:
    order = world.order("bank_transfer")
    assert 'value="462.00"' in client.get(order.pay_url).text
    sent = {"amount": "462.00", "account_number": "DE02 1203 0000 0000 2020 51"}
    for wrong in ("", "lots", "0", "-1", "462.001"):
        assert client.post(order.pay_url, sent | {"amount": wrong}).status_code == 422
    assert not BankCharge.objects.get().payments.exists()
    assert client.post(order.pay_url, sent).status_code == 303
    world.run_jobs()
    world.pass_time(clock, hours=2)
    assert seat_is_funded(world.seat)
    assert settings.PAYMENT_PROVIDER == "sandbox"
