"""Promise: a day you start is a day you are paid, in full."""

import datetime as dt

import pytest

from foretaste.trials import actions, clock, queries
from tests import at_state
from tests.at_state import Plan
from tests.trials.books import books

pytestmark = pytest.mark.django_db
plan = Plan()


def test_a_check_in_makes_the_day_hers_at_once(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=plan.at(1, "08:55"))
    assert books(trial)["paid"] == 14000


def test_the_clock_never_starts_a_day(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    clock.sweep(plan.at(1, "12:00"))
    assert books(trial)["paid"] == 0


def test_a_forgotten_check_in_is_earned_by_the_companys_yes(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    claim = actions.claim_check_in(trial_id=trial.public_id, day=1, by=ines, at=plan.at(2, "20:00"))
    assert books(trial)["paid"] == 0
    actions.answer_claim(case_id=claim.public_id, agrees=True, by=hedy, at=plan.at(2, "21:00"))
    assert books(trial)["paid"] == 14000


def test_without_a_yes_a_person_decides_from_the_work_log_however_long_it_takes(hedy, ines, odile):
    trial = at_state.agreed(hedy, ines)
    actions.log_work(trial_id=trial.public_id, day=1, text="Plotted all of it.", by=ines, at=plan.at(1, "16:00"))
    claim = actions.claim_check_in(trial_id=trial.public_id, day=1, by=ines, at=plan.at(1, "18:00"))
    actions.answer_claim(case_id=claim.public_id, agrees=False, by=hedy, at=plan.at(1, "19:00"))
    clock.sweep(plan.at(1, "18:00") + dt.timedelta(days=30))
    assert queries.queue_of_cases(odile).get() == claim
    late = plan.at(1, "18:00") + dt.timedelta(days=31)
    actions.rule_case(case_id=claim.public_id, outcome="for_intern", reason="The log says it.", by=odile, at=late)
    assert books(trial)["paid"] >= 14000
