"""How much anybody may send at once. What is larger is refused before a byte of it is read.

Django limits what it keeps in memory, not the files of a form: those it writes to disk as they come, for visitors
too, because the form's token stands among them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader

ROOM = 3  # times the largest file: one that is somewhat too large is told so by its own form


class RequestSizeMiddleware:
    """Answer 413 to what is larger than any form here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdecimal() and int(length[:18]) > ROOM * settings.DELIVERABLE_MAX_BYTES:
            return HttpResponse(loader.get_template("413.html").render(), status=413)
        return self.get_response(request)  # what is no number counts as nothing: no body is read by it
