"""Promise: what each side marks at the end of a day stays sealed until the evaluations open."""

import pytest

from foretaste.trials import actions, queries
from tests import at_state
from tests.at_state import Plan

pytestmark = pytest.mark.django_db
plan = Plan()


def test_ines_and_hedy_mark_and_neither_learns_of_it(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    for side, mark in ((ines, "not_for_me"), (hedy, "more")):
        actions.seal_checkpoint(trial_id=trial.public_id, day=1, mark=mark, by=side, at=plan.at(1, "17:00"))
    assert queries.opened_checkpoints(trial, ines) == queries.opened_checkpoints(trial, hedy) == []
    assert not trial.history.filter(transition__contains="checkpoint").exists()


def test_nobody_can_read_them_in_the_table(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.seal_checkpoint(
        trial_id=trial.public_id, day=1, mark="more", note="Secret joy", by=ines, at=plan.at(1, "17:00")
    )
    assert b"joy" not in bytes(trial.checkpoints.get().sealed)
