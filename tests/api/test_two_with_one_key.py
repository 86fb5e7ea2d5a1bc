"""Two requests with one key at once: whatever becomes of the first, the second is told to ask again, never broken."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from foretaste.accounts.actors import Actor
from foretaste.api.models import IdempotentAnswer

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
