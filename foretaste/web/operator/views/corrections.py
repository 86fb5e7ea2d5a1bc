"""What the operator puts right with its own money: a reason, and above a sum a second signature."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.accounts import queries as accounts
from foretaste.core.amounts import Amount
from foretaste.core.identifiers import new_public_id
from foretaste.money import correcting
from foretaste.money import queries as money
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.company.forms.fields import minor_in
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator
from foretaste.web.operator.forms import ConversionForm, CorrectionForm


@for_the_operator
@require_http_methods(["GET", "POST"])
def corrections(request: ActingRequest) -> HttpResponse:
    """Every correction, and a form for the next."""
    return _page(request)


@for_the_operator
@require_POST
def end_conversion(request: ActingRequest, conversion_id: str) -> HttpResponse:
    """Say that a converted payment was exchanged back, or give it back: a second person signs it."""
    found = get_object_or_404(money.conversions_to_end(), public_id=conversion_id)
    form = ConversionForm(request.POST, conversion=found)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("kind", "amount", "reason", "key")}
        if done(
            form,
            lambda: correcting.propose_correction(conversion_id=conversion_id, by=request.actor, at=request.at, **said),
        ):
            return see("operator:corrections")
    return _page(request, form)


def _page(request: ActingRequest, sent: ConversionForm | None = None) -> HttpResponse:
    companies = accounts.visible_to(request.actor).filter(kind="company").order_by("name")
    form = CorrectionForm(
        request.POST if request.method == "POST" and sent is None else None,
        companies=[(one.public_id, one.name) for one in companies],
        initial={"company_id": request.GET.get("company", ""), "key": new_public_id()},
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        amount = Amount(minor_in(said["currency"], said["sum"]), said["currency"])
        if done(
            form,
            lambda: correcting.propose_correction(
                kind=said["kind"],
                company_id=said["company_id"],
                trial_id=said["trial_id"],
                amount=amount,
                reason=said["reason"],
                key=said["key"],
                by=request.actor,
                at=request.at,
            ),
        ):
            return see("operator:corrections")
    names = {one.public_id: one.name for one in companies}
    written_down = {one.conversion_id for one in money.corrections().filter(state="waiting")}
    return page(
        request,
        "operator/corrections.html",
        {
            "form": sent or form,
            "new": form,
            "conversions": [
                {
                    "one": one,
                    "company": names.get(one.order.company_id, one.order.company_id),
                    "waits": one.public_id in written_down,
                    "form": sent
                    if sent is not None and sent.conversion == one
                    else ConversionForm(conversion=one, initial={"key": new_public_id()}),
                }
                for one in money.conversions_to_end()
            ],
            "rows": [
                {
                    "one": one,
                    "amount": Amount(one.amount_minor, one.currency),
                    "about": names.get(one.company_id, one.company_id) or one.trial_id or one.conversion_id,
                    "may_sign": one.proposed_by != request.actor.person_id,
                    "may_return": one.kind in correcting.CAN_BE_TAKEN_BACK and one.state == "done",
                }
                for one in money.corrections()[:100]
            ],
            "own": money.own_moneys(),
            "by_one": [Amount(minor, currency) for currency, minor in settings.CORRECTION_BY_ONE_MINOR.items()],
        },
    )


@for_the_operator
@require_POST
def sign(request: ActingRequest, correction_id: str) -> HttpResponse:
    """The second signature."""
    try_to(
        request,
        lambda: correcting.sign_correction(correction_id=correction_id, by=request.actor, at=request.at),
        _("Signed by two, and done."),
    )
    return see("operator:corrections")


@for_the_operator
@require_POST
def drop(request: ActingRequest, correction_id: str) -> HttpResponse:
    """Give a waiting one up."""
    try_to(
        request,
        lambda: correcting.drop_correction(correction_id=correction_id, by=request.actor, at=request.at),
        _("Dropped. Nothing moved."),
    )
    return see("operator:corrections")


@for_the_operator
@require_POST
def take_back(request: ActingRequest, correction_id: str) -> HttpResponse:
    """Undo one by its exact opposite; what a company was sent by mistake, it owes."""
    try_to(
        request,
        lambda: correcting.take_back_correction(
            correction_id=correction_id, reason=request.POST.get("reason", ""), by=request.actor, at=request.at
        ),
        _("Taken back. What a company was sent already, it owes from now on."),
    )
    return see("operator:corrections")
