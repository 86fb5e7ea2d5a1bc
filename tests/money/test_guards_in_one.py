"""What was a check of a table is asked by one function now: even the owner's own SQL meets each of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from foretaste.money.ledger.posting import LedgerRefusal, Posting, post, post_batch
from foretaste.money.models import LedgerAccount, LedgerEntry, LedgerTransfer
from tests.money.cast_of_money import all_balances, count_entries

AT = dt.datetime(2026, 12, 7, 9, tzinfo=dt.UTC)
COLUMNS = "movement, reference, trial_id, payload_hash, effective_at, actor, reverses_id"
LAST = "(SELECT max(id) FROM ledger_transfer)"


def give(order: str, amount: int) -> None:
    legs = {"ext:pending:p:EUR": -amount, f"order:fund:{order}:EUR": amount}
    post("capture_funding", reference=order, legs=legs, at=AT, actor="test:1")


REFUSED = {
    "a name as the actor": (
        f"INSERT INTO ledger_transfer ({COLUMNS}) VALUES ('x', 'y', NULL, 0, now(), 'ines@example.org', NULL)",
        "an_actor_is_opaque",
    ),
    "a reversal of nothing": (
        f"INSERT INTO ledger_transfer ({COLUMNS}) VALUES ('reverse', 'y', NULL, 0, now(), 'test:1', NULL)",
        "only_a_reversal_reverses",
    ),
    "another movement that says it reverses": (
        f"INSERT INTO ledger_transfer ({COLUMNS}) VALUES ('x', 'y', NULL, 0, now(), 'test:1', {LAST})",
        "only_a_reversal_reverses",
    ),
    "a day of another trial": (
        f"INSERT INTO ledger_transfer ({COLUMNS}) VALUES ('earn_day', 'other/1', 'one', 0, now(), 'test:1', NULL)",
        "a_day_is_named_with_its_trial",
    ),
    "a day of no trial": (
        f"INSERT INTO ledger_transfer ({COLUMNS}) VALUES ('earn_day', 'one/1', NULL, 0, now(), 'test:1', NULL)",
        "a_day_is_named_with_its_trial",
    ),
    "a transfer without legs": (
        f"INSERT INTO ledger_transfer ({COLUMNS}) VALUES ('x', 'y', NULL, 0, now(), 'test:1', NULL)",
        "no legs",
    ),
    "an entry of nothing": (
        "INSERT INTO ledger_entry (transfer_id, account_id, amount)"
        f" SELECT {LAST}, id, 0 FROM ledger_account WHERE hot",
        "does not fit its account",
    ),
    "a balance without a version": (
        "INSERT INTO ledger_entry (transfer_id, account_id, amount, balance_after)"
        f" SELECT {LAST}, id, one, 5 FROM ledger_account, (VALUES (1), (-1)) AS two (one) WHERE hot",
        "does not fit its account",
    ),
    "a way that its movement may not go": (
        f"INSERT INTO ledger_transfer ({COLUMNS}) VALUES ('earn_day', 'one/1', 'one', 0, now(), 'test:1', NULL);"
        "INSERT INTO ledger_entry (transfer_id, account_id, amount)"
        f" SELECT {LAST}, id, one FROM ledger_account, (VALUES (1), (-1)) AS two (one) WHERE hot",
        "earn_day may not move money between these accounts",
    ),
    "an account that is another one": (
        "INSERT INTO ledger_account (code, kind, owner, currency, hot)"
        " VALUES ('op:fees:one:EUR', 'op:fees', 'two', 'EUR', true)",
        "is another one by its columns",
    ),
    "an account of somebody's name": (
        "INSERT INTO ledger_account (code, kind, owner, currency, hot)"
        " VALUES ('op:fees:Ines Brandt:EUR', 'op:fees', 'Ines Brandt', 'EUR', true)",
        "opaque id",
    ),
    "a balance kept on a hot account": ("UPDATE ledger_account SET balance = 1 WHERE hot", "a_debt_is_no_credit"),
    "a debt kept on a hot account": (
        "UPDATE ledger_account SET balance = -1 WHERE hot",
        "an_account_stays_above_its_floor",
    ),
    "a ceiling lifted": ("UPDATE ledger_account SET ceiling = NULL WHERE hot", "append-only"),
}


@pytest.mark.parametrize(("hostile", "says"), REFUSED.values(), ids=REFUSED)
def test_the_owner_s_own_sql_is_refused(db: None, hostile: str, says: str) -> None:
    @transaction.atomic
    def attempt() -> None:
        give("o1", 500)  # a transfer of this very transaction: nothing refuses for being too late
        with connection.cursor() as cursor:
            cursor.execute(hostile)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match=says):
        attempt()
    assert (count_entries(), all_balances(), LedgerTransfer.objects.count()) == (0, {}, 0)


def booked(owner: str) -> list[tuple[Any, ...]]:
    """Return what lies in the books of an owner, its name apart."""
    entries = LedgerEntry.objects.filter(account__owner=owner).order_by("transfer_id", "account__code")
    return [
        (one.transfer.movement, one.account.kind, one.amount, one.balance_after, one.version)
        for one in entries.select_related("transfer", "account")
    ]


WRONG_WAYS = {
    "the other way round": ("make_funding_available", {"order:fund:o1:EUR": 5, "seat:held:o1:EUR": -5}),
    "what no movement does": ("no_such_movement", {"order:fund:o1:EUR": -5, "seat:held:o1:EUR": 5}),
    "another movement's way": ("withdraw_seat_fund", {"order:fund:o1:EUR": -5, "seat:held:o1:EUR": 5}),
    "one leg of another movement": ("capture_funding", {"ext:pending:p:EUR": -5, "seat:held:o1:EUR": 5}),
}


@pytest.mark.parametrize("in_batch", [False, True], ids=["alone", "in a batch"])
@pytest.mark.parametrize(("movement", "legs"), WRONG_WAYS.values(), ids=WRONG_WAYS)
def test_open_accounts_take_no_money_on_a_wrong_way(
    db: None, movement: str, legs: dict[str, int], in_batch: bool
) -> None:
    """Where both accounts are open and have the money, only the look at the entries is left to refuse."""
    give("o1", 500)
    legs_there = {"order:fund:o1:EUR": -300, "seat:held:o1:EUR": 300}
    post("make_funding_available", reference="o1", legs=legs_there, at=AT, actor="test:1")
    before = (count_entries(), all_balances(), LedgerTransfer.objects.count())

    def attempt() -> object:
        if in_batch:
            return post_batch([Posting(movement, "o1/wrong", legs)], at=AT, actor="test:1")
        return post(movement, reference="o1/wrong", legs=legs, at=AT, actor="test:1")

    with pytest.raises(LedgerRefusal, match=f"{movement} may not move money"), transaction.atomic():
        attempt()
    assert (count_entries(), all_balances(), LedgerTransfer.objects.count()) == before


MOVES = [
    ("capture_funding", {"ext:pending": -900, "order:fund": 900}, "one is hot, the other opened"),
    ("make_funding_available", {"order:fund": -500, "seat:held": 500}, "the second is opened"),
    ("make_funding_available", {"order:fund": -100, "seat:held": 100}, "both are open"),
    ("withdraw_seat_fund", {"company:refund": 300, "seat:held": -300}, "the first is opened"),
    ("withdraw_seat_fund", {"company:refund": 200, "seat:held": -200}, "both are open"),
    ("payout_bounced", {"ext:cash": -500, "intern:earned": 500}, "one is hot, the other an intern's"),
    ("send_payout", {"intern:earned": -200, "intern:transit": 200}, "from an intern"),
    ("send_payout", {"intern:earned": -200, "intern:transit": 200}, "from an intern, both are open"),
]


def test_the_short_way_books_what_the_long_one_does(db: None) -> None:
    """Each movement alone by `ledger_post`, and in a batch, which has no short way."""
    for number, (movement, legs, how) in enumerate(MOVES):
        moves = {owner: {f"{kind}:{owner}:EUR": amount for kind, amount in legs.items()} for owner in ("short", "long")}
        post(movement, reference=f"short/{number}", legs=moves["short"], at=AT, actor="test:1")
        batch = [Posting(movement, f"long/{number}", moves["long"])]
        post_batch(batch, at=AT, actor="test:1")
        assert booked("short") == booked("long"), how
    assert len(booked("short")) == 2 * len(MOVES)
    for account in LedgerAccount.objects.filter(owner="short"):
        twin = LedgerAccount.objects.get(code=f"{account.kind}:long:EUR")
        assert (account.balance, account.version) == (twin.balance, twin.version)
