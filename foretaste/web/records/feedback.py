"""Feedback during a trial: the intern asks by a link; whoever has it answers without an account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foretaste.records import asking, queries
from foretaste.trials import queries as trials
from foretaste.web.answers import done
from foretaste.web.middleware import ActingRequest
from foretaste.web.own_trials import for_its_intern
from foretaste.web.records.forms import AskingForm, GivingForm
from foretaste.web.rendering import see_other


@for_its_intern
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActingRequest, trial_id: str) -> HttpResponse:
    """What was asked and answered so far, and the next question."""
    trial = trials.own_trial(trial_id, request.actor)
    form = AskingForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: asking.ask_for_feedback(trial_id=trial_id, by=request.actor, at=request.at, **form.cleaned_data),
        )
    ):
        messages.success(request, _("Here is the link. Send it to them as you like."))
        return see_other("records:feedback", trial_id)
    context = {
        "form": form,
        "trial": trial,
        "asked": queries.feedback_asked(trial_id, request.actor),
        "home": settings.SITE_URL.rstrip("/"),
        "at": request.at,
    }
    return render(request, "records/feedback.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: ActingRequest, link_key: str) -> HttpResponse:
    """Say what it is for, take one answer, thank. Nothing here tells whether the trial still goes on."""
    asked = queries.asked_by_link(link_key)
    is_open = asked.answered_at is None and request.at < asked.expires_at
    form = GivingForm(request.POST if request.method == "POST" else None, initial={"said_by": asked.asked_of})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, lambda: asking.give_feedback(link_key=link_key, by=request.actor, at=request.at, **form.cleaned_data)
        )
    ):
        return see_other("records:give_feedback", link_key)
    status = 422 if form.errors else 200 if is_open or asked.answered_at else 410
    # The address is the key: it goes to no other site (SECURE_REFERRER_POLICY). Not "no-referrer": a form on such a
    # page comes with "Origin: null", which is refused as if another site had sent it.
    return render(
        request, "records/give_feedback.html", {"form": form, "asked": asked, "is_open": is_open}, status=status
    )
