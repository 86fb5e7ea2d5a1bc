"""What both desks of bookkeeping answer with: lists, one document, an export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAcceptable
from foretaste.money import exports, issued
from foretaste.money.exports import Range
from foretaste.web.books.forms import RangeForm
from foretaste.web.books.papers import YearPaper, issued_paper
from foretaste.web.documents import download, pdf
from foretaste.web.documents.language import reading
from foretaste.web.middleware import ActingRequest

PER_PAGE = 30
EXPORTS: dict[str, tuple[Callable[[Actor, Range], Iterator[str]], str]] = {
    "journal.csv": (exports.journal_csv, "text/csv; charset=utf-8"),
    "journal.beancount": (exports.journal_beancount, "text/plain; charset=utf-8"),
    "documents.csv": (exports.documents_csv, "text/csv; charset=utf-8"),
}


def listed(request: ActingRequest) -> dict[str, Any]:
    """Return the documents somebody may see, the newest first, and the form of an export."""
    found = issued.visible_to(request.actor).order_by("-issued_at", "-id")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = request.at.date()
    return {
        "documents": [{"document": one, "total": Amount(one.total_minor, one.currency)} for one in shown],
        "shown": shown,
        "range_form": RangeForm(initial={"first": today.replace(month=1, day=1), "last": today}),
        "year": today.year,
    }


def shown(request: ActingRequest, document_id: str, *, desk: str) -> HttpResponse:
    """Show one document in the reader's words, and what took its place; `desk` names the addresses it links to."""
    found = issued.document_of(document_id, request.actor)
    with reading(request) as language:
        context = {
            "document": found,
            "paper": issued_paper(found),
            "reading": language,
            "taken_back_by": getattr(found, "taken_back_by", None),
            "back_url": reverse(f"{desk}:documents"),
            "pdf_url": reverse(f"{desk}:document_pdf", args=[document_id]),
            "document_address": f"{desk}:document",
        }
    return render(request, "books/document.html", context)


def printed(request: ActingRequest, document_id: str) -> HttpResponse:
    """Return one document as PDF; printed again in the same language, it has the same bytes."""
    found = issued.document_of(document_id, request.actor)
    with reading(request):
        data = issued_paper(found).as_data()
    return download(pdf("issued", data, made_at=found.issued_at), f"{found.number}.pdf")


def printed_year(
    request: ActingRequest, year: int, paper_of: Callable[[ActingRequest, int], YearPaper]
) -> HttpResponse:
    """Return a year's totals as PDF."""
    with reading(request):
        data = paper_of(request, year).as_data(request.at)
    return download(pdf("proof", data, made_at=request.at), f"year-{year}.pdf")


def exported(request: ActingRequest, name: str) -> HttpResponse:
    """Return an export of the range asked for, line by line."""
    form = RangeForm(request.GET)
    if not form.is_valid():
        raise NotAcceptable(**{name: str(errors[0]) for name, errors in form.errors.items()})
    range_ = Range(form.cleaned_data["first"], form.cleaned_data["last"])
    write, content_type = EXPORTS[name]
    response = StreamingHttpResponse(write(request.actor, range_), content_type=content_type)
    stem, _dot, ending = name.partition(".")
    response["Content-Disposition"] = f'attachment; filename="{stem}-{range_.first}-{range_.last}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", response)  # the doors of both desks are typed for pages
