"""Fees and wage floors as dated tables; pay that somebody has to confirm."""

from __future__ import annotations

from collections.abc import Callable
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
from foretaste.web.operator.access import for_the_operator, looked_for
from foretaste.web.operator.forms import (
    FeeForm,
    PayoutRuleForm,
    RuleForm,
    UnclaimedRuleForm,
    WageAnswerForm,
    WageForm,
)

# each table by its name in the form: how a row is entered, and what writes it
TABLES: dict[str, tuple[type[RuleForm], Callable[..., object]]] = {
    "fee": (FeeForm, money_actions.set_fee),
    "payout": (PayoutRuleForm, money_actions.set_payout_rule),
    "unclaimed": (UnclaimedRuleForm, money_actions.set_unclaimed_rule),
    "wage": (WageForm, money_actions.set_wage_floor),
}


@for_the_operator
@require_http_methods(["GET", "POST"])
def rules(request: ActingRequest) -> HttpResponse:
    """Fees and wage floors: dated rows with their sources, never changed backwards."""
    which = request.POST.get("table", "") if request.method == "POST" else ""
    forms = {
        name: form(request.POST if which == name else None, auto_id=f"{name}_%s")
        for name, (form, _write) in TABLES.items()
    }
    if which in TABLES:
        form, write = forms[which], TABLES[which][1]
        if form.is_valid() and done(form, lambda: write(**form.said(), by=request.actor, at=request.at)):
            return see("operator:rules")
    text = looked_for(request)
    wages = money.wage_floors()
    if text:
        wages = wages.filter(Q(country__iexact=text) | Q(region__icontains=text) | Q(city__icontains=text))
    return page(
        request,
        "operator/rules.html",
        {
            "fees": [{"rule": one, "percent": Decimal(one.basis_points) / 100} for one in money.fee_rules()],
            "wages": Paginator(wages, 25).get_page(request.GET.get("page")),
            "text": text,
            "unclaimed_rules": money.unclaimed_rules(),
            "payout_rules": money.payout_rules(),
            **{f"{name}_form": form for name, form in forms.items()},
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
