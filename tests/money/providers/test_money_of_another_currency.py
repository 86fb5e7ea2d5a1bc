"""A payment that the provider converts is booked where it lies, funds nothing, and ends by two people's word."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from foretaste.accounts.actors import Actor, Role
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAcceptable, NotFound
from foretaste.money import actions, correcting, queries, reconciling
from foretaste.money.invariants import look
from foretaste.money.ledger.posting import LedgerRefusal, post, reverse
from foretaste.money.models import (
    Conversion,
    Correction,
    Difference,
    Dispute,
    FundingOrder,
    Handover,
    LedgerEntry,
    LedgerTransfer,
    Refund,
    SeatFund,
)
from foretaste.money.refusals import (
    ACorrectionWaits,
    ItIsOtherPeoplesMoney,
    TheCorrectionIsDone,
    TheSumIsNotAcceptable,
    TwoPeopleMustSign,
)
from tests.money.cast_of_money import World, all_balances, books_are_right
from tests.money.providers.test_stripe import Life
from tests.stripe_fake import StripeFake
from tests.stripe_fake.instance import TOP_UP

pytestmark = pytest.mark.django_db
LATE_CARD = "4000000000000341"  # captured at once, available a week later
BECAME, COST = 50820, 46200 * 150 // 10_000 + 25
K = Difference.Kind
OWN_MONEY = {(K.UNKNOWN_MOVEMENT, "EUR", 0, TOP_UP)}  # the operator's reserve, which nobody here asked for


@pytest.fixture
def converted(world: World, stripe_fake: StripeFake, clock: Any) -> Life:
    """462.00 EUR were paid; Stripe keeps dollars only, and made 508.20 of them."""
    life = Life(world, stripe_fake, clock)
    life.order()
    stripe_fake.currency, stripe_fake.rate = "usd", Decimal("1.1")
    stripe_fake.pay_by_card(life.session(), LATE_CARD)
    life.hear()
    return life


def operator(person_id: int) -> Actor:
    return Actor(frozenset({Role.OPERATOR}), person_id=person_id)


def propose(life: Life, kind: str, minor: int, currency: str, **more: str) -> Correction:
    about = {"conversion_id": Conversion.objects.get().public_id, **more}
    amount = Amount(minor, currency)
    return correcting.propose_correction(
        kind=kind, amount=amount, reason="Ours.", by=operator(1), at=life.world.at, **about
    )


def sign(life: Life, one: Correction, person_id: int = 2) -> None:
    correcting.sign_correction(correction_id=one.public_id, by=operator(person_id), at=life.world.at)
    life.hear()


def found(life: Life) -> set[tuple[str, str, int, int]]:
    reconciling.run(at=life.world.at)
    open_ones = Difference.objects.filter(state="open")
    return {(one.kind, one.currency, one.ours_minor, one.theirs_minor) for one in open_ones}


def promises_broken() -> list[str]:
    return [str(one) for one in look() if one.offenders]


def test_it_is_booked_where_it_lies_and_funds_nothing(converted: Life) -> None:
    order = FundingOrder.objects.get()
    here = {
        f"order:fund:{order.public_id}:EUR": 46200, "op:fx:all:EUR": -46200,
        "op:fx:all:USD": BECAME, "op:cost:all:USD": -COST,
    }  # fmt: skip
    assert all_balances() == here | {"ext:pending:stripe:USD": COST - BECAME}
    converted.pass_time(days=8)
    assert all_balances() == here | {"ext:cash:stripe:USD": COST - BECAME}
    order.refresh_from_db()
    assert (order.state, SeatFund.objects.get().state) == ("captured", "funding")
    assert found(converted) == OWN_MONEY
    assert promises_broken() == []
    books_are_right()


def test_two_people_exchange_it_back_and_it_funds_its_seat(converted: Life) -> None:
    with pytest.raises(NotAcceptable, match="not available"):
        propose(converted, "exchange_back", 50000, "USD")
    converted.pass_time(days=8)
    with pytest.raises(TheSumIsNotAcceptable):
        propose(converted, "exchange_back", 46200, "EUR")
    too_much = propose(converted, "exchange_back", BECAME, "USD")  # the provider kept its fee
    with pytest.raises(ItIsOtherPeoplesMoney):
        sign(converted, too_much)
    correcting.drop_correction(correction_id=too_much.public_id, by=operator(1), at=converted.world.at)
    one = propose(converted, "exchange_back", 50000, "USD")
    entries = LedgerEntry.objects.count()
    with pytest.raises(TwoPeopleMustSign):
        sign(converted, one, 1)
    assert (LedgerEntry.objects.count(), SeatFund.objects.get().state) == (entries, "funding")
    sign(converted, one)
    assert (FundingOrder.objects.get().state, SeatFund.objects.get().state) == ("available", "funded")
    kept = BECAME - 50000
    fx = {code: minor for code, minor in all_balances().items() if code.startswith("op:fx")}
    assert fx == {"op:fx:all:USD": kept}
    with pytest.raises(TheCorrectionIsDone):
        propose(converted, "exchange_back", 50000, "USD")
    converted.fake.currency = "eur"
    converted.open()
    converted.start()
    assert Handover.objects.get().state == "done"  # out of our balance: no charge there is in euro
    assert promises_broken() == []
    books_are_right()


def test_given_back_it_leaves_at_that_day_s_rate_and_the_operator_bears_the_difference(converted: Life) -> None:
    converted.pass_time(days=8)
    with pytest.raises(TheSumIsNotAcceptable):
        propose(converted, "give_converted_back", 100, "EUR")
    converted.fake.rate = Decimal("1.11")
    sign(converted, propose(converted, "give_converted_back", 46200, "EUR"))
    assert (FundingOrder.objects.get().state, SeatFund.objects.get().state) == ("late", "failed")
    converted.pass_time(days=6)
    assert Refund.objects.get().state == "arrived"
    left = BECAME - COST - 51282
    assert all_balances() == {
        "op:fx:all:USD": BECAME - 51282, "op:cost:all:USD": -COST, "ext:cash:stripe:USD": -left,
    }  # fmt: skip
    assert found(converted) == OWN_MONEY
    assert promises_broken() == []
    books_are_right()


@pytest.mark.parametrize("says_what_came_back", [True, False])
def test_a_refund_of_it_that_comes_back_is_exchanged_back_and_leaves_once(
    converted: Life, monkeypatch: pytest.MonkeyPatch, says_what_came_back: bool
) -> None:
    converted.pass_time(days=8)
    sign(converted, propose(converted, "give_converted_back", 46200, "EUR"))
    converted.pass_time(days=6)
    before = {code: minor for code, minor in all_balances().items() if not code.startswith("company:")}
    if not says_what_came_back:
        monkeypatch.setattr("foretaste.money.providers.stripe.hearing.converted_to", lambda line: {})
    converted.fake.fail_refund(next(iter(converted.fake.refunds)))
    converted.hear()
    refund = Refund.objects.get()
    back = {
        f"company:refund:{refund.company_id}:EUR": 46200, "op:fx:all:EUR": -46200, "op:fx:all:USD": BECAME,
        "op:cost:all:USD": -COST, "ext:cash:stripe:USD": COST - BECAME,
    }  # fmt: skip
    assert (refund.state, all_balances()) == ("failed", back)
    assert queries.own_money("EUR") == Amount(-46200, "EUR")  # nothing that somebody could take out
    assert found(converted) == OWN_MONEY
    actions.retry_refund(refund_id=refund.public_id, by=operator(1), at=converted.world.at)
    converted.hear()
    converted.pass_time(days=6)
    assert (Refund.objects.get().state, all_balances()) == ("arrived", before)
    assert found(converted) == OWN_MONEY
    assert promises_broken() == []
    books_are_right()


@pytest.mark.parametrize("won", [True, False])
def test_a_chargeback_of_it_is_owed_as_it_was_paid_and_taken_where_it_lies(converted: Life, won: bool) -> None:
    converted.pass_time(days=8)
    converted.fake.rate = Decimal("1.2")
    ref = converted.fake.dispute(next(iter(converted.fake.charges)))
    converted.hear()
    dispute, order = Dispute.objects.get(), FundingOrder.objects.get()
    assert (dispute.withdrawn_minor, dispute.currency) == (46200, "EUR")
    assert queries.debts_of(order.company_id) == [Amount(46200, "EUR")]
    here = {f"order:fund:{order.public_id}:EUR": 46200}
    open_ = {
        f"company:owes:{order.company_id}:EUR": -46200, "op:fx:all:USD": BECAME - 55440,
        "op:cost:all:USD": -COST - 1500, "ext:cash:stripe:USD": COST + 1500 + 55440 - BECAME,
    }  # fmt: skip
    assert all_balances() == here | open_
    assert found(converted) == OWN_MONEY
    converted.fake.rate = Decimal("1.1")
    converted.fake.close_dispute(ref, won=won)
    converted.hear()
    won_ = {
        "op:fx:all:EUR": -46200, "op:fx:all:USD": BECAME - 55440 + 50820, "op:cost:all:USD": -COST,
        "ext:cash:stripe:USD": COST + 55440 - 2 * BECAME,
    }  # fmt: skip
    assert all_balances() == here | (won_ if won else open_)
    assert queries.debts_of(order.company_id) == ([] if won else [Amount(46200, "EUR")])
    converted.pass_time(days=1)
    assert found(converted) == OWN_MONEY
    assert promises_broken() == []
    books_are_right()


def test_a_rate_that_is_not_the_provider_s_is_found(converted: Life) -> None:
    line = next(one for one in converted.fake.lines if one["type"] == "charge")
    line["amount"], line["net"] = line["amount"] - 100, line["net"] - 100
    converted.pass_time(days=2)
    assert (K.CURRENCY, "EUR", 0, 0) in found(converted)


@pytest.mark.parametrize("other", [("exchange_back", 51000, "USD"), ("give_converted_back", 46200, "EUR")])
def test_one_correction_of_it_waits_at_a_time(converted: Life, other: tuple[str, int, str]) -> None:
    """A second one, of either kind, would be another answer to the same question: whoever signs first decides."""
    converted.pass_time(days=8)
    one = propose(converted, "exchange_back", 50000, "USD")
    before, entries = list(Correction.objects.values()), LedgerEntry.objects.count()
    with pytest.raises(ACorrectionWaits):
        propose(converted, *other)
    with pytest.raises(IntegrityError, match="one_correction_waits_for_a_conversion"), transaction.atomic():
        Correction.objects.create(
            kind=other[0], amount_minor=other[1], currency=other[2], conversion_id=one.conversion_id,
            reason="Another.", proposed_by=2, proposed_at=converted.world.at,
        )  # fmt: skip
    assert (list(Correction.objects.values()), LedgerEntry.objects.count()) == (before, entries)
    correcting.drop_correction(correction_id=one.public_id, by=operator(1), at=converted.world.at)
    assert propose(converted, *other).state == "waiting"


def test_it_is_about_a_converted_payment_or_about_none(converted: Life) -> None:
    converted.pass_time(days=8)
    with pytest.raises(NotFound):
        propose(converted, "give_converted_back", 46200, "EUR", conversion_id="none00000000")
    with pytest.raises(DatabaseError), transaction.atomic():
        Conversion.objects.update(settled_currency="EUR")
    assert Correction.objects.count() == 0


# --- what the database refuses ------------------------------------------------------------------------------

EUR = {"op:fx:all:EUR": -500, "ext:cash:sandbox:EUR": 500}
USD = {"op:fx:all:USD": 550, "ext:cash:sandbox:USD": -550}


def at_once(world: World, *halves: tuple[str, dict[str, int]], trial_id: str | None = None) -> None:
    with transaction.atomic():
        for movement, legs in halves:
            post(movement, reference="x", legs=legs, at=world.at, actor="provider", trial_id=trial_id)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize(
    "halves",
    [
        (("fx_out", EUR),),
        (("fx_in", USD),),
        (("fx_out", EUR), ("fx_in", {"op:fx:all:EUR": 500, "ext:cash:sandbox:EUR": -500})),
        (("fx_out", EUR | {"op:fx:all:USD": -5, "ext:cash:sandbox:USD": 5}), ("fx_in", USD)),
    ],
)
def test_half_an_exchange_is_refused(world: World, halves: tuple[tuple[str, dict[str, int]], ...]) -> None:
    with pytest.raises(DatabaseError, match="one currency out"):
        at_once(world, *halves)
    assert LedgerTransfer.objects.count() == 0


def test_an_exchange_is_of_no_trial_and_is_undone_by_another_one(world: World) -> None:
    with pytest.raises(DatabaseError, match="one currency out"):
        at_once(world, ("fx_out", EUR), ("fx_in", USD), trial_id=world.trial)
    at_once(world, ("fx_out", EUR), ("fx_in", USD))
    for one in LedgerTransfer.objects.all():
        with pytest.raises(LedgerRefusal), transaction.atomic():
            reverse(one.pk, at=world.at, actor="operator:1", reason="No.")
    assert LedgerTransfer.objects.count() == 2


@pytest.mark.parametrize("kind", ["trial:held", "intern:earned", "company:refund", "order:fund", "op:loss"])
def test_no_row_of_the_catalogue_lets_an_exchange_reach_anybody_s_money(db: None, kind: str) -> None:
    for movement in ("fx_out", "fx_in"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO ledger_movement_rule VALUES (%s, %s, 1)", [movement, kind])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_movement_rule VALUES ('make_good', 'op:fx', -1)")
