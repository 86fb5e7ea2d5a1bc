"""From the real ending of a real trial to the reveal: the queue carries the news, and only what both may know."""

import datetime as dt

import pytest

from foretaste.accounts.actors import CLOCK
from foretaste.evaluations import actions, queries
from foretaste.evaluations.models import Exchange
from foretaste.evaluations.sealing import Side
from foretaste.messaging.models import OutboxMail
from foretaste.trials import actions as trials
from foretaste.trials.models import PairAllowance
from foretaste.trials.queries import opened_checkpoints
from tests import at_state
from tests.evaluations.conftest import submit

pytestmark = pytest.mark.django_db


def subjects(address):
    return list(OutboxMail.objects.filter(to=address).order_by("pk").values_list("subject", flat=True))


@pytest.fixture
def gone(hedy, ines, clock, run_jobs):
    """Ines left on day one of three at 11:00, and the queue has run."""
    trial = at_state.left(hedy, ines)
    clock.move_to(trial.ended_at)
    run_jobs("core.deliver")
    return trial


def test_an_exit_opens_the_evaluations_and_tells_each_side_what_is_theirs(gone, ines, hedy):
    exchange = Exchange.objects.get(trial_id=gone.public_id)
    assert (exchange.ended_by_exit, exchange.closes_at - gone.ended_at) == (True, dt.timedelta(days=7))
    assert {"You have left. €210.00 is yours", "How was it? Find out why the sensors drift"} <= set(
        subjects("ines@example.org")
    )
    assert "Ines Brandt has gone" in subjects("hedy@example.org")
    confirmed = OutboxMail.objects.get(to="ines@example.org", kind="ended").text
    assert "Day 1:             €140.00\nGoodbye bonus:     €70.00\nYours, before tax: €210.00\n" in confirmed


def test_a_completion_asks_the_same_of_both(hedy, ines, clock, run_jobs):
    trial = at_state.completed(hedy, ines)
    clock.move_to(trial.ended_at)
    run_jobs("core.deliver")
    assert Exchange.objects.get(trial_id=trial.public_id).ended_by_exit is False
    opened = OutboxMail.objects.filter(kind="evaluations_opened")
    assert set(opened.values_list("to", flat=True)) == {"ines@example.org", "hedy@example.org"}


def test_a_trial_that_never_started_has_nothing_to_evaluate(hedy, ines, clock, run_jobs):
    trial = at_state.left(hedy, ines, days=0)
    clock.move_to(trial.ended_at)
    run_jobs("core.deliver")
    assert Exchange.objects.count() == 0


def test_whoever_left_a_day_that_a_claim_started_has_left(hedy, ines, clock, run_jobs):
    """No check-in was there when they left, so it was an exit before the start; the claim upheld is what started it."""
    plan = at_state.Plan()
    trial = at_state.agreed(hedy, ines, plan)
    claim = trials.claim_check_in(
        trial_id=trial.public_id, day=1, reason="I was there.", by=ines, at=plan.at(1, "17:30")
    )
    at_state.leave(trial, ines, plan.at(1, "18:00"))
    trials.answer_claim(case_id=claim.public_id, agrees=True, by=hedy, at=plan.at(1, "19:00"))
    clock.move_to(plan.at(1, "19:00"))
    run_jobs("core.deliver")
    assert Exchange.objects.get(trial_id=trial.public_id).ended_by_exit


def test_two_yeses_open_the_marks_of_the_days_and_let_them_try_again(gone, ines, hedy, clock, run_jobs):
    at = gone.ended_at + dt.timedelta(hours=1)
    trials.seal_checkpoint(trial_id=gone.public_id, day=1, mark="more", by=ines, at=at)
    submit(Side.INTERN, ines, at=at, trial_id=gone.public_id)
    run_jobs("core.deliver")
    assert opened_checkpoints(at_state.fresh(gone), hedy) == []
    submit(Side.COMPANY, hedy, at=at, trial_id=gone.public_id)
    run_jobs("core.deliver")
    assert [(one.day, one.side, one.mark) for one in opened_checkpoints(at_state.fresh(gone), hedy)] == [
        (1, "intern", "more")
    ]
    assert PairAllowance.objects.get().after_trial == gone
    for address in ("ines@example.org", "hedy@example.org"):  # one mail says both
        assert "You both said yes" in subjects(address)
        assert not [subject for subject in subjects(address) if "seals are open" in subject]


@pytest.mark.parametrize("said", [(True, False), (False, True), (False, False), (True, None), (None, True)])
def test_anything_else_reads_the_same_to_both_and_allows_nothing(gone, ines, hedy, run_jobs, said):
    at = gone.ended_at + dt.timedelta(hours=1)
    for (side, by), yes in zip(((Side.INTERN, ines), (Side.COMPANY, hedy)), said, strict=True):
        if yes is not None:
            submit(side, by, yes=yes, at=at, trial_id=gone.public_id)
    if None in said:
        actions.reveal(trial_id=gone.public_id, by=CLOCK, at=gone.ended_at + dt.timedelta(days=7))
    run_jobs("core.deliver")
    revealed = OutboxMail.objects.filter(kind="evaluations_revealed").values_list("text", flat=True)
    assert len({text.split("Read:")[0] for text in revealed}) == 1
    assert not OutboxMail.objects.filter(kind="mutual_yes").exists()
    assert PairAllowance.objects.count() == 0
    for by in (ines, hedy):
        page = queries.evaluation_page(trial_id=gone.public_id, by=by, at=at + dt.timedelta(days=8))
        assert (page.mutual_yes, page.conversion) == (False, None)
