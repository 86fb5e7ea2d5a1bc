"""The trial designer: how many days and which bonus, by what a good hire then costs. Nothing is kept."""

from __future__ import annotations

from functools import lru_cache
from math import isfinite
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from foretaste.advice.hiring import Costs, Design, Interns, Outcome
from foretaste.advice.learning import Belief
from foretaste.advice.normal import STANDARD
from foretaste.web.advice.forms import CurrencyField, money, number_of
from foretaste.web.charts import Bands, Span
from foretaste.web.company.access import for_the_company
from foretaste.web.middleware import ActingRequest
from foretaste.web.rendering import PlainForm
from foretaste.web.templatetags.ui import about, percent

MOST_DAYS = 5
SPREAD, NOISE = 1.0, 2.0  # of the fit of those who come, and of what one day tells: in the same unit
POINTS = 91
HARDLY = 0.005  # of all interns
NONE, LEVEL, FALLING = "none", "level", "falling"


def days_field(label: Any, hint: Any, most: int) -> forms.IntegerField:
    wrong = gettext_lazy("Enter a whole number within the range that is said there")
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1,
        max_value=most,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "width": "short"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )


class DesignForm(PlainForm):
    """What a trial costs, and who comes."""

    currency = CurrencyField()
    days = days_field(gettext_lazy("Days"), gettext_lazy("1 to 5"), MOST_DAYS)
    pay = money(gettext_lazy("Pay a day"))
    bonus = money(
        gettext_lazy("Goodbye bonus on day one"),
        gettext_lazy("At most the pay of the days that are left: leaving never pays more than staying"),
    )
    supervision = money(gettext_lazy("Supervision a day"), gettext_lazy("The time of whoever shows and explains"))
    output = money(gettext_lazy("What a day’s work is worth to you"))
    sourcing = money(gettext_lazy("Finding one intern for a trial"), gettext_lazy("Posting, reading, choosing"))
    bad_hire = money(gettext_lazy("What a hire who does not fit costs you"))
    good = days_field(
        gettext_lazy("Of ten who come, how many would be a good match?"), gettext_lazy("1 to 9. Your guess"), 9
    )
    match_worth = money(
        gettext_lazy("What a good match is worth to the intern"),
        gettext_lazy("How much pay they would give up, over the time they would stay, for a place that clearly fits"),
    )
    day_worth = money(
        gettext_lazy("What a day brings the intern otherwise"), gettext_lazy("About their pay elsewhere; 0 if nothing")
    )


DEFAULTS: dict[str, Any] = {
    "currency": "EUR",
    "days": 3,
    "pay": "140",
    "bonus": "200",
    "supervision": "80",
    "output": "60",
    "sourcing": "300",
    "bad_hire": "6000",
    "good": 5,
    "match_worth": "2000",
    "day_worth": "140",
}


def schedules(days: int, pay: float, bonus: float) -> dict[str, tuple[float, ...]]:
    """Return three schedules within the rule: none, the same each day, and one that falls to nothing.

    A bonus that stays the same may be a day's pay at most, for only that is left before the last day.
    """
    first = min(bonus, pay * (days - 1))
    level = min(bonus, pay)
    falling = tuple(first * (days - day) / (days - 1) if days > 1 else 0.0 for day in range(1, days + 1))
    return {
        NONE: (0.0,) * days,
        LEVEL: (level,) * (days - 1) + (0.0,),
        FALLING: falling,
    }


@lru_cache(maxsize=512)
def outcome(design: Design) -> Outcome:
    return design.outcome(points=POINTS)


def _designs(given: dict[str, Any]) -> dict[int, dict[str, Design]]:
    pay, worth = number_of(given["pay"]), max(number_of(given["match_worth"]), 1.0)
    fee = settings.DEFAULT_FEE_BASIS_POINTS / 10_000
    costs = Costs(
        sourcing=number_of(given["sourcing"]),
        pay=pay,
        supervision=number_of(given["supervision"]),
        output=number_of(given["output"]),
        bad_hire=number_of(given["bad_hire"]),
        fee=fee,
    )
    mean = SPREAD * STANDARD.inv_cdf(given["good"] / 10)
    # a good match is worth `worth` more than one that is level with going elsewhere: a fit of 1 against 0
    interns = Interns(Belief(mean, SPREAD**2), NOISE, worth, -worth / 4)
    return {
        days: {
            name: Design(bonus, costs, interns, number_of(given["day_worth"]))
            for name, bonus in schedules(days, pay, number_of(given["bonus"])).items()
        }
        for days in range(1, MOST_DAYS + 1)
    }


def _finds_somebody(given: dict[str, Any]) -> bool:
    """Whether every design ends with a good hire now and then: without one a good hire has no cost."""
    return all(isfinite(outcome(one).cost) for some in _designs(given).values() for one in some.values())


@for_the_company
@require_GET
def designer(request: ActingRequest) -> HttpResponse:
    """Work the designs out; the numbers stand in the address and nowhere else."""
    form = DesignForm({**DEFAULTS, **request.GET.dict()})
    context: dict[str, Any] = {"form": form, "fee": settings.DEFAULT_FEE_BASIS_POINTS / 10_000}
    if form.is_valid():
        if _finds_somebody(form.cleaned_data):
            context |= _worked_out(form.cleaned_data)
        else:
            form.add_error("match_worth", _("By these figures nobody who fits would stay. Enter a higher worth"))
    return render(request, "advice/designer.html", context, status=422 if form.errors else 200)


def _worked_out(given: dict[str, Any]) -> dict[str, Any]:
    currency, chosen = given["currency"], given["days"]
    designs = _designs(given)
    found = {days: {name: outcome(one) for name, one in some.items()} for days, some in designs.items()}
    words = {NONE: _("No bonus"), LEVEL: _("The same each day"), FALLING: _("Falling to nothing")}
    here = found[chosen]
    best = min(found, key=lambda days: found[days][FALLING].cost)
    cheapest = min(here, key=lambda name: here[name].cost)
    return {
        "currency": currency,
        "days": chosen,
        "best": best,
        "cheapest": words[cheapest],
        "by_days": _by_days(found, currency),
        "by_bonus": _by_bonus(here, words),
        "by_evening": _by_evening(here[FALLING], chosen),
        "evenings": _evenings(here[FALLING], chosen),
        "when_they_leave": _when_they_leave(here[FALLING], chosen),
        "rows": [
            {
                "days": days,
                "words": words[name],
                "bonus": [about(paid, currency) for paid in designs[days][name].bonus],
                "found": one,
                "chosen": days == chosen,
            }
            for days, some in found.items()
            for name, one in some.items()
            if days > 1 or name == NONE
        ],
        "leaves_with": here[FALLING].bad_who_leave,
        "leaves_without": here[NONE].bad_who_leave,
        "costs_more": here[FALLING].cost - here[NONE].cost,
        "costs_less": here[NONE].cost - here[FALLING].cost,
        "is_one_day": chosen == 1,
        "capped": number_of(given["bonus"]) > number_of(given["pay"]) * (chosen - 1),
    }


def _days(count: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", count) % {"n": count}


def _by_days(found: dict[int, dict[str, Outcome]], currency: str) -> Bands:
    most = max(some[FALLING].cost for some in found.values())
    return Bands(
        slug="by-days",
        description=_("Cost per good hire by the number of days, with a bonus that falls to nothing."),
        spans=[
            Span(_days(days), 0, some[FALLING].cost, some[FALLING].cost, about(some[FALLING].cost, currency))
            for days, some in found.items()
        ],
        least=0,
        most=most * 1.02,
        ends=(about(0, currency), about(most, currency)),
    )


def _by_bonus(here: dict[str, Outcome], words: dict[str, str]) -> Bands:
    return Bands(
        slug="by-bonus",
        description=_("Share of bad matches that leave by themselves, by bonus."),
        spans=[
            Span(words[name], 0, one.bad_who_leave, one.bad_who_leave, percent(one.bad_who_leave))
            for name, one in here.items()
        ],
        least=0,
        most=1,
        ends=(percent(0), percent(1)),
    )


def _by_evening(one: Outcome, days: int) -> Bands:
    leave = one.fates.leave[1:]
    return Bands(
        slug="by-evening",
        description=_("Share of interns who leave after each day, with a bonus that falls to nothing."),
        spans=[Span(_after(day, days), 0, share, share, percent(share)) for day, share in enumerate(leave, 1)],
        least=0,
        most=max(*leave, 0.01) * 1.02 if len(leave) > 1 else max(leave[0], 0.01) * 1.02,
        ends=(percent(0), percent(max(leave))),
    )


def _after(day: int, days: int) -> str:
    return _("After day %(day)d") % {"day": day} if day < days else _("After the last day")


def _evenings(one: Outcome, days: int) -> list[dict[str, Any]]:
    """Return each evening: how many leave then, and how many are still there."""
    here, rows = 1 - one.fates.leave[0], []
    for day, share in enumerate(one.fates.leave[1:], 1):
        here -= share
        rows.append({"words": _after(day, days), "leave": share, "here": max(here, 0.0)})
    return rows


def _when_they_leave(one: Outcome, days: int) -> str:
    """Answer the chart's question. Whoever leaves after the last day has lived them all."""
    leave = one.fates.leave[1:]
    most = max(leave)
    if most < HARDLY:
        return _("Hardly anybody leaves")
    day, is_half = leave.index(most) + 1, 2 * most > sum(leave)
    if day == days:
        return _("Most who leave, leave after the last day") if is_half else _("The last day is when most leave")
    words = _("Most who leave, leave after day %(day)d") if is_half else _("Day %(day)d is when most leave")
    return words % {"day": day}
