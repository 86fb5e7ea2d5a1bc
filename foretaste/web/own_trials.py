"""The intern's door: whoever's trial it is acts as its intern on its pages, whomever else they act for."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from foretaste.accounts.queries import actor_for
from foretaste.trials import queries
from foretaste.web.middleware import ActingRequest

P = ParamSpec("P")
View = Callable[Concatenate[ActingRequest, P], HttpResponse]


def for_its_intern(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open a trial's page to those signed in; the view says who may see it.

    Somebody who acts for a company just now is still the intern of their own trial: nothing may come between
    a person and their check-in or their exit.
    """

    def opened(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.actor.is_intern:
            own = actor_for(request.user, as_intern=True)
            if queries.visible_to(own).filter(public_id=kwargs["trial_id"]).exists():
                request.actor = own
        return view(request, *args, **kwargs)

    functools.update_wrapper(opened, view)
    opened.is_for_its_intern = True  # type: ignore[attr-defined] # a test finds a trial's page that is not
    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", login_required(opened))
