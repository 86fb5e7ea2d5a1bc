"""Every "no" to a check-in or a claim of one."""

import datetime as dt

import pytest

from foretaste.core.refusals import NotAllowed
from foretaste.trials import actions, queries, refusals
from tests import at_state
from tests.at_state import Plan
from tests.trials.refused import everything, refused

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
P = Plan()


@pytest.mark.parametrize(
    ("time", "refusal"), [("07:59", refusals.CheckInIsNotOpenYet), ("17:01", refusals.TheDayIsOver)]
)
def test_check_in_outside_its_window(hedy, ines, time, refusal):
    trial = at_state.agreed(hedy, ines)
    with refused(refusal):
        actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, time))


@pytest.mark.parametrize("time", ["08:00", "17:00"])
def test_check_in_at_the_edges_of_its_window(hedy, ines, time):
    trial = at_state.agreed(hedy, ines)
    actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, time))
    assert at_state.fresh(trial).state == "under_way"


def test_a_day_that_is_not_there(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    with refused(refusals.ThereIsNoSuchDay):
        actions.check_in(trial_id=trial.public_id, day=4, by=ines, at=P.at(1, "09:00"))


def test_a_wrong_code_is_refused_and_the_plain_check_in_is_not(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    with refused(refusals.TheCodeIsWrong):
        actions.check_in_with_code(trial_id=trial.public_id, day=1, code="no", by=ines, at=P.at(1, "09:00"))
    actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "09:00"))


def test_the_code_is_the_hosts_alone(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    with pytest.raises(NotAllowed):
        queries.arrival_code(trial, 1, ines)
    code = queries.arrival_code(trial, 1, hedy).upper().replace("-", " ")
    actions.check_in_with_code(trial_id=trial.public_id, day=1, code=code, by=ines, at=P.at(1, "09:00"))
    assert trial.days.get(number=1).method == "arrival_code"


def test_check_in_after_the_end(hedy, ines):
    trial = at_state.left(hedy, ines)
    with refused(refusals.TheTrialHasEnded):
        actions.check_in(trial_id=trial.public_id, day=2, by=ines, at=P.at(2, "09:00"))


def test_a_suspended_company_blocks_no_check_in(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    trial.organization.suspended_at = P.at(1, "07:00")
    trial.organization.save()
    actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "09:00"))
    assert trial.days.get(number=1).is_started


def test_checking_in_again_changes_nothing(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    before = everything()
    actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "10:00"))
    assert everything() == before


@pytest.mark.parametrize(
    ("time", "refusal"),
    [("16:00", refusals.TheDayIsNotOver), ("17:00", refusals.TheDayIsNotOver), (None, refusals.TheClaimComesTooLate)],
)
def test_a_claim_outside_its_window(hedy, ines, time, refusal):
    trial = at_state.agreed(hedy, ines)
    at = P.at(1, time) if time else P.at(1, "17:00") + 2 * DAY + MINUTE
    with refused(refusal):
        actions.claim_check_in(trial_id=trial.public_id, day=1, by=ines, at=at)


def test_a_claim_of_a_started_day_or_twice(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.TheDayHasStarted):
        actions.claim_check_in(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "18:00"))
    actions.claim_check_in(trial_id=trial.public_id, day=2, by=ines, at=P.at(2, "18:00"))
    with refused(refusals.ThisIsClaimedAlready):
        actions.claim_check_in(trial_id=trial.public_id, day=2, by=ines, at=P.at(2, "18:01"))
