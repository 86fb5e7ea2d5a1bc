"""What a good hire costs by four ways: the company's own numbers over sourced ones, in bands. Nothing is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Role
from foretaste.advice.comparing import DRAWS, SEED, Band, Way, band_of, compare
from foretaste.advice.comparing import Figure as Found
from foretaste.core.spreadsheets import csv_lines
from foretaste.evaluations import queries as evaluations
from foretaste.insights import hires
from foretaste.insights import queries as insights
from foretaste.web.advice.forms import CurrencyField, typed
from foretaste.web.advice.sources import LOSS, ROUTES, SHARE, Figure
from foretaste.web.charts import Bands, Span
from foretaste.web.company.access import for_the_company
from foretaste.web.middleware import ActingRequest
from foretaste.web.rendering import PlainForm
from foretaste.web.templatetags.ui import about

A_YEAR = 365
ENDS = (("low", gettext_lazy("low")), ("likely", gettext_lazy("likely")), ("high", gettext_lazy("high")))


class FiguresForm(PlainForm):
    """Every figure three times. Whatever is left out stands as it is in the sources."""

    currency = CurrencyField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].help_text = _("The figures below are US dollars; write yours in your own money")
        for name, figure in self.all_figures():
            for end, words in ENDS:
                self.fields[f"{name}-{end}"] = forms.FloatField(
                    label=f"{figure.label}: {words}",
                    required=False,
                    min_value=1 if figure.kind == SHARE else 0,
                    max_value=100 if figure.kind == SHARE else 10_000_000,
                    localize=True,
                    widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
                    error_messages={
                        "invalid": _("%(what)s: enter a number") % {"what": figure.label},
                        # Django fills these in once more: the sign of a share in a label is no placeholder
                        "min_value": _("%(what)s: enter more") % {"what": str(figure.label).replace("%", "%%")},
                        "max_value": _("%(what)s: enter less") % {"what": str(figure.label).replace("%", "%%")},
                    },
                )

    @staticmethod
    def all_figures() -> list[tuple[str, Figure]]:
        return [("loss", LOSS), *((f"{way.key}-{one.key}", one) for way in ROUTES for one in way.figures)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, figure in self.all_figures():
            band = self.band(name, figure, cleaned)
            if not band.low <= band.likely <= band.high:
                self.add_error(
                    f"{name}-likely", _("%(what)s: low, likely, high, in this order") % {"what": figure.label}
                )
        return cleaned

    def band(self, name: str, figure: Figure, given: dict[str, Any]) -> Band:
        """Return the figure as entered, in its own unit."""
        ends = (given.get(f"{name}-{end}") for end, _words in ENDS)
        kept = (figure.band.low, figure.band.likely, figure.band.high)
        return Band(*(known if entered is None else entered for entered, known in zip(ends, kept, strict=True)))


def _worked_out(form: FiguresForm) -> dict[str, Any]:
    """Return the comparison of what was entered; of the sources, where that can't be read."""
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    bands = {name: form.band(name, figure, given) for name, figure in form.all_figures()}

    def share(name: str) -> Band:
        band = bands[name]
        return Band(band.low / 100, band.likely / 100, band.high / 100)

    ways = {
        way.key: Way(
            bands[f"{way.key}-per_try"],
            share(f"{way.key}-hired"),
            bands[f"{way.key}-per_hire"],
            share(f"{way.key}-stays"),
        )
        for way in ROUTES
    }
    return {
        "currency": given.get("currency") or "USD",
        "bands": bands,
        "found": compare(ways, bands["loss"]),
        "must_stay": _must_stay(ways["trial"], ways["direct"], bands["loss"].likely),
    }


def _must_stay(trial: Way, direct: Way, loss: float) -> float | None:
    """Return how many hired after a trial must still be there after a year to cost no more than a direct hire."""
    there = direct.per_try.likely / direct.hired.likely + direct.per_hire.likely + loss * (1 - direct.stays.likely)
    cost = there / direct.stays.likely
    share = (trial.per_try.likely / trial.hired.likely + trial.per_hire.likely + loss) / (cost + loss)
    return share if share <= 1 else None


@for_the_company
@require_GET
def costs(request: ActingRequest) -> HttpResponse:
    """Compare; the numbers stand in the address and nowhere else."""
    form = FiguresForm(request.GET if request.GET else None)
    result = _worked_out(form)
    names = {way.key: way.name for way in ROUTES}
    cheapest = min(result["found"], key=lambda key: result["found"][key].middle)
    context = {
        "form": form,
        "result": result,
        "rows": [{"name": names[key], "found": one} for key, one in result["found"].items()],
        "cheapest": names[cheapest],
        "chart": _chart(result["found"], result["currency"]),
        "loss": _inputs(form, "loss", LOSS, result),
        "groups": [
            (way.name, [_inputs(form, f"{way.key}-{one.key}", one, result) for one in way.figures]) for way in ROUTES
        ],
        "worlds": DRAWS,
        "seed": SEED,
        "query": request.GET.urlencode(),
        "own": _own_share(request),
        "stays": _own_stays(request),
    }
    return render(request, "advice/costs.html", context, status=422 if form.is_bound and form.errors else 200)


def _own_share(request: ActingRequest) -> dict[str, Any] | None:
    """Return how many were hired of those who started, as the company's own dashboard shows both; else nothing."""
    record = insights.record_of(accounts.organization_of(request.actor).pk)
    hired = evaluations.conversions_of(request.actor).filter(state="accepted").count()
    if record is None or not 0 < hired <= record.started:
        return None
    band = band_of(hired, record.started)
    entered = request.GET.copy()
    for (end, _words), value in zip(ENDS, (band.low, band.likely, band.high), strict=True):
        entered[f"trial-hired-{end}"] = f"{100 * value:.1f}"
    return {"hired": hired, "started": record.started, "on": record.published_on, "query": entered.urlencode()}


def _own_stays(request: ActingRequest) -> dict[str, Any] | None:
    """Return how many of the company's own hires are still here after a year, by way; for its recruiters."""
    if not request.actor.has(Role.RECRUITER):
        return None
    names = {way.key: way.name for way in ROUTES}
    found = {key: one for key, one in hires.still_here_after(request.actor, A_YEAR).items() if key in names}
    if not found:
        return None
    entered = request.GET.copy()
    for key, one in found.items():
        for (end, _words), value in zip(ENDS, (one.low, one.share, one.high), strict=True):
            entered[f"{key}-stays-{end}"] = f"{min(max(100 * value, 1), 100):.1f}"
    return {
        "rows": [{"name": names[key], "step": one} for key, one in found.items()],
        "query": entered.urlencode(),
    }


def _inputs(form: FiguresForm, name: str, figure: Figure, result: dict[str, Any]) -> dict[str, Any]:
    band = result["bands"][name]
    values = (band.low, band.likely, band.high)
    return {
        "figure": figure,
        "changed": band != figure.band,
        "fields": [
            {
                "name": f"{name}-{end}",
                "words": words,
                "value": form.data.get(f"{name}-{end}") or typed(value) if form.is_bound else typed(value),
                "wrong": bool(form.is_bound and form.errors.get(f"{name}-{end}")),
            }
            for (end, words), value in zip(ENDS, values, strict=True)
        ],
    }


def _chart(found: dict[str, Found], currency: str) -> Bands:
    names = {way.key: str(way.name) for way in ROUTES}
    most = max(one.high for one in found.values()) or 1
    return Bands(
        slug="cost-per-good-hire",
        description=_("Cost per good hire by way: in the middle of all worlds, and the band of eight worlds in ten."),
        spans=[
            Span(names[key], one.low, one.middle, one.high, about(one.middle, currency)) for key, one in found.items()
        ],
        least=0,
        most=most * 1.02,
        ends=(about(0, currency), about(most, currency)),
    )


@for_the_company
@require_GET
def download(request: ActingRequest) -> HttpResponse:
    """Hand the comparison over as a table, with every assumption under it."""
    form = FiguresForm(request.GET if request.GET else None)
    result = _worked_out(form)
    names = {way.key: str(way.name) for way in ROUTES}
    head = ["way", "figure", "low", "middle or likely", "high", "currency or unit", "source"]
    rows: list[list[Any]] = [
        [names[key], "cost per good hire", round(one.low), round(one.middle), round(one.high), result["currency"],
         f"{DRAWS} drawn worlds, seed {SEED}"]
        for key, one in result["found"].items()
    ]  # fmt: skip
    for name, figure in form.all_figures():
        band = result["bands"][name]
        unit = "%" if figure.kind == SHARE else result["currency"]
        source = str(figure.source) if band == figure.band else _("your own figure")
        way = names.get(name.partition("-")[0], "")
        rows.append([way, str(figure.label), band.low, band.likely, band.high, unit, source])
    response = HttpResponse("".join(csv_lines(head, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cost-per-good-hire.csv"'
    return response
