"""The company's documents: receipts, invoices, credit notes, its year, its exports, how it stands on them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foretaste.accounts import queries as accounts
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.money import issued, issuing, queries, years
from foretaste.web.answers import done, page, see
from foretaste.web.books import answers, papers
from foretaste.web.books.forms import BillingForm
from foretaste.web.company.access import for_the_company
from foretaste.web.documents.language import reading
from foretaste.web.middleware import ActingRequest


def _only_money(request: ActingRequest) -> None:
    if not request.actor.has(*queries.MONEY_ROLES):
        raise NotAllowed


@for_the_company
@require_GET
def documents(request: ActingRequest) -> HttpResponse:
    """Every receipt, invoice and credit note; the exports."""
    _only_money(request)
    company = accounts.organization_of(request.actor)
    context = answers.listed(request) | {"buyer": issued.buyer(company.public_id)}
    return page(request, "company/money/documents.html", context)


@for_the_company
@require_GET
def document(request: ActingRequest, document_id: str) -> HttpResponse:
    return answers.shown(request, document_id, desk="company")


@for_the_company
@require_GET
def document_pdf(request: ActingRequest, document_id: str) -> HttpResponse:
    return answers.printed(request, document_id)


@for_the_company
@require_http_methods(["GET", "POST"])
def details(request: ActingRequest) -> HttpResponse:
    """How the company stands on its documents. What was issued keeps what stood on it."""
    _only_money(request)
    now = issued.buyer(accounts.organization_of(request.actor).public_id)
    initial = {
        "name": now.name,
        "address": now.address,
        "country": now.country,
        "tax_id": now.tax_id,
        "reference": now.reference,
    }
    form = BillingForm(request.POST if request.method == "POST" else None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: issuing.write_billing(**form.cleaned_data, by=request.actor, at=request.at))
    ):
        return see("company:documents")
    return page(request, "company/money/details.html", {"form": form})


def _year(request: ActingRequest, year: int) -> papers.YearPaper:
    _only_money(request)
    if not years.FIRST <= year <= request.at.year:
        raise NotFound
    found = years.company_year(request.actor, year)
    return papers.company_year(accounts.organization_of(request.actor).name, year, found)


@for_the_company
@require_GET
def year(request: ActingRequest, year: int) -> HttpResponse:
    """A year's totals out of the ledger."""
    with reading(request) as language:
        paper, back = _year(request, year), _("Documents")
    context = {
        "paper": paper,
        "reading": language,
        "back_url": reverse("company:documents"),
        "back": back,
        "pdf_url": reverse("company:year_pdf", args=[year]),
        "before_url": reverse("company:year", args=[year - 1]) if year > years.FIRST else "",
        "before": year - 1,
    }
    return render(request, "books/year.html", context)


@for_the_company
@require_GET
def year_pdf(request: ActingRequest, year: int) -> HttpResponse:
    return answers.printed_year(request, year, _year)


@for_the_company
@require_GET
def export(request: ActingRequest, name: str) -> HttpResponse:
    """The company's own journal or documents, for its bookkeeping."""
    _only_money(request)
    if name not in answers.EXPORTS:
        raise NotFound
    return answers.exported(request, name)
