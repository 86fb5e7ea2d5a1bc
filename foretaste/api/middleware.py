"""The JSON API is loaded by the first request to it: it and its library take 17 MB of a web process."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PREFIX = "/api/v1/"


class ApiMiddleware:
    """Let requests below /api/v1/ be looked up among the addresses that include the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PREFIX):
            request.urlconf = "config.urls_with_api"
        return self.get_response(request)
