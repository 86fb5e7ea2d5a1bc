"""Each promise that the application keeps is kept by the database too: past the application, by its own role's SQL.

The numbers are those of docs/explanation/money.md; what `tests/money/test_ledger.py` tries is not repeated here.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from foretaste.accounts.actors import Actor
from foretaste.money.endings import Ending
from foretaste.money.ledger.posting import LedgerRefusal, TheMovementWasOther, post, reverse
from foretaste.money.models import LedgerAccount, LedgerTransfer, ProviderOperation, SeatFund, Settlement
from tests.money.cast_of_money import World, all_balances, count_entries

ACTOR = "test:1"


def at_the_commit() -> None:
    """Ask what a commit would ask."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refused(sqlstate: str, act: Any) -> None:
    """Assert that the database says this no, at the latest at the commit, and that nothing has changed."""
    before = (count_entries(), all_balances(), list(SeatFund.objects.values()), list(Settlement.objects.values()))

    @transaction.atomic
    def commit() -> None:
        act()
        at_the_commit()

    with pytest.raises((DatabaseError, LedgerRefusal)) as refusal:
        commit()
    error: Any = refusal.value
    cause = error if isinstance(error, DatabaseError) else error.__cause__
    assert isinstance(cause, DatabaseError)
    assert isinstance(cause.__cause__, psycopg.Error)
    assert cause.__cause__.sqlstate == sqlstate, cause
    assert (
        count_entries(),
        all_balances(),
        list(SeatFund.objects.values()),
        list(Settlement.objects.values()),
    ) == before


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def funded(world: World) -> World:
    world.fund()
    at_the_commit()
    return world


@pytest.fixture
def signed(funded: World) -> World:
    funded.commit()
    at_the_commit()
    return funded


@pytest.fixture
def settled(signed: World, ines: Actor, clock: Any) -> World:
    """Left on day one, paid, and the company's part gone back."""
    signed.save_account(ines)
    signed.start_day(1)
    signed.settle(Ending.EXIT)
    signed.pass_time(clock, hours=3)
    at_the_commit()
    return signed


# --- 8: a signed trial holds its fund -------------------------------------------------------------
@pytest.mark.parametrize(("pay", "fee"), [(-1, 0), (0, -1), (-42000, -4200)])
def test_a_trial_is_not_signed_with_less_than_its_fund(funded: World, pay: int, fee: int) -> None:
    def sign() -> None:
        held, kept = funded.full + pay, funded.fee + fee
        SeatFund.objects.update(state="committed", trial_id=funded.trial)
        legs = {
            f"seat:held:{funded.seat}:EUR": -held,
            f"trial:held:{funded.trial}:EUR": held,
            f"seat:fee:{funded.seat}:EUR": -kept,
            f"trial:fee:{funded.trial}:EUR": kept,
        }
        if not held:  # nothing at all but a cent
            legs = {f"seat:held:{funded.seat}:EUR": -1, f"trial:held:{funded.trial}:EUR": 1}
        post(
            "commit_seat_to_trial", reference=funded.trial, legs=legs, at=funded.at, actor=ACTOR, trial_id=funded.trial
        )

    refused("FT011", sign)


def test_a_trial_is_not_signed_without_a_fund_of_its_own(funded: World) -> None:
    legs = {f"seat:held:{funded.seat}:EUR": -funded.full, "trial:held:another:EUR": funded.full}
    refused(
        "FT011",
        lambda: post(
            "commit_seat_to_trial", reference="another", legs=legs, at=funded.at, actor=ACTOR, trial_id="another"
        ),
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE money_seatfund SET pay_minor = pay_minor - 1",
        "UPDATE money_seatfund SET fee_minor = fee_minor - 1",
        "UPDATE money_seatfund SET state = 'released'",
        "UPDATE money_seatfund SET trial_id = 'another'",
        "UPDATE money_seatfund SET currency = 'USD'",
        "DELETE FROM money_seatfund",
    ],
)
def test_the_fund_of_a_signed_trial_stays(signed: World, change: str) -> None:
    refused("FT011", lambda: run(change))


# --- 10: a day earns once -------------------------------------------------------------------------
def test_a_day_earns_only_under_its_own_trials_name(signed: World) -> None:
    legs = {f"trial:held:{signed.trial}:EUR": -14000, f"intern:earned:{signed.intern}:EUR": 14000}
    for reference, trial in ((f"{signed.trial}/1", None), ("another/1", signed.trial), ("1", signed.trial)):
        refused(
            "23514",
            lambda reference=reference, trial=trial: post(
                "earn_day", reference=reference, legs=legs, at=signed.at, actor=ACTOR, trial_id=trial
            ),
        )
    signed.start_day(1)
    legs = {name: amount * 2 for name, amount in legs.items()}
    with pytest.raises(TheMovementWasOther), transaction.atomic():
        post("earn_day", reference=f"{signed.trial}/1", legs=legs, at=signed.at, actor=ACTOR, trial_id=signed.trial)
    assert signed.balance("intern:earned") == 14000


# --- 11, 12, 21: what is said is what was done ----------------------------------------------------
@pytest.mark.parametrize(
    ("change", "sqlstate"),
    [
        ("UPDATE money_settlement SET back_minor = back_minor + 1", "23514"),
        ("UPDATE money_settlement SET paid_minor = paid_minor + 1, back_minor = back_minor - 1", "FT012"),
        ("UPDATE money_settlement SET fee_minor = fee_minor - 1, back_minor = back_minor + 1", "FT012"),
        ("UPDATE money_settlement SET held_minor = 1, back_minor = back_minor - 1", "FT012"),
        ("UPDATE money_settlement SET returned_at = settled_at", "FT012"),
        ("DELETE FROM money_settlementline; DELETE FROM money_settlement", None),
    ],
)
def test_a_settlement_says_what_the_ledger_did(settled: World, change: str, sqlstate: str | None) -> None:
    if sqlstate is None:  # a settled trial without its settlement: what the ledger does next is refused
        run(change)
        legs = {f"trial:returning:{settled.trial}:EUR": -1, f"company:refund:{settled.company}:EUR": 1}
        refused(
            "FT012",
            lambda: post(
                "release_returning", reference="x", legs=legs, at=settled.at, actor=ACTOR, trial_id=settled.trial
            ),
        )
    else:
        refused(sqlstate, lambda: run(change))


@pytest.mark.parametrize("left", ["trial:held", "trial:fee"])
def test_a_trial_does_not_end_with_something_left_in_its_fund(signed: World, left: str) -> None:
    """The settlement's row is right to the cent; the movement leaves one cent where it was."""

    def settle() -> None:
        Settlement.objects.create(
            trial_id=signed.trial, seat_id=signed.seat, intern_id=signed.intern, company_id=signed.company,
            currency="EUR", ending="exit_before_start", full_pay_minor=signed.full, fund_fee_minor=signed.fee,
            fee_basis_points=1000, paid_minor=0, fee_minor=0, back_minor=signed.full + signed.fee,
            returned_at=signed.at, settled_at=signed.at, settled_on=signed.at.date(),
        )  # fmt: skip
        legs = {f"trial:held:{signed.trial}:EUR": -signed.full, f"trial:fee:{signed.trial}:EUR": -signed.fee}
        legs[f"{left}:{signed.trial}:EUR"] += 1
        legs[f"company:refund:{signed.company}:EUR"] = signed.full + signed.fee - 1
        post("settle_before_start", reference=signed.trial, legs=legs, at=signed.at, actor=ACTOR, trial_id=signed.trial)

    refused("FT012", settle)


# --- 13: one way, once ----------------------------------------------------------------------------
def test_a_payout_comes_out_one_way_and_was_sent_before(settled: World, clock: Any) -> None:
    settled.pass_time(clock, hours=3)
    arrived = LedgerTransfer.objects.get(movement="payout_arrived")
    settled.balance("ext:cash")
    post(
        "capture_funding",
        reference="more",
        legs={"ext:pending:sandbox:EUR": -9, "order:fund:o9:EUR": 9},
        at=settled.at,
        actor=ACTOR,
    )
    with connection.cursor() as cursor:  # a wrong row of the catalogue would not be enough
        cursor.execute("INSERT INTO ledger_movement_rule VALUES ('payout_returned', 'order:fund', -1)")
    legs = {"order:fund:o9:EUR": -5, f"intern:earned:{settled.intern}:EUR": 5}
    which = {"legs": legs, "at": settled.at, "actor": ACTOR}
    refused("23505", lambda: post("payout_returned", reference=arrived.reference, **which))
    refused("FT013", lambda: post("payout_returned", reference="never/1", **which))


@pytest.mark.parametrize(("ended", "then"), [("failed", "succeeded"), ("failed", "ready"), ("succeeded", "sent")])
def test_an_operation_ends_once(settled: World, ended: str, then: str) -> None:
    one = ProviderOperation.objects.filter(state="succeeded").first()
    assert one is not None
    run("UPDATE money_provideroperation SET state = %s WHERE id = %s", ended, one.pk)
    refused("FT013", lambda: run("UPDATE money_provideroperation SET state = %s WHERE id = %s", then, one.pk))
    assert ProviderOperation.objects.get(pk=one.pk).state == ended


# --- 16: other people's money ---------------------------------------------------------------------
def test_fees_leave_only_above_what_is_other_peoples(settled: World) -> None:
    fees = settled.balance("op:fees")
    assert fees > 0

    def take(amount: int) -> None:
        legs = {"op:fees:all:EUR": -amount, "ext:cash:sandbox:EUR": amount}
        post("withdraw_fees", reference=f"w{amount}", legs=legs, at=settled.at, actor=ACTOR)

    refused("FT014", lambda: take(fees + 1))
    post(
        "dispute_withdrawn",
        reference="d1",
        legs={f"company:owes:{settled.company}:EUR": -10, "ext:cash:sandbox:EUR": 10},
        at=settled.at,
        actor=ACTOR,
    )
    refused("FT014", lambda: take(fees))
    take(fees - 10)
    at_the_commit()
    post(
        "put_in_own_money",
        reference="p1",
        legs={"ext:cash:sandbox:EUR": -10, "op:loss:all:EUR": 10},
        at=settled.at,
        actor=ACTOR,
    )
    take(10)
    at_the_commit()
    assert settled.balance("op:fees") == 0


# --- 17, 18, 19 -----------------------------------------------------------------------------------
def test_a_trial_has_no_account_of_a_second_currency(signed: World) -> None:
    which = {"at": signed.at, "actor": ACTOR}
    post("capture_funding", reference="u", legs={"ext:pending:sandbox:USD": -1, "order:fund:o9:USD": 1}, **which)
    post("make_funding_available", reference="u", legs={"order:fund:o9:USD": -1, "seat:held:s9:USD": 1}, **which)
    legs = {"seat:held:s9:USD": -1, f"trial:held:{signed.trial}:USD": 1}
    refused("23505", lambda: post("commit_seat_to_trial", reference="u", legs=legs, trial_id=signed.trial, **which))
    assert set(LedgerAccount.objects.filter(owner=signed.trial).values_list("currency", flat=True)) == {"EUR"}


@pytest.mark.parametrize("movement", ["dispute_withdrawn", "dispute_returned", "set_off", "write_off", "claim_back"])
@pytest.mark.parametrize("kind", ["trial:held", "trial:fee", "trial:hold", "intern:earned", "payroll:payable"])
def test_the_catalogue_takes_no_row_that_lets_a_dispute_reach_a_signed_trial(
    signed: World, movement: str, kind: str
) -> None:
    refused("23514", lambda: run("INSERT INTO ledger_movement_rule VALUES (%s, %s, -1)", movement, kind))


def test_names_stay_out_of_the_ledger(funded: World) -> None:
    def give(owner: str = "o1", actor: str = ACTOR) -> None:
        legs = {"ext:pending:sandbox:EUR": -1, f"order:fund:{owner}:EUR": 1}
        post("capture_funding", reference=f"{owner} {actor}", legs=legs, at=funded.at, actor=actor)

    for owner in ("Ines Brandt", "ines@example.org", "DE89370400440532013000"):
        refused("FT015", lambda owner=owner: give(owner=owner))
    for actor in ("ines@example.org", "Ines", "intern:7 Ines"):
        refused("23514", lambda actor=actor: give(actor=actor))


# --- 9: what is an intern's is the intern's -------------------------------------------------------
def test_no_reversal_takes_back_what_an_intern_has_earned(signed: World) -> None:
    signed.start_day(1)
    earned = LedgerTransfer.objects.get(movement="earn_day")
    with pytest.raises(LedgerRefusal, match="may not take back"), transaction.atomic():
        reverse(earned.pk, at=signed.at, actor="operator:1", reason="a mistake, they say")
    assert signed.balance("intern:earned") == 14000
