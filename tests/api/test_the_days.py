"""What is done on the days, over the API: a day moves, a file is handed over, a mark stays sealed."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foretaste.trials import actions
from foretaste.trials.models import DayMove, Deliverable
from tests import at_state
from tests.api.conftest import token_of
from tests.at_state import Plan

PLAN = Plan(days=3, pay=14000, bonus=(6000, 6000, 0))


@pytest.fixture
def trial(hedy, ines, clock):
    trial = at_state.under_way(hedy, ines, PLAN)
    clock.move_to(PLAN.at(1, "11:00"))
    return trial


def send_file(by, trial_id, name, content, *, key="", note=""):
    headers = {"Authorization": f"Bearer {token_of(by)}"} | ({"Idempotency-Key": key} if key else {})
    fields = {"file": SimpleUploadedFile(name, content), "note": note}
    return Client().post(f"/api/v1/trials/{trial_id}/deliverables", fields, headers=headers)


def test_a_day_moves_by_the_other_side_s_yes(call, trial, hedy, ines):
    intern, company, path = call(ines), call(hedy), f"/trials/{trial.public_id}/moves"
    asked = intern("post", path, {"day": 3, "note": "The dentist."}, key="move").json()
    assert (asked["state"], asked["proposed_by"], asked["is_illness"]) == ("open", "intern", False)
    assert intern("post", f"/moves/{asked['id']}/answer", {"accept": True}).status_code == 403
    assert company("get", path).json() == {"items": [asked], "next": None}
    answered = company("post", f"/moves/{asked['id']}/answer", {"accept": True}).json()
    assert answered["state"] == "accepted"
    days = intern("get", f"/trials/{trial.public_id}").json()["days"]
    assert [days[2]["on"], days[2]["pay_minor"]] == [asked["new_on"], 14000]
    again = company("post", f"/moves/{asked['id']}/answer", {"accept": False})
    assert (again.status_code, again.json()["refusal"]) == (409, "the-move-is-answered")
    assert DayMove.objects.get().state == "accepted"


@pytest.mark.parametrize("body", [{"day": 1}, {"day": 3, "new_on": "2031-01-01"}, {"day": 3, "new_on": 7}])
def test_a_day_that_cannot_move_stays(call, trial, ines, body):
    assert call(ines)("post", f"/trials/{trial.public_id}/moves", body).status_code in (409, 422)
    assert not DayMove.objects.exists()


def test_a_file_is_handed_over_once_and_read_by_both_sides(call, trial, hedy, ines):
    made = [send_file(ines, trial.public_id, "notes.txt", b"What drifts.", key="f", note="First") for _ in range(2)]
    assert [one.status_code for one in made] == [201, 201]
    assert made[1]["Idempotency-Replayed"] == "true"  # though what separates the parts is another each time
    (listed,) = call(hedy)("get", f"/trials/{trial.public_id}/deliverables").json()
    assert (listed["name"], listed["size"], listed["note"]) == ("notes.txt", 12, "First")
    read = call(hedy)("get", f"/trials/{trial.public_id}/deliverables/{listed['id']}")
    assert (read.content, read["Content-Type"]) == (b"What drifts.", "text/plain")
    assert read["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert read["Cache-Control"] == "private, no-store"


def test_another_file_under_the_same_key_is_refused(trial, ines):
    send_file(ines, trial.public_id, "notes.txt", b"What drifts.", key="f")
    other = send_file(ines, trial.public_id, "notes.txt", b"What does not.", key="f")
    assert (other.status_code, other.json()["refusal"]) == (409, "key-used-before")
    assert Deliverable.objects.get().size == 12


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"MZ"), ("a.png", b"no picture"), ("a.txt", b"\xff\x00")])
def test_a_file_that_is_not_what_it_says_is_refused(trial, ines, name, content):
    refused = send_file(ines, trial.public_id, name, content)
    assert (refused.status_code, refused.json()["refusal"]) == (422, "the-file-cannot-be-taken")
    assert not Deliverable.objects.exists()


def test_what_is_too_large_or_no_form_is_refused(trial, ines, settings, call):
    settings.DELIVERABLE_MAX_BYTES = 1000
    large = b"a" * 1001
    assert send_file(ines, trial.public_id, "a.txt", large).json()["refusal"] == "the-file-is-too-large"
    path, head = f"/api/v1/trials/{trial.public_id}", {"Authorization": f"Bearer {token_of(ines)}"}
    for address, kind, key in (
        ("deliverables", "multipart/form-data", ""),  # names no boundary
        ("work-log", "multipart/form-data; boundary=x", "one"),  # takes JSON
    ):
        sent = head | ({"Idempotency-Key": key} if key else {})
        refused = Client().post(f"{path}/{address}", b"--x--\r\n", content_type=kind, headers=sent)
        assert (refused.status_code, refused.json()["refusal"]) == (400, "bad-request"), address
    assert call(ines)("post", f"/trials/{trial.public_id}/deliverables", {"file": "x"}).status_code == 422
    assert not Deliverable.objects.exists()
    assert not trial.work_log.exists()


def test_a_mark_is_told_to_its_own_side_as_made_and_to_nobody_as_said(call, trial, hedy, ines, clock):
    path = f"/trials/{trial.public_id}/checkpoints"
    before = call(hedy)("get", path).json()
    assert call(ines)("post", path, {"day": 1, "mark": "not_for_me", "note": "Loud."}).status_code == 201
    assert call(ines)("get", path).json() == {"own_days": [1], "opened": []}
    assert call(hedy)("get", path).json() == before == {"own_days": [], "opened": []}


def test_the_log_and_the_arrival_code(call, trial, hedy, ines):
    actions.log_work(trial_id=trial.public_id, day=1, text="Plotted it.", by=ines, at=PLAN.at(1, "10:00"))
    (line,) = call(hedy)("get", f"/trials/{trial.public_id}/work-log").json()["items"]
    assert (line["day"], line["text"]) == (1, "Plotted it.")
    code = f"/trials/{trial.public_id}/days/2/arrival-code"
    assert call(hedy)("get", code).json()["code"] == trial.days.get(number=2).arrival_code
    refused = call(ines)("get", code)
    assert refused.status_code == 403
    assert trial.days.get(number=2).arrival_code not in json.dumps(refused.json())
