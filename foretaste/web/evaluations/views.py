"""Evaluate, read what was opened, reply once, answer an offer, leave a note. One view, one action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.core.refusals import NotFound, Refused
from foretaste.evaluations import actions, queries
from foretaste.evaluations.sealing import Side
from foretaste.trials import queries as trials
from foretaste.web.answers import done
from foretaste.web.evaluations import opened
from foretaste.web.evaluations.forms import EvaluationForm, ReplyForm
from foretaste.web.middleware import ActingRequest
from foretaste.web.own_trials import for_its_intern
from foretaste.web.templatetags.ui import when as when_words

if TYPE_CHECKING:
    from foretaste.trials.models import Trial


def _page(request: ActingRequest, trial_id: str) -> tuple[Trial, queries.EvaluationPage]:
    page = queries.evaluation_page(trial_id=trial_id, by=request.actor, at=request.at)
    if page.side is not Side.INTERN:
        raise NotFound
    return trials.trial_of(trial_id, request.actor), page


@for_its_intern
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: ActingRequest, trial_id: str) -> HttpResponse:
    """One submission under one seal; then the envelope; then both sides, side by side."""
    trial, page = _page(request, trial_id)
    if page.sight.revealed:
        return render(request, "evaluations/opened.html", opened.page(trial, page, request.actor))
    if not page.sight.may_send:
        return render(request, "evaluations/sealed.html", _sealed(trial, page))
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answers, decision = form.submission()
        if done(
            form,
            lambda: actions.submit_evaluation(
                trial_id=trial_id, answers=answers, decision=decision, by=request.actor, at=request.at
            ),
        ):
            return redirect("evaluations:evaluation", trial_id)
    context = {
        "form": form,
        "trial": trial,
        "page": page,
        "company": trial.organization.name,
        "closes_at": when_words(page.closes_at, trial.time_zone),
    }
    return render(request, "evaluations/evaluation.html", context, status=422 if form.errors else 200)


def _sealed(trial: Trial, page: queries.EvaluationPage) -> dict[str, Any]:
    moment = when_words(page.closes_at, trial.time_zone)
    sent = page.sight.sent
    return {
        "trial": trial,
        "page": page,
        "headline": _("Yours is sealed") if sent else _("The seven days are over"),
        "own_missing": not sent,
        "own_says": _("sealed") if sent else _("not written"),
        "text": _("They open together when both are in, or on %(moment)s. Until then nobody can read or change them.")
        % {"moment": moment}
        if sent
        else _("Nothing was asked of you. What the other side wrote opens now; look again in a minute."),
    }


@for_its_intern
@require_POST
def reply(request: ActingRequest, trial_id: str) -> HttpResponse:
    trial, page = _page(request, trial_id)
    form = ReplyForm(request.POST)
    if form.is_valid() and done(
        form,
        lambda: actions.reply_once(trial_id=trial_id, text=form.cleaned_data["text"], by=request.actor, at=request.at),
    ):
        return redirect("evaluations:evaluation", trial_id)
    return render(request, "evaluations/opened.html", opened.page(trial, page, request.actor, form), status=422)


@for_its_intern
@require_POST
def conversion(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Say yes or no to the longer role."""
    accept = request.POST.get("answer") == "yes"
    try:
        actions.answer_conversion(trial_id=trial_id, accept=accept, by=request.actor, at=request.at)
    except NotFound:
        raise
    except Refused as refusal:
        messages.info(request, refusal.text)
    else:
        messages.success(
            request, _("Accepted. They are told at once.") if accept else _("Said. They are told at once.")
        )
    return redirect("evaluations:evaluation", trial_id)
