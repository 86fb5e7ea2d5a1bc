"""A provider's message: its signature is checked over the raw body, then it is stored and answered 200."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from foretaste.core import calendars
from foretaste.money import inbox
from foretaste.money.providers import provider
from foretaste.money.refusals import TheWebhookIsForged

MOST_BYTES = 64 * 1024


@csrf_exempt
@require_POST
def receive(request: HttpRequest, name: str, endpoint: str = "") -> HttpResponse:
    """Take one message. A forged one is refused and leaves no trace; a repeated one is answered like the first."""
    if name != settings.PAYMENT_PROVIDER or endpoint not in provider(name).endpoints:
        return HttpResponse(status=404)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        inbox.receive(name, request.body, request.headers, at=calendars.now(), endpoint=endpoint)
    except TheWebhookIsForged as refusal:
        problem = {"type": "about:blank", "title": refusal.text, "status": 400, "name": refusal.name}
        return JsonResponse(problem, status=400, content_type="application/problem+json")
    return HttpResponse(status=200)
