"""Stay or leave, day by day: what each choice is worth under a belief that one more day moves. Pure.

Backward induction over the days of one trial. A stage's `leave` is what leaving then is worth; going on brings `pay`
(and `per_point` times the belief, where living there is a value of its own) and one more impression. At the end there
is an offer, worth `offer` plus `offer_per_point` times the belief, or leaving.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from foretaste.advice.learning import Belief
from foretaste.advice.normal import below, density

REACH = 6.0  # standard deviations of the first belief that are looked at


@dataclass(frozen=True)
class Stage:
    """One evening: leave now, or go on to the next day."""

    leave: float
    pay: float = 0.0
    per_point: float = 0.0


@dataclass(frozen=True)
class End:
    """After the last day: leave, or take what is offered."""

    leave: float
    offer: float = 0.0
    offer_per_point: float = 1.0


@dataclass(frozen=True)
class Line:
    """A function drawn by straight lines between points, and on beyond its ends."""

    xs: Sequence[float]
    ys: Sequence[float]

    def __call__(self, x: float) -> float:
        at = min(max(bisect_right(self.xs, x), 1), len(self.xs) - 1)
        left, right = self.xs[at - 1], self.xs[at]
        slope = (self.ys[at] - self.ys[at - 1]) / (right - left)
        return self.ys[at - 1] + slope * (x - left)

    def expected(self, mean: float, spread: float) -> float:
        """Return its mean under a Normal, exactly: each piece of a line has a closed form."""
        if spread <= 0:
            return self(mean)
        xs, ys = self.xs, self.ys
        first = max(bisect_right(xs, mean - REACH * spread) - 1, 0)
        last = min(bisect_right(xs, mean + REACH * spread), len(xs) - 1)
        if last - first < 1:
            first, last = (first, first + 1) if first + 1 < len(xs) else (first - 1, first)
        total = 0.0
        low_share, low_height = 0.0, 0.0
        for at in range(first, last):
            left, right = xs[at], xs[at + 1]
            slope = (ys[at + 1] - ys[at]) / (right - left)
            if at == last - 1:
                share, height = 1.0, 0.0
            else:
                u = (right - mean) / spread
                share, height = below(u), density(u)
            total += (ys[at] + slope * (mean - left)) * (share - low_share) + slope * spread * (low_height - height)
            low_share, low_height = share, height
        return total


@dataclass(frozen=True)
class Evening:
    """What staying and leaving are worth on one evening, by belief. Below `bar` leaving is worth more."""

    bar: float
    leave: float
    stay: Line
    variance: float

    def gap(self, belief: float) -> float:
        """Return by how much staying is worth more; below nothing: leaving is."""
        return self.stay(belief) - self.leave


def evenings(
    belief: Belief, noise: float, stages: Sequence[Stage], end: End, *, discount: float = 1.0, points: int = 161
) -> list[Evening]:
    """Return each evening from the first stage to the end."""
    reach = REACH * belief.spread
    xs = [belief.mean - reach + 2 * reach * step / (points - 1) for step in range(points)]
    variances = [belief.left_after(day, noise) for day in range(len(stages) + 1)]
    result = [_evening(end.leave, lambda x: end.offer + end.offer_per_point * x, xs, variances[-1])]
    for place in range(len(stages) - 1, -1, -1):
        stage, worths = stages[place], _best(result[-1])
        spread = math.sqrt(max(variances[place] - variances[place + 1], 0.0))

        def stay(x: float, stage: Stage = stage, worths: Line = worths, spread: float = spread) -> float:
            return stage.pay + stage.per_point * x + discount * worths.expected(x, spread)

        result.append(_evening(stage.leave, stay, xs, variances[place]))
    return result[::-1]


def _evening(leave: float, stay: Callable[[float], float], xs: Sequence[float], variance: float) -> Evening:
    """Find where staying begins to be worth as much; staying rises with the belief."""
    line = Line(xs, [stay(x) for x in xs])
    at = next((at for at, y in enumerate(line.ys) if y >= leave), None)
    if not at:
        return Evening(math.inf if at is None else -math.inf, leave, line, variance)
    low, high = xs[at - 1], xs[at]
    for _round in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if stay(middle) >= leave else (middle, high)
    return Evening(high, leave, line, variance)


def _best(evening: Evening) -> Line:
    """Return the better of both choices; the bar becomes a point, so that the corner is exact.

    Straight lines lie above a curve that bends upwards, by a twelfth of its second difference on average: that much is
    taken off, so that means over many points come out right to the fourth order.
    """
    xs, ys = list(evening.stay.xs), evening.stay.ys
    level = [y - (before - 2 * y + after) / 12 for before, y, after in zip(ys, ys[1:], ys[2:], strict=False)]
    best = [
        evening.leave if x < evening.bar else max(evening.leave, y)
        for x, y in zip(xs, [ys[0], *level, ys[-1]], strict=True)
    ]
    if math.isfinite(evening.bar) and (at := bisect_right(xs, evening.bar)) and xs[at - 1] < evening.bar:
        xs.insert(at, evening.bar)
        best.insert(at, evening.leave)
    return Line(xs, best)


@dataclass(frozen=True)
class Fates:
    """How many leave on each evening and how many take the offer; each with those for whom it was right."""

    leave: list[float]
    leave_bad: list[float]  # of them: the place was not good for them
    stay: float
    stay_good: float
    days: float  # lived on average

    @property
    def bad(self) -> float:
        return sum(self.leave_bad) + self.stay - self.stay_good

    @property
    def bad_who_leave(self) -> float:
        """Return the share of bad matches that leave by themselves."""
        return sum(self.leave_bad) / self.bad if self.bad else 0.0


def fates(belief: Belief, noise: float, found: Sequence[Evening], *, good_from: float = 0.0, cells: int = 161) -> Fates:
    """Follow many people who choose so, cell by cell. A place is good for them if its worth is above `good_from`."""
    reach = 5.0 * belief.spread
    width = 2 * reach / cells
    edges = [belief.mean - reach + width * step for step in range(cells + 1)]
    middles = [edge + width / 2 for edge in edges[:-1]]
    crowd = {belief.mean: 1.0}
    leave, leave_bad, days = [], [], 0.0
    for day, evening in enumerate(found):
        good = math.sqrt(evening.variance)
        gone = gone_bad = 0.0
        staying: dict[float, float] = {}
        for mean, share in crowd.items():
            # a cell that the bar cuts is parted by it; the first evening's one belief is no cell
            part = share * _part_below(evening.bar, mean, width if day else 0.0)
            gone += part
            gone_bad += part * below((good_from - mean) / good)
            if share > part:
                staying[mean] = share - part
        leave.append(gone)
        leave_bad.append(gone_bad)
        if day == len(found) - 1:
            stay = sum(staying.values())
            stay_good = sum(share * below((mean - good_from) / good) for mean, share in staying.items())
            return Fates(leave, leave_bad, stay, stay_good, days)
        days += sum(staying.values())
        spread = math.sqrt(max(evening.variance - found[day + 1].variance, 0.0))
        crowd = _moved(staying, spread, edges, middles)
    raise ValueError("There is no evening.")


def _part_below(bar: float, mean: float, width: float) -> float:
    if width <= 0:
        return 1.0 if mean < bar else 0.0
    return min(max((bar - (mean - width / 2)) / width, 0.0), 1.0)


def _moved(crowd: dict[float, float], spread: float, edges: list[float], middles: list[float]) -> dict[float, float]:
    """Let one more day move everybody's belief."""
    result = [0.0] * len(middles)
    for mean, share in crowd.items():
        if share < 1e-12:
            continue
        first = max(bisect_right(edges, mean - 6 * spread) - 1, 0)
        last = min(bisect_right(edges, mean + 6 * spread), len(middles))
        before = 0.0
        for cell in range(first, last):
            until = 1.0 if cell == last - 1 else below((edges[cell + 1] - mean) / spread)
            result[cell] += share * (until - before)
            before = until
    return {middle: share for middle, share in zip(middles, result, strict=True) if share}
