"""Fees and wage floors as dated tables; pay that somebody has to confirm."""

from __future__ import annotations

from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from foretaste.money import actions as money_actions
from foretaste.money import queries as money
from foretaste.opportunities import actions as opportunity_actions
from foretaste.opportunities import queries as opportunities
from foretaste.web.answers import done, page, see
from foretaste.web.company.costs import wage_of, worked_out
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator
from foretaste.web.operator.forms import (
    FeeForm,
    PayoutRuleForm,
    UnclaimedRuleForm,
    WageAnswerForm,
    WageForm,
)


@for_the_operator
@require_http_methods(["GET", "POST"])
def rules(request: ActingRequest) -> HttpResponse:
    """Fees and wage floors: dated rows with their sources, never changed backwards."""
    which = request.POST.get("table", "") if request.method == "POST" else ""
    fee_form = FeeForm(request.POST if which == "fee" else None, auto_id="fee_%s")
    payout_form = PayoutRuleForm(request.POST if which == "payout" else None, auto_id="payout_%s")
    unclaimed_form = UnclaimedRuleForm(request.POST if which == "unclaimed" else None, auto_id="unclaimed_%s")
    wage_form = WageForm(request.POST if which == "wage" else None, auto_id="wage_%s")
    if (
        which == "fee"
        and fee_form.is_valid()
        and done(
            fee_form,
            lambda: money_actions.set_fee(
                basis_points=int(fee_form.cleaned_data["percent"] * 100),
                valid_from=fee_form.cleaned_data["valid_from"],
                note=fee_form.cleaned_data["note"],
                by=request.actor,
                at=request.at,
            ),
        )
    ):
        return see("operator:rules")
    if (
        which == "wage"
        and wage_form.is_valid()
        and done(
            wage_form,
            lambda: money_actions.set_wage_floor(by=request.actor, at=request.at, **wage_form.cleaned_data),
        )
    ):
        return see("operator:rules")
    if (
        which == "payout"
        and payout_form.is_valid()
        and done(
            payout_form,
            lambda: money_actions.set_payout_rule(by=request.actor, at=request.at, **payout_form.cleaned_data),
        )
    ):
        return see("operator:rules")
    if (
        which == "unclaimed"
        and unclaimed_form.is_valid()
        and done(
            unclaimed_form,
            lambda: money_actions.set_unclaimed_rule(by=request.actor, at=request.at, **unclaimed_form.cleaned_data),
        )
    ):
        return see("operator:rules")
    text = request.GET.get("q", "").strip()
    wages = money.wage_floors()
    if text:
        wages = wages.filter(Q(country__iexact=text) | Q(region__icontains=text) | Q(city__icontains=text))
    return page(
        request,
        "operator/rules.html",
        {
            "fees": [{"rule": one, "percent": Decimal(one.basis_points) / 100} for one in money.fee_rules()],
            "wages": Paginator(wages, 50).get_page(request.GET.get("page")),
            "text": text,
            "fee_form": fee_form,
            "payout_form": payout_form,
            "unclaimed_form": unclaimed_form,
            "unclaimed_rules": money.unclaimed_rules(),
            "payout_rules": money.payout_rules(),
            "wage_form": wage_form,
        },
    )


@for_the_operator
@require_http_methods(["GET", "POST"])
def wages(request: ActingRequest) -> HttpResponse:
    """Pay that no table knows or that is unusually high, and trials of new companies: confirm, or send back."""
    form = WageAnswerForm(request.POST if request.method == "POST" else None)
    asked = request.POST.get("opportunity", "")
    if request.method == "POST" and form.is_valid():
        act = opportunity_actions.confirm_wage if "confirm" in request.POST else opportunity_actions.decline_wage
        if done(
            form, lambda: act(opportunity_id=asked, note=form.cleaned_data["note"], by=request.actor, at=request.at)
        ):
            return see("operator:wages")
    queue = [
        {
            "opportunity": one,
            "age": request.at - one.changed_at,
            "cost": worked_out(one),
            "wage": wage_of(one),
            "is_new": opportunities.is_looked_at_first(one, request.at),
            "form": form if one.public_id == asked else WageAnswerForm(auto_id=f"{one.public_id}_%s"),
        }
        for one in opportunities.whole(opportunities.awaiting_confirmation())
    ]
    return page(request, "operator/wages.html", {"queue": queue, "form": form})
