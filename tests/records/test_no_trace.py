"""A record says nothing of how a trial ended: left on day one or finished, it is the same, byte for byte."""

from __future__ import annotations

import json
import random
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from foretaste.accounts.actors import CLOCK
from foretaste.core import identifiers
from foretaste.core.clock import run_sweeps
from foretaste.records import actions, badge, queries
from foretaste.records.models import Due, Record
from foretaste.trials.actions import agreeing
from foretaste.trials.models import Trial
from tests import at_state
from tests.jobs import run_all_jobs
from tests.records.conftest import COMES, PLAN, live

pytestmark = pytest.mark.django_db


def in_a_world_of_its_own(how: str, hedy: Any, ines: Any, clock: Any) -> str:
    """Live it whole with ids that depend on nothing, have Ines share it, then undo it; return the record's bytes."""
    savepoint = transaction.savepoint()
    with pytest.MonkeyPatch.context() as patch:
        dice = random.Random("a life")
        for module in (identifiers, agreeing):
            patch.setattr(module, "secrets", SimpleNamespace(choice=dice.choice))
        live(how, hedy, ines, clock, before_the_record=lambda: dice.seed("a record"))
        ended = Trial.objects.get().ending
        record = Record.objects.get()
        actions.choose_what_shows(
            record_id=record.public_id, keys=[], own_words="I sorted readings.", is_shared=True, by=ines, at=COMES
        )
        run_all_jobs("core.deliver")
        document = json.dumps(Record.objects.get().document)
    transaction.savepoint_rollback(savepoint)
    assert ended == {"left": "exit", "completed": "completion"}[how]
    return document


def test_left_on_day_one_and_finished_are_the_same_bytes(hedy: Any, ines: Any, clock: Any) -> None:
    left, finished = (in_a_world_of_its_own(how, hedy, ines, clock) for how in ("left", "completed"))
    assert '"proofValue"' in left
    assert left == finished


def test_a_record_tells_a_month_and_no_day_and_no_count(record: Record) -> None:
    text = json.dumps(record.document).replace("T00:00:00Z", "")
    assert record.document["validFrom"] == "2026-03-01T00:00:00Z"
    assert record.document["credentialSubject"]["term"] == "2026-03"
    days = [day.isoformat() for day in PLAN.on] + ["2026-03-18"]
    assert [day for day in days if day in text] == []
    assert [
        word for word in ("three", "3 day", "exit", "left", "complet", "finish", "creditsEarned") if word in text
    ] == []
    assert not record.document["credentialSubject"].keys() & {"activityStartDate", "activityEndDate", "result"}


@pytest.mark.parametrize("how", ["left", "completed"])
def test_it_comes_seven_days_after_the_planned_last_day(how: str, hedy: Any, ines: Any, clock: Any) -> None:
    trial = getattr(at_state, how)(hedy, ines, PLAN)
    run_all_jobs("core.deliver")
    run_sweeps(COMES - PLAN.at(1, "00:01").resolution, only=["records"])
    assert (Record.objects.count(), Due.objects.get().trial_id) == (0, trial.public_id)
    run_sweeps(COMES, only=["records"])
    run_sweeps(COMES, only=["records"])
    assert (Record.objects.get().trial_id, Due.objects.count()) == (trial.public_id, 0)


def test_a_trial_that_nobody_started_has_none(hedy: Any, ines: Any, clock: Any) -> None:
    trial = at_state.agreed(hedy, ines, PLAN)
    at_state.leave(trial, ines, PLAN.at(1, "07:00"))
    run_all_jobs("core.deliver")
    run_sweeps(COMES, only=["records"])
    assert (Record.objects.count(), Due.objects.count()) == (0, 0)


def test_nobody_else_finds_a_record_that_is_not_shown(
    record: Record, hedy: Any, odile: Any, cora: Any, client: Any
) -> None:
    assert [queries.visible_to(by).count() for by in (hedy, odile, cora, CLOCK)] == [0, 0, 0, 0]
    for ending in ("", "credential.json", "badge.svg", "badge.png"):
        assert client.get(f"/records/{record.public_id}/{ending}").status_code == 404


def test_the_composer_is_given_nothing_of_an_ending() -> None:
    assert not {"ending", "ended_at", "days", "count", "paid"} & set(badge.Facts.__dataclass_fields__)
