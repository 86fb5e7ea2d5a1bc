"""Pages for what went wrong: each says what happened, that pay is safe, and what to do."""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from foretaste.core.refusals import Refused

AGAIN_IN = 120  # seconds: what the page of a house that is closed for a moment says, and its answer's head
SHUT = ("08", "53", "57P")  # classes of PostgreSQL's states: no connection, no room, going down or coming up


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Say an expected "no" as a whole page; forms say theirs in place."""
    if hasattr(request, "career_slug"):  # a company's own host: the other pages' links lead nowhere there
        return nothing_at_this_host(request)
    template = {403: "403.html", 404: "404.html", 410: "410.html"}.get(refusal.status, "409.html")
    return render(request, template, {"refusal": refusal}, status=refusal.status)


def nothing_at_this_host(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say on a company's own host that there is nothing: no page of the instance exists there to link to."""
    home = settings.SITE_URL.rstrip("/")
    company = {"name": settings.INSTANCE_NAME, "record_url": f"{home}/"}
    site = {"company": company, "base": "/", "home": home, "instance_name": settings.INSTANCE_NAME}
    return render(request, "career/missing.html", {"site": site}, status=404)


def broken_at_this_host(request: HttpRequest) -> HttpResponse:
    """Nothing here may ask the database: it may be what broke."""
    return HttpResponse("Something broke on our side. Try again in a few minutes.", "text/plain", status=500)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(loader.get_template("400.html").render(), status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that it broke, or when to come back where the database is away. Nothing here may ask the database."""
    if _database_is_away(sys.exc_info()[1]):
        return HttpResponse(
            loader.get_template("503.html").render(), status=503, headers={"Retry-After": str(AGAIN_IN)}
        )
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def _database_is_away(error: BaseException | None) -> bool:
    """Whether nobody could reach it: it is restarted, or full. A statement that failed in it is another matter."""
    if isinstance(error, InterfaceError):
        return True
    state = getattr(error.__cause__, "sqlstate", None) if isinstance(error, OperationalError) else ""
    return state is None or str(state).startswith(SHUT)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)
