"""Ask, take it back, decline an invitation. One view, one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.core.refusals import NotFound, Refused
from foretaste.opportunities import actions, lifecycle, queries
from foretaste.opportunities.refusals import ItIsNotOpen, TheDatesHavePassed, YouHaveAskedAlready
from foretaste.web.asking import cards
from foretaste.web.asking.forms import AskForm
from foretaste.web.countries import countries
from foretaste.web.middleware import ActingRequest
from foretaste.web.rendering import say_refusal

if TYPE_CHECKING:
    from foretaste.opportunities.models import Application, Opportunity


def _invitation(request: ActingRequest, opportunity: Opportunity) -> Application | None:
    """Return the open invitation to this trial, if the company asked first."""
    mine = queries.applications_visible_to(request.actor).filter(opportunity=opportunity)
    return mine.filter(state=lifecycle.Application.INVITED).first()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Three questions on one page, earlier answers filled in."""
    found = queries.whole(queries.visible_to(request.actor)).filter(public_id=opportunity_id)
    opportunity = found.first()
    if opportunity is None:
        raise NotFound
    invitation = _invitation(request, opportunity)
    earlier = queries.earlier_answers(request.actor)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        initial=AskForm.answers_of(earlier) if earlier else None,
        opportunity=opportunity,
        countries=countries(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.apply(opportunity_id=opportunity_id, by=request.actor, at=request.at, **form.cleaned_data)
        except (ItIsNotOpen, TheDatesHavePassed):
            return _closed(request, opportunity)
        except YouHaveAskedAlready as refusal:
            messages.info(request, refusal.text)
            return redirect("me:home")
        except Refused as refusal:
            say_refusal(form, refusal)
        else:
            sent = _("Sent. %(company)s has your answers.") % {"company": opportunity.organization.name}
            messages.success(request, sent)
            return redirect("me:home")
    elif request.method != "POST" and not opportunity.is_open:
        return _closed(request, opportunity)
    context = {
        "form": form,
        "opportunity": opportunity,
        "application": invitation,
        "posting_url": f"/opportunities/{opportunity.public_id}/",
        "dates": [day.on for day in opportunity.days.all()],
        "where": cards.where_of(opportunity.place_kind, opportunity.city),
        "offered_from": earlier.opportunity.title if earlier and not form.is_bound else "",
    }
    return render(request, "asking/ask.html", context, status=422 if form.errors else 200)


def _closed(request: ActingRequest, opportunity: Opportunity) -> HttpResponse:
    context = {"opportunity": opportunity, "alike": queries.alike(opportunity, request.at)}
    return render(request, "asking/closed.html", context, status=409 if request.method == "POST" else 200)


@login_required
@require_POST
def withdraw(request: ActingRequest, application_id: str) -> HttpResponse:
    """Take back what was asked: no reason, nothing kept against anyone."""
    actions.withdraw_application(application_id=application_id, by=request.actor, at=request.at)
    messages.success(request, _("Taken back. The company knows that you are no longer asking."))
    return redirect("me:home")


@login_required
@require_POST
def decline(request: ActingRequest, application_id: str) -> HttpResponse:
    """Say no to an invitation."""
    actions.decline_invitation(application_id=application_id, by=request.actor, at=request.at)
    messages.success(request, _("Said. They look further."))
    return redirect("me:home")
