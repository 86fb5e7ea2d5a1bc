"""Trials that were lived by the real actions, and their records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from foretaste.core.clock import run_sweeps
from foretaste.records.models import Record
from foretaste.trials.models import Trial
from tests import at_state
from tests.at_state import Plan
from tests.jobs import run_all_jobs

PLAN = Plan(days=3)
COMES = PLAN.at(3, "17:00") + dt.timedelta(days=7)


def live(
    how: str,
    hedy: Any,
    ines: Any,
    clock: Any,
    plan: Plan = PLAN,
    before_the_record: Callable[[], object] = lambda: None,
) -> Trial:
    """Leave on day one, or finish; then let the jobs and the clock run until the record is there."""
    trial: Trial = getattr(at_state, how)(hedy, ines, plan)
    run_all_jobs("core.deliver")
    clock.move_to(plan.at(plan.days, "17:00") + dt.timedelta(days=7))
    before_the_record()
    run_sweeps(clock.now, only=["records"])
    run_all_jobs("core.deliver")
    return trial


@pytest.fixture
def record(hedy: Any, ines: Any, clock: Any) -> Record:
    """The record of a trial that Ines left on its first day."""
    return Record.objects.get(trial_id=live("left", hedy, ines, clock).public_id)
