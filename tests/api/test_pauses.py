"""A pause of new applications over the API: the operator's act, the intern's word against it."""

from __future__ import annotations

from foretaste.accounts.models import Person
from foretaste.trials.models import ApplicationPause
from tests import at_state
from tests.trials.test_pauses import AT


def test_a_pause_is_made_objected_to_and_lifted(call, hedy, ines, otto, odile, clock):
    at_state.missed_three(hedy, ines)
    clock.move_to(AT)
    desk, intern, other = call(odile), call(ines), call(otto)
    person = Person.objects.get(pk=ines.person_id).public_id
    assert desk("get", "/no-shows").json() == [{"person": person, "name": "Ines Brandt", "missed": 3}]
    assert other("post", f"/people/{person}/application-pauses", {"because": "Three."}).status_code == 403
    assert not ApplicationPause.objects.exists()
    made = desk("post", f"/people/{person}/application-pauses", {"because": "Three."}, key="p")
    assert made.status_code == 201
    assert intern("get", "/application-pauses").json() == {"items": [made.json()], "next": None}
    assert other("get", "/application-pauses").json()["items"] == []
    path = f"/application-pauses/{made.json()['id']}"
    assert other("post", f"{path}/objection", {"objection": "Let her."}).status_code == 404
    assert intern("post", f"{path}/objection", {"objection": "I was ill."}).status_code == 201
    assert intern("post", f"{path}/answer", {"lift": True, "answer": "Fine."}).status_code == 403
    lifted = desk("post", f"{path}/answer", {"lift": True, "answer": "Get well."}).json()
    assert (lifted["lifted_at"], lifted["answer"]) == ("2026-03-26T09:00:00Z", "Get well.")
    assert desk("get", "/no-shows").json() == []
