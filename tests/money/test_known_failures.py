"""What other ledgers were caught doing, by name, and seen not to happen here."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from foretaste.accounts.actors import Actor
from foretaste.core.identifiers import new_public_id
from foretaste.money import actions, movements
from foretaste.money.endings import Ending
from foretaste.money.ledger.posting import (
    TheMoneyIsNotThere,
    TheMovementWasOther,
    post,
    reverse,
    write_checkpoints,
)
from foretaste.money.models import BankRefund, LedgerEntry, LedgerTransfer, Refund
from foretaste.money.queries import balance
from foretaste.money.refusals import TheSeatIsNotFunded, TheSeatIsSigned
from tests.money.cast_of_money import World, all_balances, books_are_right, count_entries
from tests.money.test_ledger import in_threads
from tests.money.test_ledger_moments import AT, CASH, FUND, fill, reads


def capture(reference: str, amount: int = 500, order: str = "o1") -> int | None:
    legs = {CASH: -amount, f"order:fund:{order}:EUR": amount}
    return post("capture_funding", reference=reference, legs=legs, at=AT, actor="t:1")


def test_a_refund_asked_for_twice_goes_back_once(world: World, clock: Any) -> None:
    """Blnk 152: a second refund of the same payment was booked and paid."""
    world.fund()
    with transaction.atomic():
        movements.withdraw_seat_fund(seat_id=world.seat, at=world.at)
    with transaction.atomic():
        assert movements.withdraw_seat_fund(seat_id=world.seat, at=world.at) is None
    refund = Refund.objects.get()
    for _ in range(3):
        actions.send_refund(refund_id=refund.public_id, at=world.at)
        world.run_jobs()
        world.pass_time(clock, days=1)
    assert [row.amount_minor for row in BankRefund.objects.all()] == [46200]
    assert LedgerTransfer.objects.filter(movement="start_refund").count() == 1
    assert all_balances() == {}


def test_a_reversal_asked_for_twice_moves_the_money_once(db: None) -> None:
    """Blnk 152 again: a refund is a transaction of its own, and nothing counted how many there were."""
    number = capture("p1")
    assert number is not None
    first = reverse(number, at=AT, actor="operator:1", reason="a")
    assert reverse(number, at=AT, actor="operator:2", reason="b") == first
    assert (balance(FUND), balance(CASH), count_entries()) == (0, 0, 4)


@pytest.mark.django_db(transaction=True)
def test_six_holds_of_1000_on_5000_are_five() -> None:
    """Blnk 181: six holds of 1,000 were accepted on a balance of 5,000."""
    with transaction.atomic():
        capture("p1", 5000)

    def hold(number: int) -> object:
        legs = {FUND: -1000, f"seat:held:s{number}:EUR": 1000}
        return post("make_funding_available", reference=f"h{number}", legs=legs, at=AT, actor="t:1")

    results = in_threads(6, hold)
    assert sorted(type(result).__name__ for result in results) == ["TheMoneyIsNotThere"] + ["int"] * 5
    assert balance(FUND) == 0
    assert sum(balance(f"seat:held:s{number}:EUR") for number in range(6)) == 5000
    books_are_right()


def test_one_seats_fund_is_never_held_for_two_trials(world: World) -> None:
    """The same, by the project's own words: a second agreement on a signed seat gets nothing."""
    world.fund()
    world.commit()
    before = all_balances()
    world.trial = new_public_id()
    with pytest.raises(TheSeatIsSigned):
        world.commit()
    assert all_balances() == before
    world.seat = new_public_id()
    with pytest.raises(TheSeatIsNotFunded):
        world.commit()
    assert all_balances() == before


def test_an_answer_of_conflict_has_moved_nothing(db: None) -> None:
    """Blnk 374: the repeated refund answered 409, and applied the payment again each time."""
    capture("p1")
    legs = {FUND: -200, "company:refund:c1:EUR": 200}
    first = post("refund_surplus", reference="r1", legs=legs, at=AT, actor="t:1")
    before = list(LedgerEntry.objects.order_by("id").values()), all_balances(), LedgerTransfer.objects.count()
    other = {FUND: -100, "company:refund:c1:EUR": 100}
    for _ in range(3):
        with pytest.raises(TheMovementWasOther), transaction.atomic():
            post("refund_surplus", reference="r1", legs=other, at=AT, actor="t:1")
        with pytest.raises(TheMoneyIsNotThere), transaction.atomic():
            post("refund_surplus", reference="r2", legs={FUND: -301, "company:refund:c1:EUR": 301}, at=AT, actor="t:1")
        assert post("refund_surplus", reference="r1", legs=legs, at=AT, actor="t:1") == first
        assert (
            list(LedgerEntry.objects.order_by("id").values()),
            all_balances(),
            LedgerTransfer.objects.count(),
        ) == before


@pytest.mark.django_db(transaction=True)
def test_numbers_given_out_under_load_are_all_different() -> None:
    """Formance 364: identifiers made in the program collided under load. Ours come from the database."""
    results = in_threads(8, lambda worker: [capture(f"{worker}/{turn}", 1, f"o{worker}") for turn in range(25)])
    numbers = [number for made in results if isinstance(made, list) for number in made]
    assert len(set(numbers)) == len(numbers) == 200
    versions = list(LedgerEntry.objects.filter(account__code="order:fund:o3:EUR").values_list("version", flat=True))
    assert sorted(versions) == list(range(1, 26))
    assert balance(CASH) == -200
    books_are_right()


@pytest.mark.django_db(transaction=True)
def test_a_request_repeated_by_an_impatient_client_counts_once() -> None:
    """pgledger 38: no key, so a retry after a lost answer paid again."""
    results = in_threads(8, lambda number: [capture(f"p{turn}") for turn in range(10)])
    assert len({tuple(made) for made in results if isinstance(made, list)}) == 1
    assert (balance(FUND), LedgerTransfer.objects.count()) == (5000, 10)


def test_an_exit_pressed_twice_pays_once(world: World, ines: Actor) -> None:
    """The same, by the project's own words: the settlement is the trial's one, whoever asks again."""
    from foretaste.money.refusals import TheTrialIsSettled

    world.save_account(ines)
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(Ending.EXIT)
    before = all_balances(), count_entries()
    for ending in (Ending.EXIT, Ending.EARLY_END):
        with pytest.raises(TheTrialIsSettled):
            world.settle(ending)
    assert (all_balances(), count_entries()) == before


def test_a_busy_account_is_as_fast_after_100000_entries(db: None) -> None:
    """hordak 40 and 76: the balance of one account took 31 s after 12.9 million transactions.

    A posting to a busy account and both kinds of balance read as many entries as on the first day.
    """
    capture("a", 1, "o9")
    _, first, _ = reads(lambda: capture("b", 1, "o9"))
    fill(100_000)
    write_checkpoints()
    for number in range(3):
        _, fetched, scans = reads(lambda number=number: capture(f"later{number}", 1))
        assert scans == 0
        assert fetched <= first + 5
    for account, least in ((CASH, -100_005), (FUND, 100_003)):
        answer, fetched, scans = reads(lambda account=account: balance(account))
        assert (answer, scans) == (least, 0)
        assert fetched <= 1_000


@pytest.mark.django_db(transaction=True)
def test_no_update_is_lost_between_reading_a_balance_and_locking_it() -> None:
    """Blnk: the version was read before the lock was taken. Ours is read by the statement that locks."""
    results = in_threads(8, lambda worker: [capture(f"{worker}/{turn}", 1) for turn in range(15)])
    assert [result for result in results if not isinstance(result, list)] == []
    entries = LedgerEntry.objects.filter(account__code=FUND).order_by("version")
    assert list(entries.values_list("version", "balance_after")) == [(number, number) for number in range(1, 121)]
