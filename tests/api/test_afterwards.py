"""What follows a trial, over the API: one reply, a longer role, a note after an exit."""

from __future__ import annotations

from typing import Any

import pytest

from foretaste.evaluations.models import Conversion, ExitNote, Reply
from foretaste.evaluations.sealing import Side
from tests.evaluations.conftest import LATER, TRIAL, make_exchange, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides(call: Any, ines: Any, hedy: Any, clock: Any) -> tuple[Any, Any]:
    make_exchange(ines, hedy)
    clock.move_to(LATER)
    return call(ines), call(hedy)


@pytest.fixture
def opened(sides: tuple[Any, Any], ines: Any, hedy: Any) -> tuple[Any, Any]:
    submit(Side.INTERN, ines)
    submit(Side.COMPANY, hedy)
    return sides


def test_each_side_replies_once_and_only_after_both_are_open(sides: Any, ines: Any, hedy: Any) -> None:
    intern, company = sides
    submit(Side.INTERN, ines)
    early = intern("post", f"/trials/{TRIAL}/reply", {"text": "Thank you."})
    assert (early.status_code, early.json()["refusal"]) == (409, "not-yet-revealed")
    submit(Side.COMPANY, hedy)
    assert intern("get", f"/trials/{TRIAL}/evaluation").json()["may_reply"] is True
    said = intern("post", f"/trials/{TRIAL}/reply", {"text": "Thank you."}).json()
    assert (said["own_reply"], said["other_reply"], said["may_reply"]) == ("Thank you.", None, False)
    assert company("get", f"/trials/{TRIAL}/evaluation").json()["other_reply"] == "Thank you."
    again = intern("post", f"/trials/{TRIAL}/reply", {"text": "And more."})
    assert (again.status_code, again.json()["refusal"]) == (409, "already-replied")
    assert Reply.objects.get().text == "Thank you."


def test_a_longer_role_is_offered_and_answered(opened: Any) -> None:
    intern, company = opened
    role = {"kind": "job", "role": "Measuring", "text": "40 hours, 4,000 a month.", "starts_on": "2026-05-01"}
    assert intern("post", f"/trials/{TRIAL}/conversion", role).status_code == 403
    offered = company("post", f"/trials/{TRIAL}/conversion", role, key="role").json()
    assert (offered["state"], offered["starts_on"]) == ("offered", "2026-05-01")
    assert intern("get", f"/trials/{TRIAL}/evaluation").json()["conversion"] == offered
    assert company("post", f"/trials/{TRIAL}/conversion/answer", {"accept": True}).status_code == 403
    assert intern("post", f"/trials/{TRIAL}/conversion/answer", {"accept": False}).json()["state"] == "declined"
    again = intern("post", f"/trials/{TRIAL}/conversion/answer", {"accept": True})
    assert (again.status_code, again.json()["refusal"]) == (409, "already-answered")
    assert Conversion.objects.get().state == "declined"


def test_without_a_mutual_yes_nothing_is_offered_or_told(sides: Any, ines: Any, hedy: Any) -> None:
    intern, company = sides
    submit(Side.INTERN, ines, yes=False)
    submit(Side.COMPANY, hedy)
    refused = company("post", f"/trials/{TRIAL}/conversion", {"kind": "job", "role": "Measuring", "text": "Come."})
    assert (refused.status_code, refused.json()["refusal"]) == (409, "no-mutual-yes")
    seen = intern("get", f"/trials/{TRIAL}/evaluation").json()
    assert (seen["mutual_yes"], seen["conversion"]) == (False, None)
    assert not Conversion.objects.exists()


def test_an_unsigned_note_is_the_intern_s_alone_and_has_no_words(sides: Any) -> None:
    intern, company = sides
    path = f"/trials/{TRIAL}/exit-note"
    worded = intern("post", path, {"reasons": ["people"], "text": "He shouted."})
    assert (worded.status_code, worded.json()["refusal"]) == (422, "words-need-a-name")
    assert company("post", path, {"reasons": ["people"]}).status_code == 404
    assert not ExitNote.objects.exists()
    noted = intern("post", path, {"reasons": ["people"], "advice": ["time"]}, key="note")
    assert noted.status_code == 201
    assert intern("get", path).json() == noted.json()
    assert company("get", path).status_code == 404
    assert intern("post", path, {"reasons": ["place"]}).json()["refusal"] == "already-noted"


def test_a_signed_note_is_read_by_the_company(sides: Any) -> None:
    intern, company = sides
    path = f"/trials/{TRIAL}/exit-note"
    assert company("get", path).status_code == 404
    assert intern("post", path, {"thanks": "To Jonas.", "signed": True}).status_code == 201
    assert company("get", path).json()["thanks"] == "To Jonas."
