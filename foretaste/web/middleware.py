"""Who asks and when: `request.actor` and `request.at`. And how a page says an expected "no"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from foretaste.accounts.actors import VISITOR, Actor
from foretaste.core import calendars, guards
from foretaste.core.refusals import NotFound, Refused
from foretaste.web import errors, readers

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from foretaste.accounts.models import Person

ORGANIZATION = "organization"  # the session's key: public id of the organization the person acts for now
AS_INTERN = "intern"  # its value where somebody who also acts for a company is here as an intern


class ActingRequest(HttpRequest):
    """A request as every view of ours gets it."""

    actor: Actor
    at: dt.datetime
    user: Person | AnonymousUser
    htmx: Any


class _Later:
    """An attribute of the request that is found out when it is first asked for."""

    def __init__(self, name: str, find: Callable[[HttpRequest], object]) -> None:
        self.name, self.find = name, find

    def __get__(self, request: HttpRequest | None, owner: type) -> object:
        if request is None:
            return self
        value = self.find(request)
        request.__dict__[self.name] = value
        return value


def _actor(request: HttpRequest) -> Actor:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return VISITOR
    from foretaste.accounts.queries import actor_for

    chosen = request.session.get(ORGANIZATION)
    if chosen == AS_INTERN:
        return actor_for(cast("Person", person), as_intern=True)
    try:
        return actor_for(cast("Person", person), chosen)
    except NotFound:  # they no longer act for it
        del request.session[ORGANIZATION]
        return actor_for(cast("Person", person))


def _at(request: HttpRequest) -> dt.datetime:
    return calendars.now()


def _is_somebodys(request: HttpRequest) -> bool:
    """Whether it came with a session or a token; asked of the request alone, so that public pages ask no database."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers


class ActorMiddleware:
    """Give the request its actor and its moment; turn a `Refused` that no view caught into its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        HttpRequest.actor = _Later("actor", _actor)  # type: ignore[attr-defined]
        HttpRequest.at = _Later("at", _at)  # type: ignore[attr-defined]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with readers.reading(request):
            response = self.get_response(request)
        if not response.has_header("Cache-Control") and _is_somebodys(request):
            response["Cache-Control"] = "private, no-store"  # the next person at this machine goes back to nothing
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return errors.refused(request, exception)
        if isinstance(exception, DatabaseError) and (refusal := guards.refusal_of(exception)) is not None:
            return errors.refused(request, refusal)
        return None
