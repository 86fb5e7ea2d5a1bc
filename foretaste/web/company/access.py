"""The company's door: visitors sign in first; whoever does not act for a company finds nothing here."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from foretaste.core.refusals import NotFound
from foretaste.web.middleware import ActingRequest

P = ParamSpec("P")
View = Callable[Concatenate[ActingRequest, P], HttpResponse]


def for_the_company(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open the page to people who act for a company; to everyone else there is nothing at this address."""

    def opened(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.actor.is_company:
            raise NotFound
        return view(request, *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", functools.update_wrapper(opened, view))
