"""What the person was told, newest first: each line as its mail said it, for them alone."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from foretaste.messaging import actions, queries
from foretaste.web.answers import page, see
from foretaste.web.middleware import ActingRequest

PER_PAGE = 30


@login_required
@require_safe
def notices(request: ActingRequest) -> HttpResponse:
    """List them; the new ones say so."""
    found = Paginator(queries.notices_of(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "accounts/notices.html", {"page": found, "unread": queries.unread_count(request.actor)})


@login_required
@require_POST
def read(request: ActingRequest, notice_id: str) -> HttpResponse:
    """Mark one as read."""
    actions.read_notice(notice_id=notice_id, by=request.actor, at=request.at)
    return see("accounts:notices")


@login_required
@require_POST
def read_all(request: ActingRequest) -> HttpResponse:
    """Mark all of them as read."""
    actions.read_notices(by=request.actor, at=request.at)
    return see("accounts:notices")
