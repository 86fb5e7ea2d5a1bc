"""The journal and the planner over the API: the same figures as the pages, and nobody else's to read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from foretaste.advice import queries
from foretaste.advice.models import PrivateJournal, PrivatePlan
from foretaste.api.models import IdempotentAnswer
from foretaste.trials import actions as trials
from tests import at_state
from tests.at_state import Plan
from tests.worlds import make_application, make_company, make_published_opportunity

PLAN = Plan(bonus=(6000, 6000, 0))
MARKS = {"work": 4, "people": 5, "place": 2, "note": "Lunch alone."}
HOPES = {
    "hope": 6,
    "doubt": "some",
    "chance": 0.6,
    "have": 5,
    "day_worth_minor": 10000,
    "per_point_minor": 20000,
}
LAB = {"name": "Lab in Ghent", "pay_minor": 10000, "days": 3, "hope": 6.5, "costs_minor": 6000}


@pytest.fixture
def trial(hedy: Any, ines: Any, clock: Any) -> Any:
    """Checked in on the first of three days of 140.00 with a bonus of 60.00; it is 17:00."""
    trial = at_state.under_way(hedy, ines, PLAN, days=1)
    clock.move_to(PLAN.at(1, "17:00"))
    return trial


def test_marks_become_both_choices_with_the_sums_of_the_page(call, trial, ines):
    mine, path = call(ines), f"/trials/{trial.public_id}/journal"
    assert mine("get", path).json()["tonight"] is None
    assert mine("put", f"{path}/hopes", HOPES).status_code == 204
    assert mine("put", f"{path}/days/1", MARKS, key="one").status_code == 204
    read = mine("get", path).json()
    assert read["currency"] == "EUR"
    assert read["hopes"] == HOPES
    assert read["days"] == [{"day": 1, **MARKS, "points": pytest.approx(20 / 3)}]
    assert [one["after_day"] for one in read["beliefs"]] == [0, 1]
    assert read["beliefs"][1]["mean"] == pytest.approx(6 + (20 / 3 - 6) / 2)
    leave, stay = read["tonight"]["leave"], read["tonight"]["stay"]
    assert (leave["paid_minor"], leave["bonus_minor"], leave["worth"]) == (20000, 6000, pytest.approx(5.3))
    assert (stay["day"], stay["paid_minor"], stay["bonus_minor"]) == (2, 34000, 6000)
    trials.exit_trial(trial_id=trial.public_id, expected_minor=20000, by=ines, at=PLAN.at(1, "17:00"))
    after = mine("get", path).json()
    assert (after["tonight"], after["days"]) == (None, read["days"])
    assert [mine("delete", path).status_code for _time in range(2)] == [204, 204]
    assert not PrivateJournal.objects.exists()


def test_what_is_written_stands_nowhere_but_sealed(call, trial, ines):
    path = f"/trials/{trial.public_id}/journal/days/1"
    assert [call(ines)("put", path, MARKS, key="one").status_code for _time in range(2)] == [204, 204]
    answer = IdempotentAnswer.objects.get()
    assert (answer.body, answer.status) == ("", 204)
    assert queries.journal_of(trial, ines).days[1].note == "Lunch alone."


@pytest.mark.parametrize(
    ("day", "body", "status"),
    [
        (2, MARKS, 409),  # has not begun
        (1, MARKS | {"work": 6}, 422),
        (1, MARKS | {"work": True}, 422),
        (1, {"work": 4}, 422),
        (6, MARKS, 422),
    ],
)
def test_what_cannot_be_marked_is_not_kept(call, trial, ines, day, body, status):
    assert call(ines)("put", f"/trials/{trial.public_id}/journal/days/{day}", body).status_code == status
    assert not PrivateJournal.objects.exists()


def test_the_company_finds_nothing_there_written_or_not(call, trial, hedy, ines):
    path = f"/trials/{trial.public_id}/journal"
    before = call(hedy)("get", path)
    call(ines)("put", f"{path}/days/1", MARKS)
    after = call(hedy)("get", path)
    assert (before.status_code, before.content) == (404, after.content)


def test_a_plan_says_an_order_and_when_to_stop(call, ines, otto):
    mine = call(ines)
    empty = mine("get", "/me/planner").json()
    assert (empty["trials"], empty["turns"], empty["gain_minor"], empty["asked"]) == ([], [], 0, [])
    grounds = {"currency": "EUR", "have": 5, "day_worth_minor": 10000, "per_point_minor": 15000, "latest": None}
    assert mine("put", "/me/planner/grounds", grounds).status_code == 204
    assert mine("post", "/me/planner/trials", LAB, key="lab").status_code == 204
    assert mine("post", "/me/planner/trials", LAB, key="lab").status_code == 204  # once
    shop = {"name": "Museum shop", "pay_minor": 12800, "days": 2, "hope": 6, "doubt": "much"}
    assert mine("post", "/me/planner/trials", shop).status_code == 204
    plan = mine("get", "/me/planner").json()
    assert plan["grounds"] == grounds
    assert [one["name"] for one in plan["trials"]] == ["Lab in Ghent", "Museum shop"]
    assert (plan["trials"][0]["costs_minor"], plan["trials"][1]["bar"]) == (6000, None)  # it pays more than it costs
    assert [one["number"] for one in plan["turns"]] == [2, 1]
    assert [one["turn"] for one in plan["trials"]] == [2, 1]
    assert plan["turns"][0]["stop_at"] == pytest.approx(plan["trials"][0]["bar"])
    assert plan["gain_minor"] > 0
    assert call(otto)("get", "/me/planner").json() == empty
    assert mine("put", "/me/planner/trials/2", shop | {"found": 9}).status_code == 204
    assert mine("get", "/me/planner").json()["turns"] == []  # good enough to stop
    assert mine("delete", "/me/planner/trials/2").status_code == 204
    assert mine("delete", "/me/planner").status_code == 204
    assert not PrivatePlan.objects.exists()


@pytest.mark.parametrize(
    ("body", "refusal", "fields"),
    [
        (LAB | {"bonus_minor": 20001}, "not-acceptable", {"bonus_minor"}),
        (LAB | {"bonus_minor": 100, "leaves_after": 3}, "not-acceptable", {"bonus_minor"}),
        (LAB | {"starts_on": "2026-03-02", "ends_on": "2026-03-09"}, "not-acceptable", {"ends_on"}),
        (LAB | {"ends_on": "2026-03-09", "bonus_minor": 20001}, "not-acceptable", {"ends_on", "bonus_minor"}),
        (LAB | {"name": " "}, "not-acceptable", {"thought.name"}),
        (LAB | {"opportunity": "000000000000"}, "not-found", set()),
        (LAB | {"currency": "JPY"}, "another-currency", set()),
    ],
)
def test_a_trial_that_cannot_be_is_not_planned_and_the_fields_are_named_as_they_were_sent(
    call, ines, body, refusal, fields
):
    mine = call(ines)
    mine("post", "/me/planner/trials", LAB)
    refused = mine("post", "/me/planner/trials", body)
    assert refused.json()["refusal"] == refusal
    assert set(refused.json().get("fields") or {}) == fields
    assert "Ghent" not in json.dumps(refused.json())
    assert len(queries.plan_of(ines).wishes) == 1


def test_a_posting_asked_for_is_named_until_it_is_planned(call, ines, clock):
    company = make_company("Halden Instruments", clock.now, founder="Hedy Vogel")
    posting = make_published_opportunity(company, clock.now)
    make_application(posting, ines, clock.now)
    assert call(ines)("get", "/me/planner").json()["asked"] == [posting.public_id]
    assert call(ines)("post", "/me/planner/trials", LAB | {"opportunity": posting.public_id}).status_code == 204
    plan = call(ines)("get", "/me/planner").json()
    assert (plan["trials"][0]["opportunity"], plan["asked"]) == (posting.public_id, [])
