"""Calling the API in tests: `call(actor)` signs in with a token of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from foretaste.accounts import actions
from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Organization
from foretaste.core import calendars

Call = Callable[..., HttpResponse]


def token_of(by: Actor, scopes: tuple[str, ...] = ("read", "act", "money")) -> str:
    """Issue a token by the real action; return its secret."""
    organization = Organization.objects.filter(pk=by.organization_id).first()
    issued = actions.issue_token(
        name="Tests",
        scopes=scopes,
        organization_id=organization.public_id if organization else None,
        by=by,
        at=calendars.now(),
    )
    return issued.secret


@pytest.fixture
def call(db: None) -> Callable[..., Call]:
    """`call(ines)("post", "/trials/x/exit", {...}, key="...")` answers as the API would."""

    def sign_in(by: Actor | None, scopes: tuple[str, ...] = ("read", "act", "money")) -> Call:
        headers = {"Authorization": f"Bearer {token_of(by, scopes)}"} if by else {}

        def ask(method: str, path: str, body: Any = None, key: str = "") -> HttpResponse:
            sent = headers | ({"Idempotency-Key": key} if key else {})
            content = json.dumps(body) if body is not None else ""
            return Client().generic(
                method.upper(), f"/api/v1{path}", content, content_type="application/json", headers=sent
            )

        return ask

    return sign_in
