"""The operator's bookkeeping: documents, what keeps some from being issued, who sells, which tax applies, exports."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from foretaste.core.refusals import NotFound
from foretaste.money import issued, issuing
from foretaste.web.answers import done, page, see
from foretaste.web.books import answers
from foretaste.web.books.forms import SellerForm, TaxForm
from foretaste.web.books.papers import percent
from foretaste.web.countries import countries
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator
from foretaste.web.operator.ledger_words import names_of


@for_the_operator
@require_GET
def documents(request: ActingRequest) -> HttpResponse:
    """All documents, the newest first; what keeps others from being issued; the exports."""
    waiting = issued.waiting()
    names = dict(countries())
    context = answers.listed(request) | {
        "waiting": waiting,
        "places": [names.get(code, code) for code in waiting.needs_tax_for],
    }
    return page(request, "operator/documents.html", context)


@for_the_operator
@require_GET
def document(request: ActingRequest, document_id: str) -> HttpResponse:
    return answers.shown(request, document_id, desk="operator")


@for_the_operator
@require_GET
def document_pdf(request: ActingRequest, document_id: str) -> HttpResponse:
    return answers.printed(request, document_id)


@for_the_operator
@require_http_methods(["GET", "POST"])
def taxes(request: ActingRequest) -> HttpResponse:
    """Who issues the documents, and the tax table: rows are added, never changed, each with who wrote it and when."""
    which = request.POST.get("table", "") if request.method == "POST" else ""
    now = issued.seller()
    kept = ("name", "address", "country", "tax_id", "registration", "email")
    seller_form = SellerForm(
        request.POST if which == "seller" else None,
        initial={field: getattr(now, field) for field in kept} if now else {},
        auto_id="seller_%s",
    )
    tax_form = TaxForm(request.POST if which == "tax" else None, auto_id="tax_%s")
    if (
        which == "seller"
        and seller_form.is_valid()
        and done(seller_form, lambda: issuing.write_seller(**seller_form.cleaned_data, by=request.actor, at=request.at))
    ):
        return see("operator:taxes")
    if (
        which == "tax"
        and tax_form.is_valid()
        and done(tax_form, lambda: issuing.write_tax_rule(**tax_form.cleaned_data, by=request.actor, at=request.at))
    ):
        return see("operator:taxes")
    names = dict(countries())
    sellers, rules = list(issued.sellers()[:20]), list(issued.tax_rules().order_by("-valid_from", "-id"))
    people = names_of([*(one.written_by for one in sellers), *(one.written_by for one in rules)], request.actor)
    return page(
        request,
        "operator/taxes.html",
        {
            "seller_form": seller_form,
            "tax_form": tax_form,
            "sellers": [{"row": one, "by": people[one.written_by]} for one in sellers],
            "rules": [
                {
                    "rule": one,
                    "place": names.get(one.place, one.place),
                    "rate": percent(one.rate),
                    "by": people[one.written_by],
                }
                for one in rules
            ],
        },
    )


@for_the_operator
@require_GET
def export(request: ActingRequest, name: str) -> HttpResponse:
    """The whole journal, or all documents, for the bookkeeping."""
    if name not in answers.EXPORTS:
        raise NotFound
    return answers.exported(request, name)
