"""The ledger guards itself: hostile SQL as the application's role, wrong postings, races."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from foretaste.core.identifiers import new_public_id
from foretaste.money.ledger.kinds import ACCOUNTS
from foretaste.money.ledger.posting import LedgerRefusal, TheMoneyIsNotThere, TheMovementWasOther, code, post
from foretaste.money.models import AccountKind, LedgerAccount, LedgerTransfer, MovementRule
from foretaste.money.movements import CATALOGUE
from foretaste.money.queries import balance
from tests.money.cast_of_money import books_are_right, count_entries

AT = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
ROLE = "foretaste_app"


def give(order: str, amount: int, reference: str = "") -> int | None:
    legs = {code("ext:pending", "sandbox", "EUR"): -amount, code("order:fund", order, "EUR"): amount}
    return post("capture_funding", reference=reference or new_public_id(), legs=legs, at=AT, actor="test:1")


def refund(order: str, company: str, amount: int, reference: str) -> int | None:
    legs = {code("order:fund", order, "EUR"): -amount, code("company:refund", company, "EUR"): amount}
    return post("refund_surplus", reference=reference, legs=legs, at=AT, actor="test:1")


def test_the_databases_matrix_is_the_catalogue(db: None) -> None:
    ours = {(m.name, k.value, d) for m in CATALOGUE for d, ks in ((-1, m.takes_from), (1, m.gives_to)) for k in ks}
    assert set(MovementRule.objects.values_list("movement", "kind", "direction")) == ours
    assert set(AccountKind.objects.values_list("kind", "floor", "hot")) == {
        (rule.kind.value, rule.floor, rule.hot) for rule in ACCOUNTS
    }


def test_the_same_movement_again_is_answered_the_same_and_moves_nothing(db: None) -> None:
    first = give("o1", 500, "pay-1")
    before = count_entries()
    assert give("o1", 500, "pay-1") == first
    assert (count_entries(), balance("order:fund:o1:EUR"), balance("ext:pending:sandbox:EUR")) == (before, 500, -500)


def test_the_same_reference_with_another_sum_is_refused(db: None) -> None:
    give("o1", 500, "pay-1")
    with pytest.raises(TheMovementWasOther), transaction.atomic():
        give("o1", 501, "pay-1")
    assert (count_entries(), balance("order:fund:o1:EUR")) == (2, 500)


def test_nothing_goes_below_its_floor(db: None) -> None:
    give("o1", 500)
    with pytest.raises(TheMoneyIsNotThere), transaction.atomic():
        refund("o1", "c1", 501, "r1")
    assert (count_entries(), balance("order:fund:o1:EUR"), balance("company:refund:c1:EUR")) == (2, 500, 0)
    assert not LedgerTransfer.objects.filter(movement="refund_surplus").exists()


@pytest.mark.parametrize(
    ("movement", "legs", "says"),
    [
        ("refund_surplus", {"seat:held:s:EUR": -1, "company:refund:c:EUR": 1}, "may not move money"),
        ("refund_surplus", {"company:refund:c:EUR": -1, "order:fund:o:EUR": 1}, "may not move money"),
        ("no_such_movement", {"ext:cash:p:EUR": -1, "order:fund:o:EUR": 1}, "may not move money"),
        ("capture_funding", {"ext:pending:p:EUR": -1, "no:kind:o:EUR": 1}, "no known kind"),
        ("capture_funding", {"ext:pending:p:EUR": -1, "order:fund:o:euro": 1}, "no known kind"),
        ("capture_funding", {"order:fund:o:EUR": 1}, "two legs"),
    ],
)
def test_what_is_not_in_the_catalogue_is_refused(db: None, movement: str, legs: dict[str, int], says: str) -> None:
    with pytest.raises(LedgerRefusal, match=says), transaction.atomic():
        post(movement, reference="x", legs=legs, at=AT, actor="test:1")
    assert (count_entries(), LedgerTransfer.objects.count(), LedgerAccount.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "legs",
    [
        {"ext:pending:p:EUR": -2, "order:fund:o:EUR": 1},
        {"ext:pending:p:EUR": -1, "order:fund:o:USD": 1},
    ],
)
def test_what_does_not_balance_in_each_currency_never_commits(db: None, legs: dict[str, int]) -> None:
    def post_and_commit() -> None:
        with transaction.atomic():
            post("capture_funding", reference="x", legs=legs, at=AT, actor="test:1")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(LedgerRefusal, match="does not balance"):
        post_and_commit()
    assert count_entries() == 0


def test_what_is_an_interns_goes_nowhere_else_even_if_the_matrix_allowed_it(db: None) -> None:
    give("o1", 500)
    with connection.cursor() as cursor:
        for kind, direction in (("order:fund", -1), ("intern:earned", 1), ("intern:earned", -1), ("company:refund", 1)):
            cursor.execute("INSERT INTO ledger_movement_rule VALUES ('hostile', %s, %s)", [kind, direction])
    post("hostile", reference="1", legs={"order:fund:o1:EUR": -500, "intern:earned:i1:EUR": 500}, at=AT, actor="t")
    for taker in ("company:refund:c1:EUR", "intern:earned:i2:EUR"):
        with pytest.raises(LedgerRefusal, match="may not take back"), transaction.atomic():
            post("hostile", reference="2", legs={"intern:earned:i1:EUR": -500, taker: 500}, at=AT, actor="t")
    assert balance("intern:earned:i1:EUR") == 500


HOSTILE = [
    "INSERT INTO ledger_transfer (movement, reference, payload_hash, effective_at, actor)"
    " VALUES ('a', 'b', 1, now(), 'x')",
    "INSERT INTO ledger_entry (transfer_id, account_id, amount) SELECT max(id), 1, 5 FROM ledger_transfer",
    "INSERT INTO ledger_account (code, kind, owner, currency, hot)"
    " VALUES ('op:fees:x:EUR', 'op:fees', 'x', 'EUR', false)",
    "INSERT INTO ledger_movement_rule VALUES ('refund_surplus', 'intern:earned', -1)",
    "UPDATE ledger_account SET balance = balance + 1",
    "UPDATE ledger_entry SET amount = amount + 1",
    "UPDATE ledger_transfer SET reason = 'x'",
    "DELETE FROM ledger_entry",
    "DELETE FROM ledger_transfer",
    "DELETE FROM ledger_account",
    "DELETE FROM ledger_movement_rule",
    "TRUNCATE ledger_entry",
    "TRUNCATE ledger_transfer CASCADE",
    "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
    "DROP TRIGGER append_only ON ledger_entry",
    "ALTER FUNCTION ledger_post OWNER TO foretaste_app",
    "CREATE FUNCTION pg_temp.x() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE public.ledger_account2 ()",
    "SET session_replication_role = replica",
    "SELECT id FROM ledger_account FOR UPDATE",
]


@pytest.mark.parametrize("statement", HOSTILE)
def test_the_application_can_write_nothing_but_through_the_one_door(db: None, statement: str) -> None:
    give("o1", 500)

    def attack() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {ROLE}")
            cursor.execute(statement)

    with pytest.raises(DatabaseError) as refusal:
        attack()
    assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)
    assert (count_entries(), balance("order:fund:o1:EUR")) == (2, 500)
    books_are_right()


def test_the_application_posts_and_reads_as_its_own_role(db: None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        give("o1", 500)
        assert balance("order:fund:o1:EUR") == 500
        cursor.execute("SELECT count(*) FROM money_settlement")
        cursor.execute("SET LOCAL ROLE NONE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET amount = amount",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "UPDATE ledger_transfer SET actor = 'somebody'",
        "DELETE FROM ledger_transfer",
        "DELETE FROM ledger_account",
        "UPDATE ledger_account SET floor = NULL",
        "UPDATE ledger_account SET code = 'a:b:c:EUR', kind = 'a:b'",
        "UPDATE ledger_account SET balance = -1 WHERE NOT hot",
        "UPDATE ledger_account SET balance = 1 WHERE hot",
        "INSERT INTO ledger_entry (transfer_id, account_id, amount) SELECT min(t.id), min(a.id), 0"
        " FROM ledger_transfer t, ledger_account a",
    ],
)
def test_even_the_owner_is_refused(db: None, statement: str) -> None:
    give("o1", 500)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (count_entries(), balance("order:fund:o1:EUR")) == (2, 500)


@pytest.mark.django_db(transaction=True)
def test_no_entry_joins_a_transfer_after_its_transaction() -> None:
    with transaction.atomic():
        transfer = give("o1", 500)
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (transfer_id, account_id, amount) SELECT %s, id, 5 FROM ledger_account LIMIT 1",
            [transfer],
        )
    assert count_entries() == 2


def in_threads(count: int, act: Callable[[int], object]) -> list[object]:
    """Run it in so many threads that begin together; return what each returned or raised."""
    results: list[object] = [None] * count
    gate = threading.Barrier(count)

    def run(number: int) -> None:
        gate.wait()
        try:
            with transaction.atomic():
                results[number] = act(number)
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_take_the_whole_balance_at_once_one_gets_it() -> None:
    with transaction.atomic():
        give("o1", 500)
    results = in_threads(8, lambda number: refund("o1", f"c{number}", 500, f"r{number}"))
    assert sorted(type(result).__name__ for result in results) == ["TheMoneyIsNotThere"] * 7 + ["int"]
    assert balance("order:fund:o1:EUR") == 0
    assert LedgerTransfer.objects.filter(movement="refund_surplus").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_movement_from_eight_threads_happens_once() -> None:
    results = in_threads(8, lambda _: give("o1", 500, "pay-1"))
    assert len(set(results)) == 1
    assert (balance("order:fund:o1:EUR"), count_entries()) == (500, 2)


@pytest.mark.django_db(transaction=True)
def test_accounts_opened_by_many_at_once_neither_double_nor_deadlock() -> None:
    def act(number: int) -> object:
        codes = [code("seat:held", f"s{place}", "EUR") for place in range(6)]
        codes = codes if number % 2 else codes[::-1]
        legs = {code("order:fund", f"o{number}", "EUR"): -6, **dict.fromkeys(codes, 1)}
        give(f"o{number}", 6)
        return post("make_funding_available", reference=f"o{number}", legs=legs, at=AT, actor="t")

    results = in_threads(8, act)
    assert [result for result in results if not isinstance(result, int)] == []
    assert [balance(code("seat:held", f"s{place}", "EUR")) for place in range(6)] == [8] * 6
    books_are_right()
