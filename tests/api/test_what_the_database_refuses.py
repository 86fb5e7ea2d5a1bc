"""What a guard of the database refuses at the commit is a problem with a name, like any no; what broke is not."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from foretaste.opportunities import actions


def raises(state: str) -> Any:
    @transaction.atomic
    def act(**_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")

    return act


@pytest.mark.parametrize("state", ["FT014", "FT012", "40P01"])
def test_a_guards_no_has_a_name(monkeypatch: pytest.MonkeyPatch, call: Any, hedy: Any, state: str) -> None:
    monkeypatch.setattr(actions, "withdraw_seat", raises(state))
    answer = call(hedy)("post", "/seats/none12345678/withdrawal")
    assert (answer.status_code, answer.json()["refusal"]) == (409, "something-else-came-first")


def test_what_broke_is_no_refusal(monkeypatch: pytest.MonkeyPatch, call: Any, hedy: Any) -> None:
    monkeypatch.setattr(actions, "withdraw_seat", raises("XX000"))
    with pytest.raises(DatabaseError, match="no"):
        call(hedy)("post", "/seats/none12345678/withdrawal")
