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

MOST_BYTES = 256 * 1024


@csrf_exempt
@require_POST
def receive(request: HttpRequest, name: str, endpoint: str = "") -> HttpResponse:
    """Take one message. A forged one is refused and leaves no trace; a repeated one is answered like the first."""
    if name != settings.PAYMENT_PROVIDER or endpoint not in provider(name).endpoints:
        return HttpResponse(status=404)
    length = request.headers.get("Content-Length") or "0"
    if not (length.isascii() and length.isdecimal()):
        return _problem("The Content-Length is not a number.", "ContentLengthUnreadable")
    if len(length) > 9 or int(length) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        inbox.receive(name, request.body, request.headers, at=calendars.now(), endpoint=endpoint)
    except TheWebhookIsForged as refusal:
        return _problem(refusal.text, refusal.name)
    return HttpResponse(status=200)


def _problem(title: str, name: str) -> HttpResponse:
    problem = {"type": "about:blank", "title": title, "status": 400, "name": name}
    return JsonResponse(problem, status=400, content_type="application/problem+json")
