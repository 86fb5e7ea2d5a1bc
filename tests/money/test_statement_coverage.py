"""What the statements leave out: found by their balances however they overlap, by their days where they have none."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from foretaste.money.providers.manual.coverage import Gap, Period, gaps, held

MARCH = dt.date(2026, 3, 1)  # a Sunday


def on(day: int) -> dt.date:
    return MARCH + dt.timedelta(days=day - 1)


def period(first: int, last: int, opening: int | None = None, closing: int | None = None) -> Period:
    return Period(on(first), on(last), opening, closing, "" if closing is None else "EUR")


def look(periods: list[Period], moved: dict[int, int]) -> list[tuple[int, int, int | None]]:
    """Return gaps as days of March; `moved` is by day of March."""
    by_day = {("EUR", on(day)): minor for day, minor in moved.items()}
    found: list[Gap] = gaps(periods, by_day, lambda day: day.weekday() < 5)
    return [(one.first_on.day, one.last_on.day, one.missing_minor) for one in found]


@pytest.mark.parametrize(
    ("periods", "moved", "missing"),
    [
        ([], {}, []),
        ([period(2, 2, 0, 100)], {2: 100}, []),
        ([period(2, 2, 0, 100), period(3, 3, 100, 70)], {2: 100, 3: -30}, []),
        ([period(2, 2, 0, 100), period(5, 5, 100, 70)], {2: 100, 5: -30}, []),  # nothing moved between
        ([period(2, 2, 0, 100), period(5, 5, 130, 100)], {2: 100, 5: -30}, [(3, 5, 30)]),
        ([period(5, 5, 130, 100), period(2, 2, 0, 100)], {2: 100, 5: -30}, [(3, 5, 30)]),  # uploaded in any order
        ([period(2, 2, 0, 100)], {2: 90}, [(2, 2, 10)]),  # an entry of the file itself is missing
        ([period(2, 2, 0, 100), period(2, 6, 0, 150)], {2: 100, 6: 50}, []),  # a day and then its week
        ([period(2, 2, 0, 100), period(2, 2, 100, 80)], {2: 80}, []),  # two on one day
        ([period(2, 2, 100, 80), period(2, 2, 0, 100)], {2: 80}, []),  # the later one first
        ([period(2, 3), period(6, 6)], {2: 5, 6: 5}, [(4, 5, None)]),  # without balances: days
        ([period(2, 6), period(9, 9)], {2: 5, 9: 5}, []),  # a weekend between
        ([period(2, 3, 0, 5), period(6, 6)], {2: 5, 6: 5}, [(4, 5, None)]),
        ([period(2, 2, 0, 100), period(3, 4), period(5, 5, 60, 50)], {2: 100, 4: -40, 5: -10}, []),
    ],
)
def test_what_is_missing_is_said_and_nothing_else(
    periods: list[Period], moved: dict[int, int], missing: list[tuple[int, int, int | None]]
) -> None:
    assert look(periods, moved) == missing


@pytest.mark.parametrize("seed", range(200))
def test_of_any_chain_of_statements_exactly_the_missing_one_is_found(seed: int) -> None:
    """A month of entries in daily statements, some repeated as weeks; then one statement's entries are lost."""
    luck = random.Random(seed)
    moved, balance, days = {}, 0, []
    for day in range(2, 29):
        moved[day] = luck.choice([0, 0, 500, -300, 1250])
        days.append(period(day, day, balance, balance := balance + moved[day]))
    weeks = [Period(days[i].first_on, days[i + 6].last_on, days[i].opening_minor, days[i + 6].closing_minor, "EUR")
             for i in (0, 7, 14)]  # fmt: skip
    told = [*days, *luck.sample(weeks, luck.randint(0, 3))]
    luck.shuffle(told)
    assert look(told, moved) == []
    assert held(told, {("EUR", on(day)): minor for day, minor in moved.items()}, "EUR") == balance
    lost = luck.choice([day for day in moved if moved[day]])
    there = {day: minor for day, minor in moved.items() if day != lost}
    assert look(told, there) == [(lost, lost, moved[lost])]
    assert held(told, {("EUR", on(day)): minor for day, minor in there.items()}, "EUR") == balance
