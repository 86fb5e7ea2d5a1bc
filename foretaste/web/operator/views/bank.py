"""The operator's bank, where money moves by hand: statements come in, entries are said to be something, files leave."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foretaste.core.amounts import Amount
from foretaste.core.dates import dated
from foretaste.core.refusals import NotFound
from foretaste.money import banking, payment_files
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator
from foretaste.web.operator.forms import StatementForm

if TYPE_CHECKING:
    from foretaste.money.models import StatementEntry
    from foretaste.money.providers.manual.coverage import Gap, Repeat

SHAPES = {"xml": "application/xml", "csv": "text/csv; charset=utf-8"}


@for_the_operator
@require_http_methods(["GET", "POST"])
def bank(request: ActingRequest) -> HttpResponse:
    """Upload a statement; say what its entries are; prepare and release what is to be paid."""
    kept = banking.columns_of(request.actor)
    sent = request.method == "POST"
    form = StatementForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        initial={**(kept.columns if kept else {}), "currency": kept.currency if kept else "EUR"},
    )
    if sent and form.is_valid() and done(form, lambda: _upload(request, form)):
        return see("operator:bank")
    waiting = list(payment_files.payments_waiting(request.actor)[:200])
    return page(
        request,
        "operator/bank.html",
        {
            "form": form,
            "is_manual": banking.is_manual(),
            "entries": [_entry(one) for one in banking.entries_to_settle(request.actor)],
            "missing": [_gap(one) for one in banking.missing(request.actor)] if banking.is_manual() else [],
            "repeated": [_repeat(one) for one in banking.repeated(request.actor)] if banking.is_manual() else [],
            "waiting": [{"order": one, "amount": Amount(one.amount_minor, one.currency)} for one in waiting],
            "currencies": sorted({one.currency for one in waiting if one.number}),
            "today": request.at.date(),
            "files": [
                {
                    "file": one,
                    "amount": Amount(one.total_minor, one.currency),
                    "mine": one.prepared_by == request.actor.person_id,
                }
                for one in payment_files.files(request.actor)[:20]
            ],
            "statements": banking.statements(request.actor)[:10],
        },
    )


def _entry(one: banking.EntryToSettle) -> dict[str, Any]:
    """An entry that waits, and which orders or files it may be."""
    return {
        "entry": one.entry,
        "amount": one.amount,
        "suggestions": [
            {"one": may, "amount": Amount(may.order.amount_minor, may.order.currency), "why": _why(may)}
            for may in one.suggestions
        ],
        "files": one.files,
        "says": _says(one.entry),
    }


def _gap(one: Gap) -> dict[str, Any]:
    """Days whose entries are missing, and what the balance says they sum to."""
    return {
        "days": _days(one.first_on, one.last_on),
        "amount": Amount(one.missing_minor, one.currency) if one.missing_minor else None,
        "is_uncovered": one.missing_minor is None,
        "statements": one.statements,
    }


def _repeat(one: Repeat) -> dict[str, Any]:
    """A statement that the bank has given twice, and not alike."""
    return {
        "number": one.number,
        "days": _days(one.first_on, one.last_on),
        "ends": [Amount(minor, one.currency) for minor in one.closings_minor],
    }


def _upload(request: ActingRequest, form: StatementForm) -> None:
    file = form.cleaned_data["file"]
    columns = {name: form.cleaned_data[name] for name in form.COLUMNS}
    known = banking.statements(request.actor).count()
    found = banking.upload_statement(
        raw=file.read(),
        name=file.name,
        columns=columns,
        currency=form.cleaned_data["currency"] or "EUR",
        by=request.actor,
        at=request.at,
    )
    new = found.entries_new if banking.statements(request.actor).count() > known else 0  # the same file: nothing new
    messages.success(request, ngettext("%(n)s new entry.", "%(n)s new entries.", new) % {"n": new})


RETURNED = {
    "account_wrong": gettext_lazy("the account number is wrong"),
    "account_closed": gettext_lazy("the account is closed"),
    "account_blocked": gettext_lazy("the account is blocked"),
    "address_missing": gettext_lazy("the holder’s address is missing"),
    "holder_deceased": gettext_lazy("the holder has died"),
    "bank_wrong": gettext_lazy("the bank’s code is wrong"),
}


def _says(entry: StatementEntry) -> list[str]:
    """Return what a statement says of an entry, a line each."""
    lines = [entry.reference]
    if entry.return_reason:
        why = RETURNED.get(banking.why_it_came_back(entry), _("the bank gives no reason"))
        lines.append(_("Came back: %(why)s (%(code)s)") % {"why": why, "code": entry.return_reason})
    if entry.payments > 1:
        lines.append(_("%(n)s payments that the bank booked as one") % {"n": entry.payments})
    return [line for line in lines if line]


def _days(first: dt.date, last: dt.date) -> str:
    if first == last:
        return dated(first)
    return _("%(first)s to %(last)s") % {"first": dated(first), "last": dated(last)}


def _why(suggestion: Any) -> str:
    names = {"reference": _("reference"), "account": _("account"), "amount": _("sum"), "name": _("name")}
    return ", ".join(names[one] for one in suggestion.reasons)


@for_the_operator
@require_POST
def settle_entry(request: ActingRequest, entry_id: str) -> HttpResponse:
    """Say what an entry is: one of our operations, a whole file of payments, or nothing of ours."""
    who = {"entry_id": entry_id, "by": request.actor, "at": request.at}
    if file_id := request.POST.get("file", "").strip():
        try_to(request, lambda: banking.confirm_file(file_id=file_id, **who), _("Booked, each payment of the file."))  # type: ignore[arg-type]
    elif operation := request.POST.get("operation", "").strip():
        try_to(request, lambda: banking.confirm_entry(operation_id=operation, **who), _("Booked."))  # type: ignore[arg-type]
    else:
        note = request.POST.get("note", "")
        try_to(request, lambda: banking.set_entry_aside(note=note, **who), _("Set aside."))  # type: ignore[arg-type]
    return see("operator:bank")


@for_the_operator
@require_POST
def prepare_file(request: ActingRequest) -> HttpResponse:
    """Put what waits into one file; somebody else releases it."""
    try_to(
        request,
        lambda: payment_files.prepare_file(
            currency=request.POST.get("currency", "EUR"), execute_on=request.at.date(), by=request.actor, at=request.at
        ),
        _("Prepared. A colleague releases it now."),
    )
    return see("operator:bank")


@for_the_operator
@require_POST
def name_account(request: ActingRequest, operation_id: str) -> HttpResponse:
    """Say where a refund goes whose payer's account nobody knows."""
    holder, number = request.POST.get("holder", ""), request.POST.get("number", "")
    try_to(
        request,
        lambda: payment_files.name_account(
            operation_id=operation_id, holder=holder, number=number, by=request.actor, at=request.at
        ),
        _("Saved."),
    )
    return see("operator:bank")


@for_the_operator
@require_GET
def file(request: ActingRequest, file_id: str) -> HttpResponse:
    """Look at every payment of a file before it is released, and after."""
    found = payment_files.file_of(file_id, request.actor)
    return page(
        request,
        "operator/bank_file.html",
        {
            "file": found,
            "amount": Amount(found.total_minor, found.currency),
            "mine": found.prepared_by == request.actor.person_id,
            "released_by_me": found.released_by == request.actor.person_id,
            "orders": [
                {"order": one, "amount": Amount(one.amount_minor, one.currency)}
                for one in payment_files.orders_of(found)
            ],
        },
    )


@for_the_operator
@require_POST
def decide_file(request: ActingRequest, file_id: str) -> HttpResponse:
    """Release a file that a colleague has prepared, or take it back."""
    about = {"file_id": file_id, "by": request.actor, "at": request.at}
    if request.POST.get("how") == "release":
        try_to(request, lambda: payment_files.release_file(**about), _("Released. Fetch it for your bank."))  # type: ignore[arg-type]
    else:
        try_to(request, lambda: payment_files.withdraw_file(**about), _("Taken back. Its payments wait as before."))  # type: ignore[arg-type]
    return see("operator:bank_file", file_id)


@for_the_operator
@require_POST
def refuse_payment(request: ActingRequest, operation_id: str) -> HttpResponse:
    """Say that the bank refused a payment altogether."""
    note = request.POST.get("note", "")
    try_to(
        request,
        lambda: payment_files.note_refused(operation_id=operation_id, note=note, by=request.actor, at=request.at),
        _("Noted. The money is its owner’s as before."),
    )
    return see("operator:bank")


@for_the_operator
@require_GET
def fetch_file(request: ActingRequest, file_id: str, shape: str) -> HttpResponse:
    """Hand the file over for the bank, once it is released."""
    if shape not in SHAPES:
        raise NotFound
    found = payment_files.file_of(file_id, request.actor)
    response = HttpResponse(payment_files.content(found, shape), content_type=SHAPES[shape])
    response["Content-Disposition"] = f'attachment; filename="payments-{found.public_id}.{shape}"'
    response["Cache-Control"] = "private, no-store"
    return response
