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
from foretaste.insights import actions, audit, ends
from foretaste.insights.ends import FINISHED, LEFT, OTHERWISE, Ended, figures_of
from foretaste.insights.models import PublishedFeedback, PublishedRecord
from tests.insights.test_record import lived  # noqa: F401 - a fixture

APRIL = dt.datetime(2026, 4, 1, 0, 5, tzinfo=dt.UTC)
HOW = {FINISHED: "completion", LEFT: "exit", OTHERWISE: "early_end"}


def trials(finished: int = 0, left: int = 0, otherwise: int = 0, begin: int = 0) -> list[Ended]:
    names = [FINISHED] * finished + [LEFT] * left + [OTHERWISE] * otherwise
    return [Ended(begin + number, HOW[way], 2 if way == FINISHED else 1) for number, way in enumerate(names)]


def days_told(finished: int, left: int, otherwise: int, exits: dict[str, int] | None = None) -> dict[str, Any] | None:
    found = figures_of(trials(finished, left, otherwise), exits, None)
    return found and {way: one["days"] for way, one in found["ways"].items()}


@pytest.mark.parametrize(
    ("finished", "left", "otherwise", "exits", "told"),
    [
        (5, 5, 5, {"1": 5}, {FINISHED: {"2": 5}, LEFT: {"1": 5}, OTHERWISE: {"1": 5}}),
        (9, 6, 1, {"1": 6}, {FINISHED: {"2": 9}, LEFT: {"1": 6}, OTHERWISE: None}),
        (9, 6, 5, {"1": 5}, {FINISHED: {"2": 9}, LEFT: None, OTHERWISE: {"1": 5}}),  # exits as published are fewer
        (9, 4, 0, None, {FINISHED: {"2": 9}, LEFT: None}),
        (4, 9, 0, {"1": 9}, None),
        (30, 0, 0, None, None),
    ],
)
def test_days_are_told_of_a_way_that_five_took(finished: int, left: int, otherwise: int, exits: Any, told: Any) -> None:
    assert days_told(finished, left, otherwise, exits) == told


def test_one_person_more_is_never_told() -> None:
    before = figures_of(trials(9, 0, 6), None, None)
    assert figures_of(trials(10, 0, 6), None, before) is None  # one more finished
    later = figures_of(trials(14, 0, 7), None, before)  # one more ended otherwise: the record says so, no day does
    assert later is not None
    assert later["ways"][OTHERWISE] == {"trials": 7, "days": None}
    assert figures_of(trials(14, 0, 10), None, later)["ways"][OTHERWISE]["days"] is None  # type: ignore[index]
    assert figures_of(trials(14, 0, 11), None, later)["ways"][OTHERWISE]["days"] == {"1": 11}  # type: ignore[index]


LIVES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30), st.sampled_from(list(HOW.values()))), max_size=60)


@settings(max_examples=60, deadline=None)
@given(LIVES)
def test_whoever_subtracts_finds_five_or_nobody(said: list[tuple[int, int, str]]) -> None:
    """Random trials over half a year: (month, intern, how). What two publications both tell differs by five people."""
    told: dict[str, list[set[int]]] = {FINISHED: [], OTHERWISE: []}
    last = None
    for month in range(6):
        until = [Ended(intern, how, 1) for when, intern, how in said if when <= month]
        found = figures_of(until, None, last)
        last = found or last
        for way, before in told.items():
            if found and way in found["ways"] and found["ways"][way]["days"] is not None:
                before.append({one.intern for one in until if one.way == way})
    for people in told.values():
        assert all(len(some) >= 5 for some in people)
        assert all(before == after or len(after - before) >= 5 for before, after in pairwise(people))


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


@pytest.mark.django_db
def test_nothing_is_told_between_two_records(lived: Any, hedy: Actor) -> None:  # noqa: F811
    """Ten more by June, but the record stood in May with nine of them: what June tells would differ from it by one."""
    lived("abcdef")
    lived("ghijk", ending="exit")
    actions.publish_figures(by=CLOCK, at=APRIL)
    first = ends.ends_visible_to(hedy)
    lived("lmno", first_on=dt.date(2026, 4, 6))
    lived("pqrst", first_on=dt.date(2026, 4, 6), ending="exit")
    actions.publish_figures(by=CLOCK, at=dt.datetime(2026, 5, 1, 0, 5, tzinfo=dt.UTC))  # a record; four finished more
    lived("u", first_on=dt.date(2026, 5, 4))
    actions.publish_figures(by=CLOCK, at=dt.datetime(2026, 6, 1, 0, 5, tzinfo=dt.UTC))  # five finished more; no record
    assert ends.ends_visible_to(hedy) == first
    assert first is not None
    assert [day.isoformat() for day in PublishedRecord.objects.order_by("on").values_list("on", flat=True)] == [
        "2026-04-01",
        "2026-05-01",
    ]


@pytest.mark.django_db
def test_the_audit_sees_a_day_told_of_one(lived: Any, hedy: Actor) -> None:  # noqa: F811
    lived("abcdef")
    lived("ghijk", ending="exit")
    actions.publish_figures(by=CLOCK, at=APRIL)
    assert audit.endings_by_day_hide_single_people().offenders == []
    row = PublishedFeedback.objects.get(topic=ends.TOPIC)
    for wrong in (
        {"told": {FINISHED: {"people": 4, "days": {"2": 4}}}},
        {"told": {FINISHED: {"people": 6, "days": {"2": 5, "1": 1}}}},
        {"ways": {**row.figures["ways"], LEFT: {"trials": 1, "days": {"1": 1}}}},
    ):
        PublishedFeedback.objects.filter(pk=row.pk).update(figures={**row.figures, **wrong})
        assert len(audit.endings_by_day_hide_single_people().offenders) == 1
