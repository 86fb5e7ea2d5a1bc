"""Promise: an early end costs the company, never the intern."""

import datetime as dt

import pytest

from foretaste.trials import actions, clock
from tests import at_state
from tests.at_state import Plan
from tests.trials.books import books

pytestmark = pytest.mark.django_db
plan = Plan()


def test_the_company_ends_it_on_day_one_and_pays_all_three(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.end_early(trial_id=trial.public_id, by=hedy, at=plan.at(1, "10:00"))
    assert books(trial)["paid"] == 42000


def test_nobody_is_there_and_every_day_is_paid(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.report_company_no_show(trial_id=trial.public_id, day=1, by=ines, at=plan.at(1, "09:31"))
    clock.sweep(plan.at(1, "11:32"))
    assert books(trial)["paid"] == 42000


def test_told_to_leave_is_an_early_end(hedy, ines):
    trial = at_state.left(hedy, ines)
    said = actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=plan.at(1, "12:00"))
    actions.answer_case(case_id=said.public_id, agrees=True, answer="That is so.", by=hedy, at=plan.at(1, "13:00"))
    assert books(trial)["paid"] == 42000


def test_sent_away_and_nobody_decides_in_five_working_days(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.send_away(trial_id=trial.public_id, reason="Shouted.", by=hedy, at=plan.at(1, "10:00"))
    assert books(trial)["paid"] == 14000
    clock.sweep(trial.cases.get().due_at + dt.timedelta(minutes=1))
    assert books(trial)["paid"] == 42000
