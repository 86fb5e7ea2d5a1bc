"""Sign-in of the API: a personal token, sent as `Authorization: Bearer ...`, with scopes.

`read` sees what the person sees, `act` also applies, signs, checks in, exits, `money` also funds and pays out.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.api.limits import refuse_many_without_token
from foretaste.core import calendars

if TYPE_CHECKING:
    from foretaste.accounts.models import ApiToken, Person


class ApiRequest(HttpRequest):
    """A request whose token was taken: who asks, in which roles, when."""

    actor: Actor
    at: dt.datetime
    person: Person
    auth: ApiToken


class BearerToken(HttpBearer):
    """A token with a scope; what its person may do is for the actions to say."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = accounts.token_of(token)
        if found is None:
            refuse_many_without_token(request)
            return None
        if self.scope not in found.scopes:
            raise HttpError(403, f"This token lacks the scope '{self.scope}'. Make one that has it.")
        asking = cast(ApiRequest, request)
        asking.actor = accounts.actor_of_token(found)
        if accounts.lacks_second_factor(found.person, asking.actor):
            raise HttpError(403, "Whoever runs this instance needs a second factor or a passkey: add one first.")
        asking.at = calendars.now()
        asking.person = found.person
        return found


read = BearerToken("read")
act = BearerToken("act")
money = BearerToken("money")
