"""Statements of pay as issued, the audit of what was issued, and a tax rule that meets an invoice."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import F

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.money import audit, issuing, settling, stating
from foretaste.money.clock import issue_documents
from foretaste.money.endings import Ending
from foretaste.money.models import BillingDetails, IssuedDocument, IssuedStatement, Settlement, TaxRule
from foretaste.money.refusals import TheRuleIsDatedBack
from tests.money.cast_of_money import AT, World

LATER = AT + dt.timedelta(hours=1)


@pytest.fixture
def books(odile: Actor, world: World) -> World:
    """The seller, 19 percent everywhere, and the world's company are known."""
    issuing.write_seller(name="Weststadt", address="Hafen 1", country="DE", tax_id="DE1", by=odile, at=AT)
    tax(odile, dt.date(2026, 1, 1))
    BillingDetails.objects.create(
        company_id=world.company, name="Vela", address="Ring 2", country="DE", written_by="finance:1", written_at=AT
    )
    return world


def tax(odile: Actor, valid_from: dt.date) -> TaxRule:
    return issuing.write_tax_rule(
        name="VAT", rate=Decimal(19), treatment="charged", valid_from=valid_from, by=odile, at=AT
    )


def left_on_day_one(world: World) -> Settlement:
    world.fund()
    world.commit()
    world.start_day(1)
    return world.settle(Ending.EXIT)


def told_to_leave(world: World) -> None:
    with transaction.atomic():
        settling.pay_told_to_leave(trial_id=world.trial, at=LATER, by=CLOCK)


# --- statements -----------------------------------------------------------------------------------


def test_a_statement_is_issued_after_the_settlement_and_stays_as_it_is(world: World) -> None:
    done = left_on_day_one(world)
    assert stating.is_due(done)
    assert not IssuedStatement.objects.exists()  # the exit waited for no document
    for _twice in range(2):
        issue_documents(AT)  # without a seller: a statement is not the operator's invoice
    one = IssuedStatement.objects.get()
    assert (one.number, one.person_id, one.paid_minor, one.held_minor) == (1, world.intern, 21000, 0)
    assert [(line["kind"], line["minor"]) for line in one.facts["lines"]] == [("day", 14000), ("bonus", 7000)]
    assert one.sha256 == issuing.fingerprint(one.facts)
    assert not stating.is_due(Settlement.objects.get())


def test_a_decision_issues_the_next_statement_and_leaves_the_first(world: World) -> None:
    left_on_day_one(world)
    issue_documents(AT)
    first = IssuedStatement.objects.values().get()
    told_to_leave(world)
    for _twice in range(2):
        issue_documents(LATER)
    before, after = IssuedStatement.objects.order_by("number").values()
    assert before == first
    assert (after["number"], after["paid_minor"]) == (2, 42000)
    assert sum(line["minor"] for line in after["facts"]["lines"]) == 42000


def test_what_goes_back_to_the_company_changes_no_statement(world: World) -> None:
    left_on_day_one(world)
    issue_documents(AT)
    with transaction.atomic():
        settling.release_returning(trial_id=world.trial, at=AT + dt.timedelta(hours=25))
    assert Settlement.objects.get().returned_at is not None
    issue_documents(AT + dt.timedelta(hours=25))
    assert IssuedStatement.objects.count() == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE money_issuedstatement SET paid_minor = 1",
        "UPDATE money_issuedstatement SET facts = '{}'",
        "DELETE FROM money_issuedstatement",
        "TRUNCATE money_issuedstatement",
    ],
)
def test_the_database_keeps_statements_as_issued(world: World, sql: str) -> None:
    left_on_day_one(world)
    issue_documents(AT)
    before = list(IssuedStatement.objects.values())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(IssuedStatement.objects.values()) == before


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_issue_one_statement(world: World) -> None:
    left_on_day_one(world)
    failures: list[BaseException] = []
    barrier = threading.Barrier(8)

    def issue() -> None:
        try:
            barrier.wait()
            stating.issue_statement(trial_id=world.trial, at=AT)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=issue) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failures == []
    assert IssuedStatement.objects.get().number == 1


# --- a credit note by itself ----------------------------------------------------------------------


def test_a_fee_that_is_given_up_whole_is_taken_back_without_a_new_invoice(books: World) -> None:
    left_on_day_one(books)
    issue_documents(AT)
    fee = Settlement.objects.get().fee_minor
    # No rule of today lowers a fee: the document does not rely on that.
    Settlement.objects.update(fee_minor=0, back_minor=F("back_minor") + fee)
    for _twice in range(2):
        issue_documents(LATER)
    invoice, credit = IssuedDocument.objects.exclude(kind="receipt").order_by("id")
    assert (invoice.kind, credit.kind) == ("invoice", "credit_note")
    assert credit.takes_back == invoice
    assert credit.total_minor + invoice.total_minor == credit.tax_minor + invoice.tax_minor == 0
    assert "passed_on_minor" not in credit.facts
    # And one that holds again is invoiced under the next number.
    Settlement.objects.update(fee_minor=fee, back_minor=F("back_minor") - fee)
    issue_documents(LATER)
    again = IssuedDocument.objects.filter(kind="invoice").order_by("id").last()
    assert again is not None
    assert (again.sequence, again.total_minor, again.subject) == (2, 2100, f"{books.trial}/2")


# --- what the audit sees --------------------------------------------------------------------------


def said() -> dict[str, list[str]]:
    """Return what the two lines about documents name, past every trigger."""
    return {
        "documents": audit.documents_stand_as_issued().offenders,
        "numbers": [one.split(":")[0] for one in audit.numbers_have_no_gap().offenders],
    }


@pytest.mark.parametrize(
    ("sql", "line", "offenders"),
    [
        ("UPDATE money_issueddocument SET sha256 = repeat('0', 64) WHERE kind = 'invoice'", "documents", 1),
        ("UPDATE money_issueddocument SET facts = facts || '{\"total_minor\": 5}'", "documents", 2),
        ("UPDATE money_issueddocument SET total_minor = 5, net_minor = 5, tax_minor = 0", "documents", 2),
        ('UPDATE money_issuedstatement SET facts = facts || \'{"person": "another"}\'', "documents", 1),
        ("UPDATE money_issuedstatement SET paid_minor = paid_minor + 1", "documents", 1),
        ("DELETE FROM money_issueddocument WHERE kind = 'invoice'", "numbers", 1),
        ("UPDATE money_issueddocument SET sequence = 2 WHERE kind = 'invoice'", "numbers", 1),
        ("UPDATE money_documentseries SET last = last + 1", "numbers", 2),
        ("DELETE FROM money_documentseries", "numbers", 2),
        ("UPDATE money_issuedstatement SET number = 2", "numbers", 1),
    ],
)
def test_the_audit_names_what_was_changed_and_what_is_missing(
    books: World, sql: str, line: str, offenders: int
) -> None:
    left_on_day_one(books)
    issue_documents(AT)
    assert said() == {"documents": [], "numbers": []}
    assert audit.documents_stand_as_issued().counted == 3
    assert audit.numbers_have_no_gap().counted == 2
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert len(said()[line]) == offenders


# --- a rule of taxes that meets an invoice --------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_rule_dated_back_waits_for_an_invoice_under_way_and_is_then_refused(books: World, odile: Actor) -> None:
    """An invoice is being made, not yet committed; a rule from its day on may not come between."""
    left_on_day_one(books)
    outcome: list[object] = []
    began = threading.Event()

    def write() -> None:
        began.set()
        try:
            outcome.append(tax(odile, dt.date(2026, 2, 1)))
        except TheRuleIsDatedBack as refusal:
            outcome.append(refusal)
        finally:
            connections.close_all()

    thread = threading.Thread(target=write)
    original = issuing.taxes.inside

    def inside(gross: int, rules: Any) -> Any:
        thread.start()
        began.wait()
        thread.join(timeout=1)  # it waits for us: the lock is ours until the commit
        assert outcome == []
        return original(gross, rules)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(issuing.taxes, "inside", inside)
        issuing.issue_invoice(trial_id=books.trial, at=AT)
    thread.join()
    assert [type(one) for one in outcome] == [TheRuleIsDatedBack]
    assert TaxRule.objects.count() == 1
    assert IssuedDocument.objects.get(kind="invoice").tax_minor == 335


# --- movements by their moment --------------------------------------------------------------------


def test_movements_of_some_days_are_found_without_reading_all(world: World) -> None:
    left_on_day_one(world)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM ledger_transfer WHERE effective_at >= %s AND effective_at < %s",
            [AT, LATER],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "ledger_transfer_moment" in plan
