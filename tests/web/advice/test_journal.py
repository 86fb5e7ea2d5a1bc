"""Stay or leave: marks become a belief, both choices are told alike, and nobody else ever reads any of it."""

from __future__ import annotations

from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.advice import actions, queries
from foretaste.advice.models import PrivateJournal
from foretaste.advice.private import Grounds, Journal, Noted
from foretaste.advice.refusals import TheDayHasNotBegun
from foretaste.core.refusals import NotFound
from foretaste.trials.models import Trial
from foretaste.web.templatetags.ui import points
from tests import at_state
from tests.at_state import Plan

PLAN = Plan(bonus=(6000, 6000, 0))
MARKS = {"work": "4", "people": "5", "place": "2", "note": "Lunch alone."}
HOPES = {"hope": "6", "doubt": "some", "chance": "60", "have": "5", "day_worth": "100", "per_point": "200"}


@pytest.fixture
def day_one(hedy: Actor, ines: Actor, clock: Any) -> Trial:
    """Checked in on the first of three days of 140.00 with a bonus of 60.00; it is 17:00."""
    trial = at_state.under_way(hedy, ines, PLAN, days=1)
    clock.move_to(PLAN.at(1, "17:00"))
    return trial


def words(answer: Any) -> str:
    return str(answer.content.decode())


def path(trial: Trial, rest: str = "") -> str:
    return f"/trials/{trial.public_id}/journal/{rest}"


def test_marks_become_a_belief_and_both_choices_with_their_sums(day_one: Trial, ines: Actor, signed_in: Any) -> None:
    client = signed_in(ines)
    assert "Your two choices now" not in words(client.get(path(day_one)))
    assert client.post(path(day_one, "hopes"), HOPES).status_code == 303
    assert client.post(path(day_one, "days/1"), MARKS).status_code == 303
    answer = client.get(path(day_one))
    page, tonight = words(answer), answer.context["tonight"]
    # from 6 with a doubt of 2, an impression of 20/3 that misleads by 2: half way
    assert answer.context["belief"].mean == pytest.approx(6 + (20 / 3 - 6) / 2)
    assert answer.context["belief"].variance == pytest.approx(2)
    assert (tonight["leave_days"].minor, tonight["leave_bonus"].minor) == (14000, 6000)
    assert (tonight["leave_total"].minor, tonight["stay_total"].minor) == (20000, 34000)
    assert "€200.00" in page
    assert "€340.00" in page
    assert "Your two choices now" in page


def test_it_argues_for_neither_side(day_one: Trial, ines: Actor, signed_in: Any) -> None:
    """The same panel for both, no button there, and the same sentence whichever is the higher one."""
    client = signed_in(ines)
    said = {}
    for mark, higher in (("1", "leaving"), ("5", "staying")):
        client.post(path(day_one, "hopes"), HOPES | {"day_worth": "200"})
        client.post(path(day_one, "days/1"), dict.fromkeys(("work", "people", "place"), mark))
        page = words(client.get(path(day_one)))
        part = page[page.index('id="tonight"') : page.index("This is arithmetic")]
        assert f"apart; {higher} is the higher one." in part
        assert "<button" not in part
        assert part.count('<section class="card stack gap-3"') == 2
        said[mark] = part
    assert "should" not in "".join(said.values())


def test_it_says_how_unsure_it_is(day_one: Trial, ines: Actor, signed_in: Any) -> None:
    """The spread beside the guess, eight times of ten in figures, and what holds if the place is worse or better."""
    client = signed_in(ines)
    client.post(path(day_one, "hopes"), HOPES | {"hope": "5", "per_point": "500", "day_worth": "200"})
    client.post(path(day_one, "days/1"), dict.fromkeys(("work", "people", "place"), "3"))
    answer = client.get(path(day_one))
    page, belief, tonight = words(answer), answer.context["belief"], answer.context["tonight"]
    low, high = belief.bounds()
    assert high - low == pytest.approx(2 * 1.2816 * belief.spread, abs=1e-3)
    assert f"It looks like {points(belief.mean)} of 10, give or take {points(belief.spread)}" in page
    assert f'<td data-label="Likely between">{points(low)} – {points(high)}</td>' in page
    worse, better = tonight["unsure"]
    assert worse.startswith("Once in ten times the place is so much worse than it looks")
    assert better.startswith("Once in ten times it is so much better than it looks")
    assert (worse.endswith("leaving higher."), better.endswith("staying higher.")) == (True, True)
    assert f"{worse} {better}" in page


def test_tonights_worth_is_the_backward_induction_by_hand() -> None:
    """One day left: staying is its pay and the better of two ends, by the closed form of the loss."""
    from foretaste.advice.normal import loss

    journal = Journal(Grounds("EUR", 5, 200, 100), 6, "some", 0.5, {1: Noted({"work": 4, "people": 4, "place": 4})})
    evening = journal.evening([60, 0], [140])
    belief = journal.belief
    spread = belief.to_learn(1, 2)
    by_hand = (140 - 100) / 200 + 5 + 0.5 * spread * loss((5 - belief.mean) / spread)
    assert evening.leave == pytest.approx(5 + 60 / 200)
    assert evening.stay(belief.mean) == pytest.approx(by_hand, abs=1e-3)


def test_after_the_last_day_has_begun_nothing_is_left_to_compare(
    hedy: Actor, ines: Actor, signed_in: Any, clock: Any
) -> None:
    trial = at_state.under_way(hedy, ines, PLAN, days=3)
    clock.move_to(PLAN.at(3, "12:00"))
    signed_in(ines).post(path(trial, "days/3"), MARKS)
    page = words(signed_in(ines).get(path(trial)))
    assert "nothing left to compare in money" in page
    assert "Your two choices now" not in page


def test_a_day_to_come_cannot_be_marked(day_one: Trial, ines: Actor, signed_in: Any) -> None:
    answer = signed_in(ines).post(path(day_one, "days/2"), MARKS)
    assert answer.status_code == 422
    assert "This day has not begun" in words(answer)
    with pytest.raises(TheDayHasNotBegun):
        actions.note_day(trial_id=day_one.public_id, day=2, marks={}, by=ines, at=PLAN.at(1, "17:00"))
    assert not PrivateJournal.objects.exists()


def test_it_is_encrypted_always_as_long_and_outlives_the_trial_until_deleted(
    day_one: Trial, ines: Actor, signed_in: Any, clock: Any
) -> None:
    client = signed_in(ines)
    client.post(path(day_one, "days/1"), MARKS)
    first = bytes(PrivateJournal.objects.get().sealed)
    client.post(path(day_one, "days/1"), MARKS | {"note": "x" * 400})
    assert b"Lunch" not in first
    assert len(bytes(PrivateJournal.objects.get().sealed)) == len(first)
    assert queries.journal_of(day_one, ines).days[1].note == "x" * 400
    client.post(path(day_one, "forgetting"))
    assert not PrivateJournal.objects.exists()


def test_nobody_else_reads_marks_or_deletes(
    day_one: Trial, hedy: Actor, ines: Actor, otto: Actor, signed_in: Any
) -> None:
    signed_in(ines).post(path(day_one, "days/1"), MARKS)
    kept = bytes(PrivateJournal.objects.get().sealed)
    for other in (hedy, otto):
        client = signed_in(other)
        assert client.get(path(day_one)).status_code == 404
        assert client.post(path(day_one, "days/1"), MARKS).status_code == 404
        assert client.post(path(day_one, "forgetting")).status_code == 404
        with pytest.raises(NotFound):
            actions.forget_journal(trial_id=day_one.public_id, by=other, at=PLAN.at(1, "17:00"))
        assert queries.journal_of(day_one, other).days == {}
    assert bytes(PrivateJournal.objects.get().sealed) == kept
