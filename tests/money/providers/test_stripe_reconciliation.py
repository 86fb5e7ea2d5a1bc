"""Differences put into Stripe's own books: each class is found through the adapter, and nothing that is right."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from foretaste.accounts.actors import Actor
from foretaste.money import hosting, reconciling, settling
from foretaste.money.clock import sweep
from foretaste.money.endings import Ending
from foretaste.money.models import Difference, Handover, Payout, ReconciliationRun, Refund
from tests.money.cast_of_money import World, books_are_right
from tests.stripe_fake import StripeFake
from tests.stripe_fake.instance import TOP_UP, deliver

pytestmark = pytest.mark.django_db
K = Difference.Kind
PAID, COST = 46200, 46200 * 150 // 10_000 + 25
Found = set[tuple[str, int, int]]
OWN_MONEY: Found = {(K.UNKNOWN_MOVEMENT, 0, TOP_UP)}  # the operator's reserve, which nobody here asked for


@pytest.fixture
def lived(world: World, stripe_fake: StripeFake, ines: Actor, odile: Actor, clock: Any) -> StripeFake:
    """462.00 in by card, a day handed over, left, paid out; 231.00 have gone back. The reserve is explained."""

    def hear() -> None:
        world.run_jobs()
        while deliver(stripe_fake):
            world.run_jobs()

    def pass_time(**how_far: float) -> None:
        world.at = clock.move_on(**how_far)
        stripe_fake.sweep()
        hear()
        sweep(world.at)
        hear()

    world.order("card")
    hear()
    stripe_fake.pay_by_card(next(iter(stripe_fake.sessions)))
    hear()
    account = hosting.open_account(person_id=world.intern, country="DE", at=world.at).ref
    stripe_fake.fill_in(account)
    hear()
    world.commit()
    world.start_day(1)
    hear()
    world.settle(Ending.EXIT)
    hear()
    pass_time(hours=25)
    with transaction.atomic():
        settling.release_returning(trial_id=world.trial, at=world.at)
    pass_time(hours=1)
    pass_time(hours=1)
    assert {one.state for one in (*Payout.objects.all(), *Refund.objects.all())} == {"arrived"}
    assert sorted(Handover.objects.values_list("amount_minor", "state")) == [(7000, "done"), (14000, "done")]
    assert found(world.at) == OWN_MONEY
    reconciling.note_difference(
        difference_id=Difference.objects.get().public_id,
        state="explained",
        note="our own reserve",
        mine=True,
        by=odile,
        at=world.at,
    )
    return stripe_fake


def found(at: dt.datetime) -> Found:
    """Run it; return what is open: the kind, what the ledger says, what Stripe says."""
    reconciling.run(at=at)
    return {(one.kind, one.ours_minor, one.theirs_minor) for one in Difference.objects.filter(state="open")}


# --- what may be wrong in Stripe's books ----------------------------------------------------------


def lines_of(fake: StripeFake, kind: str) -> list[dict[str, Any]]:
    """Return the first line of a kind; of a transfer, its other side in the intern's account too."""
    line = next(line for line in fake.lines if line["type"] == kind)
    if kind != "transfer":
        return [line]
    return [line, *(one for one in fake.lines if one["source"] == line["source"] and one["_account"])]


def drop(kind: str) -> Callable[[StripeFake], None]:
    def change(fake: StripeFake) -> None:
        for line in lines_of(fake, kind):
            fake.lines.remove(line)

    return change


def alter(kind: str, amount: int = 0, fee: int = 0) -> Callable[[StripeFake], None]:
    def change(fake: StripeFake) -> None:
        for line, sign in zip(lines_of(fake, kind), (1, -1), strict=False):
            line["amount"] += sign * amount
            line["fee"] += fee
            line["net"] += sign * amount - fee

    return change


def twice(kind: str) -> Callable[[StripeFake], None]:
    def change(fake: StripeFake) -> None:
        fake.lines += [line | {"id": f"{line['id']}_again"} for line in lines_of(fake, kind)]

    return change


def in_dollars(kind: str) -> Callable[[StripeFake], None]:
    return lambda fake: lines_of(fake, kind)[0].update(currency="usd")


def by_hand(kind: str, amount: int, *, of_an_intern: bool = False) -> Callable[[StripeFake], None]:
    """Somebody did it in Stripe's dashboard: it names no operation of ours."""

    def change(fake: StripeFake) -> None:
        account = next(iter(fake.accounts))
        fake._book(account if of_an_intern else "", kind, amount, 0, "made_by_hand")
        if kind == "transfer":
            fake._book(account, "payment", -amount, 0, "made_by_hand")

    return change


def of_nobody(fake: StripeFake) -> None:
    """A refund in the name of an operation that is none of ours: another instance with the same account."""
    fake.refunds["re_other"] = {"id": "re_other", "object": "refund", "metadata": {"operation": str(uuid.UUID(int=7))}}
    fake._book("", "refund", -500, 0, "re_other")


def untold_chargeback(fake: StripeFake) -> None:
    fake.dispute(next(iter(fake.charges)))
    fake.events.clear()


def hidden(fake: StripeFake) -> None:
    """The balance is lower than its lines say."""
    true = fake.balance

    def balance(account: str = "") -> dict[str, Any]:
        told = true(account)
        if not account:
            told["available"][0]["amount"] -= 700
        return told

    fake.balance = balance  # type: ignore[method-assign]


CLASSES: dict[str, tuple[Callable[[StripeFake], None], Found]] = {
    "booked without a payout": (drop("payout"), {(K.NO_MOVEMENT, -21000, 0)}),
    "booked without a refund": (drop("refund"), {(K.NO_MOVEMENT, -23100, 0)}),
    "booked without a transfer": (drop("transfer"), {(K.NO_MOVEMENT, -14000, 0)}),
    "less came in": (alter("charge", -100), {(K.AMOUNT, PAID - COST, PAID - COST - 100)}),
    "a higher fee": (alter("charge", fee=7), {(K.AMOUNT, PAID - COST, PAID - COST - 7)}),
    "more went out": (alter("payout", -100), {(K.AMOUNT, -21000, -21100)}),
    "less went back": (alter("refund", 1), {(K.AMOUNT, -23100, -23099)}),
    "less was handed over": (alter("transfer", 1), {(K.AMOUNT, -14000, -13999)}),
    "paid out twice": (twice("payout"), {(K.TWICE, -21000, -42000)}),
    "sent back twice": (twice("refund"), {(K.TWICE, -23100, -46200)}),
    "handed over twice": (twice("transfer"), {(K.TWICE, -14000, -28000)}),
    "a refund in another currency": (in_dollars("refund"), {(K.CURRENCY, -23100, 0)}),
    "a refund by hand": (by_hand("refund", -500), {(K.BY_HAND, 0, -500)}),
    "a transfer by hand": (by_hand("transfer", -500), {(K.BY_HAND, 0, -500)}),
    "our own payout by hand": (by_hand("payout", -500), {(K.BY_HAND, 0, -500)}),
    "an intern's payout by hand": (by_hand("payout", -500, of_an_intern=True), {(K.BY_HAND, 0, -500)}),
    "a fee of Stripe's": (by_hand("stripe_fee", -35), {(K.UNKNOWN_MOVEMENT, 0, -35)}),
    "a new kind of line": (by_hand("climate_order_purchase", -35), {(K.UNKNOWN_MOVEMENT, 0, -35)}),
    "an unknown operation": (of_nobody, {(K.UNKNOWN_OPERATION, 0, -500)}),
    "an untold chargeback": (untold_chargeback, {(K.NOT_BOOKED, 0, -PAID - 1500)}),
    "a hidden movement": (hidden, {(K.BALANCE, 0, -700)}),
}


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_is_found_in_stripes_own_books_and_nothing_else(lived: StripeFake, clock: Any, name: str) -> None:
    change, expected = CLASSES[name]
    change(lived)
    Difference.objects.exclude(kind=K.UNKNOWN_MOVEMENT).delete()
    ReconciliationRun.objects.all().delete()
    forget_lines()
    at = clock.move_on(days=2)
    assert found(at) == expected
    assert found(at) == expected  # said again, it is the same rows
    assert Difference.objects.count() == len(expected) + 1
    assert Difference.objects.get(state="explained").note == "our own reserve"
    books_are_right()


def forget_lines() -> None:
    """As though no run had read the lines before: what a run has read and is changed is a class of its own."""
    from foretaste.money.models import ProviderLine

    ProviderLine.objects.all().delete()


@pytest.mark.parametrize(
    ("change", "says"),
    [(alter("refund", -5), (K.CHANGED, -23100, -23105)), (drop("payout"), (K.CHANGED, -21000, 0))],
    ids=["altered", "gone"],
)
def test_a_line_that_stripe_changes_or_takes_away_afterwards_is_found(
    lived: StripeFake, world: World, change: Callable[[StripeFake], None], says: tuple[str, int, int]
) -> None:
    change(lived)
    assert says in found(world.at)


def test_a_life_that_is_right_has_no_difference_for_weeks(lived: StripeFake, clock: Any) -> None:
    for _week in range(6):
        assert found(clock.move_on(days=7)) == set()
    last = ReconciliationRun.objects.latest("at")
    assert last.totals["EUR"]["lines"] == last.totals["EUR"]["balance"] == last.totals["EUR"]["ledger"] + TOP_UP
