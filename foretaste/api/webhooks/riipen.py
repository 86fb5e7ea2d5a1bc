"""Riipen's messages about a company's projects: signed with the portal's secret, checked over the raw body."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from foretaste.api.webhooks import forgeries
from foretaste.core import calendars
from foretaste.core.refusals import NotFound
from foretaste.syndication import actions, refusals

MOST_BYTES = 256 * 1024


@csrf_exempt
@require_POST
def receive(request: HttpRequest, source_id: str) -> HttpResponse:
    """Take one message; a repeated one is answered like the first."""
    length = request.headers.get("Content-Length") or "0"
    if not (length.isascii() and length.isdecimal()) or len(length) > 9 or int(length) > MOST_BYTES:
        return HttpResponse(status=413)
    if answer := forgeries.refused(request):
        return answer
    try:
        actions.hear_riipen(
            source_id=source_id,
            body=request.body,
            signature=request.headers.get("X-Riipen-Signature", ""),
            at=calendars.now(),
        )
    except NotFound:
        return HttpResponse(status=404)
    except refusals.TheMessageIsForged:
        forgeries.count(request)
        return HttpResponse(status=401)
    except refusals.ItCannotBeRead:
        return HttpResponse(status=422)
    return HttpResponse(status=200)
