"""What the statements leave out: found by their balances however they overlap, by their days where they have none."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest

from foretaste.money.providers.manual.coverage import Gap, Period, Repeat, gaps, held, repeats

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


def counted(number: int, first: int, last: int, opening: int | None = None, closing: int | None = None) -> Period:
    return replace(period(first, last, opening, closing), first_number=number, last_number=number)


def look_at_numbers(periods: list[Period], moved: dict[int, int]) -> list[tuple[int, int, int | None, int]]:
    by_day = {("EUR", on(day)): minor for day, minor in moved.items()}
    found = gaps(periods, by_day, lambda day: day.weekday() < 5)
    return [(one.first_on.day, one.last_on.day, one.missing_minor, one.statements) for one in found]


WEEK = replace(period(2, 6, 0, 50), first_number=1, last_number=5)
HOLED = replace(WEEK, left_out=(3,))


@pytest.mark.parametrize(
    ("periods", "moved", "missing"),
    [
        ([counted(7, 2, 2, 0, 100), counted(8, 3, 3, 100, 70)], {2: 100, 3: -30}, []),
        # what is missing sums to nothing: only its number says so
        ([counted(7, 2, 2, 0, 100), counted(9, 5, 5, 100, 70)], {2: 100, 5: -30}, [(3, 4, 0, 1)]),
        ([counted(9, 5, 5, 100, 70), counted(7, 2, 2, 0, 100)], {2: 100, 5: -30}, [(3, 4, 0, 1)]),
        ([counted(7, 2, 2, 0, 100), counted(9, 3, 3, 100, 70)], {2: 100, 3: -30}, [(2, 3, 0, 1)]),
        # known by the balance, or by the days, already: said once, with how many they are
        ([counted(7, 2, 2, 0, 100), counted(10, 6, 6, 130, 100)], {2: 100, 6: -30}, [(3, 6, 30, 2)]),
        ([counted(7, 2, 2), counted(10, 6, 6)], {2: 100, 6: -30}, [(3, 5, None, 2)]),
        ([counted(1, 2, 2), counted(3, 9, 9)], {2: 5, 9: 5}, [(3, 8, None, 1)]),
        # overlapping, repeated, in one file or never counted: nothing is missing
        ([WEEK, counted(3, 4, 4, 10, 50)], {2: 10, 4: 40}, []),
        ([WEEK, counted(6, 9, 9, 50, 60)], {2: 10, 4: 40, 9: 10}, []),
        ([counted(1, 2, 2, 0, 10), counted(1, 3, 3, 10, 20), counted(1, 4, 4, 20, 30)], {2: 10, 3: 10, 4: 10}, []),
        # left out inside one file of several: said, unless another file has it, or it is no count of statements
        ([HOLED], {2: 10, 4: 40}, [(2, 6, 0, 1)]),
        ([replace(HOLED, opening_minor=None, closing_minor=None)], {2: 50}, [(2, 6, None, 1)]),
        ([HOLED], {2: 10}, [(2, 6, 40, 1)]),  # the balance misses it too: said once
        ([HOLED, counted(3, 4, 4, 10, 50)], {2: 10, 4: 40}, []),
        ([HOLED, HOLED], {2: 10, 4: 40}, [(2, 6, 0, 1)]),  # the same days again, as another file
        ([replace(HOLED, last_number=9, left_out=(3, 4, 5, 6, 7, 8))], {2: 10, 4: 40}, []),
        ([counted(302, 2, 2, 0, 10), counted(399, 3, 3, 10, 20)], {2: 10, 3: 10}, []),  # no count of statements
    ],
)
def test_a_number_left_out_is_a_statement_that_is_missing(
    periods: list[Period], moved: dict[int, int], missing: list[tuple[int, int, int | None, int]]
) -> None:
    assert look_at_numbers(periods, moved) == missing


def test_a_bank_may_begin_to_count_again_each_year() -> None:
    last = Period(dt.date(2025, 12, 31), dt.date(2025, 12, 31), 0, 10, "EUR", 250, 250)
    first = Period(dt.date(2026, 1, 2), dt.date(2026, 1, 2), 10, 10, "EUR", 1, 1)
    moved = {("EUR", dt.date(2025, 12, 31)): 10}
    assert gaps([last, first], moved, lambda _: True) == []


def test_a_statement_given_again_with_another_end_is_shown() -> None:
    first, again, corrected = counted(7, 2, 2, 0, 100), counted(7, 2, 2, 0, 100), counted(7, 2, 2, 0, 90)
    assert repeats([first, again, counted(8, 3, 3, 100, 70)]) == []
    assert repeats([first, corrected, again]) == [Repeat(on(2), on(2), 7, (90, 100), "EUR")]
    # two of one day that a bank counts alike follow each other: they begin differently
    assert repeats([counted(1, 2, 2, 0, 100), counted(1, 2, 2, 100, 70)]) == []
