"""Pages about Foretaste itself."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format as date
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foretaste.core.amounts import Amount
from foretaste.insights import queries as insights
from foretaste.matching.market import KEPT_DAYS
from foretaste.matching.reason_words import WHAT_COUNTS
from foretaste.matching.reasons import METHOD, OWN_AFFAIR, POINTS
from foretaste.money import queries as money
from foretaste.money.endings import Ending, fee_on, full_fund, sums
from foretaste.opportunities import queries as opportunities
from foretaste.web.charts import Bar, Chart
from foretaste.web.context import THEMES
from foretaste.web.middleware import ActingRequest
from foretaste.web.pages import check as fit
from foretaste.web.pages import comparison, rules
from foretaste.web.pages.forms import GalleryForm
from foretaste.web.rendering import see_other

A_YEAR = 365 * 24 * 60 * 60


def _example() -> dict[str, Amount]:
    """Return three days at 140 euros with a bonus of 60: the sums every explanation uses, from the one table."""
    rate, pay, bonus = settings.DEFAULT_FEE_BASIS_POINTS, [14000] * 3, [6000, 6000, 0]
    left = {day: sums(Ending.EXIT, day_pay=pay, bonus=bonus, days_started=day, fee_bp=rate) for day in (1, 2, 3)}
    figures = {
        "day": pay[0],
        "bonus": bonus[0],
        "pay": sum(pay),
        "fee": fee_on(sum(pay), rate),
        "fund": full_fund(pay, rate),
        "nothing": 0,
        "left": left[1].paid_total,
        "left_second": left[2].paid_total,
        "left_fee": left[1].fee,
        "back": left[1].back,
    }
    return {name: Amount(minor, "EUR") for name, minor in figures.items()}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say the offer in one line, with three real trials."""
    at = cast(ActingRequest, request).at
    trials = list(opportunities.askable(at).order_by("-published_at", "-id")[:3])
    context = {"trials": trials, "example": _example(), "proof": insights.proof()}
    return render(request, "pages/home.html", context)


@require_safe
def the_rules(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The rules in twelve sentences, dated and numbered; old versions stay reachable."""
    version = rules.version(number) if number else rules.CURRENT
    if version is None:
        raise Http404
    older = [one for one in rules.VERSIONS if one != version]
    return render(request, "pages/rules.html", {"version": version, "older": older, "latest": rules.CURRENT})


@require_safe
def how_ordering_works(request: HttpRequest) -> HttpResponse:
    """What puts trials and candidates in order, what never does, and how to do without."""
    rows = [(WHAT_COUNTS[why], round(points), why not in OWN_AFFAIR) for why, points in POINTS.items()]
    context = {"rows": rows, "method": METHOD, "kept_days": KEPT_DAYS}
    return render(request, "pages/how_ordering_works.html", context)


@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """The promise with its proof: what was started and paid, and what the last audit found."""
    run = money.latest_audit()
    held = {line["guarantee"]: line["holds"] for line in run.lines} if run else {}
    context = {
        "proof": (found := insights.proof()),
        "run": run,
        "rules": [(rule, held.get(rule.number)) for rule in rules.CURRENT.rules],
        "chart": _days_chart(found) if found else None,
    }
    return render(request, "pages/proof.html", context)


def _days_chart(found: insights.Proof) -> Chart:
    shown = [one for one in found.months if one.days_paid is not None][-6:]
    return Chart(
        slug="days",
        description=_("Days that were started and paid, by month."),
        columns=(_("Month"), _("Days paid, at least")),
        bars=[Bar(date(one.month, "M"), one.days_paid.least) for one in shown if one.days_paid],
    )


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/compare.html", {"rows": comparison.ROWS})


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/guide.html")


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """One question at a time; the answers stand in the address and nowhere else."""
    answers = fit.clean(request.GET.get("a", ""))
    context: dict[str, Any] = {
        "answers": answers,
        "back": answers[:-1] if answers else None,
        "number": len(answers) + 1,
        "count": len(fit.QUESTIONS),
    }
    if len(answers) < len(fit.QUESTIONS):
        choices = [(answers + letter, label) for letter, label in fit.ANSWERS.items()]
        context |= {"question": fit.QUESTIONS[len(answers)], "choices": choices}
        return render(request, "pages/check_question.html", context)
    result = fit.result_of(answers)
    given = [(line, answers[:index]) for index, line in enumerate(result.lines)]
    context |= {"result": result, "given": given, "example": _example()}
    return render(request, "pages/check_result.html", context)


@require_safe
def help_and_safety(request: HttpRequest) -> HttpResponse:
    context = {"phone": settings.HELP_PHONE, "address": settings.HELP_EMAIL, "mcp": f"{settings.SITE_URL}/mcp"}
    return render(request, "pages/help.html", context)


@require_safe
def for_companies(request: HttpRequest) -> HttpResponse:
    """Why, what it costs, how; one example in figures."""
    rate = settings.DEFAULT_FEE_BASIS_POINTS
    return render(request, "pages/for_companies.html", {"example": _example(), "rate": f"{rate / 100:g}"})


@require_safe
def for_career_centers(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/for_career_centers.html", {"address": settings.HELP_EMAIL})


def preferences(request: HttpRequest) -> HttpResponse:
    """Light, dark or the system's choice; and the language. Kept in cookies of the reader's own."""
    if request.method != "POST":
        return render(request, "pages/preferences.html", {"languages": settings.LANGUAGES, "themes": THEMES})
    came_from = request.POST.get("next", "/")
    if not came_from.startswith("/") or not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        came_from = "/"
    response = see_other(came_from)
    theme, language = request.POST.get("theme"), request.POST.get("language")
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    elif theme == "system":
        response.delete_cookie("theme", samesite="Lax")
    if language and check_for_language(language):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax")
    return response


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; on instances for trying and building only."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    wrong = GalleryForm({"pay": "60", "days": "8", "mood": "", "starts_on": ""})
    wrong.is_valid()
    euros = [Amount(cents, "EUR") for cents in (14000, 14000, 6000, 0)]
    context = {
        "states": [
            {"state": "offer", "when": "Offer", "pay": "€140.00"},
            {"state": "shut", "when": "Shut", "pay": "€140.00", "tag": "If you come"},
            {"state": "now", "when": "Now", "pay": "€140.00", "tag": "Yours", "tag_kind": "in", "current": True},
            {"state": "paid", "when": "Paid", "pay": "€140.00", "tag": "Yours", "tag_kind": "in"},
            {"state": "open", "when": "Open", "pay": "€140.00"},
        ],
        "lines": [
            ("Wednesday", euros[0], "Worked"),
            ("Today", euros[1], "Started at 09:02, so paid in full"),
            ("Goodbye bonus", euros[2], "For leaving before the last day"),
            ("Fees", euros[3]),
        ],
        "total": sum(euros[1:], euros[0]),
        "leavers": Chart(
            slug="leavers",
            description="Of 24 interns who started, 4 left on day 1, 2 on day 2 and 1 on day 3. 6 were hired.",
            columns=("Moment", "Still in", "Left"),
            bars=[
                Bar("Started", 24, kind="start"),
                Bar("Day 1", 20, 4, out_label="4 left"),
                Bar("Day 2", 18, 2, out_label="2 left"),
                Bar("Day 3", 17, 1, note="finished", out_label="1 left"),
                Bar("Hired", 6, kind="hired"),
            ],
        ),
        "one_bar": Chart("one-bar", "One day was started.", [Bar("November", 1)], ("Month", "Days")),
        "plain_form": GalleryForm(),
        "wrong_form": wrong,
    }
    return render(request, "pages/gallery.html", context)
