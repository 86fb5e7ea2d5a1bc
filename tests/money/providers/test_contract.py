"""The contract: what every provider does, whatever stands behind it. One suite, over all of them.

A provider joins in `counters.py`. Each test drives the port alone: outcomes, the provider's own lines, its messages.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from foretaste.money.models import ProviderOperation
from foretaste.money.providers.base import AnswerLost, Capability, OperationChanged, Outcome, SameKeyOtherPayload, Word
from foretaste.money.refusals import TheWebhookIsForged
from tests.money.providers.counters import (
    CLOSED,
    COUNTERS,
    GOOD,
    LATE_CARD,
    NO_REFUND_CARD,
    REFUSED,
    Counter,
    counter,
)

pytestmark = pytest.mark.django_db
AMOUNT = 46200


@pytest.fixture(params=COUNTERS)
def bank(request: pytest.FixtureRequest, clock: Any) -> Counter:
    return counter(request.param, clock, request)


def needs(bank: Counter, *capabilities: Capability) -> None:
    for one in capabilities:
        if not bank.can(one):
            pytest.skip(f"{bank.name} has no {one}")


def words(outcome: Outcome | None) -> tuple[str, int, int]:
    """Say an outcome in three words: what it is, what arrived, what of it is available."""
    assert outcome is not None
    arrived = sum(one.amount_minor for one in outcome.payments)
    return str(outcome.word), arrived, sum(one.amount_minor for one in outcome.payments if one.available)


# --- money in -------------------------------------------------------------------------------------


def test_a_paid_charge_is_available(bank: Counter) -> None:
    charge = bank.order(AMOUNT)
    assert words(bank.port.find(charge)) == ("pending", 0, 0)
    bank.pay(charge, "4242424242424242")
    assert words(bank.port.find(charge)) == ("succeeded", AMOUNT, AMOUNT)
    assert bank.moved() == {"charge": [AMOUNT]}


def test_a_declined_charge_has_failed_and_brought_nothing(bank: Counter) -> None:
    needs(bank, Capability.CHARGE_CARD)
    charge = bank.order(AMOUNT)
    bank.decline(charge)
    found = bank.port.find(charge)
    assert words(found) == ("failed", 0, 0)
    assert found is not None
    assert found.failure == "card_declined"
    assert bank.moved() == {}


def test_captured_is_not_available_yet(bank: Counter) -> None:
    needs(bank, Capability.CHARGE_CARD)
    charge = bank.funded(AMOUNT, LATE_CARD)
    assert words(bank.port.find(charge)) == ("pending", AMOUNT, 0)
    bank.pass_time(days=2)
    assert words(bank.port.find(charge)) == ("succeeded", AMOUNT, AMOUNT)


def test_a_transfer_funds_nothing_before_all_of_it_is_there(bank: Counter) -> None:
    needs(bank, Capability.CHARGE_BANK_TRANSFER)
    charge = bank.order(AMOUNT, "bank_transfer")
    bank.receive(charge, AMOUNT - 200)
    found = bank.port.find(charge)
    assert found is not None
    assert found.word is Word.PENDING
    bank.receive(charge, 200)
    assert words(bank.port.find(charge)) == ("succeeded", AMOUNT, AMOUNT)


def test_the_payer_is_told_apart_by_a_fingerprint(bank: Counter) -> None:
    prints = {
        payment.payer_fingerprint
        for card in ("4242424242424242", "4242424242424242", NO_REFUND_CARD)
        for payment in (bank.port.find(bank.funded(AMOUNT, card)) or Outcome(Word.FAILED)).payments
    }
    assert len(prints) == 2
    assert "" not in prints


def test_what_was_never_asked_is_not_known(bank: Counter) -> None:
    assert bank.port.find(bank.operation("charge", AMOUNT, method="card")) is None


# --- money to people's own accounts -----------------------------------------------------------------


def test_a_transfer_moves_earned_pay_to_the_persons_account(bank: Counter) -> None:
    needs(bank, Capability.TRANSFER)
    charge, payee = bank.funded(AMOUNT), bank.payee(GOOD)
    moved = bank.transfer(charge, payee, 14000)
    found = bank.port.find(moved)
    assert found is not None
    assert (found.word, found.ref) == (Word.SUCCEEDED, moved.provider_ref)
    assert sum(one.connected_minor for one in bank.port.balances()) == 14000


def test_a_transfer_takes_no_more_than_its_charge_has(bank: Counter) -> None:
    needs(bank, Capability.TRANSFER)
    charge, payee = bank.funded(AMOUNT), bank.payee(GOOD)
    bank.funded(AMOUNT)  # somebody else's money is there too
    bank.transfer(charge, payee, 40000)
    more = bank.operation("transfer", 6201, charge=str(charge.pk), account=payee.account)
    outcome = bank.port.transfer(more, payee)
    assert (outcome.word, outcome.failure, outcome.retryable) == (Word.FAILED, "insufficient_balance", True)
    assert bank.moved()["transfer"] == [-40000]


def test_a_transfer_that_was_a_mistake_is_taken_back(bank: Counter) -> None:
    needs(bank, Capability.TRANSFER)
    charge, payee = bank.funded(AMOUNT), bank.payee(GOOD)
    moved = bank.transfer(charge, payee, 14000)
    back = bank.operation("reversal", 14000, transfer=str(moved.pk))
    assert bank.port.find(back) is None
    refs = {bank.port.reverse(back, moved).ref for _ in range(2)}
    found = bank.port.find(back)
    assert found is not None
    assert refs == {found.ref}
    assert (bank.moved()["transfer"], bank.moved()["reversal"]) == ([-14000], [14000])


# --- money to banks -----------------------------------------------------------------------------------


def test_a_payout_arrives(bank: Counter) -> None:
    payee = bank.payable(GOOD, 21000)
    out = bank.out(payee, 21000)
    sent = bank.pay_out(out, payee)
    assert (sent.word, sent.expected_at is not None and sent.expected_at > bank.clock.now) == (Word.PENDING, True)
    bank.pass_time(hours=1)
    found = bank.port.find(out)
    assert found is not None
    assert found.word is Word.SUCCEEDED
    assert bank.moved()["payout"] == [-21000]


def test_a_closed_account_sends_it_back_and_a_corrected_one_takes_it(bank: Counter) -> None:
    payee = bank.payable(CLOSED, 21000)
    out = bank.out(payee, 21000)
    bank.pay_out(out, payee)
    bank.pass_time(hours=1)
    found = bank.port.find(out)
    assert found is not None
    assert (found.word, found.failure, found.retryable) == (Word.FAILED, "account_closed", False)
    payee = bank.correct(payee, GOOD)
    again = bank.out(payee, 21000)
    bank.pay_out(again, payee)
    bank.pass_time(hours=1)
    found = bank.port.find(again)
    assert found is not None
    assert found.word is Word.SUCCEEDED
    assert sum(bank.moved()["payout"]) == -21000


def test_a_refused_account_fails_at_once(bank: Counter) -> None:
    payee = bank.payable(REFUSED, 21000)
    refused = bank.pay_out(bank.out(payee, 21000), payee)
    assert (refused.word, refused.failure, refused.retryable) == (Word.FAILED, "account_refused", False)
    assert "payout" not in bank.moved()


def test_a_payout_of_more_than_there_is_may_be_tried_again(bank: Counter) -> None:
    needs(bank, Capability.TRANSFER)
    payee = bank.payable(GOOD, 21000)
    short = bank.pay_out(bank.out(payee, 21001), payee)
    assert (short.word, short.failure, short.retryable) == (Word.FAILED, "insufficient_balance", True)


# --- money back -----------------------------------------------------------------------------------------


def test_a_refund_is_pending_then_arrives(bank: Counter) -> None:
    charge = bank.funded(AMOUNT)
    refund = bank.operation("refund", 23100, charge=str(charge.pk))
    assert bank.keep(refund, bank.port.refund(refund, str(charge.pk))).word is Word.PENDING
    bank.pass_time(hours=1)
    found = bank.port.find(refund)
    assert found is not None
    assert found.word is Word.SUCCEEDED
    assert bank.moved() == {"charge": [AMOUNT], "refund": [-23100]}


def test_no_more_goes_back_than_was_paid(bank: Counter) -> None:
    charge = bank.funded(AMOUNT)
    first = bank.operation("refund", 23100, charge=str(charge.pk))
    bank.port.refund(first, str(charge.pk))
    second = bank.operation("refund", 23101, charge=str(charge.pk))
    outcome = bank.port.refund(second, str(charge.pk))
    assert (outcome.word, outcome.failure) == (Word.FAILED, "more_than_was_paid")
    bank.pass_time(hours=1)
    assert bank.moved()["refund"] == [-23100]


def test_a_refund_to_a_closed_card_fails(bank: Counter) -> None:
    needs(bank, Capability.CHARGE_CARD)
    charge = bank.funded(AMOUNT, NO_REFUND_CARD)
    refund = bank.operation("refund", AMOUNT, charge=str(charge.pk))
    bank.keep(refund, bank.port.refund(refund, str(charge.pk)))
    found = bank.port.find(refund)
    assert found is not None
    assert found.word is Word.FAILED
    assert found.failure
    bank.pass_time(hours=1)
    assert "refund" not in bank.moved()


# --- keys -------------------------------------------------------------------------------------------------

Ask = Callable[[ProviderOperation], Outcome]


def prepared(bank: Counter, kind: str, number: str = GOOD) -> tuple[ProviderOperation, Ask]:
    """Return an operation that can be asked, and how."""
    if kind == "charge":
        return bank.operation("charge", 21000, method="card", return_url="/"), bank.port.start_funding
    if kind == "refund":
        charge = str(bank.funded(AMOUNT).pk)
        return bank.operation("refund", 21000, charge=charge), lambda one: bank.port.refund(one, charge)
    if kind == "transfer":
        needs(bank, Capability.TRANSFER)
        charge, payee = str(bank.funded(AMOUNT).pk), bank.payee(number)
        one = bank.operation("transfer", 21000, charge=charge, account=payee.account)
        return one, lambda asked: bank.port.transfer(asked, payee)
    payee = bank.payable(number, AMOUNT)
    return bank.out(payee, 21000), lambda one: bank.port.payout(one, payee, one.details["reference"])


KINDS = ("charge", "refund", "transfer", "payout")


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_asked_again_does_nothing_again(bank: Counter, kind: str) -> None:
    operation, ask = prepared(bank, kind)
    refs = {ask(operation).ref for _ in range(3)}
    found = bank.port.find(operation)
    assert found is not None
    assert refs == {found.ref}
    bank.pass_time(hours=1)
    assert len(bank.moved().get(kind, [])) == (0 if kind == "charge" else 1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_used_for_something_else_is_refused_and_changes_nothing(bank: Counter, kind: str) -> None:
    operation, ask = prepared(bank, kind)
    ask(operation)
    before = bank.moved()
    operation.amount_minor = 20999
    with pytest.raises(SameKeyOtherPayload):
        ask(operation)
    assert bank.moved() == before


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_lost_answer_is_looked_up_and_nothing_is_done_twice(bank: Counter, kind: str, when: str) -> None:
    by_number = {"before": "10000005", "after": "10000006"}[when] if bank.name == "sandbox" else GOOD
    operation, ask = prepared(bank, kind, by_number)
    if not bank.lose(kind, when):
        pytest.skip(f"{bank.name} loses no answer to a {kind}")
    with pytest.raises(AnswerLost):
        ask(operation)
    found = bank.port.find(operation)
    assert (found is None) == (when == "before")
    again = ask(operation)
    assert found is None or found.ref == again.ref
    bank.pass_time(hours=1)
    assert len(bank.moved().get(kind, [])) == (0 if kind == "charge" else 1)


# --- messages -----------------------------------------------------------------------------------------------


def tells(bank: Counter) -> None:
    if not bank.port.endpoints:
        pytest.skip(f"{bank.name} sends no messages")


def lived(bank: Counter) -> dict[str, ProviderOperation]:
    """A little of everything, for the messages it leaves."""
    charge = bank.funded(AMOUNT)
    payee = bank.payable(GOOD, 21000)
    out = bank.out(payee, 21000)
    bank.pay_out(out, payee)
    refund = bank.operation("refund", 23100, charge=str(charge.pk))
    bank.keep(refund, bank.port.refund(refund, str(charge.pk)))
    bank.pass_time(hours=1)
    return {"charge": charge, "payout": out, "refund": refund}


@pytest.mark.parametrize("seed", range(3))
def test_messages_in_any_order_and_twice_say_the_same(bank: Counter, seed: int) -> None:
    tells(bank)
    operations = lived(bank)
    told = bank.messages() * 2
    random.Random(seed).shuffle(told)
    heard = set()
    for endpoint, raw, headers in told:
        message = bank.port.parse_event(raw, headers, bank.clock.now, endpoint)
        seen = bank.port.observe(raw)
        heard |= {one.operation_id for one in seen if isinstance(one, OperationChanged)}
        if message.operation_id is not None:
            assert OperationChanged(message.operation_id) in seen
    assert heard >= {one.pk for one in operations.values()}
    found = {kind: bank.port.find(one) for kind, one in operations.items()}
    assert {kind: one and one.word for kind, one in found.items()} == dict.fromkeys(operations, Word.SUCCEEDED)


def test_a_late_message_says_what_is_so_now(bank: Counter) -> None:
    needs(bank, Capability.CHARGE_CARD)
    charge = bank.funded(AMOUNT, LATE_CARD)
    told = bank.messages()
    bank.pass_time(days=2)
    late = bank.clock.now
    for endpoint, raw, _ in told:
        headers = next(signed for other, body, signed in bank.messages() if (other, body) == (endpoint, raw))
        bank.port.parse_event(raw, headers, late, endpoint)
        assert OperationChanged(charge.pk) in bank.port.observe(raw)
    assert words(bank.port.find(charge)) == ("succeeded", AMOUNT, AMOUNT)


def test_a_forged_message_is_refused(bank: Counter) -> None:
    tells(bank)
    lived(bank)
    for endpoint, raw, headers in bank.messages():
        bank.port.parse_event(raw, headers, bank.clock.now, endpoint)
        for how, forged in bank.forgeries(endpoint, raw).items():
            with pytest.raises(TheWebhookIsForged):
                pytest.fail(f"{how}: {bank.port.parse_event(raw, forged, bank.clock.now, endpoint)}")


def test_its_lines_and_its_balance_are_one(bank: Counter) -> None:
    lived(bank)
    lines = bank.port.list_money(bank.clock.now.replace(year=2020))
    held = sum(one.available_minor + one.pending_minor + one.connected_minor for one in bank.port.balances())
    inside = {"transfer", "reversal"}  # from one place at the provider to another
    assert held == sum(line.amount_minor - line.fee_minor for line in lines if line.kind not in inside)
