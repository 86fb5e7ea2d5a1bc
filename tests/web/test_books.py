"""Documents as a person reads them: pages and PDFs, in their language, for those they concern; forms and exports."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.utils.translation import override

from foretaste.accounts.actors import Actor
from foretaste.accounts.queries import organization_of
from foretaste.money import issuing
from foretaste.money.models import BillingDetails, IssuedDocument, SellerDetails, TaxRule
from foretaste.web.books.papers import issued_paper
from foretaste.web.documents import pdf
from tests import at_state
from tests.at_state import Plan

SELLER = {"name": "Weststadt Trials", "address": "Hafen 1\n20457 Hamburg", "country": "DE", "tax_id": "DE28"}
TAX = {"name": "MwSt.", "rate": "19", "treatment": "charged", "place": "", "valid_from": "2026-01-01"}


def words_of(made: bytes) -> str:
    """Return what a reader of the PDF reads; PDFs say which language they are in, and that they are tagged."""
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    document = pypdfium2.PdfDocument(made)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


@pytest.fixture
def odiles(signed_in: Callable[[Actor], Client], odile: Actor) -> Client:
    return signed_in(odile)


@pytest.fixture
def hedys(signed_in: Callable[[Actor], Client], hedy: Actor) -> Client:
    return signed_in(hedy)


@pytest.fixture
def invoice(odiles: Client, hedy: Actor, ines: Actor, clock: Any) -> IssuedDocument:
    """Ines left on day one; the operator had written who sells and the tax through the page."""
    odiles.post("/operator/documents/taxes", {"table": "seller", **SELLER})
    odiles.post("/operator/documents/taxes", {"table": "tax", **TAX})
    trial = at_state.left(hedy, ines, Plan())
    at = clock.move_to(trial.ended_at + dt.timedelta(minutes=1))
    assert issuing.issue_what_is_due(at) == []
    return IssuedDocument.objects.get(kind="invoice")


def test_the_operator_is_warned_until_seller_and_tax_are_written(
    odiles: Client, hedy: Actor, ines: Actor, clock: Any
) -> None:
    trial = at_state.left(hedy, ines, Plan())
    at = clock.move_to(trial.ended_at + dt.timedelta(minutes=1))
    issuing.issue_what_is_due(at)
    said = odiles.get("/operator/documents/").content.decode()
    assert "No document is issued before you say who issues it." in said
    assert "Invoices waiting: 1" in said
    odiles.post("/operator/documents/taxes", {"table": "seller", **SELLER})
    said = odiles.get("/operator/documents/").content.decode()
    assert "No rule is for companies in: Germany." in said
    odiles.post("/operator/documents/taxes", {"table": "tax", **TAX})
    issuing.issue_what_is_due(at)
    said = odiles.get("/operator/documents/").content.decode()
    assert "wait for a tax rule" not in said
    assert IssuedDocument.objects.get(kind="invoice").number in said


def test_rows_of_seller_and_tax_say_who_wrote_them_and_earlier_ones_stay(odiles: Client, odile: Actor) -> None:
    for name in ("Weststadt Trials", "Weststadt Trials gGmbH"):
        odiles.post("/operator/documents/taxes", {"table": "seller", **SELLER, "name": name})
    odiles.post("/operator/documents/taxes", {"table": "tax", **TAX})
    said = odiles.get("/operator/documents/taxes").content.decode()
    for one in ("Weststadt Trials</strong>", "Weststadt Trials gGmbH</strong>", "MwSt."):
        assert one in said
    assert said.count("Odile") >= 3
    refused = odiles.post("/operator/documents/taxes", {"table": "tax", **TAX, "treatment": "exempt"})
    assert refused.status_code == 422
    assert "0 where the tax is not charged" in refused.content.decode()
    assert (SellerDetails.objects.count(), TaxRule.objects.count()) == (2, 1)


def test_an_invoice_reads_the_same_on_the_page_and_in_the_pdf(hedys: Client, invoice: IssuedDocument) -> None:
    page = hedys.get(f"/company/documents/{invoice.public_id}/").content.decode()
    made = hedys.get(f"/company/documents/{invoice.public_id}/document.pdf")
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"] == f'attachment; filename="{invoice.number}.pdf"'
    printed = words_of(made.content)
    for words in (invoice.number, "Weststadt Trials", "20457 Hamburg", "Halden Instruments", "MwSt., 19%", "€21.00"):
        assert words in page, words
        assert words in printed, words
    assert hedys.get(f"/company/documents/{invoice.public_id}/document.pdf").content == made.content
    assert '<a href="/company/money/" aria-current="page">' in page


@pytest.mark.parametrize(
    ("language", "sum_", "day"),
    [("en", "€21.00", "9 March 2026"), ("de", "21,00\u00a0€", "9. März 2026"), ("fr", "21,00\u00a0€", "9 mars 2026")],
)
def test_sums_and_dates_are_in_the_reader_s_language(
    invoice: IssuedDocument, language: str, sum_: str, day: str
) -> None:
    with override(language):
        data = issued_paper(invoice).as_data()
    assert data["language"] == language
    assert data["total"][1] == sum_
    assert data["made"] == day
    made = pdf("issued", data, made_at=invoice.issued_at)
    assert f"/Lang({language})".encode() in made.replace(b" ", b"") or f"/Lang ({language}".encode() in made
    assert day in words_of(made)


def test_what_a_company_writes_stands_on_the_next_document_only(
    hedys: Client, hedy: Actor, invoice: IssuedDocument
) -> None:
    company = organization_of(hedy).public_id
    wrong = hedys.post("/company/documents/details", {"name": "", "address": "Ring 2", "country": "DE"})
    assert wrong.status_code == 422
    assert not BillingDetails.objects.exists()
    details = {"name": "Halden AG", "address": "Ring 2", "country": "CH", "tax_id": "CHE-1"}
    assert hedys.post("/company/documents/details", details).status_code == 303
    assert BillingDetails.objects.get(company_id=company).written_by.endswith(f":{hedy.person_id}")
    assert "Halden AG" in hedys.get("/company/documents/").content.decode()
    assert "Halden AG" not in hedys.get(f"/company/documents/{invoice.public_id}/").content.decode()


def test_exports_come_as_files_and_a_range_that_ends_before_it_begins_is_refused(
    hedys: Client, odiles: Client, invoice: IssuedDocument
) -> None:
    march = {"first": "2026-03-01", "last": "2026-03-31"}
    for client, desk in ((hedys, "company"), (odiles, "operator")):
        answer = client.get(f"/{desk}/documents/exports/documents.csv", march)
        assert answer.streaming
        rows = list(csv.DictReader(answer.getvalue().decode().splitlines()))
        assert [row["number"] for row in rows if row["kind"] == "invoice"] == [invoice.number]
        assert answer["Content-Disposition"] == 'attachment; filename="documents-2026-03-01-2026-03-31.csv"'
        backwards = {"first": "2026-03-31", "last": "2026-03-01"}
        for range_ in (backwards, {"first": "0001-01-01", "last": "9999-12-31"}, {"first": "x"}, {}):
            assert client.get(f"/{desk}/documents/exports/journal.csv", range_).status_code == 422
        assert client.get(f"/{desk}/documents/exports/secrets.csv", march).status_code == 404
        assert client.get(f"/{desk}/documents/exports/journal.beancount", march).getvalue().startswith(b"option")


def test_a_year_adds_up_for_the_company_and_names_each_trial_to_the_intern(
    hedys: Client, signed_in: Callable[[Actor], Client], ines: Actor, invoice: IssuedDocument
) -> None:
    year = words_of(hedys.get("/company/documents/years/2026/totals.pdf").content)
    for words in ("€462.00", "-€210.00", "-€21.00", "of it tax: €3.35", "€231.00"):
        assert words in year, words
    own = signed_in(ines)
    page = own.get("/me/pay/years/2026/").content.decode()
    printed = words_of(own.get("/me/pay/years/2026/totals.pdf").content)
    for words in ("Find out why the sensors drift", "Halden Instruments", "€210.00"):
        assert words in page, words
        assert words in printed, words
    for no_year in (0, 1, 2025, 2027, 10000):
        assert own.get(f"/me/pay/years/{no_year}/").status_code == 404
    for no_year in (0, 1, 2019, 2027, 10000):
        assert hedys.get(f"/company/documents/years/{no_year}/").status_code == 404


def test_several_taxes_and_a_reverse_charge_are_said_line_by_line(invoice: IssuedDocument) -> None:
    taxes = [
        {"name": "GST", "rate": "5", "treatment": "charged", "text": "", "net_minor": 1826, "minor": 91},
        {"name": "QST", "rate": "9.975", "treatment": "charged", "text": "QST 12", "net_minor": 1826, "minor": 183},
        {"name": "VAT", "rate": "0", "treatment": "reverse_charge", "text": "Reverse", "net_minor": 2100, "minor": 0},
    ]
    invoice.facts["taxes"] = taxes
    paper = issued_paper(invoice)
    assert [line["label"] for line in paper.lines[1:]] == ["GST, 5%", "QST, 9.975%"]
    assert paper.notes[:2] == ["QST 12", "Reverse"]
