"""A trial over the API: the same actions, the same sums, the same refusals."""

from __future__ import annotations

import pytest

from foretaste.accounts.models import Person
from foretaste.money.models import Settlement
from foretaste.trials.models import Trial
from tests import at_state
from tests.at_state import Plan

PLAN = Plan(days=3, pay=14000, bonus=(6000, 6000, 0))


def test_an_intern_leaves_and_the_sum_is_the_one_shown(call, hedy, ines, clock):
    trial = at_state.under_way(hedy, ines, PLAN)
    clock.move_to(PLAN.at(1, "11:00"))
    ask = call(ines)

    shown = ask("get", f"/trials/{trial.public_id}/exit").json()
    left = ask("post", f"/trials/{trial.public_id}/exit", {"expected_minor": shown["expected_minor"]})

    assert shown["expected_minor"] == 20000
    assert left.status_code == 200
    assert left.json()["paid_minor"] == 20000
    assert ask("get", f"/trials/{trial.public_id}/statement").json()["fund_minor"] == 46200


def test_a_sum_that_was_not_shown_is_refused_with_the_right_one(call, hedy, ines, clock):
    trial = at_state.under_way(hedy, ines, PLAN)
    clock.move_to(PLAN.at(1, "11:00"))

    refused = call(ines)("post", f"/trials/{trial.public_id}/exit", {"expected_minor": 1})

    assert refused.status_code == 409
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["refusal"] == "the-sum-has-changed"
    assert refused.json()["details"]["expected_minor"] == 20000
    assert at_state.fresh(trial).state == Trial.State.UNDER_WAY
    assert not Settlement.objects.exists()


def test_a_repeated_request_with_the_same_key_happens_once(call, hedy, ines, clock):
    trial = at_state.under_way(hedy, ines, PLAN)
    clock.move_to(PLAN.at(1, "11:00"))
    ask = call(ines)

    first = ask("post", f"/trials/{trial.public_id}/exit", {"expected_minor": 20000}, key="leave-1")
    again = ask("post", f"/trials/{trial.public_id}/exit", {"expected_minor": 20000}, key="leave-1")

    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    assert Settlement.objects.count() == 1


def test_a_key_is_for_one_request_only(call, hedy, ines, clock):
    trial = at_state.under_way(hedy, ines, PLAN)
    clock.move_to(PLAN.at(1, "11:00"))
    ask = call(ines)
    ask("post", f"/trials/{trial.public_id}/work-log", {"day": 1, "text": "Read the brief."}, key="one")

    other = ask("post", f"/trials/{trial.public_id}/exit", {"expected_minor": 20000}, key="one")

    assert (other.status_code, other.json()["refusal"]) == (409, "key-used-before")
    assert at_state.fresh(trial).state == Trial.State.UNDER_WAY


def test_a_key_gives_no_answer_to_a_token_that_may_do_less(call, hedy, ines, clock):
    trial = at_state.under_way(hedy, ines, PLAN)
    clock.move_to(PLAN.at(1, "11:00"))
    told = f"/trials/{trial.public_id}/exit", {"expected_minor": 20000}
    assert call(ines)("post", *told, key="leave-1").status_code == 200

    read_only = call(ines, scopes=("read",))("post", *told, key="leave-1")

    assert (read_only.status_code, read_only.json()["refusal"]) == (409, "key-used-before")
    assert call(ines)("post", *told, key="leave-1")["Idempotency-Replayed"] == "true"  # another token, same roles


def test_an_outsider_finds_nothing_and_changes_nothing(call, hedy, ines, otto, clock):
    trial = at_state.under_way(hedy, ines, PLAN)
    clock.move_to(PLAN.at(1, "11:00"))
    ask = call(otto)

    answers = [
        ask("get", f"/trials/{trial.public_id}"),
        ask("get", f"/trials/{trial.public_id}/ledger"),
        ask("get", f"/trials/{trial.public_id}/statement"),
        ask("post", f"/trials/{trial.public_id}/exit", {"expected_minor": 20000}),
        ask("post", f"/trials/{trial.public_id}/early-end", {"reason": ""}),
    ]

    assert [one.status_code for one in answers] == [404] * 5
    assert at_state.fresh(trial).state == Trial.State.UNDER_WAY


def test_a_token_without_the_scope_may_not(call, hedy, ines, clock):
    trial = at_state.under_way(hedy, ines, PLAN)
    clock.move_to(PLAN.at(1, "11:00"))

    refused = call(ines, scopes=("read",))("post", f"/trials/{trial.public_id}/exit", {"expected_minor": 20000})

    assert (refused.status_code, refused.json()["refusal"]) == (403, "not-allowed")
    assert at_state.fresh(trial).state == Trial.State.UNDER_WAY


def test_nobody_is_let_in_without_a_token(call):
    refused = call(None)("get", "/me")

    assert (refused.status_code, refused.json()["refusal"]) == (401, "sign-in-needed")
    assert refused["WWW-Authenticate"] == 'Bearer realm="foretaste"'


def test_lists_are_paged_by_cursor(call, hedy, ines, clock):
    at_state.agreed(hedy, ines, PLAN)
    ask = call(ines)

    page = ask("get", "/trials?limit=1").json()

    assert len(page["items"]) == 1
    assert page["next"] is None
    assert ask("get", "/trials?after=!!").status_code == 422


def test_outside_a_demo_its_clock_cannot_be_reached(call, settings):
    settings.DEMO = False

    refused = call(None)("post", "/demo/clock", {"to": "2030-01-01T09:00:00Z"})

    assert (refused.status_code, refused.json()["refusal"]) == (404, "there-is-no-demo-here")


@pytest.mark.parametrize("key", ["two words", "x" * 121, "ключ"])
def test_a_key_that_the_description_does_not_allow_is_refused(call, ines, key):
    refused = call(ines)("patch", "/me", {"name": "Ines B."}, key=key)

    assert (refused.status_code, refused.json()["refusal"]) == (400, "bad-idempotency-key")
    assert Person.objects.get(pk=ines.person_id).name == "Ines Brandt"
