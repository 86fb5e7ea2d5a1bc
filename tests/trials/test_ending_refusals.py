"""Every "no" to leaving, to ending, and to saying that somebody was told to leave."""

import datetime as dt

import pytest

from foretaste.accounts.actors import CLOCK
from foretaste.core.refusals import NotAllowed
from foretaste.trials import actions, queries, refusals
from tests import at_state
from tests.at_state import Plan
from tests.trials.refused import refused

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
P = Plan()


def test_a_sum_that_has_changed_is_refused_with_the_new_one(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    seen = queries.if_you_leave_now(trial, P.at(1, "18:00")).expected_minor
    actions.check_in(trial_id=trial.public_id, day=2, by=ines, at=P.at(2, "08:30"))
    with refused(refusals.TheSumHasChanged) as said:
        actions.exit_trial(trial_id=trial.public_id, expected_minor=seen, by=ines, at=P.at(2, "08:31"))
    assert said.value.details == {"expected_minor": 35000, "currency": "EUR", "ending": "exit"}


def test_leaving_what_has_ended_otherwise(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.end_early(trial_id=trial.public_id, by=hedy, at=P.at(1, "10:00"))
    with refused(refusals.TheTrialHasEnded):
        actions.exit_trial(trial_id=trial.public_id, expected_minor=21000, by=ines, at=P.at(1, "10:01"))
    with pytest.raises(refusals.TheTrialHasEnded):
        queries.if_you_leave_now(at_state.fresh(trial), P.at(1, "10:01"))


def test_told_to_leave_after_a_day_or_while_it_runs_or_when_everything_is_paid(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.TheTrialHasNotEnded):
        actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=P.at(1, "10:00"))
    trial = at_state.leave(trial, ines, P.at(1, "11:00"))
    with refused(refusals.ItIsTooLateToSay):
        actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=trial.ended_at + DAY + MINUTE)


def test_told_to_leave_when_everything_is_paid(hedy, ines):
    trial = at_state.left(hedy, ines, days=3)
    with refused(refusals.EverythingIsPaid):
        actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=trial.ended_at + HOUR)


def test_told_to_leave_twice(hedy, ines):
    trial = at_state.left(hedy, ines)
    actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=trial.ended_at + HOUR)
    with refused(refusals.ThisIsClaimedAlready):
        actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=trial.ended_at + HOUR)


def test_told_to_leave_after_an_early_end(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.end_early(trial_id=trial.public_id, by=hedy, at=P.at(1, "10:00"))
    with refused(refusals.TheTrialHasEnded):
        actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=P.at(1, "11:00"))


def test_withdrawing_what_has_started_and_ending_what_has_not(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    with refused(refusals.TheTrialHasNotStarted):
        actions.end_early(trial_id=trial.public_id, by=hedy, at=P.at(1, "07:00"))
    actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "09:00"))
    with refused(refusals.TheTrialHasStarted):
        actions.withdraw_company(trial_id=trial.public_id, by=hedy, at=P.at(1, "10:00"))


def test_sending_away_without_a_reason(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.AReasonIsNeeded):
        actions.send_away(trial_id=trial.public_id, reason=" ", by=hedy, at=P.at(1, "10:00"))


@pytest.mark.parametrize(
    ("time", "refusal"), [("09:29", refusals.ItIsTooEarlyToReport), ("17:01", refusals.TheDayIsOver)]
)
def test_reporting_a_no_show_outside_its_window(hedy, ines, time, refusal):
    trial = at_state.under_way(hedy, ines)
    with refused(refusal):
        actions.report_company_no_show(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, time))


def test_reporting_a_no_show_without_a_check_in_or_twice(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.TheDayHasNotStarted):
        actions.report_company_no_show(trial_id=trial.public_id, day=2, by=ines, at=P.at(2, "10:00"))
    actions.report_company_no_show(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "10:00"))
    with refused(refusals.ThisIsClaimedAlready):
        actions.report_company_no_show(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "10:01"))


def test_an_answer_to_a_no_show_that_comes_too_late(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    case = actions.report_company_no_show(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "10:00"))
    with refused(refusals.TheAnswerComesTooLate):
        actions.answer_no_show(case_id=case.public_id, agrees=False, by=hedy, at=P.at(1, "12:01"))


@pytest.mark.parametrize("what", ["complete", "mark_intern_no_show", "release_refund", "release_unclaimed"])
def test_the_clock_does_nothing_before_its_time(hedy, ines, what):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.NotNow):
        getattr(actions, what)(trial_id=trial.public_id, by=CLOCK, at=P.at(1, "12:00"))
    for other in (hedy, ines):
        with refused(NotAllowed):
            getattr(actions, what)(trial_id=trial.public_id, by=other, at=P.at(1, "12:00"))
