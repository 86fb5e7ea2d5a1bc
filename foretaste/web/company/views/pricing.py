"""Set the pay, seeing what each ending costs while one types; sign the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.opportunities import actions, posting_rules
from foretaste.opportunities.terms import DEFAULT_MAY_SHOW, DEFAULT_USE_OF_WORK
from foretaste.web.answers import done, page
from foretaste.web.company import costs
from foretaste.web.company.access import for_the_company
from foretaste.web.company.drafts import onwards, own
from foretaste.web.company.forms.fields import written
from foretaste.web.company.forms.posting import (
    PayForm,
    RulesForm,
)
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.opportunities.models import Opportunity


@for_the_company
@require_http_methods(["GET", "POST"])
def pay(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Set the pay, the goodbye bonus, the seats; see what each ending costs."""
    opportunity = own(request, opportunity_id)
    form = _pay_form(request, opportunity)
    if (
        request.method == "POST"
        and form.is_valid()
        and "work_out" not in request.POST
        and done(
            form,
            lambda: actions.set_pay(
                opportunity_id=opportunity_id, by=request.actor, at=request.at, **_paid(form, opportunity)
            ),
        )
    ):
        return onwards(request, opportunity)
    if form.is_bound and not form.errors:
        _apply(opportunity, form)
    return page(
        request,
        "company/posting/pay.html",
        {"opportunity": opportunity, "form": form, **costs.beside(opportunity, request.at)},
    )


@for_the_company
@require_POST
def pay_cost(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Work out what each ending costs, while one types. Nothing is kept."""
    opportunity = own(request, opportunity_id)
    form = _pay_form(request, opportunity)
    form.is_valid()
    _apply(opportunity, form)
    return render(request, "company/posting/_cost.html", costs.beside(opportunity, request.at))


def _pay_form(request: ActingRequest, opportunity: Opportunity) -> PayForm:
    currency = opportunity.currency or _currency_of(opportunity.country)
    bonus = opportunity.exit_bonus_minor
    initial: dict[str, Any] = {
        "currency": currency,
        "engagement_type": opportunity.engagement_type,
        "seats_wanted": opportunity.seats_wanted,
    }
    if opportunity.daily_pay_minor:
        initial["daily_pay"] = written(opportunity.daily_pay_minor, currency)
        initial["kill_fee"] = written(opportunity.kill_fee_minor, currency) if opportunity.kill_fee_minor else ""
        initial |= {f"bonus_{day}": written(minor, currency) for day, minor in enumerate(bonus, 1)}
    return PayForm(
        request.POST if request.method == "POST" else None, days=max(opportunity.days_count, 1), initial=initial
    )


def _currency_of(country: str) -> str:
    known = {"US": "USD", "GB": "GBP", "CH": "CHF", "CA": "CAD", "AU": "AUD", "JP": "JPY", "SE": "SEK", "DK": "DKK"}
    return known.get(country, "EUR")


def _paid(form: PayForm, opportunity: Opportunity) -> dict[str, Any]:
    data = form.cleaned_data
    daily = data["daily_pay_minor"]
    typed = any(data.get(name) is not None for name in form.bonus_names)
    return {
        "currency": data["currency"],
        "daily_pay_minor": daily,
        "exit_bonus_minor": form.bonus_minor()
        if typed
        else posting_rules.suggested_bonus(daily, opportunity.days_count or 1),
        "kill_fee_minor": data["kill_fee_minor"] or daily,
        "engagement_type": data["engagement_type"],
        "seats_wanted": data["seats_wanted"],
    }


def _apply(opportunity: Opportunity, form: PayForm) -> None:
    """Put what was typed on the copy in memory, as far as it can be read. Nobody has confirmed what was typed."""
    opportunity.wage_confirmed_at = None
    if "daily_pay_minor" not in form.cleaned_data:
        opportunity.daily_pay_minor = 0
        return
    form.cleaned_data.setdefault("seats_wanted", opportunity.seats_wanted)
    form.cleaned_data.setdefault("engagement_type", opportunity.engagement_type)
    form.cleaned_data.setdefault("kill_fee_minor", 0)
    for name, value in _paid(form, opportunity).items():
        setattr(opportunity, name, value)


@for_the_company
@require_http_methods(["GET", "POST"])
def rules(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Sign the rules."""
    opportunity = own(request, opportunity_id)
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        initial={
            "use_of_work": opportunity.use_of_work or DEFAULT_USE_OF_WORK,
            "may_show": opportunity.may_show or DEFAULT_MAY_SHOW,
            "confidentiality": opportunity.confidentiality,
            "expenses": opportunity.expenses,
        },
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.accept_rules(
                opportunity_id=opportunity_id,
                by=request.actor,
                at=request.at,
                **form.cleaned_data,
            ),
        )
    ):
        return onwards(request, opportunity)
    return page(request, "company/posting/rules.html", {"opportunity": opportunity, "form": form})
