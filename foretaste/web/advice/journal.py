"""Stay or leave: the private journal of a trial, and what tonight's two choices come to. It argues for neither."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foretaste.advice import actions, queries
from foretaste.advice.private import BEST, LEAST, NOISE, Journal, likely
from foretaste.trials import queries as trials
from foretaste.web.advice.forms import DayForm, HopesForm
from foretaste.web.answers import done, see
from foretaste.web.charts import Bands, Span
from foretaste.web.middleware import ActingRequest
from foretaste.web.own_trials import for_its_intern
from foretaste.web.templatetags.ui import about, points

if TYPE_CHECKING:
    from foretaste.trials.models import Trial, TrialDay


@for_its_intern
@require_safe
def journal(request: ActingRequest, trial_id: str) -> HttpResponse:
    """The marks of each day, what they come to, and tonight's comparison."""
    return _page(request, trials.own_trial(trial_id, request.actor))


def _page(request: ActingRequest, trial: Trial, status: int = 200, **filled: Any) -> HttpResponse:
    written = queries.journal_of(trial, request.actor)
    days = trials.days_of(trial)
    begun = [day for day in days if day.is_started]
    day = _day_asked(request, begun, written)
    noted = written.days.get(day.number) if day else None
    context = {
        "trial": trial,
        "company": trial.organization.name,
        "days": [{"day": one, "noted": written.days.get(one.number)} for one in begun],
        "day": day,
        "is_written": queries.has_journal(trial, request.actor),
        "hopes_form": HopesForm(initial=_hopes(written), auto_id="hopes_%s"),
        "day_form": DayForm(initial={**noted.marks, "note": noted.note} if noted else None, auto_id="day_%s"),
        "belief": written.belief,
        "chart": _chart(written) if written.days else None,
        "evenings": _evenings(written),
        "grounds": written.grounds,
        "tonight": _tonight(trial, days, written, request.at) if written.days else None,
        "over": trial.has_ended,
    }
    return render(request, "advice/journal.html", context | filled, status=status)


def _day_asked(request: ActingRequest, begun: list[TrialDay], written: Journal) -> TrialDay | None:
    """Return the day to mark: the one asked for, else the last that was begun."""
    asked = request.GET.get("day", "")
    return next((day for day in begun if asked == str(day.number)), begun[-1] if begun else None)


def _hopes(written: Journal) -> dict[str, Any]:
    known = HopesForm.of(written.grounds)
    return known | {"hope": written.hope, "doubt": written.doubt, "chance": round(100 * written.chance)}


def _evenings(written: Journal) -> list[dict[str, Any]]:
    """Return what was thought before the first day and after each that has marks."""
    return [
        {
            "label": _("After day %(day)d") % {"day": number} if number else _("Before the first day"),
            "impression": written.days[number].points if number else None,
            "mean": belief.mean,
            "low": low,
            "high": high,
        }
        for number, belief in written.beliefs
        for low, high in [likely(belief)]
    ]


def _chart(written: Journal) -> Bands:
    return Bands(
        slug="how-it-looks",
        description=_(
            "How good the place looks on a scale from 0 to 10, before the first day and after each marked one."
        ),
        spans=[
            Span(one["label"], one["low"], one["mean"], one["high"], points(one["mean"])) for one in _evenings(written)
        ],
        least=LEAST,
        most=BEST,
        ends=(_("0: never"), _("10: could not be better")),
        line=written.grounds.have,
    )


def _tonight(trial: Trial, days: list[TrialDay], written: Journal, at: dt.datetime) -> dict[str, Any] | None:
    """Return both choices side by side; nothing once there is none."""
    found = queries.tonight(trial, days, written, at)
    if found is None:
        return None
    now, following, evening = found.now, found.next, found.evening
    mean, (low, high) = written.belief.mean, written.belief.bounds()
    scale = written.grounds.per_point
    gap = evening.gap(mean) * scale
    return {
        "leave_days": trial.amount(found.days_so_far_minor),
        "leave_bonus": trial.amount(now.bonus),
        "leave_total": trial.amount(now.paid_total),
        "leave_worth": evening.leave,
        "next": following,
        "stay_pay": trial.amount(following.pay_minor),
        "stay_bonus": trial.amount(found.next_bonus_minor),
        "stay_total": trial.amount(found.paid_if_staying_minor),
        "stay_worth": evening.stay(mean),
        "spread": written.belief.spread,
        "spread_then": written.belief.left_after(1, NOISE) ** 0.5,
        "level_at": found.level_at,
        "apart": abs(gap),
        "higher": "stay" if gap > 0 else "leave",
        "is_level": abs(gap) < 0.5,
        "unsure": [
            _if_worse(evening.gap(low) * scale, trial.currency),
            _if_better(evening.gap(high) * scale, trial.currency),
        ],
    }


def _if_worse(gap: float, currency: str) -> str:
    says = (
        _("Once in ten times the place is so much worse than it looks that they are %(sum)s apart, staying higher.")
        if gap > 0
        else _(
            "Once in ten times the place is so much worse than it looks that they are %(sum)s apart, leaving higher."
        )
    )
    return says % {"sum": about(abs(gap), currency)}


def _if_better(gap: float, currency: str) -> str:
    says = (
        _("Once in ten times it is so much better than it looks that they are %(sum)s apart, staying higher.")
        if gap > 0
        else _("Once in ten times it is so much better than it looks that they are %(sum)s apart, leaving higher.")
    )
    return says % {"sum": about(abs(gap), currency)}


@for_its_intern
@require_POST
def note(request: ActingRequest, trial_id: str, day: int) -> HttpResponse:
    """Mark a day."""
    own = trials.own_trial(trial_id, request.actor)
    form = DayForm(request.POST, auto_id="day_%s")
    if form.is_valid() and done(
        form,
        lambda: actions.note_day(
            trial_id=trial_id,
            day=day,
            marks=form.marks(),
            note=form.cleaned_data["note"],
            by=request.actor,
            at=request.at,
        ),
    ):
        messages.success(request, _("Kept, for your eyes only."))
        return see("advice:journal", trial_id)
    chosen = trials.day_of(own, day)
    return _page(request, own, 422, day_form=form, day=chosen, form=form)


@for_its_intern
@require_POST
def hopes(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Say what was hoped for, and what staying is compared with."""
    own = trials.own_trial(trial_id, request.actor)
    form = HopesForm(request.POST, auto_id="hopes_%s")
    if form.is_valid():
        actions.put_hopes(
            trial_id=trial_id,
            grounds=form.grounds(own.currency),
            hope=form.cleaned_data["hope"],
            doubt=form.cleaned_data["doubt"],
            chance=form.cleaned_data["chance"] / 100,
            by=request.actor,
            at=request.at,
        )
        return see("advice:journal", trial_id)
    return _page(request, own, 422, hopes_form=form, form=form)


@for_its_intern
@require_POST
def forget(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Delete the journal."""
    actions.forget_journal(trial_id=trial_id, by=request.actor, at=request.at)
    messages.success(request, _("Your journal of this trial is deleted."))
    return see("advice:journal", trial_id)
