"""Whoever sends wrong signatures is not listened to for the rest of the minute: before their body is read.

Counted by the sender's address and the webhook: a stranger's forgeries never shut the true sender out.
"""

from __future__ import annotations

import datetime as dt

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from foretaste.core import calendars, limits

MINUTE = dt.timedelta(minutes=1)
WHAT = "wrong signatures"


def refused(request: HttpRequest) -> HttpResponse | None:
    """Return the answer to an address that has sent too many of them; None for everybody else."""
    most = settings.WRONG_SIGNATURES_A_MINUTE
    wait = limits.used_up(WHAT, _whom(request), most=most, within=MINUTE, at=calendars.now())
    return HttpResponse(status=429, headers={"Retry-After": str(wait)}) if wait else None


def count(request: HttpRequest) -> None:
    """Count one more."""
    most = settings.WRONG_SIGNATURES_A_MINUTE
    limits.over(WHAT, _whom(request), most=most, within=MINUTE, at=calendars.now())


def _whom(request: HttpRequest) -> str:
    return f"{request.path} {get_adapter().get_client_ip(request)}"
