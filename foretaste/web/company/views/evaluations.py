"""Evaluate and decide under one seal; read both sides together; reply once; offer the longer role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from foretaste.core.refusals import NotFound
from foretaste.evaluations import actions, queries
from foretaste.evaluations.questions import Scorecard
from foretaste.evaluations.sealing import Side
from foretaste.trials import queries as trials
from foretaste.web.answers import done, page, see
from foretaste.web.company.access import for_the_company
from foretaste.web.company.forms.evaluations import ConversionForm, EvaluationForm, ReplyForm
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.evaluations.models import Evaluation


def said(evaluation: Evaluation | None, card: Scorecard) -> list[dict[str, str]]:
    """Return a side's answers as words, in the order they were asked."""
    if evaluation is None:
        return []
    ticks = [
        {"asks": c.asks, "says": next((a.says for a in c.anchors if a.key == evaluation.answers.get(c.key)), "")}
        for c in card.criteria
    ]
    texts = [{"asks": t.asks, "says": evaluation.answers.get(t.key, "")} for t in card.texts]
    return [line for line in (*ticks, *texts) if line["says"]]


def _page(request: ActingRequest, trial_id: str, **forms_: Any) -> HttpResponse:
    exchange = queries.evaluation_page(trial_id=trial_id, by=request.actor, at=request.at)
    if exchange.side is not Side.COMPANY:
        raise NotFound
    card = exchange.card(Side.COMPANY)
    context: dict[str, Any] = {
        "exchange": exchange,
        "trial_id": trial_id,
        "zone": trials.trial_of(trial_id, request.actor).time_zone,
        "own": said(exchange.own, card),
        "other": said(exchange.other, exchange.card(Side.INTERN)),
        "form": forms_.get("form") or (EvaluationForm(card=card) if exchange.sight.may_send else None),
        "reply_form": forms_.get("reply_form") or ReplyForm(auto_id="reply_%s"),
        "conversion_form": forms_.get("conversion_form") or ConversionForm(auto_id="offer_%s"),
        "exit_note": queries.exit_note_of(trial_id=trial_id, by=request.actor),
    }
    template = "opened" if exchange.sight.revealed else ("evaluate" if exchange.sight.may_send else "sealed")
    return page(request, f"company/evaluations/{template}.html", context)


@for_the_company
@require_http_methods(["GET", "POST"])
def evaluation(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Seal the company's side: evaluation and decision together."""
    form = None
    if request.method == "POST":
        exchange = queries.evaluation_page(trial_id=trial_id, by=request.actor, at=request.at)
        form = EvaluationForm(request.POST, card=exchange.card(Side.COMPANY))
    if (
        form is not None
        and form.is_valid()
        and done(
            form,
            lambda: actions.submit_evaluation(
                trial_id=trial_id, answers=form.answers(), decision=form.decision, by=request.actor, at=request.at
            ),
        )
    ):
        return see("company:evaluation", trial_id)
    return _page(request, trial_id, form=form)


@for_the_company
@require_http_methods(["POST"])
def reply(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Answer what the intern wrote, once."""
    form = ReplyForm(request.POST, auto_id="reply_%s")
    if form.is_valid() and done(
        form,
        lambda: actions.reply_once(trial_id=trial_id, text=form.cleaned_data["text"], by=request.actor, at=request.at),
    ):
        return see("company:evaluation", trial_id)
    return _page(request, trial_id, reply_form=form)


@for_the_company
@require_http_methods(["POST"])
def conversion(request: ActingRequest, trial_id: str) -> HttpResponse:
    """Offer the longer role after a mutual yes."""
    form = ConversionForm(request.POST, auto_id="offer_%s")
    if form.is_valid() and done(
        form,
        lambda: actions.offer_conversion(trial_id=trial_id, by=request.actor, at=request.at, **form.cleaned_data),
    ):
        return see("company:evaluation", trial_id)
    return _page(request, trial_id, conversion_form=form)
