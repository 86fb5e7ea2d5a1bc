"""The cost of a posting in figures and words, as it stands beside the pay form and on the check page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from foretaste.core.amounts import Amount
from foretaste.money.endings import Ending
from foretaste.opportunities import queries
from foretaste.opportunities.costs import Cost, fund_of
from foretaste.opportunities.posting_rules import UNUSUALLY_HIGH

if TYPE_CHECKING:
    from foretaste.opportunities.models import Opportunity
    from foretaste.opportunities.posting_rules import WageCheck


@dataclass(frozen=True)
class Line:
    """One ending: what the company pays in all, and what of it reaches the intern."""

    how: str
    cost: Amount
    paid: str


@dataclass(frozen=True)
class Costs:
    seats: int
    fund_each: Amount
    pay_each: Amount
    fee_each: Amount
    endings: list[Line]

    @property
    def fund(self) -> Amount:
        return self.fund_each * self.seats


def worked_out(opportunity: Opportunity) -> Costs | None:
    """Return the figures, or None while days or pay are missing."""
    found = queries.costs_of(opportunity)
    if not found:
        return None
    currency = opportunity.currency
    pay = sum(opportunity.day_pay_minor)
    fund = fund_of(opportunity.day_pay_minor, opportunity.fee_basis_points)
    return Costs(
        seats=opportunity.seats_wanted,
        fund_each=Amount(fund, currency),
        pay_each=Amount(pay, currency),
        fee_each=Amount(fund - pay, currency),
        endings=[
            Line(words, Amount(cost.company_pays, currency), "")
            for cost in found
            if (words := _words(cost, opportunity.days_count))
        ],
    )


def _words(cost: Cost, days: int) -> str:
    """Say the ending in a few words; an exit on the last day is the completion, said once."""
    match cost.ending:
        case Ending.COMPLETION:
            return _("They stay to the end")
        case Ending.EXIT if cost.days_started < days:
            return _("They leave on day %(day)d") % {"day": cost.days_started}
        case Ending.EXIT_BEFORE_START:
            return _("They change their mind before day 1")
        case Ending.COMPANY_WITHDRAWS:
            return _("You withdraw a day or more before")
        case Ending.EARLY_END:
            return _("You end it early, or withdraw later")
        case Ending.INTERN_NO_SHOW:
            return _("They do not come")
        case _other:
            return ""


def beside(opportunity: Opportunity, at: dt.datetime) -> dict[str, Any]:
    """Return what stands beside the pay form: the cost of each ending, and the minimum wage of the place."""
    try:
        cost = worked_out(opportunity)
    except ValueError:  # a schedule that pays more for leaving than for staying
        cost, missing = None, _("Leaving would pay more than staying. Lower the goodbye bonus.")
    else:
        missing = (
            _("Plan the days first: what it costs depends on how many there are.")
            if not opportunity.days_count
            else _("Enter the pay for a day, and what each ending costs stands here.")
        )
    return {"cost": cost, "cost_missing": missing, "wage": wage_of(opportunity)}


def wage_of(opportunity: Opportunity) -> dict[str, Any] | None:
    """Return how the pay stands beside the minimum wage of the place, or None while something is missing."""
    check = queries.wage_check_of(opportunity)
    if check is None:
        return None
    least = max(check.least_daily_minor, default=0)
    return {
        "state": _wage_state(check, is_confirmed=opportunity.wage_confirmed_at is not None),
        "least": Amount(least, opportunity.currency) if least else None,
        "place": opportunity.city or opportunity.country,
        "source": check.source,
        "times": UNUSUALLY_HIGH,
        "other_currency": check.other_currency,
    }


def _wage_state(check: WageCheck, *, is_confirmed: bool) -> str:
    """Say how the pay stands: with the reason why the operator has to confirm it, where that is still to be done."""
    if not check.needs_confirmation:
        return "enough" if check.passes else "below"
    if is_confirmed:
        return "confirmed"
    if check.is_unusually_high:
        return "high"
    return "other_currency" if check.other_currency else "unknown"


def needs_operator(opportunity: Opportunity, at: dt.datetime) -> bool:
    """Say whether the operator has to look before it can be funded: at the pay, or at what a new company offers."""
    if opportunity.published_at is not None or opportunity.wage_confirmed_at is not None:
        return False
    check = queries.wage_check_of(opportunity)
    return (check is not None and check.needs_confirmation) or queries.is_looked_at_first(opportunity, at)
