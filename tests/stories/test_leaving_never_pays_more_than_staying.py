"""Promise: leaving never pays more than staying, and staying a day longer never pays less."""

import pytest

from foretaste.trials import actions, queries
from tests import at_state
from tests.at_state import Plan

pytestmark = pytest.mark.django_db
plan = Plan()


def test_the_panel_never_falls_from_day_to_day(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    seen = [queries.if_you_leave_now(trial, plan.at(1, "07:00")).expected_minor]
    for day in (1, 2, 3):
        actions.check_in(trial_id=trial.public_id, day=day, by=ines, at=plan.at(day, "09:00"))
        seen.append(queries.if_you_leave_now(at_state.fresh(trial), plan.at(day, "12:00")).expected_minor)
    assert seen == [0, 21000, 35000, 42000]


def test_the_bonus_ends_when_the_last_day_starts(hedy, ines):
    trial = at_state.under_way(hedy, ines, days=3)
    assert queries.if_you_leave_now(trial, plan.at(3, "12:00")).sums.bonus == 0


def test_a_one_day_trial_has_no_bonus(hedy, ines):
    trial = at_state.under_way(hedy, ines, Plan(days=1))
    assert queries.if_you_leave_now(trial, plan.at(1, "12:00")).sums.bonus == 0
