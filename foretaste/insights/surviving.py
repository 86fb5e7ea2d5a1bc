"""How long people stay, when some are still here: Kaplan and Meier, the log-rank test, Aalen and Johansen. Pure.

A stay is so many days and how it ended, or `STILL_HERE`: then it lasts at least so long, and no more is known.
Who leaves on a day and who is last seen on that day were both there until then: leaving comes first.
Formulas and their sources stand in docs/explanation/retention.md.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

STILL_HERE = ""
Z = 1.959963984540054  # 95 %
ROUNDING = 1e-9  # sums of shares that should be 1 miss it by less


class Stay(NamedTuple):
    """One person: days from the first to the last, and how it ended; no ending means still here when last seen."""

    days: int
    ending: str = STILL_HERE


@dataclass(frozen=True)
class Step:
    """A day on which somebody left: how many were there until then, how many left, what share stays beyond it.

    `low` and `high` are the 95 % interval of that share.
    """

    day: int
    at_risk: int
    left: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """The share still there after each day; nothing is told beyond `last`."""

    people: int
    steps: tuple[Step, ...]
    stays: tuple[int, ...]  # sorted days of everybody, however they ended
    end: int | None = None  # before the longest stay

    @property
    def left(self) -> int:
        return sum(step.left for step in self.steps)

    @property
    def last(self) -> int:
        longest = self.stays[-1] if self.stays else 0
        return longest if self.end is None else self.end

    @property
    def median(self) -> int | None:
        """Return the first day beyond which at most half stay; None where more than half still do."""
        return next((step.day for step in self.steps if step.share <= 0.5 + ROUNDING), None)

    def while_watched_by(self, least: int) -> Curve:
        """Return the curve up to where fewer than so many are watched: beyond, one of them moves it too far."""
        if len(self.stays) < least:
            return Curve(self.people, (), ())
        end = self.stays[-least]
        return Curve(self.people, tuple(step for step in self.steps if step.day <= end), self.stays, end)

    def at(self, day: int) -> Step | None:
        """Return the last step up to a day: its share and interval hold until the next one. None before the first."""
        place = bisect_right(self.steps, day, key=lambda step: step.day)
        return self.steps[place - 1] if place else None

    def at_risk(self, day: int) -> int:
        """Return how many are known to have been there until this day."""
        return len(self.stays) - bisect_left(self.stays, day)


def kaplan_meier(stays: Iterable[Stay]) -> Curve:
    """Kaplan and Meier 1958, with Greenwood's variance; intervals on the log-log scale stay within 0 and 1."""
    known = list(stays)
    steps: list[Step] = []
    share, variance = 1.0, 0.0
    for day, at_risk, endings in _days(known):
        left = sum(endings.values())
        if not left:
            continue
        share *= (at_risk - left) / at_risk
        if left == at_risk:  # the last one has gone: what was likely before is all that bounds it
            steps.append(Step(day, at_risk, left, 0.0, 0.0, steps[-1].high if steps else 1.0))
            continue
        variance += left / (at_risk * (at_risk - left))
        steps.append(Step(day, at_risk, left, share, *_between(share, math.sqrt(variance) * share)))
    return Curve(len(known), tuple(steps), tuple(sorted(stay.days for stay in known)))


def aalen_johansen(stays: Iterable[Stay]) -> dict[str, tuple[Step, ...]]:
    """Return, by ending, the share that has ended so by each day: Aalen and Johansen 1978.

    Endings compete: who leaves can't be dismissed later. The shares and who is still there sum to 1 on every day,
    which 1 minus one curve for each ending would not. The variance is that of Marubini and Valsecchi 1995.
    """
    known = list(stays)
    days = [one for one in _days(known) if one[2]]
    return {ending: _of_one_ending(ending, days) for ending in sorted({one.ending for one in known if one.ending})}


def _of_one_ending(ending: str, days: Sequence[tuple[int, int, Mapping[str, int]]]) -> tuple[Step, ...]:
    """The variance at t is a + 2 b F(t) + c F(t)^2, and each sum grows by one term a day."""
    steps: list[Step] = []
    still, share = 1.0, 0.0
    fixed = linear = square = 0.0
    for day, at_risk, endings in days:
        left, so = sum(endings.values()), endings.get(ending, 0)
        share += still * so / at_risk
        gone = left / (at_risk * (at_risk - left)) if left < at_risk else 0.0  # nothing comes after the last one
        fixed += share * share * gone + still * still * so * (at_risk - so) / at_risk**3
        fixed += 2 * share * still * so / at_risk**2
        linear += -share * gone - still * so / at_risk**2
        square += gone
        still *= (at_risk - left) / at_risk
        if so:
            variance = max(0.0, fixed + 2 * linear * share + square * share * share)
            steps.append(Step(day, at_risk, so, share, *_between(share, math.sqrt(variance))))
    return tuple(steps)


@dataclass(frozen=True)
class Difference:
    """The log-rank test between groups: whether they differ by more than chance, not by how much, nor why."""

    statistic: float
    degrees: int
    p: float


def log_rank(groups: Mapping[str, Iterable[Stay]]) -> Difference | None:
    """Mantel 1966, for any number of groups; None where there is nothing to compare."""
    members = {name: list(stays) for name, stays in groups.items()}
    names = [name for name, stays in members.items() if stays]
    stays = {name: sorted(stay.days for stay in members[name]) for name in names}
    left_on = {name: Counter(stay.days for stay in members[name] if stay.ending) for name in names}
    size = len(names) - 1
    if size < 1:
        return None
    gap, spread = [0.0] * size, [[0.0] * size for _ in range(size)]
    for day in sorted(set[int]().union(*left_on.values())):  # on every other day there is nothing to compare
        at_risk = {name: len(stays[name]) - bisect_left(stays[name], day) for name in names}
        left = {name: left_on[name][day] for name in names}
        there, gone = sum(at_risk.values()), sum(left.values())
        scale = gone * (there - gone) / (there - 1) if there > 1 else 0.0
        for row in range(size):
            part = at_risk[names[row]] / there
            gap[row] += left[names[row]] - gone * part
            for column in range(size):
                spread[row][column] += scale * part * ((row == column) - at_risk[names[column]] / there)
    solved = _solved(spread, gap)
    if solved is None:
        return None
    statistic = max(0.0, sum(one * other for one, other in zip(gap, solved, strict=True)))
    return Difference(statistic, size, chi_squared_beyond(statistic, size))


def chi_squared_beyond(value: float, degrees: int) -> float:
    """Return the chance of a chi-squared of so many degrees of freedom beyond a value, in closed form."""
    half = value / 2
    if degrees % 2:
        chance, term, start = math.erfc(math.sqrt(half)), 2 * math.sqrt(half / math.pi) * math.exp(-half), 3
    else:
        chance, term, start = 0.0, math.exp(-half), 2
    for step in range(start, degrees + 1, 2):
        chance += term
        term *= value / step
    return min(1.0, chance)


# --- arithmetic ---------------------------------------------------------------------------------------


def _days(known: Sequence[Stay]) -> list[tuple[int, int, Mapping[str, int]]]:
    """Return each day something is known of, how many were there until then, and how it ended for how many."""
    endings: dict[int, dict[str, int]] = {}
    seen: dict[int, int] = {}
    for (days, ending), count in Counter(known).items():
        if days < 0:
            raise ValueError(f"Nobody stays {days} days.")
        seen[days] = seen.get(days, 0) + count
        found = endings.setdefault(days, {})
        if ending:
            found[ending] = count
    result: list[tuple[int, int, Mapping[str, int]]] = []
    there = len(known)
    for day in sorted(endings):
        result.append((day, there, endings[day]))
        there -= seen[day]
    return result


def _between(share: float, error: float) -> tuple[float, float]:
    """Return the 95 % interval on the log-log scale; at 0 and at 1, where there is none, the share itself."""
    if not ROUNDING < share < 1 - ROUNDING:
        return share, share
    reach = Z * error / (share * math.log(share))
    one, other = share ** math.exp(reach), share ** math.exp(-reach)
    return min(one, other), max(one, other)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float] | None:
    """Solve matrix x = right by elimination; None where the matrix has no inverse."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        best = max(range(column, size), key=lambda row: abs(rows[row][column]))
        if abs(rows[best][column]) < 1e-12:
            return None
        rows[column], rows[best] = rows[best], rows[column]
        for row in range(size):
            if row != column:
                factor = rows[row][column] / rows[column][column]
                rows[row] = [one - factor * other for one, other in zip(rows[row], rows[column], strict=True)]
    return [rows[row][size] / rows[row][row] for row in range(size)]
