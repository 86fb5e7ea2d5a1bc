"""Disputes: one timeline of both sides, preset outcomes, goodwill with two signatures."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotFound
from foretaste.trials import actions as trial_actions
from foretaste.trials import lifecycle
from foretaste.trials import queries as trials
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.company import timelines
from foretaste.web.company.forms.fields import minor_in, written
from foretaste.web.middleware import ActingRequest
from foretaste.web.operator.access import for_the_operator
from foretaste.web.operator.forms import (
    DecisionForm,
    GoodwillForm,
)

if TYPE_CHECKING:
    from foretaste.trials.models import Case

DECIDED_SHOWN = 10


@for_the_operator
@require_GET
def disputes(request: ActingRequest) -> HttpResponse:
    """The queue, the most urgent first; what was decided lately."""
    decided = trials.cases_visible_to(request.actor).exclude(decided_at=None).select_related("decided_by")
    lately = list(decided.order_by("-decided_at")[:DECIDED_SHOWN])
    took = [(one.decided_at - one.opened_at).total_seconds() for one in lately if one.decided_at and one.decided_by_id]
    return page(
        request,
        "operator/disputes.html",
        {
            "cases": [_case_row(case, request) for case in trials.queue_of_cases(request.actor)],
            "goodwill": [
                {
                    "goodwill": one,
                    "amount": Amount(one.amount_minor, one.currency),
                    "mine": one.proposed_by_id == request.actor.person_id,
                }
                for one in trials.goodwill_waiting(request.actor)
            ],
            "decided": lately,
            "took": round(median(took)) if took else None,
        },
    )


def _case_row(case: Case, request: ActingRequest) -> dict[str, Any]:
    held = case.trial.held_minor
    return {
        "case": case,
        "age": request.at - case.opened_at,
        "held": case.trial.amount(held) if held else None,
        "late": case.due_at < request.at,
    }


def _case(request: ActingRequest, case_id: str) -> Case:
    found = trials.cases_visible_to(request.actor).filter(public_id=case_id).select_related("opened_by").first()
    if found is None:
        raise NotFound
    return found


@for_the_operator
@require_http_methods(["GET", "POST"])
def case(request: ActingRequest, case_id: str) -> HttpResponse:
    """One timeline of both sides; choose a preset outcome and write the reasons."""
    found = _case(request, case_id)
    form = DecisionForm(request.POST if request.method == "POST" else None, outcomes=_outcomes(found))
    checking = request.method == "POST" and "decide" not in request.POST
    if request.method == "POST" and form.is_valid():
        if checking:
            return page(
                request,
                "operator/decide.html",
                {**_about(request, found), "form": form, "chosen": _chosen(found, form)},
            )
        if done(
            form,
            lambda: trial_actions.rule_case(
                case_id=case_id,
                outcome=form.cleaned_data["outcome"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=request.at,
            ),
        ):
            return see("operator:case", case_id)
    return page(request, "operator/case.html", {**_about(request, found), "form": form if found.is_open else None})


def _about(request: ActingRequest, found: Case) -> dict[str, Any]:
    trial = found.trial
    row = trials.day_of(trial, found.day) if found.day else None
    goodwill = getattr(found, "goodwill", None)
    may_give = (
        found.kind == lifecycle.Kind.CONTESTED_START
        and found.outcome == "for_company"
        and goodwill is None
        and row is not None
    )
    most = trials.most_goodwill(trial, row.number, request.at) if may_give and row else 0
    return {
        "case": found,
        "trial": trial,
        "zone": trial.time_zone,
        "day": row,
        "held": trial.amount(trial.held_minor) if trial.held_minor else None,
        "earned": trial.amount(
            trial.paid_minor
            if trial.has_ended
            else sum(one.pay_minor for one in trials.days_of(trial) if one.is_started)
        ),
        "timeline": sorted(_told(found) + timelines.of_trial(trial, to_the_company=False), key=lambda one: one.at),
        "deliverables": trial.deliverables.all(),
        "outcomes": _presets(found),
        "goodwill": goodwill,
        "goodwill_amount": Amount(goodwill.amount_minor, goodwill.currency) if goodwill else None,
        "goodwill_is_mine": goodwill is not None and goodwill.proposed_by_id == request.actor.person_id,
        "goodwill_form": GoodwillForm(initial={"amount": written(most, trial.currency)}) if most else None,
        "no_goodwill": may_give and not most,
        "goodwill_room": trials.goodwill_room(trial.organization_id, request.at) if may_give else 0,
    }


def _told(found: Case) -> list[timelines.Happened]:
    """Both sides' words and the work log, on the same line of time."""
    zone = found.trial.time_zone
    rows = []
    if found.reason:
        rows.append(timelines.Happened(found.opened_at, zone, f"“{found.reason}”", str(found.opened_by)))
    if found.answered_at:
        rows.append(
            timelines.Happened(found.answered_at, zone, f"“{found.answer or _('No')}”", str(found.answered_by or ""))
        )
    rows += [
        timelines.Happened(
            entry.written_at,
            zone,
            _("Work log, day %(day)d: %(text)s") % {"day": entry.day, "text": entry.text},
            str(entry.written_by),
        )
        for entry in trials.work_log_of(found.trial)
    ]
    return rows


def _presets(found: Case) -> list[dict[str, Any]]:
    """Return each preset outcome with what it means in money for both sides."""
    trial = found.trial
    if found.kind == lifecycle.Kind.CONTESTED_START:
        return [
            {
                "value": "for_intern",
                "label": _("The day was started"),
                "intern": None,
                "means": _("Nothing changes: the day stays earned."),
            },
            {
                "value": "for_company",
                "label": _("The day was not started"),
                "intern": None,
                "means": _("The intern keeps what is earned. You may make the company good from your own money."),
            },
        ]
    if found.kind == lifecycle.Kind.MISSED_CHECK_IN:
        words = (_("The day counts, pay the intern"), _("The day does not count"))
    elif found.kind == lifecycle.Kind.COMPANY_NO_SHOW and trial.is_running:
        words = (_("Nobody was there, pay every day"), _("The company was there, the trial goes on"))
    else:
        words = (_("Pay the intern every day"), _("The rest goes back to the company"))
    return [
        {
            "value": "for_intern",
            "label": words[0],
            "intern": trial.amount(trials.paid_if_upheld(found)),
            "means": _("to the intern, with the fee on it"),
        },
        {
            "value": "for_company",
            "label": words[1],
            "intern": trial.amount(0),
            "means": _("more to the intern; what was earned stays earned"),
        },
    ]


def _outcomes(found: Case) -> list[tuple[str, str]]:
    return [(one["value"], one["label"]) for one in _presets(found)]


def _chosen(found: Case, form: DecisionForm) -> dict[str, Any]:
    return next(one for one in _presets(found) if one["value"] == form.cleaned_data["outcome"])


@for_the_operator
@require_POST
def goodwill(request: ActingRequest, case_id: str) -> HttpResponse:
    """First signature under making a company good."""
    found = _case(request, case_id)
    form = GoodwillForm(request.POST)
    if form.is_valid():
        try:
            minor = minor_in(found.trial.currency, form.cleaned_data["amount"])
        except ValidationError as error:
            form.add_error("amount", error)
        else:
            try_to(
                request,
                lambda: trial_actions.propose_goodwill(
                    case_id=case_id, amount_minor=minor, by=request.actor, at=request.at
                ),
                _("Signed. A second person has to sign it too."),
            )
    return see("operator:case", case_id)


@for_the_operator
@require_POST
def approve_goodwill(request: ActingRequest, case_id: str) -> HttpResponse:
    """Second signature, by another person."""
    _case(request, case_id)
    try_to(
        request,
        lambda: trial_actions.approve_goodwill(case_id=case_id, by=request.actor, at=request.at),
        _("Both have signed: the company is made good."),
    )
    return see("operator:case", case_id)
