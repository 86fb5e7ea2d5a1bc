"""Receipts, invoices, credit notes: what they say, when they are issued, and that a number is given once."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.accounts.queries import organization_of
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.money import issued, issuing, settling, taxes
from foretaste.money.clock import issue_documents
from foretaste.money.endings import Ending
from foretaste.money.models import (
    BillingDetails,
    DocumentSeries,
    IssuedDocument,
    LedgerEntry,
    SellerDetails,
    Settlement,
    TaxRule,
)
from foretaste.money.refusals import TheRuleIsDatedBack, TheSellerIsUnknown, TheTaxIsUnknown
from tests.money.cast_of_money import AT, World

JANUARY = dt.date(2026, 1, 1)
RULE = {"name": "VAT", "treatment": "charged", "place": "", "needs_tax_id": False, "text": "", "valid_from": JANUARY}


def rule(rate: str = "19", **more: Any) -> taxes.Rule:
    return taxes.Rule(**{"rate": Decimal(rate), **RULE, **more})


def seller(odile: Actor) -> SellerDetails:
    return issuing.write_seller(
        name="Weststadt Trials", address="Hafen 1\n10115 Berlin", country="DE", tax_id="DE123", by=odile, at=AT
    )


def tax(odile: Actor, **more: Any) -> TaxRule:
    return issuing.write_tax_rule(**{"rate": Decimal(19), **RULE, **more}, by=odile, at=AT)


def vela(world: World, **more: str) -> None:
    """The world's company, as it wrote itself for its documents."""
    details = {"name": "Vela GmbH", "address": "Ring 2", "country": "DE", **more}
    BillingDetails.objects.create(company_id=world.company, written_by="finance:1", written_at=AT, **details)


@pytest.fixture
def books(odile: Actor, world: World) -> World:
    """The seller, 19 percent everywhere, and the world's company are known."""
    seller(odile)
    tax(odile)
    vela(world)
    return world


def lived(world: World, ending: Ending = Ending.EXIT, days: int = 1) -> Settlement:
    world.fund()
    world.commit()
    for day in range(1, days + 1):
        world.start_day(day)
    return world.settle(ending)


# --- the tax inside a sum -------------------------------------------------------------------------


@given(st.integers(0, 10**10), st.lists(st.decimals(0, 100, places=4), max_size=4))
def test_tax_lines_sum_to_the_whole_tax_and_stay_inside_the_sum(gross: int, rates: list[Decimal]) -> None:
    lines = taxes.inside(gross, [rule(str(rate)) for rate in rates])
    whole = sum(line.minor for line in lines)
    together = sum(rates)
    assert 0 <= whole <= gross
    assert abs(whole * (100 + together) - gross * together) * 2 <= 100 + together  # at most half a unit off
    for line in lines:
        assert abs(line.minor * (100 + together) - gross * line.rule.rate) < 100 + together  # less than one unit off


@pytest.mark.parametrize(
    ("gross", "rates", "lines"),
    [
        (2100, ["19"], [335]),  # 335.29
        (1300, ["10"], [118]),  # yen: 118.18
        (119, ["19"], [19]),
        (1, ["100"], [1]),  # half a cent, up
        (11498, ["5", "9.975"], [500, 998]),  # Quebec: 500.04 and 997.58
        (3, ["20", "20"], [1, 0]),  # 0.43 each of 0.86: one cent in all
        (5000, ["0"], [0]),
        (0, ["19"], [0]),
    ],
)
def test_tax_is_rounded_half_up_once(gross: int, rates: list[str], lines: list[int]) -> None:
    assert [line.minor for line in taxes.inside(gross, [rule(rate) for rate in rates])] == lines


@pytest.mark.parametrize(
    ("country", "has_tax_id", "on", "found"),
    [
        ("DE", False, "2026-03-01", ["19"]),
        ("DE", True, "2026-03-01", ["19"]),
        ("FR", True, "2026-03-01", ["reverse"]),
        ("FR", False, "2026-03-01", ["20"]),
        ("US", False, "2026-03-01", ["outside"]),
        ("CA", False, "2026-03-01", ["GST", "QST"]),
        ("DE", False, "2026-07-01", ["16"]),  # lowered from July on
        ("DE", False, "2025-12-31", []),  # nobody had said
        ("CH", False, "2026-03-01", ["outside"]),  # the country's own row has ended
    ],
)
def test_the_nearest_place_with_a_rule_decides(country: str, has_tax_id: bool, on: str, found: list[str]) -> None:
    free = {"rate": Decimal(0), "treatment": "exempt"}
    table = [
        rule("19", place="DE"),
        rule("16", place="DE", valid_from=dt.date(2026, 7, 1)),
        rule("0", place="EU", needs_tax_id=True, treatment="reverse_charge", text="reverse"),
        rule("20", place="EU"),
        rule(place="", text="outside", **free),
        rule("5", place="CA", name="GST"),
        rule("9.975", place="CA", name="QST"),
        rule("8.1", place="CH", valid_to=dt.date(2026, 1, 31)),
    ]
    got = taxes.applicable(
        table, country=country, has_tax_id=has_tax_id, seller_country="DE", on=dt.date.fromisoformat(on)
    )
    assert [one.text or (one.name if one.name != "VAT" else str(one.rate)) for one in got] == found


# --- what is issued, and when ---------------------------------------------------------------------


def test_a_receipt_comes_with_the_money_and_says_what_each_seat_holds(books: World) -> None:
    order = books.order(seats=2)
    issue_documents(AT)
    assert not IssuedDocument.objects.exists()
    books.pay_card(order)
    for _twice in range(2):
        issue_documents(AT)
    receipt = IssuedDocument.objects.get()
    assert (receipt.kind, receipt.total_minor, receipt.tax_minor) == ("receipt", order.amount_minor, 0)
    assert [line["minor"] for line in receipt.facts["lines"]] == [42000, 4200, 42000, 4200]
    assert receipt.number == f"REC-2026-{books.company[:6].upper()}-0001"


def test_an_invoice_comes_after_the_settlement_with_the_tax_inside_the_fee(books: World) -> None:
    done = lived(books)
    assert IssuedDocument.objects.filter(kind="invoice").count() == 0  # the exit waited for no document
    issue_documents(AT)
    invoice = IssuedDocument.objects.get(kind="invoice")
    assert (
        (invoice.total_minor, invoice.tax_minor, invoice.net_minor) == (done.fee_minor, 335, 1765) == (2100, 335, 1765)
    )
    assert invoice.facts["passed_on_minor"] == 21000
    assert invoice.facts["buyer"]["name"] == "Vela GmbH"
    assert invoice.sha256 == issuing.fingerprint(invoice.facts)
    assert LedgerEntry.objects.filter(account__kind="op:fees").get().amount == invoice.total_minor


def test_what_was_never_charged_is_never_invoiced(books: World) -> None:
    lived(books, Ending.EXIT_BEFORE_START, days=0)
    issue_documents(AT)
    assert [one.kind for one in IssuedDocument.objects.all()] == ["receipt"]


def test_a_decision_takes_the_invoice_back_and_issues_what_holds(books: World) -> None:
    lived(books)
    issue_documents(AT)
    with transaction.atomic():
        settling.pay_told_to_leave(trial_id=books.trial, at=AT, by=CLOCK)
    for _twice in range(2):
        issue_documents(AT + dt.timedelta(hours=1))
    first, credit, second = IssuedDocument.objects.exclude(kind="receipt").order_by("id")
    assert (first.kind, credit.kind, second.kind) == ("invoice", "credit_note", "invoice")
    assert (credit.total_minor, credit.tax_minor) == (-first.total_minor, -first.tax_minor)
    assert credit.takes_back == first
    assert credit.facts["takes_back"]["number"] == first.number
    assert second.total_minor == 4200
    assert [one.number[-4:] for one in (first, credit, second)] == ["0001", "0001", "0002"]
    assert sum(one.total_minor for one in (first, credit, second)) == sum(
        LedgerEntry.objects.filter(account__kind="op:fees").values_list("amount", flat=True)
    )


def test_without_seller_or_tax_rule_nothing_wrong_is_issued_and_the_operator_is_told(
    world: World, odile: Actor
) -> None:
    vela(world, country="FR")
    lived(world)
    issue_documents(AT)
    assert issued.waiting() == issued.Waiting(1, 1, True, [])
    with pytest.raises(TheSellerIsUnknown):
        issuing.issue_invoice(trial_id=world.trial, at=AT)
    seller(odile)
    tax(odile, place="DE")
    issue_documents(AT)
    assert issued.waiting() == issued.Waiting(0, 1, False, ["FR"])
    with pytest.raises(TheTaxIsUnknown):
        issuing.issue_invoice(trial_id=world.trial, at=AT)
    assert list(DocumentSeries.objects.values_list("kind", "last")) == [("receipt", 1)]
    tax(odile, place="FR", rate=Decimal(20))
    issue_documents(AT)
    assert not issued.waiting()
    assert IssuedDocument.objects.get(kind="invoice").tax_minor == 350


def test_yen_have_no_decimals_on_an_invoice_either(books: World) -> None:
    books.currency, books.pay, books.bonus = "JPY", (9005, 9005), (4001, 0)
    lived(books)
    issue_documents(AT)
    invoice = IssuedDocument.objects.get(kind="invoice")
    assert (invoice.total_minor, invoice.tax_minor, invoice.net_minor) == (1300, 208, 1092)


# --- as issued ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE money_issueddocument SET total_minor = 1, net_minor = 1",
        "UPDATE money_issueddocument SET number = 'INV-1'",
        "DELETE FROM money_issueddocument",
        "TRUNCATE money_issueddocument CASCADE",
        "UPDATE money_sellerdetails SET name = 'Other'",
        "UPDATE money_billingdetails SET name = 'Other'",
        "DELETE FROM money_taxrule",
        "UPDATE money_documentseries SET last = 0",
        "UPDATE money_documentseries SET last = last + 2",
        "UPDATE money_documentseries SET last = last + 1, code = 'OTHER'",
        "DELETE FROM money_documentseries",
        "INSERT INTO money_issueddocument (public_id, kind, number, company_id, year, sequence, subject, trial_id,"
        " order_id, currency, net_minor, tax_minor, total_minor, supplied_on, issued_on, issued_at, facts, sha256)"
        " SELECT 'x', kind, 'x', company_id, year, sequence + 2, 'x', '', '', currency, 1, 0, 1, supplied_on,"
        " issued_on, issued_at, facts, sha256 FROM money_issueddocument",
    ],
)
def test_the_database_keeps_documents_as_issued(books: World, sql: str) -> None:
    lived(books)
    issue_documents(AT)
    before = list(IssuedDocument.objects.order_by("id").values())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(IssuedDocument.objects.order_by("id").values()) == before


def test_a_number_of_an_issue_that_failed_is_given_to_the_next(books: World, monkeypatch: Any) -> None:
    lived(books)

    def no_fingerprint(facts: object) -> str:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(issuing, "fingerprint", no_fingerprint)
        with pytest.raises(ExceptionGroup):
            issue_documents(AT)
    assert not IssuedDocument.objects.exists()
    assert not DocumentSeries.objects.exists()
    issue_documents(AT)
    assert {one.number[-4:] for one in IssuedDocument.objects.all()} == {"0001"}


def test_numbers_begin_anew_each_year_and_dates_never_run_against_them(books: World) -> None:
    def issue(at: dt.datetime) -> tuple[str, dt.date]:
        books.seat, books.trial, books.started = f"seat{at:%m%d%H%M}", f"tria{at:%m%d%H%M}", 0
        lived(books)
        made = issuing.issue_invoice(trial_id=books.trial, at=at)[0]
        return made.number[:8] + made.number[-4:], made.issued_on

    late = dt.datetime(2026, 12, 31, 23, 59, tzinfo=dt.UTC)
    assert [issue(at) for at in (late, late - dt.timedelta(days=2), late + dt.timedelta(minutes=2))] == [
        ("INV-20260001", dt.date(2026, 12, 31)),
        ("INV-20260002", dt.date(2026, 12, 31)),
        ("INV-20270001", dt.date(2027, 1, 1)),
    ]


def test_companies_whose_ids_begin_alike_have_numbers_of_their_own(books: World) -> None:
    other = World(intern=books.intern, run_jobs=books.run_jobs, company=books.company[:8] + "zzzz")
    vela(other)
    for one in (books, other):
        lived(one)
    issue_documents(AT)
    numbers = set(IssuedDocument.objects.filter(kind="invoice").values_list("number", flat=True))
    assert numbers == {
        f"INV-2026-{books.company[:6].upper()}-0001",
        f"INV-2026-{other.company[:7].upper()}-0001",
    }


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_number_without_a_gap_and_without_a_twin(books: World) -> None:
    """Sweeps that meet, over the same trials and over others: each trial one invoice, numbers 1 to 24."""
    trials = []
    for number in range(24):
        books.seat, books.trial, books.started = f"seat{number:08}", f"tria{number:08}", 0
        lived(books)
        trials.append(books.trial)
    failures: list[BaseException] = []
    barrier = threading.Barrier(16)

    def issue_all(turn: int) -> None:
        try:
            barrier.wait()
            for trial in trials[turn:] + trials[:turn]:
                issuing.issue_invoice(trial_id=trial, at=AT)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=issue_all, args=(turn,)) for turn in range(16)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failures == []
    made = IssuedDocument.objects.filter(kind="invoice").order_by("sequence")
    assert [one.sequence for one in made] == list(range(1, 25))
    assert {one.trial_id for one in made} == set(trials)
    assert [one.sequence for one in made.order_by("id")] == list(range(1, 25))


# --- who may --------------------------------------------------------------------------------------


def test_only_the_operator_writes_seller_and_taxes_and_only_its_money_roles_a_company(
    hedy: Actor, ines: Actor, odile: Actor, world: World
) -> None:
    for nobody in (hedy, ines, CLOCK):
        with pytest.raises(NotAllowed):
            seller(nobody)
        with pytest.raises(NotAllowed):
            tax(nobody)
    for nobody in (ines, odile, CLOCK):
        with pytest.raises(NotAllowed):
            issuing.write_billing(name="A", address="B", country="DE", by=nobody, at=AT)
    assert not SellerDetails.objects.exists()
    assert not TaxRule.objects.exists()
    assert not BillingDetails.objects.exists()
    issuing.write_billing(name="Halden AG", address="Linden 4", country="ch", by=hedy, at=AT)
    written = issued.buyer(organization_of(hedy).public_id)
    assert (written.name, written.country, written.is_written) == ("Halden AG", "CH", True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rate": Decimal(101)}, "rate"),
        ({"treatment": "exempt"}, "rate"),
        ({"treatment": "exempt", "rate": Decimal(0)}, "text"),
        ({"treatment": "maybe"}, "treatment"),
        ({"name": " "}, "name"),
        ({"valid_to": dt.date(2025, 12, 31)}, "valid_to"),
    ],
)
def test_a_tax_rule_that_makes_no_sense_is_refused(odile: Actor, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(NotAcceptable) as refused:
        tax(odile, **wrong)
    assert set(refused.value.fields) == {field}
    assert not TaxRule.objects.exists()


def test_a_tax_rule_never_reaches_back_to_what_was_invoiced(books: World, odile: Actor) -> None:
    tax(odile, rate=Decimal(7), valid_from=dt.date(2026, 2, 1))  # nothing was invoiced yet
    lived(books)
    issue_documents(AT)
    with pytest.raises(TheRuleIsDatedBack):
        tax(odile, valid_from=dt.date(2026, 2, 1))
    assert TaxRule.objects.count() == 2
    tax(odile, valid_from=AT.date())
    assert TaxRule.objects.get(valid_from=AT.date()).written_by == f"operator:{odile.person_id}"


def test_documents_are_seen_by_their_company_s_money_roles_and_the_operator(
    books: World, hedy: Actor, ines: Actor, otto: Actor, odile: Actor
) -> None:
    books.company = organization_of(hedy).public_id
    lived(books)
    issue_documents(AT)
    invoice = IssuedDocument.objects.get(kind="invoice")
    for may in (hedy, odile):
        assert issued.document_of(invoice.public_id, may) == invoice
    for may_not in (ines, otto, CLOCK):
        with pytest.raises(NotFound):
            issued.document_of(invoice.public_id, may_not)
