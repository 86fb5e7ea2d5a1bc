"""How long hires stay: curves by route, the table they are made of, bringing it in, taking it out, deleting it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foretaste.core.spreadsheets import csv_lines
from foretaste.insights import ends, hire_tables, hires
from foretaste.insights.ends import Ends
from foretaste.insights.hires import Retention
from foretaste.insights.publishing import LEAST
from foretaste.insights.surviving import Curve
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.charts import Bands, Span
from foretaste.web.company.access import for_the_company
from foretaste.web.curves import StepChart, day_words, known_at
from foretaste.web.middleware import ActingRequest
from foretaste.web.rendering import PlainForm
from foretaste.web.templatetags.ui import percent

MARKS = ((91, gettext_lazy("3 months")), (365, gettext_lazy("1 year")), (730, gettext_lazy("2 years")))
SHOWN = 100  # lines of a preview


class TableForm(PlainForm):
    """A file, or the lines themselves: what was wrong is put right in the lines, and nothing has to be sent again."""

    file = forms.FileField(
        label=gettext_lazy("A file"),
        help_text=gettext_lazy("CSV with a comma, semicolon or tab between cells, at most 5,000 lines and 1 MB"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        required=False,
    )
    table = forms.CharField(
        label=gettext_lazy("The lines of the table"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off", "class": "table-text"}),
        required=False,
        strip=False,
    )

    def text(self) -> str:
        """Return what was sent; a file goes before lines."""
        file = self.cleaned_data.get("file")
        if file is None:
            return str(self.cleaned_data.get("table") or "")
        if file.size > hire_tables.MOST_BYTES:
            self.add_error("file", _("Choose a file of at most 1 MB, or send it in parts"))
            return ""
        return hire_tables.text_of(file.read())


@for_the_company
@require_GET
def retention(request: ActingRequest) -> HttpResponse:
    """Show how long hires stay, and under it what such curves can't show."""
    found = hires.retention(request.actor)
    context = {
        "found": found,
        "here": len(hires.hired_here(request.actor, request.at)),
        "least": LEAST,
        "ends": _ends(ends.ends_visible_to(request.actor)),
    }
    if found.everyone is not None:
        context |= _drawn(found, found.everyone)
    return page(request, "company/hires/retention.html", context)


def _drawn(found: Retention, everyone: Curve) -> dict[str, Any]:
    whole = [(_("All hires"), everyone), *((one.name, one.curve) for one in found.routes)]
    groups = [(name, curve.left, curve.while_watched_by(LEAST)) for name, curve in whole]
    everyone = groups[0][2]
    longest = 1 + everyone.last * 103 // 100
    day = next((day for day in (365, 182, 91) if everyone.at_risk(day) >= LEAST), 0)
    charts = [
        {
            "title": name,
            "curve": curve,
            "left": left,
            "chart": StepChart(
                f"route-{number}", _said(name, left, curve), curve, everyone if number else None, longest
            ),
        }
        for number, (name, left, curve) in enumerate(groups)
    ]
    return {
        "charts": charts if len(charts) != 2 else charts[:1],  # one route is all of them, or all but a few
        "rows": [
            {
                "name": name,
                "curve": curve,
                "left": left,
                "median": None if curve.median is None else day_words(curve.median),
                "marks": [known_at(curve, mark) for mark, _words in MARKS],
            }
            for name, left, curve in groups
        ],
        "marks": [str(words) for _day, words in MARKS],
        "headline": known_at(everyone, day) if day else None,
        "headline_days": day_words(day) if day else "",
        "ways": _ways(found, day or longest),
    }


def _said(name: str, left: int, curve: Curve) -> str:
    """Say a curve in a sentence, for whoever doesn't see it."""
    parts = [_("%(name)s: %(n)d hires, %(left)d of them have left.") % {"name": name, "n": curve.people, "left": left}]
    for day, words in MARKS:
        known = known_at(curve, day)
        if known.share is not None:
            parts.append(
                _("%(share)s are still there after %(time)s.") % {"share": percent(known.share), "time": words}
            )
    return " ".join(parts)


def _ways(found: Retention, day: int) -> dict[str, Any] | None:
    """Draw by which ways they had left on one day."""
    rows = []
    for way in found.ways:
        step = next((step for step in reversed(way.steps) if step.day <= day), None)
        share, low, high = (step.share, step.low, step.high) if step else (0.0, 0.0, 0.0)
        rows.append((way.people, Span(way.name, low, share, high, percent(share))))
    if not rows:
        return None
    most = max(span.high for _people, span in rows) or 1.0
    return {
        "rows": rows,
        "days": day_words(day),
        "chart": Bands(
            slug="ways",
            description=", ".join(f"{span.label}: {span.said}" for _people, span in rows),
            spans=[span for _people, span in rows],
            least=0,
            most=most,
            ends=(percent(0.0), percent(most)),
        ),
    }


def _ends(found: Ends | None) -> dict[str, Any] | None:
    """Draw how trials end: the shares at the last day, with a table of every day beside them."""
    if found is None:
        return None
    last = [(one, one.by(found.days[-1])) for one in found.ends]
    spans = [
        Span(one.name, step.low, step.share, step.high, percent(step.share)) for one, step in last if step is not None
    ]
    return {
        "found": found,
        "rows": [
            {
                "end": one,
                "shares": [
                    (step.share if (step := one.by(day)) else 0.0) if one.has_days or day == found.days[-1] else None
                    for day in found.days
                ],
            }
            for one in found.ends
        ],
        "chart": Bands(
            slug="ends",
            description=", ".join(f"{span.label}: {span.said}" for span in spans),
            spans=spans,
            least=0,
            most=1,
            ends=(percent(0.0), percent(1.0)),
        ),
    }


@for_the_company
@require_http_methods(["GET", "POST"])
def bring(request: ActingRequest) -> HttpResponse:
    """Take a table in: first it is shown what that would do, then it is kept. With a mistake in it nothing is."""
    if request.method == "GET":
        here = hires.hired_here(request.actor, request.at)
        start = hire_tables.written(here) if here and "here" in request.GET else ",".join(hire_tables.HEAD) + "\n"
        return page(
            request, "company/hires/bring.html", {"form": TableForm(initial={"table": start}), "here": len(here)}
        )
    form = TableForm(request.POST, request.FILES)
    text = form.text() if form.is_valid() else ""
    if form.errors:
        return page(request, "company/hires/bring.html", {"form": form})
    seen = hires.preview(text=text, by=request.actor, at=request.at)
    kept: list[int] = []
    if (
        "keep" in request.POST
        and form.cleaned_data.get("file") is None  # a file is looked at first
        and seen.table.is_right
        and done(form, lambda: kept.append(hires.import_hires(text=text, by=request.actor, at=request.at)))
    ):
        said = ngettext("%(n)d hire is told of.", "%(n)d hires are told of.", kept[0]) % {"n": kept[0]}
        messages.success(request, said)
        return see("company:hires")
    shown = TableForm(initial={"table": text})
    if form.errors:
        shown = form
    context = {
        "form": shown,
        "seen": seen,
        "problems": seen.table.problems[: hire_tables.MOST_PROBLEMS],
        "more": max(0, len(seen.table.problems) - hire_tables.MOST_PROBLEMS),
        "new": seen.new[:SHOWN],
        "changed": seen.changed[:SHOWN],
    }
    return page(request, "company/hires/bring.html", context, status=422 if seen.table.problems else None)


@for_the_company
@require_GET
def download(request: ActingRequest) -> HttpResponse:
    """Hand the company's own table back, as it can be brought in again."""
    return _table(hires.table_of(request.actor), "hires.csv")


@for_the_company
@require_GET
def figures(request: ActingRequest) -> HttpResponse:
    """Hand every step of every curve over."""
    found = hires.retention(request.actor)
    head = ["curve", "day", "there until then", "left that day", "share", "low 95 %", "high 95 %"]
    rows: list[list[Any]] = []
    curves = [("all hires", found.everyone), *((one.name, one.curve) for one in found.routes)]
    for name, curve in curves:
        for step in curve.steps if curve else ():
            rows.append([name, step.day, step.at_risk, step.left, *map(_four, (step.share, step.low, step.high))])
    for way in found.ways:
        for step in way.steps:
            name = _("has left: %(way)s") % {"way": way.name}
            rows.append([name, step.day, step.at_risk, step.left, *map(_four, (step.share, step.low, step.high))])
    published = ends.ends_visible_to(request.actor)
    for end in published.ends if published else ():
        for step in end.steps if end.has_days else end.steps[-1:]:
            name = _("trials: %(end)s") % {"end": end.name}
            rows.append([name, step.day, step.at_risk, step.left, *map(_four, (step.share, step.low, step.high))])
    return _table("".join(csv_lines(head, rows)), "how-long-hires-stay.csv")


def _four(share: float) -> str:
    return f"{share:.4f}"


def _table(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_the_company
@require_POST
def forget(request: ActingRequest) -> HttpResponse:
    """Delete one hire by its reference, or all of them, which has to be ticked."""
    everything = request.POST.get("which") == "all"
    if everything and request.POST.get("sure") != "yes":
        messages.error(request, _("Tick that you mean all of them. Nothing was deleted."))
        return see(f"{reverse('company:hires')}#delete")
    reference = None if everything else request.POST.get("reference", "")
    gone: list[int] = []
    try_to(
        request,
        lambda: gone.append(hires.forget_hires(reference=reference, by=request.actor, at=request.at)),
    )
    if gone:
        messages.success(
            request, ngettext("%(n)d hire is deleted.", "%(n)d hires are deleted.", gone[0]) % {"n": gone[0]}
        )
    return see("company:hires")
