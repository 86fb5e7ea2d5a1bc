"""The audit holds on honest books, and catches every tampering."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from foretaste.accounts.actors import Actor
from foretaste.money import audit
from foretaste.money.endings import Ending
from tests.money.cast_of_money import World

OURS = [one for one in audit._checks if one.run.__module__ == "foretaste.money.audit"]


def broken() -> set[int]:
    return {one.guarantee for one in OURS if one.run().offenders}


@pytest.fixture
def settled(world: World, ines: Actor, clock: Any) -> World:
    world.save_account(ines)
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(Ending.EARLY_END)
    world.pass_time(clock, hours=3)
    world.pass_time(clock, hours=3)
    return world


def test_honest_books_break_no_guarantee(settled: World) -> None:
    assert broken() == set()
    assert {one.title: one.run().counted for one in OURS if one.guarantee in (3, 7)} == {
        "payouts": 1,
        "movements out of what is an intern's": 2,
        "early ends": 1,
    }


@pytest.mark.parametrize(
    ("tampering", "guarantee"),
    [
        ("UPDATE ledger_account SET balance = balance + 1 WHERE kind = 'intern:transit'", 10),
        ("UPDATE ledger_entry SET amount = amount + 1 WHERE id = (SELECT max(id) FROM ledger_entry)", 10),
        ("DELETE FROM ledger_entry WHERE id = (SELECT max(id) FROM ledger_entry)", 10),
        ("UPDATE money_settlement SET paid_minor = paid_minor - 1, back_minor = back_minor + 1", 7),
        ("UPDATE money_settlement SET paid_minor = paid_minor - 1, back_minor = back_minor + 1", 10),
        ("UPDATE money_settlement SET full_pay_minor = paid_minor + 1, fund_fee_minor = fund_fee_minor - 1", 7),
        ("UPDATE money_settlement SET fee_minor = fee_minor + 1", 5),
        ("UPDATE money_settlement SET ending = 'exit', settled_at = settled_at + interval '1 s'", 4),
        ("UPDATE money_payout SET amount_minor = amount_minor - 1", 3),
        ("UPDATE money_bankpayout SET amount_minor = amount_minor - 1", 10),
        ("UPDATE money_wagefloor SET source = '' WHERE country = 'GB'", 11),
        (
            "UPDATE ledger_entry SET account_id = (SELECT id FROM ledger_account WHERE kind = 'op:fees')"
            " WHERE amount > 0 AND account_id = (SELECT id FROM ledger_account WHERE kind = 'intern:transit')",
            3,
        ),
    ],
)
def test_tampering_is_caught(settled: World, tampering: str, guarantee: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE money_settlement DROP CONSTRAINT a_settlement_splits_the_fund_to_the_cent")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(tampering)
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert guarantee in broken()


def test_an_unfunded_seat_and_a_drained_trial_are_caught(world: World) -> None:
    world.fund()
    assert broken() == set()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET balance = balance - 1 WHERE kind = 'seat:held'")
    assert broken() == {2, 10}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET balance = balance + 1 WHERE kind = 'seat:held'")
    world.commit()
    assert broken() == set()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET balance = balance - 1 WHERE kind = 'trial:fee'")
    assert broken() == {2, 10}


def test_a_line_begins_with_the_guarantees_number_and_names_the_first_offenders(world: World) -> None:
    world.fund()
    assert str(audit.Line(2, [(OURS[0], audit.Finding(3))])) == "2 Funded first: 3 funded seats. Holds."
    many = audit.Finding(9, [f"s{number}" for number in range(7)])
    assert str(audit.Line(2, [(OURS[0], many)])) == (
        "2 Funded first: 9 funded seats. BROKEN. funded seats: s0, s1, s2, s3, s4 and 2 more"
    )
    assert audit.Line(6, []).holds is False
