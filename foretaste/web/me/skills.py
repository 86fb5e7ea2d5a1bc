"""The skills one has: read out of one's own words, confirmed by oneself."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from foretaste.accounts import actions
from foretaste.accounts.queries import person_of, profile_of
from foretaste.matching import actions as matching
from foretaste.matching import suggesting
from foretaste.web.answers import try_to
from foretaste.web.middleware import ActingRequest
from foretaste.web.skills import choosing


@login_required
@require_http_methods(["GET", "POST"])
def skills(request: ActingRequest) -> HttpResponse:
    """Confirm the skills one has; find others."""
    return _page(request)


@login_required
@require_POST
def have_read(request: ActingRequest) -> HttpResponse:
    """Have one's own words read by the worker, and wait for what it finds."""
    try_to(request, lambda: matching.read_profile_for_skills(by=request.actor, at=request.at))
    return choosing.waiting(request, lambda: _page(request), "me:skills")


def _page(request: ActingRequest) -> HttpResponse:
    profile = profile_of(person_of(request.actor))
    return choosing.of_person(
        address=reverse("me:skills"),
        kept=profile.skills_confirmed,
        suggested=suggesting.for_profile(profile, request.at),
        confirm=lambda codes: actions.confirm_own_skills(codes=codes, by=request.actor, at=request.at),
    ).answer(request)
