"""The pages of a pause: the operator's, and the intern's own. Nobody else has one."""

from __future__ import annotations

import pytest

from foretaste.accounts.models import Person
from foretaste.trials.models import ApplicationPause
from tests import at_state
from tests.trials.test_pauses import AT


@pytest.fixture
def missed(hedy, ines, clock):
    """Ines missed three trials without a word; it is the day after."""
    at_state.missed_three(hedy, ines)
    clock.move_to(AT)
    return f"/operator/no-shows/{Person.objects.get(pk=ines.person_id).public_id}/"


def test_a_pause_lived_on_its_pages(missed, signed_in, hedy, ines, otto, odile):
    desk, intern = signed_in(odile), signed_in(ines)
    assert intern.get("/me/pause/").status_code == 404
    assert missed in desk.get("/operator/no-shows/").text
    assert "Find out why the sensors drift" in desk.get(missed).text
    assert desk.post(missed, {"because": ""}).status_code == 422
    assert not ApplicationPause.objects.exists()
    assert desk.post(missed, {"because": "We wrote to you twice."}).status_code == 303
    pause = ApplicationPause.objects.get()

    assert "/me/pause/" in intern.get("/me/").text
    assert "We wrote to you twice." in intern.get("/me/pause/").text
    assert intern.post("/me/pause/", {"objection": " "}).status_code == 422
    assert intern.post("/me/pause/", {"objection": "I was in hospital."}).status_code == 303
    assert "I was in hospital." in intern.get("/me/pause/").text
    for who in (hedy, otto):
        assert signed_in(who).get("/me/pause/").status_code == 404
        assert signed_in(who).get(missed).status_code == 404

    assert "Objections to a pause" in desk.get("/operator/").text
    assert "Read and answer" in desk.get("/operator/no-shows/").text
    assert "I was in hospital." in desk.get(missed).text
    answer = f"/operator/pauses/{pause.public_id}/answer"
    assert desk.post(answer, {"answer": "Get well."}).status_code == 422
    assert ApplicationPause.objects.get().answered_at is None
    assert desk.post(answer, {"lift": "yes", "answer": "Get well."}).status_code == 303
    assert "Get well." in intern.get("/me/pause/").text
    assert "/me/pause/" not in intern.get("/me/").text
    assert "Lifted before" in desk.get(missed).text


def test_a_pause_nobody_objected_to_can_be_lifted(missed, signed_in, odile):
    desk = signed_in(odile)
    desk.post(missed, {"because": "We wrote to you twice."})
    answer = f"/operator/pauses/{ApplicationPause.objects.get().public_id}/answer"
    assert 'type="hidden" name="lift"' in desk.get(missed).text
    assert desk.post(answer, {"lift": "no", "answer": "It stays."}).status_code == 422
    assert ApplicationPause.objects.get().lifted_at is None
    assert desk.post(answer, {"lift": "yes", "answer": "Welcome back."}).status_code == 303
    assert ApplicationPause.objects.get().lifted_at == AT
