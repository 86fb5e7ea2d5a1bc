"""The dashboard's chart tells of everybody who started: who stayed, who left, and who ended in another way."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.insights.publishing import Between
from foretaste.insights.queries import CompanyRecord, Figures, OwnFigures
from foretaste.web.company.figures import _chart

ON, LATER = dt.date(2026, 11, 1), dt.date(2026, 12, 1)
STRETCH = Between(2, 3)  # the record tells no number, and so not how many are left over


@pytest.mark.parametrize(
    ("left", "left_early", "exits_on", "said"),
    [
        ([("1", 2), ("2", 1)], Between(3, 3), ON, "9 finished. 2 ended in other ways."),
        ([("1", 2), ("2", 1)], STRETCH, ON, "9 finished. 2 ended in other ways."),
        ([("1", 4)], Between(4, 4), ON, "9 finished. 1 ended in another way."),
        ([("1", 5)], Between(5, 5), ON, "9 finished."),
        ([("1", 5)], Between(3, 3), LATER, "9 finished. 2 ended in other ways."),  # as counted with the record
        ([("1", 5)], STRETCH, LATER, "9 finished. 2 ended in other ways."),
    ],
)
def test_what_ended_in_another_way_is_said_beside_it(
    left: list[tuple[str, int]], left_early: Between, exits_on: dt.date, said: str
) -> None:
    """By the count of the record's own date: the days may be of another, and the record may tell a stretch."""
    own_left = 3 if exits_on == LATER else sum(count for _day, count in left)
    record = CompanyRecord(
        published_on=ON, interns=12, started=14, told_of=14, finished=Between(9, 9), left_early=left_early,
        median_hours_to_pay=2, answers_on_time_percent=None, shares=(),
    )  # fmt: skip
    own = OwnFigures(None, None, None, Figures(exits_on, 12, left), finished=9, left_early=own_left)
    chart = _chart(record, own, hired=0)
    assert chart is not None
    assert chart.description.endswith(said)
    assert [bar.label for bar in chart.bars][-1] == "Finished"
