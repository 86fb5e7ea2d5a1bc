"""How trials end is told from five interns on, never a group under five by itself, never by a difference under five."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foretaste.accounts.actors import CLOCK, Actor, Role
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.insights import actions, ends
from foretaste.insights.ends import EARLY, FINISHED, LEFT, OTHERWISE, Ended, figures_of
from tests.insights.test_record import lived  # noqa: F401 - a fixture

APRIL = dt.datetime(2026, 4, 1, 0, 5, tzinfo=dt.UTC)
HOW = {FINISHED: "completion", LEFT: "exit", OTHERWISE: "early_end"}


def trials(finished: int = 0, left: int = 0, otherwise: int = 0, begin: int = 0) -> list[Ended]:
    names = [FINISHED] * finished + [LEFT] * left + [OTHERWISE] * otherwise
    return [Ended(begin + number, HOW[way], 2 if way == FINISHED else 1) for number, way in enumerate(names)]


@pytest.mark.parametrize(
    ("finished", "left", "otherwise", "told"),
    [
        (5, 5, 5, {FINISHED: 5, LEFT: 5, OTHERWISE: 5}),
        (9, 5, 0, {FINISHED: 9, LEFT: 5}),
        (9, 6, 1, {FINISHED: 9, EARLY: 7}),
        (9, 3, 2, {FINISHED: 9, EARLY: 5}),
        (9, 3, 1, None),
        (4, 9, 0, None),
        (30, 0, 0, None),
    ],
)
def test_no_group_under_five_is_told_apart(finished: int, left: int, otherwise: int, told: Any) -> None:
    found = figures_of(trials(finished, left, otherwise), None)
    assert (found and {way: one["people"] for way, one in found["ways"].items()}) == told


def test_one_person_more_is_never_told() -> None:
    before = figures_of(trials(9, 6, 1), None)
    assert figures_of(trials(14, 7, 1), before) is None  # five finished, one more left
    assert figures_of(trials(14, 6, 5), before) is None  # now they could be told apart, and four would stand out
    assert figures_of(trials(14, 7, 5), before) == {
        "ways": {
            FINISHED: {"people": 14, "days": {"2": 14}},
            LEFT: {"people": 7, "days": {"1": 7}},
            OTHERWISE: {"people": 5, "days": {"1": 5}},
        },
        "early": 12,
    }


LIVES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30), st.sampled_from(list(HOW.values()))), max_size=60)


@settings(max_examples=60, deadline=None)
@given(LIVES)
def test_whoever_subtracts_finds_five_or_nobody(said: list[tuple[int, int, str]]) -> None:
    """Random trials over half a year: (month, intern, how). What two publications both tell differs by five people."""
    told: list[tuple[set[str], dict[str, set[int]]]] = []
    last = None
    for month in range(6):
        until = [Ended(intern, how, 1) for when, intern, how in said if when <= month]
        found = figures_of(until, last)
        if found is None or found == last:
            continue
        last = found
        people = {way: {one.intern for one in until if one.way == way} for way in (FINISHED, LEFT, OTHERWISE)}
        people[EARLY] = people[LEFT] | people[OTHERWISE]
        assert all(len(people[way]) >= 5 for way in found["ways"])
        told.append((set(found["ways"]), people))
    for (ways, before), (later, after) in pairwise(told):
        compared = (ways & later) | ({EARLY} if (EARLY in ways) != (EARLY in later) else set())
        assert all(before[way] == after[way] or len(after[way] - before[way]) >= 5 for way in compared)


@pytest.mark.django_db
def test_a_company_reads_its_own_as_published(lived: Any, hedy: Actor, ines: Actor) -> None:  # noqa: F811
    lived("abcdef")
    lived("ghijk", ending="exit")
    assert ends.ends_visible_to(hedy) is None
    actions.publish_figures(by=CLOCK, at=APRIL)
    found = ends.ends_visible_to(hedy)
    assert found is not None
    assert (found.published_on, found.interns, found.trials, found.days) == (dt.date(2026, 4, 1), 11, 11, (1, 2))
    shares = {one.way: [round(step.share, 4) if (step := one.by(day)) else 0 for day in (1, 2)] for one in found.ends}
    assert shares == {FINISHED: [0, 0.5455], LEFT: [0.4545, 0.4545]}
    lived("l", first_on=dt.date(2026, 4, 6), ending="exit")
    actions.publish_figures(by=CLOCK, at=dt.datetime(2026, 5, 1, 0, 5, tzinfo=dt.UTC))
    assert ends.ends_visible_to(hedy) == found
    with pytest.raises(NotFound):
        ends.ends_visible_to(ines)
    with pytest.raises(NotAllowed):
        ends.ends_visible_to(Actor(frozenset({Role.COLLEAGUE}), hedy.person_id, hedy.organization_id))
