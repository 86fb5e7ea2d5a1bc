"""The trial planner: which to try in which order, and when to stop looking. For the eyes of whoever wrote it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.advice import actions, queries
from foretaste.advice.boxes import FOREVER
from foretaste.advice.planning import Plan
from foretaste.advice.private import BEST, LEAST, TrialPlan, Wish
from foretaste.core.refusals import NotFound
from foretaste.opportunities import queries as opportunities
from foretaste.web.advice.forms import PlanGroundsForm, WishForm
from foretaste.web.answers import done, page, see
from foretaste.web.charts import Bands, Span
from foretaste.web.middleware import ActingRequest
from foretaste.web.templatetags.ui import points


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def planner(request: ActingRequest) -> HttpResponse:
    """The plan, and what it stands on."""
    plan = queries.plan_of(request.actor)
    form = PlanGroundsForm(request.POST if request.method == "POST" else None, initial=PlanGroundsForm.of(plan.grounds))
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.put_grounds(grounds=form.grounds(), by=request.actor, at=request.at))
    ):
        return see("advice:planner")
    today = request.at.date()
    context: dict[str, Any] = {"form": form, "plan": plan, "currency": plan.grounds.currency}
    context["asked"] = [] if plan.is_full else queries.to_plan_from(request.actor, plan, today)
    return page(request, "advice/planner.html", context | _worked_out(plan, today))


def _worked_out(plan: TrialPlan, today: dt.date) -> dict[str, Any]:
    """Return the answer in words, rows and a drawing; nothing where nothing is planned."""
    wishes = plan.open_wishes
    if not wishes:
        return {"solved": None}
    solved = plan.solved(today)
    numbers = {step.option: place for place, step in enumerate(solved.steps, 1)}
    rows = [_row(plan, solved, at, numbers.get(at)) for at in range(len(wishes))]
    rows.sort(key=lambda row: (row["place"] or 99, -row["bar"]))
    return {
        "solved": solved,
        "rows": rows,
        "steps": [_step(plan, solved, place) for place in range(len(solved.steps))],
        "left_out": [{"wish": wishes[at], "why": _why(plan, solved, at)} for at in (*solved.left_out, *solved.late)],
        "chart": _chart(plan, rows),
        "gain": plan.gain(solved),
    }


def _row(plan: TrialPlan, solved: Plan, at: int, place: int | None) -> dict[str, Any]:
    wish = plan.open_wishes[at]
    (low, high), net = wish.may_show(plan.grounds), wish.net(plan.grounds)
    return {
        "wish": wish,
        "place": place,
        "bar": solved.indices[at],
        "always": solved.indices[at] == FOREVER,
        "low": low,
        "high": high,
        "costs": max(net, 0),
        "brings": max(-net, 0),
    }


def _step(plan: TrialPlan, solved: Plan, place: int) -> dict[str, Any]:
    step = solved.steps[place]
    wish = plan.open_wishes[step.option]
    after = solved.steps[place + 1].bar if place + 1 < len(solved.steps) else None
    return {
        "wish": wish,
        "decides_sooner": wish.decides_sooner(plan.grounds),
        "leave_below": plan.leave_below(solved, place),
        "dates": [wish.starts_on, wish.last_on] if wish.starts_on else [],
        "always": step.bar == FOREVER,
        "bar": step.bar,
        "stop_at": plan.stop_at(solved, place),
        "go_on": after == FOREVER,
        "is_last": after is None,
    }


def _why(plan: TrialPlan, solved: Plan, at: int) -> str:
    """Say why a trial is not in the plan."""
    wish = plan.open_wishes[at]
    if at in solved.late:
        if plan.grounds.latest and wish.last_on and wish.last_on > plan.grounds.latest:
            return _("It ends after the day by which you want to have decided.")
        return _("It has begun already, or there is no time left for it.")
    if solved.indices[at] <= plan.in_hand:
        return _("It can hardly show more than you have: its bar is %(bar)s, and you have %(have)s.") % {
            "bar": points(solved.indices[at]),
            "have": points(plan.in_hand),
        }
    clashes = [
        plan.open_wishes[step.option].name for step in solved.steps if wish.overlaps(plan.open_wishes[step.option])
    ]
    if clashes and at in solved.first and solved.worth - solved.first[at] >= 0.05:
        return _(
            "It overlaps with “%(other)s”. Beginning with it instead comes to %(less)s points less on average."
        ) % {
            "other": clashes[0],
            "less": points(solved.worth - solved.first[at]),
        }
    if clashes:
        return _("It overlaps with “%(other)s”, and you can’t be in two places.") % {"other": clashes[0]}
    return _("There is no room for it beside the others.")


def _chart(plan: TrialPlan, rows: list[dict[str, Any]]) -> Bands:
    return Bands(
        slug="what-they-may-show",
        description=_(
            "For each trial, how good it may turn out on a scale from 0 to 10, what is expected, and its bar."
        ),
        spans=[
            Span(
                label=row["wish"].name if len(row["wish"].name) <= 26 else row["wish"].name[:25] + "…",
                low=row["low"],
                middle=row["wish"].hope,
                high=row["high"],
                said=_("always") if row["always"] else points(row["bar"]),
                mark=None if row["always"] else row["bar"],
            )
            for row in rows
        ],
        least=LEAST,
        most=BEST,
        ends=(_("0: never"), _("10: could not be better")),
        line=plan.in_hand,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """Think of one more trial; `?opportunity=` fills in what is known of a posting."""
    plan = queries.plan_of(request.actor)
    found = None
    asked = request.GET.get("opportunity", "")
    if asked:
        found = opportunities.visible_to(request.actor).filter(public_id=asked).select_related("organization").first()
        if found is None:
            raise NotFound
    currency = found.currency if found and not plan.wishes else plan.grounds.currency
    given = queries.wish_for(found) if found else None
    pays_otherwise = found.currency if found and found.currency != currency else ""
    if given and pays_otherwise:
        given = replace(given, pay=0.0, bonus=0.0)  # a sum in another currency is no guess in this one
    form = WishForm(
        request.POST if request.method == "POST" else None,
        initial=WishForm.filled(given) if given else {"doubt": "some", "hope": None},
    )
    if request.method == "POST" and form.is_valid() and _kept(form, request, currency, 0, asked):
        return see("advice:planner")
    context = {"form": form, "currency": currency, "number": 0, "pays_otherwise": pays_otherwise}
    return page(request, "advice/wish.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: ActingRequest, number: int) -> HttpResponse:
    """Change one, or say what it turned out to be."""
    plan = queries.plan_of(request.actor)
    own = next((one for one in plan.wishes if one.number == number), None)
    if own is None:
        raise NotFound
    form = WishForm(request.POST if request.method == "POST" else None, initial=WishForm.filled(own))
    if (
        request.method == "POST"
        and form.is_valid()
        and _kept(form, request, plan.grounds.currency, number, own.opportunity_id)
    ):
        return see("advice:planner")
    return page(request, "advice/wish.html", {"form": form, "currency": plan.grounds.currency, "number": number})


def _kept(form: WishForm, request: ActingRequest, currency: str, number: int, opportunity_id: str) -> bool:
    entered: Wish = form.wish(number, opportunity_id)
    return done(form, lambda: actions.put_wish(wish=entered, currency=currency, by=request.actor, at=request.at))


@login_required
@require_POST
def take_out(request: ActingRequest, number: int) -> HttpResponse:
    actions.take_wish_out(number=number, by=request.actor, at=request.at)
    messages.success(request, _("Taken out of your plan."))
    return see("advice:planner")


@login_required
@require_POST
def forget(request: ActingRequest) -> HttpResponse:
    """Delete the whole plan."""
    actions.forget_plan(by=request.actor, at=request.at)
    messages.success(request, _("Your plan is deleted."))
    return see("advice:planner")
