"""Exports: to the cent what the ledger holds, checked by a bookkeeping program; safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.accounts.queries import organization_of, person_of
from foretaste.core.refusals import NotAllowed
from foretaste.core.spreadsheets import cell, csv_lines
from foretaste.money import exports, issuing, settling
from foretaste.money.clock import issue_documents
from foretaste.money.endings import Ending
from foretaste.money.exports import Range
from foretaste.money.models import BillingDetails, IssuedDocument, LedgerEntry
from foretaste.money.queries import company_money
from tests.money.cast_of_money import AT, World

MARCH = Range(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
BEAN_CHECK = (
    "import sys; from beancount.scripts.check import main; sys.argv = ['bean-check', '--no-cache', sys.argv[1]]; main()"
)


def table(lines: Iterable[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(lines))


def accepted(ledger: str, folder: Path) -> str:
    """Return what beancount finds wrong with a ledger; it runs as the program that bookkeepers run."""
    file = folder / "books.beancount"
    file.write_text(ledger)
    done = subprocess.run([sys.executable, "-c", BEAN_CHECK, str(file)], capture_output=True, text=True)
    return done.stderr if done.returncode else ""


def totals(rows: list[dict[str, str]]) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        found[row["account"], row["currency"]] += Decimal(row["amount"])
    return {key: total for key, total in found.items() if total}


def of_the_ledger() -> dict[tuple[str, str], Decimal]:
    """What every kind of account holds, straight from the entries."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for kind, currency, minor in LedgerEntry.objects.values_list("account__kind", "account__currency", "amount"):
        first, second = kind.split(":")
        root = {"ext": "Assets:Provider", "op": "Income" if second == "fees" else "Expenses"}.get(
            first, f"Liabilities:{first.title()}"
        )
        found[f"{root}:{second.title()}", currency] -= Decimal(minor) / (1 if currency == "JPY" else 100)
    return {key: total for key, total in found.items() if total}


@pytest.fixture
def lived(world: World, hedy: Actor, odile: Actor) -> World:
    """Hedy's company has lived three trials: one left on day one, one completed, one in yen."""
    world.company = organization_of(hedy).public_id
    issuing.write_seller(name="=Weststadt", address="Hafen 1", country="DE", tax_id="1", by=odile, at=AT)
    issuing.write_tax_rule(name="VAT", rate=Decimal(19), treatment="charged", valid_from=AT.date(), by=odile, at=AT)
    for number, (ending, days, currency) in enumerate(
        [(Ending.EXIT, 1, "EUR"), (Ending.COMPLETION, 3, "EUR"), (Ending.EXIT, 2, "JPY")]
    ):
        world.seat, world.trial, world.currency, world.started = f"seat{number:08}", f"tria{number:08}", currency, 0
        world.fund()
        world.commit()
        for day in range(1, days + 1):
            world.start_day(day)
        world.settle(ending)
    world.run_jobs()
    return world


# --- sums -----------------------------------------------------------------------------------------


def test_the_operator_s_journal_is_the_ledger_to_the_cent(lived: World, odile: Actor) -> None:
    rows = table(exports.journal_csv(odile, MARCH))
    assert totals(rows) == of_the_ledger()
    each: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        each[row["number"], row["currency"]] += Decimal(row["amount"])
    assert set(each.values()) == {Decimal(0)}
    assert {row["amount"] for row in rows if row["currency"] == "JPY"} >= {"14000"}  # no decimals in yen


def test_a_company_s_journal_is_its_money_and_nobody_s_name(lived: World, hedy: Actor, odile: Actor) -> None:
    lines = list(exports.journal_csv(hedy, MARCH))
    found = totals(table(lines))
    for one in company_money(lived.company).by_currency:
        assert found["Expenses:Pay", one.currency] == one.paid_to_interns.major
        assert found["Expenses:Fees", one.currency] == one.fees.major
        held = sum(
            total for (name, money), total in found.items() if name.startswith("Assets:Held") and money == one.currency
        )
        assert held == (one.seats + one.trials + one.on_its_way_back).major
    assert lived.intern not in "".join(lines)
    numbers = [int(row["number"]) for row in table(lines)]
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1))  # its own count, not the ledger's


def test_beancount_accepts_both_ledgers_and_sees_a_missing_cent(
    lived: World, hedy: Actor, odile: Actor, tmp_path: Path
) -> None:
    for by in (hedy, odile):
        ledger = "".join(exports.journal_beancount(by, MARCH))
        assert accepted(ledger, tmp_path) == ""
        assert ledger.count(" balance ") >= 6
        a_cent_less = ledger.replace("280.00 EUR", "279.99 EUR").replace(" 140.00 EUR", " 139.99 EUR")
        assert a_cent_less != ledger
        assert "Balance failed" in accepted(a_cent_less, tmp_path)


def test_one_range_opens_with_what_the_one_before_closed_with(lived: World, odile: Actor, tmp_path: Path) -> None:
    before, after = Range(MARCH.first, AT.date()), Range(AT.date() + dt.timedelta(days=1), MARCH.last)
    lived.at += dt.timedelta(days=2)
    lived.seat, lived.trial, lived.currency, lived.started = "seat99999999", "tria99999999", "EUR", 0
    lived.fund()
    books = exports.books_of(odile)
    closed = exports.balances(books, before)[1]
    opened = exports.balances(books, after)[0]
    assert opened == {key: minor for key, minor in closed.items() if minor and not key[0].startswith(("Inc", "Exp"))}
    for range_ in (before, after):
        assert accepted("".join(exports.journal_beancount(odile, range_)), tmp_path) == ""
    both = [row for one in (before, after) for row in table(exports.journal_csv(odile, one))]
    assert totals(both) == of_the_ledger()


ENDINGS = [ending for ending in Ending if ending is not Ending.TOLD_TO_LEAVE]
NOT_STARTED = {Ending.EXIT_BEFORE_START, Ending.COMPANY_WITHDRAWS, Ending.COMPANY_WITHDRAWS_LATE}
lives = st.lists(
    st.tuples(
        st.sampled_from(["EUR", "JPY", "USD"]),
        st.integers(1, 10**7),
        st.integers(1, 5),
        st.integers(0, 5),
        st.sampled_from(ENDINGS),
        st.sampled_from(["", "told", "intern", "company"]),
    ),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lives=lives)
def test_however_trials_were_lived_the_exports_are_the_ledger_and_invoices_its_fees(
    ines: Actor, odile: Actor, clock: Any, run_jobs: Callable[..., list[str]], tmp_path: Path, lives: list[Any]
) -> None:
    before = transaction.savepoint()
    try:
        world = World(intern=person_of(ines).public_id, run_jobs=partial(run_jobs, "money"))
        issuing.write_seller(name="W", address="H", country="DE", tax_id="1", by=odile, at=AT)
        issuing.write_tax_rule(name="V", rate=Decimal(19), treatment="charged", valid_from=AT.date(), by=odile, at=AT)
        BillingDetails.objects.create(
            company_id=world.company, name="V", address="R", country="DE", written_by="x", written_at=AT
        )
        for number, (currency, pay, planned, days, ending, ruling) in enumerate(lives):
            world.seat, world.trial, world.currency, world.started = f"s{number:011}", f"t{number:011}", currency, 0
            world.pay, world.bonus = (pay,) * planned, (*(pay // 2 for _ in range(planned - 1)), 0)
            world.fund()
            world.commit()
            reached = 0 if ending in NOT_STARTED else planned if ending is Ending.COMPLETION else min(days, planned - 1)
            for day in range(1, reached + 1):
                world.start_day(day)
            world.settle(ending)
            issue_documents(world.at)
            rule(world, ruling)
            issue_documents(world.at)
        assert totals(table(exports.journal_csv(odile, MARCH))) == of_the_ledger()
        assert accepted("".join(exports.journal_beancount(odile, MARCH)), tmp_path) == ""
        invoiced: dict[str, int] = defaultdict(int)
        for one in IssuedDocument.objects.exclude(kind="receipt"):
            invoiced[one.currency] += one.total_minor
        charged: dict[str, int] = defaultdict(int)
        for currency, minor in LedgerEntry.objects.filter(account__kind="op:fees").values_list(
            "account__currency", "amount"
        ):
            charged[currency] += minor
        assert {key: it for key, it in invoiced.items() if it} == dict(charged)
    finally:
        transaction.savepoint_rollback(before)


def rule(world: World, ruling: str) -> None:
    """Decide about an ended trial, where there is something to decide."""
    which = {"trial_id": world.trial, "at": world.at, "by": CLOCK}
    with transaction.atomic():
        if ruling == "told" and settling._locked(world.trial).returned_at is None:
            settling.pay_told_to_leave(**which)
        elif ruling == "intern":
            settling.release_hold_to_intern(case_id="case", **which)
        elif ruling == "company":
            settling.release_hold_to_company(case_id="case", **which)


# --- documents ------------------------------------------------------------------------------------


def test_the_documents_table_says_each_sum_once_with_its_sign(lived: World, hedy: Actor, odile: Actor) -> None:
    issue_documents(AT)
    with transaction.atomic():
        settling.pay_told_to_leave(trial_id="tria00000000", at=AT, by=CLOCK)
    issue_documents(AT)
    rows = table(exports.documents_csv(odile, MARCH))
    assert [row["kind"] for row in rows].count("credit_note") == 1
    charged = sum(Decimal(row["total"]) for row in rows if row["kind"] != "receipt" and row["currency"] == "EUR")
    assert charged == Decimal("84.00")
    for row in rows:
        assert Decimal(row["net"]) + Decimal(row["tax"]) == Decimal(row["total"])
    assert table(exports.documents_csv(hedy, MARCH)) == rows
    april = Range(dt.date(2026, 4, 1), dt.date(2026, 4, 30))
    assert table(exports.documents_csv(hedy, april)) == []


# --- who, how much, how safe ----------------------------------------------------------------------


def test_only_money_roles_and_the_operator_export(lived: World, ines: Actor, otto: Actor) -> None:
    for nobody in (ines, otto, CLOCK):
        for export in (exports.journal_csv, exports.documents_csv, exports.journal_beancount):
            with pytest.raises(NotAllowed):
                list(export(nobody, MARCH))


def test_another_company_exports_nothing_of_this_one(lived: World, hedy: Actor, odile: Actor) -> None:
    lived.company = "other0000000"
    lived.seat, lived.trial, lived.currency, lived.started = "seat99999999", "tria99999999", "EUR", 0
    before = list(exports.journal_beancount(hedy, MARCH))
    lived.fund()
    assert list(exports.journal_beancount(hedy, MARCH)) == before


def test_a_longer_range_asks_the_database_no_more_often(lived: World, odile: Actor) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        lines = exports.journal_csv(odile, MARCH)
        first = next(lines)
    assert first.startswith("number,date")
    assert len(asked) == 0  # nothing is read before somebody takes it
    with CaptureQueriesContext(connection) as asked:
        assert len(list(lines)) == LedgerEntry.objects.count()
    assert len(asked) <= 2


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+49",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u00a0=1",
        "＝1",
        "|cmd",
        "%0A",
        "-2+3|' /C calc'!A0",
    ],
)
def test_no_text_is_read_as_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert list(csv.reader(csv_lines(["head"], [[text]])))[1] == [f"'{text}"]


def test_numbers_stay_numbers_and_plain_words_stay_as_they_are() -> None:
    values = [Decimal("-140.00"), -3, 0, "Vela GmbH", "O'Neill", "", None, dt.date(2026, 3, 2), Decimal("1E+3")]
    assert [cell(one) for one in values] == ["-140.00", "-3", "0", "Vela GmbH", "O'Neill", "", "", "2026-03-02", "1000"]
