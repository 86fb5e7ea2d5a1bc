"""What an intern takes along and wants to hear of, over the API: theirs alone."""

from __future__ import annotations

import pytest

from foretaste.evaluations.models import SafetyReport
from foretaste.matching.models import SavedSearch
from foretaste.records.models import FeedbackRequest
from tests import at_state
from tests.at_state import Plan

PLAN = Plan(days=2)


@pytest.fixture
def trial(hedy, ines, odile, clock):
    trial = at_state.under_way(hedy, ines, PLAN)
    clock.move_to(PLAN.at(1, "11:00"))
    return trial


def test_feedback_is_asked_for_by_a_link_that_opens(call, client, trial, hedy, ines):
    path = f"/trials/{trial.public_id}/feedback"
    made = call(ines)("post", path, {"asked_of": "Jonas", "question": "What went well?"}, key="f").json()
    assert client.get(made["link"].removeprefix("http://localhost:8000")).status_code == 200
    answered = {"said_by": "Jonas", "good": "Calm.", "better": ""}
    assert client.post(made["link"].removeprefix("http://localhost:8000"), answered).status_code == 303
    (read,) = call(ines)("get", path).json()
    assert (read["id"], read["good"], read["said_by"]) == (made["id"], "Calm.", "Jonas")
    assert call(hedy)("get", path).status_code == 404
    assert FeedbackRequest.objects.count() == 1


def test_a_report_goes_to_a_named_person_and_not_to_the_company(call, trial, hedy, ines):
    path = f"/trials/{trial.public_id}/reports"
    refused = call(ines)("post", path, {"kind": "note", "text": "A loose cable."})
    assert (refused.status_code, sorted(refused.json()["fields"])) == (422, ["kind"])
    assert not SafetyReport.objects.exists()
    made = call(ines)("post", path, {"kind": "danger", "text": "A loose cable."}).json()
    assert (made["sent_to"], made["read_at"]) == ("Odile Marchand", None)
    assert call(ines)("get", path).json() == [made]
    assert call(hedy)("get", path).status_code == 404


def test_a_search_is_saved_paused_and_forgotten(call, ines, otto):
    mine, other = call(ines), call(otto)
    made = mine("post", "/me/searches", {"query": "q=bolts", "every": "weekly"}).json()
    assert (made["query"], made["every"], made["paused_at"]) == ("q=bolts", "weekly", None)
    path = f"/me/searches/{made['id']}"
    assert other("delete", path).status_code == 404
    assert mine("post", f"{path}/pause").json()["next_at"] is None
    assert mine("delete", f"{path}/pause").json()["next_at"] == made["next_at"]
    assert mine("put", path, {"name": "Bolts", "time_zone": "Nowhere/At all"}).status_code == 422
    assert SavedSearch.objects.get().name == made["name"]
    gone = [mine("delete", path, key="gone") for _time in range(2)]
    assert [(one.status_code, one.content) for one in gone] == [(204, b"")] * 2
    assert gone[1]["Idempotency-Replayed"] == "true"
    assert mine("get", "/me/searches").json() == []
