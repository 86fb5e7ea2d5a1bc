"""The operator's door: visitors sign in first; to everyone else there is nothing at these addresses.

And nobody runs an instance with nothing but a mailbox: without a passkey or a second factor the door leads to one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foretaste.accounts.queries import lacks_second_factor
from foretaste.core.refusals import NotFound
from foretaste.web.middleware import ActingRequest

P = ParamSpec("P")
View = Callable[Concatenate[ActingRequest, P], HttpResponse]


def for_the_operator(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open the page to the people who run the instance."""

    def opened(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.actor.is_operator:
            raise NotFound
        if lacks_second_factor(request.user, request.actor):
            return render(request, "operator/second_factor.html", status=403)
        return view(request, *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", functools.update_wrapper(opened, view))


def looked_for(request: HttpRequest) -> str:
    """Return what is typed into a desk's search: no row holds a null character, and no database reads one."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:80]
