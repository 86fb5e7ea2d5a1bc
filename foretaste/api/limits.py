"""How often a program may ask: per token, and per address where there is no token or none that opens.

Counted in the database, one statement a request, so that it is right over several web processes.
"""

from __future__ import annotations

import datetime as dt

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.throttling import BaseThrottle

from foretaste.core import calendars, limits

MINUTE = dt.timedelta(minutes=1)


class PerMinute(BaseThrottle):
    """So many requests a minute, by token or by address."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request, and say whether it is answered."""
        token = getattr(request, "auth", None)
        if token is None:
            return not _address_is_over(request)
        return not _over("token", str(token.pk), settings.API_REQUESTS_A_MINUTE)

    def wait(self) -> float:
        """Return the seconds until the next minute begins, when everyone may ask again."""
        return 60 - int(calendars.now().timestamp()) % 60


def refuse_many_without_token(request: HttpRequest) -> None:
    """Whoever tries tokens that open nothing is counted like one without."""
    if wait := _address_is_over(request):
        raise Throttled(wait)


def _address_is_over(request: HttpRequest) -> int:
    most = settings.API_REQUESTS_A_MINUTE_WITHOUT_TOKEN
    return _over("address", get_adapter().get_client_ip(request), most) if most else 0


def _over(what: str, whom: str, most: int) -> int:
    return limits.over(f"api {what}", whom, most=most, within=MINUTE, at=calendars.now())
