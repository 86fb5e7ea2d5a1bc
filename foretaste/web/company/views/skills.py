"""The skills of a posting: read out of its text, confirmed by its company."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.matching import actions as matching
from foretaste.matching import suggesting
from foretaste.opportunities import actions
from foretaste.web.answers import try_to
from foretaste.web.company.access import for_the_company
from foretaste.web.company.drafts import own
from foretaste.web.middleware import ActingRequest
from foretaste.web.skills import choosing


@for_the_company
@require_http_methods(["GET", "POST"])
def skills(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Confirm the skills that can be tried; find others."""
    return _page(request, opportunity_id)


@for_the_company
@require_POST
def have_read(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    """Have the text read by the worker, and wait for what it finds."""
    own(request, opportunity_id)
    try_to(
        request,
        lambda: matching.read_posting_for_skills(opportunity_id=opportunity_id, by=request.actor, at=request.at),
    )
    return choosing.waiting(request, lambda: _page(request, opportunity_id), "company:skills", opportunity_id)


def _page(request: ActingRequest, opportunity_id: str) -> HttpResponse:
    opportunity = own(request, opportunity_id)
    return choosing.of_posting(
        address=reverse("company:skills", args=[opportunity_id]),
        kept=opportunity.skills_confirmed,
        suggested=suggesting.for_posting(opportunity, request.at),
        confirm=lambda codes: actions.confirm_skills(
            opportunity_id=opportunity_id, codes=codes, by=request.actor, at=request.at
        ),
    ).answer(request, opportunity=opportunity)
