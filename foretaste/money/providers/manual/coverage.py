"""What the statements leave out: a balance that moved by more than the entries that are here, days that none covers.

Pure. A bank's opening and closing balances chain its statements, however they overlap: between two closing balances
the entries booked in between have to be the difference. Where there are no balances (CSV), days are all that can be
looked at. Where the bank counts its statements, a number that it left out says that one is missing, even one whose
entries sum to nothing; and the same number, said again with another end, that the bank has corrected it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """What one statement says of itself: its days, and its balances where it has any."""

    first_on: dt.date
    last_on: dt.date
    opening_minor: int | None = None
    closing_minor: int | None = None
    currency: str = ""  # of the balances
    first_number: int | None = None  # as the bank counts its statements, which it may begin again each year
    last_number: int | None = None
    left_out: tuple[int, ...] = ()  # numbers between the two that the file with these days does not hold

    def counts(self, number: int) -> bool:
        """Whether it holds the statement of this number."""
        if self.first_number is None or self.last_number is None:
            return False
        return self.first_number <= number <= self.last_number and number not in self.left_out


@dataclass(frozen=True)
class Gap:
    """Days whose entries are missing. `missing_minor` is what the balance says they sum to; None where nothing says."""

    first_on: dt.date
    last_on: dt.date
    missing_minor: int | None
    currency: str
    statements: int = 0  # so many are missing, as the bank counts them; 0 where it does not say


@dataclass(frozen=True)
class Repeat:
    """A statement that the bank has given twice: the same number, days and beginning, and another end."""

    first_on: dt.date
    last_on: dt.date
    number: int
    closings_minor: tuple[int, ...]
    currency: str


def gaps(
    periods: Sequence[Period],
    moved: Mapping[tuple[str, dt.date], int],
    is_working_day: Callable[[dt.date], bool],
) -> list[Gap]:
    """Return what is missing, the earliest first. `moved` is what the entries here sum to, by currency and day."""
    found = []
    for currency in sorted({one.currency for one in periods if one.closing_minor is not None}):
        anchors = _anchors([one for one in periods if one.currency == currency and one.closing_minor is not None])
        for (before, start), (upto, end) in pairwise(anchors):
            here = sum(minor for (money, day), minor in moved.items() if money == currency and before < day <= upto)
            if end - start != here:
                found.append(Gap(before + ONE_DAY, upto, end - start - here, currency))
    for first, last in _uncovered(periods):
        days = (first + ONE_DAY * number for number in range((last - first).days + 1))
        if any(is_working_day(day) for day in days):
            found.append(Gap(first, last, None, ""))
    for one in (*_left_out(periods), *_left_out_inside(periods)):
        same = [gap for gap in found if gap.first_on <= one.last_on and one.first_on <= gap.last_on]
        if same:  # known by the balances or the days: the numbers say how many they are
            found[found.index(same[0])] = replace(same[0], statements=same[0].statements + one.statements)
        else:
            found.append(one)
    return sorted(found, key=lambda one: (one.first_on, one.last_on))


def repeats(periods: Iterable[Period]) -> list[Repeat]:
    """Return what the bank has said twice and not alike, the earliest first."""
    ends: dict[tuple[dt.date, dt.date, int, int, str], set[int]] = {}
    for one in periods:
        if one.first_number is None or one.first_number != one.last_number:
            continue
        if one.opening_minor is None or one.closing_minor is None:
            continue
        said = one.first_on, one.last_on, one.first_number, one.opening_minor, one.currency
        ends.setdefault(said, set()).add(one.closing_minor)
    return [
        Repeat(first_on, last_on, number, tuple(sorted(closings)), currency)
        for (first_on, last_on, number, _opening, currency), closings in sorted(ends.items())
        if len(closings) > 1
    ]


def held(periods: Iterable[Period], moved: Mapping[tuple[str, dt.date], int], currency: str) -> int | None:
    """Return what came in since the first statement, as the bank's balances tell it; None where none tells."""
    told = [one for one in periods if one.currency == currency and one.closing_minor is not None]
    if not told:
        return None
    anchors = _anchors(told)
    (begin, opening), (end, closing) = anchors[0], anchors[-1]
    outside = (
        minor for (money, day), minor in moved.items() if money == currency and not begin < day <= end
    )  # of statements without balances
    return closing - opening + sum(outside)


def _anchors(periods: Sequence[Period]) -> list[tuple[dt.date, int]]:
    """Return moments at which the bank says what was there: before the first day, then at the end of each last day."""
    first_on = min(one.first_on for one in periods)
    firsts = sorted((one for one in periods if one.first_on == first_on), key=lambda one: one.last_on)
    ended = {one.closing_minor for one in firsts if one.opening_minor != one.closing_minor}
    first = next((one for one in firsts if one.opening_minor not in ended), firsts[0])
    closings: dict[dt.date, int] = {}
    for day in sorted({one.last_on for one in periods}):
        same_day = [one for one in periods if one.last_on == day]
        openings = {one.opening_minor for one in same_day if one.opening_minor != one.closing_minor}
        ends = [one for one in same_day if one.closing_minor not in openings] or same_day
        closings[day] = ends[-1].closing_minor or 0
    begin = [] if first.opening_minor is None else [(first.first_on - ONE_DAY, first.opening_minor)]
    return [*begin, *closings.items()]


def _uncovered(periods: Sequence[Period]) -> list[tuple[dt.date, dt.date]]:
    """Return days between two statements that no balance chains together."""
    ordered = sorted(periods, key=lambda one: (one.first_on, one.last_on))
    found: list[tuple[dt.date, dt.date]] = []
    latest: Period | None = None
    for one in ordered:
        if latest is not None and one.first_on > latest.last_on + ONE_DAY and not _chained(latest, one):
            found.append((latest.last_on + ONE_DAY, one.first_on - ONE_DAY))
        if latest is None or one.last_on > latest.last_on:
            latest = one
    return found


def _left_out(periods: Sequence[Period]) -> Iterator[Gap]:
    """Return the numbers left out between two statements of one year.

    A bank gives at most one statement a day, about: more numbers than there are days between two are no count of
    statements (some banks write a date there).
    """
    numbered = [one for one in periods if one.first_number is not None and one.last_number is not None]
    for year in sorted({one.last_on.year for one in numbered}):
        latest: Period | None = None
        highest = 0
        for one in sorted(
            (one for one in numbered if one.last_on.year == year),
            key=lambda one: (one.first_number or 0, one.last_number or 0, one.first_on),
        ):
            if latest is not None:
                more = (one.first_number or 0) - highest - 1
                between = (one.first_on - latest.last_on).days
                if 0 < more <= between + 1 and between >= 0:
                    yield _unseen(latest, one, more)
            if latest is None or (one.last_number or 0) >= highest:
                latest, highest = one, one.last_number or 0


def _left_out_inside(periods: Sequence[Period]) -> Iterator[Gap]:
    """Return the numbers left out inside one file of several statements, and in no other file of those days."""
    said: set[tuple[int, int]] = set()  # by year: another file of the same days may leave out the same
    for one in periods:
        if not 0 < len(one.left_out) <= (one.last_on - one.first_on).days + 1:
            continue  # more than there are days, or across New Year: no count of statements
        others = [other for other in periods if other.first_on <= one.last_on and one.first_on <= other.last_on]
        unseen = [
            number
            for number in one.left_out
            if not any(other.counts(number) for other in others) and (one.last_on.year, number) not in said
        ]
        said |= {(one.last_on.year, number) for number in unseen}
        if unseen:
            told = one.opening_minor is not None and one.closing_minor is not None  # the balances say what is missing
            yield Gap(one.first_on, one.last_on, 0 if told else None, one.currency if told else "", len(unseen))


def _unseen(before: Period, after: Period, statements: int) -> Gap:
    first, last = before.last_on + ONE_DAY, after.first_on - ONE_DAY
    if first > last:  # two statements of one day, or of two that follow each other
        first, last = before.last_on, after.first_on
    chained = _chained(before, after)
    return Gap(first, last, 0 if chained else None, before.currency if chained else "", statements)


def _chained(before: Period, after: Period) -> bool:
    """Whether both have balances: then these say what is missing, or that nothing is."""
    return before.closing_minor is not None and after.opening_minor is not None and before.currency == after.currency
