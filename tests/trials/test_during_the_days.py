"""During the days: days that move, files, sealed checkpoints and the work log."""

import datetime as dt

import pytest

from foretaste.accounts.actors import CLOCK
from foretaste.core.refusals import NotAllowed
from foretaste.trials import actions, clock, queries, refusals
from tests import at_state
from tests.at_state import MONDAY, Plan
from tests.trials.refused import everything, refused

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
P = Plan()


def test_a_day_moves_by_both_for_the_same_money(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    move = actions.propose_day_move(
        trial_id=trial.public_id, day=2, new_on=MONDAY + 3 * DAY, by=ines, at=P.at(1, "12:00")
    )
    with refused(NotAllowed):
        actions.answer_day_move(move_id=move.public_id, accept=True, by=ines, at=P.at(1, "12:01"))
    actions.answer_day_move(move_id=move.public_id, accept=True, by=hedy, at=P.at(1, "12:02"))
    assert [(day.number, day.on.day, day.pay_minor) for day in trial.days.all()] == [
        (1, 9, 14000),
        (2, 11, 14000),
        (3, 12, 14000),
    ]


@pytest.mark.parametrize("on", [MONDAY, MONDAY + 7 * DAY, MONDAY - DAY])
def test_a_day_cant_move_onto_another_nor_beyond_the_week_nor_back(hedy, ines, on):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.TheDayCannotMoveThere):
        actions.propose_day_move(trial_id=trial.public_id, day=2, new_on=on, by=ines, at=P.at(1, "12:00"))


def test_a_started_day_and_a_day_that_is_over_dont_move(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.TheDayHasStarted):
        actions.propose_day_move(trial_id=trial.public_id, day=1, by=ines, at=P.at(1, "12:00"))
    with refused(refusals.TheDayIsOver):
        actions.propose_day_move(trial_id=trial.public_id, day=2, by=ines, at=P.at(2, "17:01"))


def test_someone_ill_whose_day_doesnt_move_has_left_between_days(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    move = actions.propose_day_move(trial_id=trial.public_id, day=2, is_illness=True, by=ines, at=P.at(2, "07:00"))
    assert move.new_on == MONDAY + 3 * DAY
    actions.answer_day_move(move_id=move.public_id, accept=False, by=hedy, at=P.at(2, "09:00"))
    clock.sweep(P.at(2, "17:00") + 2 * DAY + HOUR)
    trial = at_state.fresh(trial)
    assert (trial.ending, trial.paid_minor) == ("exit_between_days", 21000)


def test_files_are_checked_by_their_content(hedy, ines, otto, settings):
    trial = at_state.under_way(hedy, ines)
    which = {"trial_id": trial.public_id, "by": ines, "at": P.at(1, "12:00")}
    for name, content in [("a.pdf", b"<html>"), ("a.html", b"<html>"), ("a", b"x"), ("a.txt", b"\xff\xfe\x00")]:
        with refused(refusals.TheFileCannotBeTaken):
            actions.upload_deliverable(name=name, content=content, **which)
    settings.DELIVERABLE_MAX_BYTES = 10
    with refused(refusals.TheFileIsTooLarge):
        actions.upload_deliverable(name="a.txt", content=b"x" * 11, **which)
    kept = actions.upload_deliverable(name="../../etc/notes.txt", content=b"found it", **which)
    assert (kept.name, kept.content_type, kept.size) == ("notes.txt", "text/plain", 8)
    assert queries.deliverables_visible_to(hedy).get() == kept
    assert not queries.deliverables_visible_to(otto).exists()


def test_a_checkpoint_is_sealed_until_the_evaluations_open(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    which = {"trial_id": trial.public_id, "day": 1, "at": P.at(1, "17:00")}
    actions.seal_checkpoint(mark="more", note="The press!", by=ines, **which)
    actions.seal_checkpoint(mark="not_for_me", by=hedy, **which)
    lengths = {len(row.sealed) for row in trial.checkpoints.all()}
    assert len(lengths) == 1
    for reader in (ines, hedy, odile):
        assert queries.opened_checkpoints(at_state.fresh(trial), reader) == []
    with refused(refusals.TheTrialHasNotEnded):
        actions.open_checkpoints(trial_id=trial.public_id, by=CLOCK, at=P.at(1, "18:00"))
    at_state.leave(trial, ines, P.at(1, "17:30"))
    actions.open_checkpoints(trial_id=trial.public_id, by=CLOCK, at=P.at(3, "18:00"))
    opened = queries.opened_checkpoints(at_state.fresh(trial), ines)
    assert [(one.side, one.mark, one.note) for one in opened] == [
        ("company", "not_for_me", ""),
        ("intern", "more", "The press!"),
    ]
    assert queries.opened_checkpoints(at_state.fresh(trial), odile) == []
    with refused(refusals.ItIsSealed):
        actions.seal_checkpoint(mark="fine", by=ines, **which)


def test_nothing_tells_whether_the_other_side_has_marked(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    before = everything()
    actions.seal_checkpoint(trial_id=trial.public_id, day=1, mark="more", by=ines, at=P.at(1, "17:00"))
    assert everything() == before
    assert queries.own_checkpoint_days(trial, hedy) == set()
    assert queries.own_checkpoint_days(trial, ines) == {1}


def test_a_work_log_that_is_full(hedy, ines, monkeypatch):
    monkeypatch.setattr("foretaste.trials.actions.working.MOST_LINES", 2)
    trial = at_state.under_way(hedy, ines, P)
    which = {"trial_id": trial.public_id, "day": 1, "by": ines, "at": P.at(1, "10:00")}
    for text in ("Read the brief.", "Drew it."):
        actions.log_work(text=text, **which)
    with refused(refusals.TheWorkLogIsFull):
        actions.log_work(text="And again.", **which)
    assert [line.text for line in queries.work_log_of(trial).order_by("id")] == ["Read the brief.", "Drew it."]


def test_an_empty_log_entry(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(refusals.NothingWasWritten):
        actions.log_work(trial_id=trial.public_id, day=1, text=" ", by=ines, at=P.at(1, "12:00"))
