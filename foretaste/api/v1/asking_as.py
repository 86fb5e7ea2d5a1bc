"""Who asks, when, and the one thing they name: three lines every endpoint needs."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar, cast

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from foretaste.accounts.actors import Actor
from foretaste.api.tokens import ApiRequest
from foretaste.core.refusals import NotFound

M = TypeVar("M", bound=Model)


def actor(request: HttpRequest) -> Actor:
    return cast(ApiRequest, request).actor


def at(request: HttpRequest) -> dt.datetime:
    return cast(ApiRequest, request).at


def one(visible: QuerySet[M], public_id: str) -> M:
    """Return the row of what the actor may see; raise NotFound for anything else, existing or not."""
    found = visible.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
