"""One next step; offers; what one says of oneself. One view, one action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel import dates
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foretaste.accounts import actions as account_actions
from foretaste.accounts.queries import person_of, profile_of
from foretaste.core.refusals import NotFound, Refused
from foretaste.opportunities import actions as opportunity_actions
from foretaste.opportunities import lifecycle
from foretaste.opportunities import queries as opportunities
from foretaste.trials import actions, queries
from foretaste.trials.lifecycle import State
from foretaste.web.asking import cards
from foretaste.web.me import next_step
from foretaste.web.me import offer as offers
from foretaste.web.me.fitting import lines
from foretaste.web.me.forms import ProfileForm
from foretaste.web.middleware import ActingRequest
from foretaste.web.rendering import say_refusal
from foretaste.web.templatetags.ui import day as day_words

if TYPE_CHECKING:
    from foretaste.opportunities.models import Application, Offer
    from foretaste.trials.models import Trial

SHOWN = 20


@login_required
@require_safe
def home(request: ActingRequest) -> HttpResponse:
    """One next step, one date, one sum; then the lists."""
    if request.actor.is_company:
        return redirect("/company/")
    if request.actor.is_operator:
        return redirect("/operator/")
    mine = list(
        queries.visible_to(request.actor)
        .select_related("organization")
        .prefetch_related("days")
        .order_by("-id")[:SHOWN]
    )
    steps = next_step.steps(request.actor, mine, request.at)
    asked = (
        opportunities.applications_visible_to(request.actor)
        .exclude(state__in=[lifecycle.Application.INVITED, lifecycle.Application.ACCEPTED])
        .select_related("opportunity__organization")
        .order_by("-created_at")[:SHOWN]
    )
    tried = {trial.organization_id for trial in mine}
    fits = [] if steps else [one for one in lines(request) if one["trial"].organization_id not in tried][: cards.SHOWN]
    pause = queries.pause_of(request.actor)
    context = {
        "pause": pause if pause and pause.lifted_at is None else None,
        "step": steps[0] if steps else None,
        "answers_due": sum(one.is_waiting for one in asked),
        "waiting": [step.as_row() for step in steps[1:]],
        "trials": [_trial_row(trial) for trial in mine],
        "applications": [_asked_row(one) for one in asked],
        "fits": fits,
        "alike": [] if steps or fits else cards.soonest(request.actor, request.at, without=tried),
    }
    return render(request, "me/home.html", context)


def _trial_row(trial: Trial) -> dict[str, Any]:
    days = queries.days_of(trial)
    started = sum(day.pay_minor for day in days if day.is_started)
    states = {
        State.AGREED: (_("Agreed"), "in"),
        State.UNDER_WAY: (_("Under way"), "now"),
        State.ENDED: (_("Settled"), ""),
        State.CLOSED: (_("Settled"), ""),
    }
    state, kind = states[State(trial.state)]
    return {
        "url": f"/trials/{trial.public_id}/",
        "title": trial.title,
        "company": trial.organization.name,
        "dates": [day.on for day in days],
        "state": state,
        "state_kind": kind,
        "yours": trial.amount(trial.paid_minor if trial.has_ended else started),
        "money_hint": _("so far") if trial.is_running else "",
    }


def _asked_row(one: Application) -> dict[str, Any]:
    opportunity, state = one.opportunity, lifecycle.Application(one.state)
    due = _("They answer by %(day)s.") % {"day": day_words(one.answer_by)}
    states: dict[lifecycle.Application, tuple[str, str, str]] = {
        lifecycle.Application.SUBMITTED: (_("Sent"), "", due),
        lifecycle.Application.SHORTLISTED: (_("Shortlisted"), "in", due),
        lifecycle.Application.OFFERED: (_("You are welcome"), "now", _("Read what you would both sign, and answer.")),
        lifecycle.Application.DECLINED: (_("You let it go"), "", ""),
        lifecycle.Application.WITHDRAWN: (_("Taken back"), "", ""),
        lifecycle.Application.NOT_THIS_TIME: (_("Not this time"), "", one.answer_note),
        lifecycle.Application.LAPSED: (
            _("No answer"),
            "",
            _("Their date has passed; it counts on their record, not yours."),
        ),
    }
    says, kind, note = states[state]
    if state == lifecycle.Application.LAPSED and not one.no_answer_came:
        says, note = _("Lapsed"), _("The time to answer is over.")
    return {
        "id": one.public_id,
        "url": f"/opportunities/{opportunity.public_id}/",
        "title": opportunity.title,
        "company": opportunity.organization.name,
        "state": says,
        "state_kind": kind,
        "note": note,
        "may_withdraw": one.is_waiting,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: ActingRequest, offer_id: str) -> HttpResponse:
    """The welcome. "Yes, I will come" is the intern's signature: it takes seat and fund together."""
    found = _offer(request, offer_id)
    refusal = None
    if request.method == "POST":
        try:
            trial = actions.agree(offer_id=offer_id, by=request.actor, at=request.at)
        except NotFound:
            raise
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Agreed. You have both signed, and your pay is held for you."))
            return redirect("trials:trial", trial.public_id)
    elif found.state == lifecycle.Offer.ACCEPTED:
        own = queries.visible_to(request.actor).filter(offer_id=offer_id).values_list("public_id", flat=True).first()
        if own:
            return redirect("trials:trial", own)
    context = offers.page(found, request.at) | {"refusal": refusal.text if refusal else ""}
    return render(request, "me/offer.html", context, status=422 if refusal else 200)


def _offer(request: ActingRequest, offer_id: str) -> Offer:
    """Return an offer to the actor themselves; a company's own stand on its pages."""
    found = (
        opportunities.offers_visible_to(request.actor)
        .filter(public_id=offer_id, application__intern_id=request.actor.person_id)
        .select_related("application__opportunity__organization")
        .first()
    )
    if found is None:
        raise NotFound
    return found


@login_required
@require_POST
def decline(request: ActingRequest, offer_id: str) -> HttpResponse:
    """Let the offer go: no reason is asked."""
    _offer(request, offer_id)
    opportunity_actions.decline_offer(offer_id=offer_id, by=request.actor, at=request.at)
    messages.success(request, _("Let go. Nothing changes for you."))
    return redirect("me:home")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: ActingRequest) -> HttpResponse:
    """What companies read beside the three answers."""
    person = person_of(request.actor)
    known = profile_of(person)
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(known, name) for name in ProfileForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        try:
            account_actions.edit_profile(by=request.actor, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("me:profile")
    return render(
        request,
        "me/profile.html",
        {"form": form, "made": _made(request), "confirmed": known.skills_confirmed},
        status=422 if form.errors else 200,
    )


def _made(request: ActingRequest) -> list[dict[str, str]]:
    """Every started trial of one's own that is over, by title and month: no count of days, the same for everyone."""
    locale = to_locale(get_language() or "en")
    own = queries.visible_to(request.actor).filter(intern_id=request.actor.person_id)
    mine = own.filter(days__checked_in_at__isnull=False, ended_at__isnull=False).distinct()
    return [
        {
            "title": trial.title,
            "company": trial.organization.name,
            "month": dates.format_date(queries.planned_last_end(trial).date(), "LLLL y", locale=locale),
        }
        for trial in mine.select_related("organization").prefetch_related("days")
    ]
