"""The company's door: visitors sign in first, who came to post registers a company first; others find nothing here."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foretaste.accounts.queries import asked_to_act, memberships_of
from foretaste.core.refusals import NotFound
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.accounts.models import Person

P = ParamSpec("P")
View = Callable[Concatenate[ActingRequest, P], HttpResponse]


def _has_a_company(person: Person) -> bool:
    return any(one.organization.kind == "company" for one in memberships_of(person))


def for_the_company(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open the page to people who act for a company; to everyone else there is nothing at this address."""

    def opened(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.actor.is_intern and request.method == "GET" and asked_to_act(request.user):
            messages.info(request, _("A company asks you to act for it. Say yes or no."))
            return redirect(f"{reverse('accounts:account')}#acting")
        if request.actor.is_intern and not request.user.is_intern and not memberships_of(request.user):
            # They came to post, and have no company yet.
            where = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('accounts:register_company')}?{where}")
        if request.actor.is_intern and request.method == "GET" and _has_a_company(request.user):
            messages.info(request, _("You are here as an intern. Choose the company to go on as one of its people."))
            return redirect(f"{reverse('accounts:account')}#acting")
        if not request.actor.is_company:
            raise NotFound
        return view(request, *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", functools.update_wrapper(opened, view))
