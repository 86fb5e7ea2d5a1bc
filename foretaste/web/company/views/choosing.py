"""Candidates: read, shortlist, welcome, say not this time, invite; and answer questions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foretaste.accounts import queries as accounts
from foretaste.core import calendars
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotFound
from foretaste.opportunities import actions, posting_rules, queries
from foretaste.opportunities import lifecycle as states
from foretaste.opportunities.refusals import TheLastSeatIsTaken
from foretaste.trials import queries as trials
from foretaste.web.answers import done, page, see, try_to
from foretaste.web.company.access import for_the_company
from foretaste.web.company.drafts import own
from foretaste.web.company.forms.choosing import AnswerForm, InviteForm, NotThisTimeForm, WelcomeForm
from foretaste.web.company.views import funding
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.opportunities.models import Application


def candidate_of(request: ActingRequest, application_id: str) -> Application:
    """Load an application to the actor's own company; one that was taken back is no longer here."""
    found = (
        queries.applications_visible_to(request.actor)
        .filter(public_id=application_id, opportunity__organization_id=request.actor.organization_id or 0)
        .exclude(state=states.Application.WITHDRAWN)
        .select_related("intern", "opportunity", "opportunity__host", "opportunity__organization")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _about(request: ActingRequest, application: Application) -> dict[str, Any]:
    """What each page about one candidate knows: how they are called, which trial, which days."""
    named = queries.is_named(application)
    label = queries.label_of(application, request.actor)
    return {
        "application": application,
        "opportunity": application.opportunity,
        "zone": application.opportunity.time_zone,
        "days": [day.on for day in application.opportunity.days.all()],
        "label": label,
        "is_named": named,
        "first_name": application.intern.get_short_name() if named else label,
    }


@for_the_company
@require_GET
def candidate(request: ActingRequest, application_id: str) -> HttpResponse:
    """Read three answers and the free days. No photo, no age."""
    application = candidate_of(request, application_id)
    seats = list(application.opportunity.seats.all())
    offer = application.offers.order_by("-id").select_related("made_by").first()
    trial = trials.visible_to(request.actor).filter(offer_id=offer.public_id).first() if offer else None
    return page(
        request,
        "company/candidates/candidate.html",
        {
            **_about(request, application),
            "offer": offer,
            "trial": trial,
            "profile": accounts.profile_of(application.intern) if not application.is_an_address else None,
            "may_answer": application.is_waiting,
            "seats_free": sum(seat.state == states.Seat.FUNDED for seat in seats),
            "unfunded": any(seat.state == states.Seat.UNFUNDED for seat in seats),
        },
    )


@for_the_company
@require_POST
def shortlist(request: ActingRequest, application_id: str) -> HttpResponse:
    """Keep a candidate in mind; only the company sees this."""
    candidate_of(request, application_id)
    try_to(
        request,
        lambda: actions.shortlist(application_id=application_id, by=request.actor, at=request.at),
        _("On the shortlist. Only your colleagues see this."),
    )
    return see("company:candidate", application_id)


@for_the_company
@require_http_methods(["GET", "POST"])
def welcome(request: ActingRequest, application_id: str) -> HttpResponse:
    """Welcome a candidate: sign the frozen terms for the company."""
    application = candidate_of(request, application_id)
    if not application.is_waiting and request.method == "GET":
        return see("company:candidate", application_id)
    until = posting_rules.usual_answer_by(application.opportunity.starts_at, request.at)
    form = WelcomeForm(
        request.POST if request.method == "POST" else None,
        initial={"answer_by_on": calendars.local_date(until, application.opportunity.time_zone)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            welcomed = done(
                form,
                lambda: actions.make_offer(
                    application_id=application_id,
                    answer_by=_end_of(form.cleaned_data["answer_by_on"], until, application.opportunity.time_zone),
                    by=request.actor,
                    at=request.at,
                ),
                besides=(TheLastSeatIsTaken,),
            )
        except TheLastSeatIsTaken as taken:
            return page(
                request,
                "company/candidates/taken.html",
                {**_about(request, application), "refusal": taken, "others": taken.details},
                status=409,
            )
        if welcomed:
            return see("company:candidate", application_id)
    return page(
        request,
        "company/candidates/welcome.html",
        {
            **_about(request, application),
            "form": form,
            "default_until": until,
            "kill_fee": Amount(application.opportunity.kill_fee_minor, application.opportunity.currency),
        },
    )


def _end_of(day: dt.date, usual: dt.datetime, zone: str) -> dt.datetime:
    """Return the end of that day at the place; the usual moment where the day was left as it stood."""
    if day == calendars.local_date(usual, zone):
        return usual
    return calendars.moment(day, dt.time(23, 59), zone)


@for_the_company
@require_POST
def withdraw_offer(request: ActingRequest, offer_id: str) -> HttpResponse:
    """Take an offer back before it is answered."""
    offer = queries.offers_visible_to(request.actor).filter(public_id=offer_id).select_related("application").first()
    if offer is None:
        raise NotFound
    try_to(
        request,
        lambda: actions.withdraw_offer(offer_id=offer_id, by=request.actor, at=request.at),
        _("Taken back. They are told today; the money stays with the seat."),
    )
    return see("company:candidate", offer.application.public_id)


@for_the_company
@require_http_methods(["GET", "POST"])
def not_this_time(request: ActingRequest, application_id: str) -> HttpResponse:
    """Say no, kindly and on time."""
    application = candidate_of(request, application_id)
    form = NotThisTimeForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.say_not_this_time(
                application_id=application_id, note=form.cleaned_data["note"], by=request.actor, at=request.at
            ),
        )
    ):
        return see("company:opportunity", application.opportunity.public_id)
    return page(request, "company/candidates/not_this_time.html", {**_about(request, application), "form": form})


@for_the_company
@require_POST
def names(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Hide the candidates' names until one is welcomed, or show them again."""
    own(request, opportunity_id)
    hidden = request.POST.get("hidden") == "1"
    actions.hide_names(opportunity_id=opportunity_id, hidden=hidden, by=request.actor, at=request.at)
    said = _("Names are hidden until somebody is welcomed.") if hidden else _("Names show again.")
    messages.success(request, said)
    return see("company:opportunity", opportunity_id)


@for_the_company
@require_http_methods(["GET", "POST"])
def invite(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Ask somebody whether they would like to come."""
    opportunity = own(request, opportunity_id)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.invite(
                opportunity_id=opportunity_id,
                email=form.cleaned_data["email"],
                words=form.cleaned_data["message"],
                by=request.actor,
                at=request.at,
            ),
        )
    ):
        return see("company:opportunity", opportunity_id)
    return page(request, "company/candidates/invite.html", {"opportunity": opportunity, "form": form})


@for_the_company
@require_POST
def answer(request: ActingRequest, opportunity_id: str, question_id: str) -> HttpResponse:
    """Answer a question, for everyone or for the asker alone."""
    opportunity = own(request, opportunity_id)
    if not queries.questions_visible_to(request.actor).filter(public_id=question_id, opportunity=opportunity).exists():
        raise NotFound
    form = AnswerForm(request.POST, auto_id=f"{question_id}_%s")
    if form.is_valid() and done(
        form,
        lambda: actions.answer_question(
            question_id=question_id,
            answer=form.cleaned_data["answer"],
            is_public=form.cleaned_data["is_public"],
            by=request.actor,
            at=request.at,
        ),
    ):
        return see("company:opportunity", opportunity_id)
    return funding.overview(request, opportunity, (question_id, form))
