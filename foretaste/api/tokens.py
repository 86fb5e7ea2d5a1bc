"""Sign-in of the API: a personal token, sent as `Authorization: Bearer ...`, with scopes.

`read` sees what the person sees, `act` also applies, signs, checks in, exits, `money` also funds and pays out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from foretaste.accounts import queries as accounts
from foretaste.core import calendars


class Token(HttpBearer):
    """A token with one of the scopes; what its person may do there is for the actions to say."""

    openapi_description = "A personal token; make one under your profile, API tokens."

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = accounts.token_for(token, at=calendars.now())
        if found is None:
            return None
        if self.scope not in found.scopes:
            raise HttpError(403, f"This token lacks the scope '{self.scope}'. Make one that has it.")
        request.actor = accounts.actor_for(found.person, organization_id=found.acting_for_id)  # type: ignore[attr-defined]
        request.at = calendars.now()  # type: ignore[attr-defined]
        request.person = found.person  # type: ignore[attr-defined]
        return found


class BearerToken(Token):
    """One name in the OpenAPI description for all scopes."""


read: Callable[[HttpRequest], Any] = BearerToken("read")
act: Callable[[HttpRequest], Any] = BearerToken("act")
money: Callable[[HttpRequest], Any] = BearerToken("money")
