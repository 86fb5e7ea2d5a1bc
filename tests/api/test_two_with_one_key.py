"""Two requests with one key at once: whatever becomes of the first, the second is told to ask again, never broken."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Person
from foretaste.api.models import IdempotentAnswer
from tests.api.conftest import token_of

pytestmark = pytest.mark.django_db


def test_where_the_first_was_refused_and_forgotten_meanwhile(call: Any, ines: Actor, monkeypatch: Any) -> None:
    def comes_second(**_: Any) -> None:
        raise IntegrityError("the first one's row, which is gone by the time it is looked for")

    ask = call(ines)
    monkeypatch.setattr(IdempotentAnswer.objects, "create", comes_second)
    answer = ask("post", "/opportunities/none/questions", {"text": "A lift?"}, key="one")
    assert (answer.status_code, answer.json()["refusal"]) == (409, "still-running")
    monkeypatch.undo()
    assert ask("post", "/opportunities/none/questions", {"text": "A lift?"}, key="one").status_code == 404
    assert IdempotentAnswer.objects.get().status == 404


def test_another_content_is_another_request_whatever_it_is_called(ines: Actor) -> None:
    """Only a POST's form is read as one: what else is called so has a body like any other."""
    headers = {"Authorization": f"Bearer {token_of(ines)}", "Idempotency-Key": "one"}
    said = [
        Client().generic("PATCH", "/api/v1/me", body, content_type="multipart/form-data; boundary=x", headers=headers)
        for body in ('{"name": "Ines One"}', '{"name": "Ines Two"}')
    ]
    assert [one.status_code for one in said] == [200, 409]
    assert (said[1].json()["refusal"], Person.objects.get(pk=ines.person_id).name) == ("key-used-before", "Ines One")
