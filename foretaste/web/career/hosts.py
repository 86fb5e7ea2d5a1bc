"""A company's own host name: its career site, and nothing else of this instance.

A name is answered only once an operator confirmed it. There, nobody is signed in: cookies are not even read, only the
site's own addresses exist, and what ties a browser to a host for long (HSTS of its subdomains) is left to its owner.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host

from foretaste.syndication import queries

HSTS = "Strict-Transport-Security"


class CareerHostMiddleware:
    """Let a confirmed host name lead to its company's site. Every other name is left to ALLOWED_HOSTS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.META.get("HTTP_HOST", "").lower()
        name, _port = split_domain_port(host)
        if not name or _is_own(name):
            return self.get_response(request)
        slug = queries.company_with_host(name.rstrip("."))
        if slug is None:
            return self.get_response(request)
        request.career_slug = slug  # type: ignore[attr-defined]
        request.urlconf = "foretaste.web.career.host_urls"
        request.META.pop("HTTP_COOKIE", None)
        request.get_host = lambda: host  # type: ignore[method-assign] # looked up: no other host gets here
        response = self.get_response(request)
        if response.has_header(HSTS):
            response[HSTS] = response[HSTS].split(";")[0]
        return response


def _is_own(name: str) -> bool:
    """Whether the instance itself answers for the name: asked of the settings alone, before any database."""
    own = [str(urlsplit(settings.SITE_URL).hostname), *(one for one in settings.ALLOWED_HOSTS if one != "*")]
    return bool(validate_host(name, own))
