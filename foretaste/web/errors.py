"""Pages for what went wrong: each says what happened, that pay is safe, and what to do."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from foretaste.core.refusals import Refused


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
    """Nothing here may ask the database: it may be what broke."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)
