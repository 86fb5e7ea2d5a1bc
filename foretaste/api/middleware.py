"""The JSON API is loaded by the first request to it: it and its library take 17 MB of a web process.

And whatever says no below it says so as problem+json: an address that is none, a method that is none, a body that is
too large, an instance that broke, where no endpoint was reached that could.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PREFIX = "/api/v1/"
JSON = ("application/json", "application/problem+json")
SAID = {
    400: ("bad-request", "This request can't be read. Check the address and the body."),
    403: ("not-allowed", "This may not be done."),
    404: ("not-found", "There is no such address. GET /api/v1/openapi.json lists all of them."),
    405: ("method-not-allowed", "This address takes another method: the head Allow names them."),
    413: ("too-large", "This is too large: nothing of it was read. Send less."),
    500: ("broken", "Something broke on our side. Nothing half done is kept: send it again with the same key."),
    503: ("away", "We are away for a moment. Send it again with the same key when Retry-After is over."),
}


class ApiMiddleware:
    """Let requests below /api/v1/ be looked up among the addresses that include the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PREFIX):
            request.urlconf = "config.urls_with_api"
            return _said(self.get_response(request))
        return self.get_response(request)


def _said(answer: HttpResponse) -> HttpResponse:
    """Say a no of the site in the API's way; leave every answer of the API itself as it is."""
    if answer.status_code < 400 or answer.headers.get("Content-Type", "").startswith(JSON):
        return answer
    from foretaste.api.problems import problem

    name, detail = SAID.get(answer.status_code, ("refused", "This can't be done."))
    told = problem(answer.status_code, detail, name)
    for head in ("Allow", "Retry-After"):
        if head in answer.headers:
            told[head] = answer[head]
    return told
