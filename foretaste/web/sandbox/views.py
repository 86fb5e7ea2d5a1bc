"""The hosted pay page of the sandbox bank. Nobody is signed in at a bank's page: its address is the secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.core.amounts import Amount
from foretaste.core.refusals import Refused
from foretaste.money.providers import sandbox
from foretaste.web.company.forms.fields import written
from foretaste.web.middleware import ActingRequest
from foretaste.web.rendering import say_refusal, see_other
from foretaste.web.sandbox.forms import CardForm, TransferForm

if TYPE_CHECKING:
    from foretaste.money.models import BankCharge


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what is to be paid and take the payment; afterwards say what became of it."""
    if settings.PAYMENT_PROVIDER != "sandbox":
        raise Http404
    charge = sandbox.charge_of(ref)
    by_card = charge.method == "card"
    left = max(charge.amount_minor - sum(payment.amount_minor for payment in charge.payments.all()), 0)
    form: CardForm | TransferForm = CardForm(request.POST or None) if by_card else TransferForm(
        request.POST or None,
        currency=charge.currency,
        initial={"amount": written(left or charge.amount_minor, charge.currency)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            _pay(charge, form, cast("ActingRequest", request))
        except Refused as refusal:
            say_refusal(form, refusal)
        else:
            return see_other(request.get_full_path())
    return render(
        request,
        "sandbox/pay.html",
        {
            "charge": charge,
            "amount": Amount(charge.amount_minor, charge.currency),
            "sent": [Amount(payment.amount_minor, charge.currency) for payment in charge.payments.all()],
            "form": form,
            "by_card": by_card,
            "back": _back(request, charge),
            "dispute": sandbox.dispute_of(charge),
        },
        status=422 if form.errors else 200,
    )


@never_cache
@require_POST
def dispute(request: HttpRequest, ref: str) -> HttpResponse:
    """The payer's bank takes the payment back ("open"), and decides ("won", "lost")."""
    if settings.PAYMENT_PROVIDER != "sandbox":
        raise Http404
    sandbox.charge_of(ref)
    how, at = request.POST.get("how", "open"), cast("ActingRequest", request).at
    try:
        if how == "open":
            sandbox.dispute(ref=ref, at=at)
        else:
            sandbox.close_dispute(ref=ref, won=how == "won", at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return see_other(reverse("sandbox:pay", args=[ref]))


def _pay(charge: BankCharge, form: CardForm | TransferForm, request: ActingRequest) -> None:
    if isinstance(form, CardForm):
        sandbox.pay_by_card(ref=str(charge.operation_id), at=request.at, number=form.cleaned_data["number"])
    else:
        sandbox.pay_by_transfer(
            ref=str(charge.operation_id),
            at=request.at,
            amount_minor=form.amount_minor,
            account_number=form.cleaned_data["account_number"],
        )


def _back(request: HttpRequest, charge: BankCharge) -> str:
    wanted = request.GET.get("next", "") or charge.return_url
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else "/company/"
