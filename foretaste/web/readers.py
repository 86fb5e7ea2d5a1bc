"""Who reads the page that is being drawn: by their own clock a time of another place is marked as such."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from django.http import HttpRequest

from foretaste.web.countries import NOWHERE

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


@contextlib.contextmanager
def reading(request: HttpRequest) -> Iterator[None]:
    """Draw what is inside for whoever asks."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def own_zone() -> str:
    """Return the reader's time zone; empty where nobody has said it. Asks for the person only when a time is told."""
    person = getattr(_request.get(), "user", None)
    zone: str = person.time_zone if person is not None and person.is_authenticated else ""
    return "" if zone == NOWHERE else zone
