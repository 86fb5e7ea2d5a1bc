"""Balances at any past moment, checkpoints, batches and reversals: each says what the plain ledger says, faster."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foretaste.money.ledger.posting import (
    LedgerRefusal,
    Posting,
    TheMoneyIsNotThere,
    TheMovementWasOther,
    post,
    post_batch,
    reverse,
    write_checkpoints,
)
from foretaste.money.models import LedgerAccount, LedgerEntry, LedgerTransfer
from foretaste.money.queries import balance, balance_at, checkpoints_are_due
from tests.money.cast_of_money import books_are_right, count_entries

AT = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
CASH = "ext:pending:sandbox:EUR"
FUND = "order:fund:o1:EUR"


def capture(number: int, amount: int = 5) -> int | None:
    return post("capture_funding", reference=f"p{number}", legs={CASH: -amount, FUND: amount}, at=AT, actor="t:1")


def query(sql: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


# --- any past moment ------------------------------------------------------------------------------


@pytest.mark.parametrize("with_checkpoints", [False, True])
def test_the_balance_at_every_past_moment_is_the_sum_of_what_was_booked_by_then(
    db: None, with_checkpoints: bool
) -> None:
    for number in range(1, 31):
        capture(number, number)
        if with_checkpoints and number % 7 == 0:
            write_checkpoints(every=3)
    moments = [at for (at,) in query("SELECT DISTINCT booked_at FROM ledger_entry ORDER BY 1")]
    nudge = dt.timedelta(microseconds=1)
    for moment in [moments[0] - nudge, *moments, *(at - nudge for at in moments), moments[-1] + nudge]:
        for account in (CASH, FUND):
            entries = LedgerEntry.objects.filter(account__code=account, booked_at__lte=moment)
            assert balance_at(account, moment) == sum(entries.values_list("amount", flat=True))
    assert (balance(CASH), balance(FUND), balance_at("order:fund:o2:EUR", AT)) == (-465, 465, 0)
    assert bool(query("SELECT FROM ledger_checkpoint")) == with_checkpoints


def fill(entries: int) -> None:
    """Book so many entries on one hot and on one other account, a second apart, past the posting function."""
    with connection.cursor() as cursor:
        capture(0, 1)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            """INSERT INTO ledger_transfer (movement, reference, payload_hash, effective_at, actor)
               SELECT 'capture_funding', 'f' || n, 0, now(), 't:1' FROM generate_series(2, %s) n ORDER BY n""",
            [entries],
        )
        cursor.execute(
            """INSERT INTO ledger_entry (transfer_id, account_id, amount, balance_after, version, booked_at)
               SELECT t.id, a.id, CASE WHEN a.hot THEN -1 ELSE 1 END, CASE WHEN NOT a.hot THEN t.no END,
                      CASE WHEN NOT a.hot THEN t.no END, %s + t.no * interval '1 second'
                 FROM (SELECT id, substr(reference, 2)::bigint AS no FROM ledger_transfer WHERE reference LIKE 'f%%') t
                 JOIN ledger_account a ON a.code IN (%s, %s) ORDER BY t.no""",
            [AT, CASH, FUND],
        )
        cursor.execute("UPDATE ledger_entry SET booked_at = %s WHERE booked_at > now() - interval '1 h'", [AT])
        cursor.execute("UPDATE ledger_account SET balance = %s, version = %s WHERE code = %s", [entries, entries, FUND])
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE ledger_transfer, ledger_entry, ledger_account")


def reads(ask: Any) -> tuple[object, int, int]:
    """Return what it answers, the entries read by an index for it, and how often all of them were read."""
    counters = """SELECT idx_tup_fetch, seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'ledger_entry'"""
    ((fetched, scans),) = query(counters)
    answer = ask()
    ((fetched_after, scans_after),) = query(counters)
    return answer, fetched_after - fetched, scans_after - scans


def test_of_100000_entries_a_past_balance_reads_a_few_by_their_index(db: None) -> None:
    fill(100_000)
    assert checkpoints_are_due()
    assert write_checkpoints() == 100
    assert not checkpoints_are_due()
    query("SELECT count(*) FROM ledger_checkpoint")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledger_checkpoint")
    for second in (1, 500, 1_000, 1_001, 54_321, 99_999, 100_000):
        moment = AT + dt.timedelta(seconds=second)
        answer, fetched, scans = reads(lambda moment=moment: balance_at(FUND, moment))
        assert (answer, scans) == (second, 0)
        assert fetched <= 20, "halving 100,000 takes 17 steps"
        answer, fetched, scans = reads(lambda moment=moment: balance_at(CASH, moment))
        assert (answer, scans) == (-second, 0)
        assert fetched <= 2_100, "at most the legs of what was posted between two checkpoints"
    answer, fetched, scans = reads(lambda: balance(CASH))
    assert (answer, fetched, scans) == (-100_000, 0, 0)


# --- checkpoints ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_leaves_out_nothing_that_was_being_written() -> None:
    """A posting that has its number and is not committed holds the checkpoint up, and is in it afterwards."""
    with transaction.atomic():
        capture(1)
    posted, may_commit, written = threading.Event(), threading.Event(), []

    def slow() -> None:
        with transaction.atomic():
            capture(2)
            posted.set()
            may_commit.wait(10)
        connection.close()

    def checkpoint() -> None:
        written.append(write_checkpoints(every=1))
        connection.close()

    threads = [threading.Thread(target=slow), threading.Thread(target=checkpoint)]
    threads[0].start()
    assert posted.wait(10)
    with transaction.atomic():
        post("capture_funding", reference="p3", legs={CASH: -5, "order:fund:o3:EUR": 5}, at=AT, actor="t:1")
    threads[1].start()
    threads[1].join(0.3)
    assert written == []
    may_commit.set()
    for thread in threads:
        thread.join(10)
    assert written == [3]
    assert query("SELECT balance FROM ledger_checkpoint ORDER BY upto") == [(-5,), (-10,), (-15,)]
    assert balance(CASH) == -15


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_is_given_up_rather_than_written_wrong() -> None:
    with transaction.atomic():
        capture(1)
    holds, may_end = threading.Event(), threading.Event()

    def stuck() -> None:
        with transaction.atomic():
            capture(2)
            holds.set()
            may_end.wait(20)
        connection.close()

    thread = threading.Thread(target=stuck)
    thread.start()
    assert holds.wait(10)
    assert write_checkpoints(every=1) == 0
    may_end.set()
    thread.join()
    assert (query("SELECT FROM ledger_checkpoint"), balance(CASH)) == ([], -10)


@pytest.mark.parametrize("statement", ["UPDATE ledger_checkpoint SET balance = 0", "DELETE FROM ledger_checkpoint"])
def test_a_checkpoint_stays_as_it_was_written(db: None, statement: str) -> None:
    capture(1)
    assert write_checkpoints(every=1) == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert balance(CASH) == -5


# --- many at once ---------------------------------------------------------------------------------

ORDERS = ["o1", "o2", "o3"]
movements = st.lists(
    st.one_of(
        st.builds(
            lambda order, amount, ref: Posting(
                "capture_funding", f"c{ref}", {CASH: -amount, f"order:fund:{order}:EUR": amount}
            ),
            st.sampled_from(ORDERS),
            st.integers(0, 9),
            st.integers(0, 12),
        ),
        st.builds(
            lambda order, amount, ref: Posting(
                "refund_surplus", f"r{ref}", {f"order:fund:{order}:EUR": -amount, "company:refund:c1:EUR": amount}, "t1"
            ),
            st.sampled_from(ORDERS),
            st.integers(1, 9),
            st.integers(0, 12),
        ),
        st.just(Posting("refund_surplus", "bad", {"company:refund:c1:EUR": -1, "order:fund:o1:EUR": 1})),
    ),
    max_size=12,
)


def books() -> object:
    """Return all that the ledger says, without numbers that only count up."""
    return (
        query("SELECT code, balance, version FROM ledger_account ORDER BY code"),
        query(
            """SELECT t.movement, t.reference, t.trial_id, t.payload_hash, a.code, e.amount, e.balance_after, e.version
                 FROM ledger_entry e JOIN ledger_transfer t ON t.id = e.transfer_id
                 JOIN ledger_account a ON a.id = e.account_id ORDER BY t.id, a.code"""
        ),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=movements, batch=movements)
def test_a_batch_says_what_posting_one_by_one_says(db: None, before: list[Posting], batch: list[Posting]) -> None:
    def one_by_one(postings: list[Posting]) -> list[int | None]:
        return [
            post(one.movement, reference=one.reference, legs=one.legs, at=AT, actor="t:1", trial_id=one.trial_id)
            for one in postings
        ]

    def outcome(act: Any) -> tuple[object, object]:
        sid = transaction.savepoint()
        try:
            with transaction.atomic():
                ids = act()
            order = sorted({one for one in ids if one is not None})
            said: object = [None if one is None else order.index(one) for one in ids]
        except LedgerRefusal:
            said = "refused"
        seen = said, books()
        transaction.savepoint_rollback(sid)
        return seen

    sid = transaction.savepoint()
    for posting in before:
        try:
            with transaction.atomic():
                one_by_one([posting])
        except LedgerRefusal:
            continue
    assert outcome(lambda: post_batch(batch, at=AT, actor="t:1")) == outcome(lambda: one_by_one(batch))
    transaction.savepoint_rollback(sid)


def test_a_batch_is_refused_whole(db: None) -> None:
    capture(1)
    taken = {FUND: -3, "company:refund:c1:EUR": 3}
    for bad, why in (
        (Posting("refund_surplus", "r2", taken), TheMoneyIsNotThere),
        (Posting("refund_surplus", "r1", {FUND: -2, "company:refund:c1:EUR": 2}), TheMovementWasOther),
        (Posting("refund_surplus", "r2", {FUND: -1, "company:refund:c1:EUR": 2}), LedgerRefusal),
        (Posting("refund_surplus", "r2", {FUND: -1}), LedgerRefusal),
        (Posting("refund_surplus", "r2", {FUND: -1, "no:kind:o:EUR": 1}), LedgerRefusal),
        (Posting("earn_day", "r2", taken), LedgerRefusal),
    ):
        with pytest.raises(why), transaction.atomic():
            post_batch([Posting("refund_surplus", "r1", taken), bad], at=AT, actor="t:1")
        assert (count_entries(), balance(FUND), LedgerTransfer.objects.count()) == (2, 5, 1)
    assert post_batch([], at=AT, actor="t:1") == []


def test_a_batch_takes_nothing_back_from_an_intern(db: None) -> None:
    with connection.cursor() as cursor:
        for kind, direction in (("order:fund", -1), ("intern:earned", 1), ("intern:earned", -1), ("company:refund", 1)):
            cursor.execute("INSERT INTO ledger_movement_rule VALUES ('hostile', %s, %s)", [kind, direction])
    capture(1)
    post("hostile", reference="1", legs={FUND: -5, "intern:earned:i1:EUR": 5}, at=AT, actor="t")
    for taker in ("company:refund:c1:EUR", "intern:earned:i2:EUR"):
        with pytest.raises(LedgerRefusal, match="may not take back"), transaction.atomic():
            post_batch([Posting("hostile", "2", {"intern:earned:i1:EUR": -5, taker: 5})], at=AT, actor="t")
    assert balance("intern:earned:i1:EUR") == 5


# --- reversals ------------------------------------------------------------------------------------


def test_a_transfer_is_reversed_at_most_once(db: None) -> None:
    number = capture(1)
    assert number is not None
    first = reverse(number, at=AT, actor="operator:1", reason="captured twice")
    assert reverse(number, at=AT, actor="operator:2", reason="again") == first
    assert (balance(CASH), balance(FUND), count_entries()) == (0, 0, 4)
    with pytest.raises(LedgerRefusal, match="can be reversed"), transaction.atomic():
        reverse(first, at=AT, actor="operator:1", reason="a reversal of a reversal")
    with pytest.raises(LedgerRefusal, match="can be reversed"), transaction.atomic():
        reverse(first + 1000, at=AT, actor="operator:1", reason="of nothing")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_transfer (movement, reference, payload_hash, effective_at, actor, reverses_id)"
            " VALUES ('reverse', 'second', 0, now(), 'x', %s)",
            [number],
        )
    books_are_right()


def test_a_reversal_leaves_nothing_below_its_floor(db: None) -> None:
    number = capture(1)
    assert number is not None
    post("refund_surplus", reference="r", legs={FUND: -5, "company:refund:c1:EUR": 5}, at=AT, actor="t")
    with pytest.raises(TheMoneyIsNotThere), transaction.atomic():
        reverse(number, at=AT, actor="operator:1", reason="spent already")
    assert (balance(FUND), count_entries()) == (0, 4)


# --- every entry fits its account, whoever writes it ----------------------------------------------


@pytest.mark.parametrize(
    ("balance_after", "version", "says"),
    [
        ("4", "3", "does not fit"),
        ("7", "2", "does not fit"),
        ("NULL::int", "NULL::int", "does not fit"),
        ("-1", "2", "floor"),
    ],
)
def test_even_the_owner_adds_no_entry_that_does_not_fit_its_account(
    db: None, balance_after: str, version: str, says: str
) -> None:
    capture(1)

    def attack() -> None:
        cursor.execute("UPDATE ledger_account SET balance = 6, version = 2 WHERE code = %s", [FUND])
        cursor.execute(
            f"""WITH made AS (INSERT INTO ledger_transfer (movement, reference, payload_hash, effective_at, actor)
                              VALUES ('capture_funding', 'x', 0, now(), 't') RETURNING id)
                SELECT id INTO TEMP made FROM made;
                INSERT INTO ledger_entry (transfer_id, account_id, amount, balance_after, version)
                SELECT made.id, a.id, CASE WHEN hot THEN -1 ELSE 1 END,
                       CASE WHEN NOT hot THEN {balance_after} END, CASE WHEN NOT hot THEN {version} END
                  FROM made, ledger_account a"""
        )

    with pytest.raises(DatabaseError, match=says), transaction.atomic(), connection.cursor() as cursor:
        attack()
    assert (count_entries(), balance(FUND)) == (2, 5)


def test_all_of_it_works_as_the_applications_role(db: None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE foretaste_app")
        (number,) = post_batch([Posting("capture_funding", "1", {CASH: -5, FUND: 5})], at=AT, actor="t")
        assert number is not None
        assert write_checkpoints(every=1) == 1
        assert balance_at(CASH, dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)) == -5
        assert reverse(number, at=AT, actor="t", reason="x")
        for forbidden in ("SELECT ledger_open('order:fund:x:EUR')", "DELETE FROM ledger_checkpoint"):
            with pytest.raises(DatabaseError) as refusal, transaction.atomic():
                cursor.execute(forbidden)
            assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)
        cursor.execute("SET LOCAL ROLE NONE")
    assert set(LedgerAccount.objects.values_list("code", flat=True)) == {CASH, FUND}
