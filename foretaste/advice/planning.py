"""Which trials to try, in which order, when dates collide. Pure.

Without dates Weitzman's index gives the order. With dates the order is searched for exactly: every set tried, every
day it can end on, every best thing seen so far. When to stop needs no search in either case: as soon as the best
thing seen is worth at least the index of everything that can still be tried. (If some reachable index is higher,
trying that one and stopping then is already better than stopping now; if none is, even a searcher without a calendar
would stop, and a calendar only forbids.)
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from foretaste.advice.boxes import FOREVER, Box, NormalBox, index

MOST = 7  # options; every order of so many has been tried against the plan
PIECES = 15


@dataclass(frozen=True)
class Option:
    """A trial that could be done: when (None: whenever there is room) and for how many days in a row."""

    box: Box | NormalBox
    length: int = 1
    starts: int | None = None


@dataclass(frozen=True)
class Step:
    """The plan's next trial if nothing seen so far is worth its `bar`."""

    option: int
    bar: float
    starts: int
    ends: int


@dataclass(frozen=True)
class Plan:
    """What the plan is worth on average, its line while nothing better turns up, and what it leaves out."""

    worth: float
    steps: list[Step]
    indices: list[float]
    first: dict[int, float]  # what the best plan that begins with each option is worth
    late: list[int]  # options that can't be done any more, or not in time
    search: Search = field(repr=False, compare=False)

    @property
    def left_out(self) -> list[int]:
        chosen = {step.option for step in self.steps}
        return [place for place in range(len(self.indices)) if place not in chosen and place not in self.late]


class Search:
    """The exact search. A state is what was tried and the first free day; the best thing seen is looked up in it."""

    def __init__(self, options: Sequence[Option], have: float, *, today: int = 0, latest: int | None = None) -> None:
        if len(options) > MOST:
            raise ValueError(f"At most {MOST} options.")
        self.options = options
        self.indices = [index(option.box) for option in options]
        self.boxes = [one.box if isinstance(one.box, Box) else one.box.cut(PIECES) for one in options]
        self.have, self.today, self.latest = have, today, latest
        self.worths = sorted({have} | {worth for box in self.boxes for worth, _chance in box.outcomes if worth > have})
        self.known: dict[tuple[frozenset[int], int], list[float]] = {}
        self.has_dates = any(one.starts is not None for one in options) or (
            latest is not None and today + sum(one.length for one in options) - 1 > latest
        )

    def slot(self, place: int, day: int) -> tuple[int, int] | None:
        """Return the first and last day of the option if it is begun from `day` on; None where that can't be."""
        one = self.options[place]
        starts = day if one.starts is None else one.starts
        ends = starts + one.length - 1
        if starts < day or (self.latest is not None and ends > self.latest):
            return None
        return starts, ends

    def reachable(self, tried: frozenset[int], day: int) -> list[int]:
        return [one for one in range(len(self.options)) if one not in tried and self.slot(one, day)]

    def bar(self, tried: frozenset[int], day: int) -> float:
        """Return what is good enough to stop for."""
        return max((self.indices[place] for place in self.reachable(tried, day)), default=-FOREVER)

    def ahead(self, tried: frozenset[int], day: int) -> list[float]:
        """Return what this state is worth, for each best thing seen."""
        state = (tried, day)
        if state not in self.known:
            tries = [self.after(place, tried, day) for place in self.reachable(tried, day)]
            self.known[state] = [max(column) for column in zip(self.worths, *tries, strict=True)]
        return self.known[state]

    def after(self, place: int, tried: frozenset[int], day: int) -> list[float]:
        """Return what trying this one next is worth, for each best thing seen."""
        slot = self.slot(place, day)
        assert slot is not None
        ahead = self.ahead(tried | {place}, slot[1] + 1)
        box = self.boxes[place]
        gain = [0.0] * (len(self.worths) + 1)  # of outcomes above the best so far
        chance_above = [0.0] * (len(self.worths) + 1)
        for worth, chance in box.outcomes:
            if worth > self.have:
                at = bisect_left(self.worths, worth)
                gain[at] += chance * ahead[at]
                chance_above[at] += chance
        result = [0.0] * len(self.worths)
        above = likely = 0.0
        for at in range(len(self.worths) - 1, -1, -1):
            result[at] = above + (1 - likely) * ahead[at] - box.cost
            above += gain[at]
            likely += chance_above[at]
        return result

    def choose(self, tried: frozenset[int], day: int, best: float) -> int | None:
        """Return what to try next with `best` in hand; None to stop."""
        reachable = self.reachable(tried, day)
        if not reachable or best >= self.bar(tried, day):
            return None
        if not self.has_dates:
            return max(reachable, key=lambda place: (self.indices[place], -self.boxes[place].cost, -place))
        at = bisect_left(self.worths, best)
        tries = {place: self._at(self.after(place, tried, day), best, at) for place in reachable}
        return max(tries, key=lambda place: (round(tries[place], 12), self.indices[place], -place))

    def _at(self, values: list[float], best: float, at: int) -> float:
        """Read between two best things seen; the worth is convex and piecewise linear, so this is close above."""
        if at >= len(values):
            return values[-1] + best - self.worths[-1]
        if self.worths[at] == best or at == 0:
            return values[at]
        low, high = self.worths[at - 1], self.worths[at]
        return values[at - 1] + (values[at] - values[at - 1]) * (best - low) / (high - low)


def plan(options: Sequence[Option], have: float, *, today: int = 0, latest: int | None = None) -> Plan:
    """Return the best plan with `have` in hand from `today` on, everything tried by `latest`."""
    search = Search(options, have, today=today, latest=latest)
    late = [place for place in range(len(options)) if search.slot(place, today) is None]
    nothing: frozenset[int] = frozenset()
    first = {place: search.after(place, nothing, today)[0] for place in search.reachable(nothing, today)}
    steps: list[Step] = []
    tried, day = nothing, today
    while (place := search.choose(tried, day, have)) is not None:
        slot = search.slot(place, day)
        assert slot is not None
        steps.append(Step(place, search.bar(tried, day), *slot))
        tried, day = tried | {place}, slot[1] + 1
    return Plan(search.ahead(nothing, today)[0], steps, search.indices, first, late, search)
