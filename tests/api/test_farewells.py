"""Thanks and contacts over the API: the same actions as the page, and no word of a wish that isn't shared."""

from __future__ import annotations

from typing import Any

import pytest

from foretaste.evaluations.models import KeptContact, ThankYou
from tests.evaluations.conftest import TRIAL, make_exchange

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides(call: Any, ines: Any, hedy: Any) -> tuple[Any, Any]:
    make_exchange(ines, hedy)
    return call(ines), call(hedy)


def test_a_contact_is_shown_once_both_wish_it_and_never_before(sides: Any) -> None:
    intern, company = sides
    before = company("get", f"/trials/{TRIAL}/farewell").content
    said = intern("put", f"/trials/{TRIAL}/contact", {"contact": "ines@example.org"}).json()
    assert (said["own_contact"], said["contact"]) == ("ines@example.org", None)
    assert company("get", f"/trials/{TRIAL}/farewell").content == before
    assert company("get", "/me/contacts").json() == []
    shared = company("put", f"/trials/{TRIAL}/contact", {"contact": "+49 30 5550"}).json()
    assert shared["contact"]["contact"] == "ines@example.org"
    (kept,) = intern("get", "/me/contacts").json()
    assert (kept["name"], kept["company"], kept["contact"]) == ("Hedy Vogel", "Halden Instruments", "+49 30 5550")
    taken_back = company("put", f"/trials/{TRIAL}/contact", {"contact": " "}).json()
    assert (taken_back["own_contact"], taken_back["contact"]) == ("", None)
    assert intern("get", "/me/contacts").json() == []


def test_a_side_thanks_once_and_the_same_key_twice_is_one_note(sides: Any) -> None:
    intern, company = sides
    answers = [intern("post", f"/trials/{TRIAL}/thanks", {"text": "Thank you."}, key="once") for _time in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert intern("post", f"/trials/{TRIAL}/thanks", {"text": "Again."}).status_code == 409
    received = company("get", f"/trials/{TRIAL}/farewell").json()["received"]
    assert (received["text"], received["by"]) == ("Thank you.", "Ines Brandt")
    assert ThankYou.objects.count() == 1


def test_nothing_is_there_for_an_outsider_and_nothing_empty_is_kept(sides: Any, call: Any, otto: Any) -> None:
    intern, _company = sides
    outsider = call(otto)
    assert outsider("get", f"/trials/{TRIAL}/farewell").status_code == 404
    assert outsider("post", f"/trials/{TRIAL}/thanks", {"text": "Hello."}).status_code == 404
    assert outsider("put", f"/trials/{TRIAL}/contact", {"contact": "me"}).status_code == 404
    assert intern("post", f"/trials/{TRIAL}/thanks", {"text": " "}).status_code == 422
    assert intern("put", f"/trials/{TRIAL}/contact", {"contact": "x" * 250}).status_code == 422
    assert (ThankYou.objects.count(), KeptContact.objects.count()) == (0, 0)
