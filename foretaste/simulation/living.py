"""Live a world week by week, in one way: who tries whom, who leaves, who is hired, who pays what. Deterministic."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from heapq import heappush, heapreplace
from typing import Any, NamedTuple

from foretaste.simulation.figures import DAYS_A_WEEK, Figures, Split, Way, belief_before
from foretaste.simulation.people import World


class Try(NamedTuple):
    """One trial, or one internship."""

    intern: int
    company: int
    begun: int  # week of the first day
    ended: int  # week both are free again
    stages: int  # lived
    left: bool  # the intern left before the end
    has_bonus: bool
    split: Split
    suits_intern: bool  # knowing everything
    suits_company: bool
    wanted: bool  # the company would go on
    hired: bool

    @property
    def good(self) -> bool:
        return self.suits_intern and self.suits_company


class Hire(NamedTuple):
    """A job begun."""

    intern: int
    company: int
    week: int
    until: int  # week it ends; the horizon's, if it lasts
    good: bool


@dataclass
class Life:
    """What happened."""

    way: Way
    interns: int
    openings: int
    tries: list[Try] = field(default_factory=list)
    hires: list[Hire] = field(default_factory=list)


class Asked(NamedTuple):
    """A company that an intern would ask: how good the intern looks to it, and its place among those looked at."""

    company: int
    view: float
    place: int


@dataclass
class _Pairs:
    """Every pair's fit and first beliefs, and whom each intern would ask, the most promising first."""

    fit: Any
    first: Any
    suits: Any
    asked: list[list[Asked]]


def live(world: World, figures: Figures, way: Way) -> Life:
    """Live it. Nobody begins what can't end within the horizon."""
    pairs = _pairs(world, figures)
    openings = _openings(world, figures)
    life = Life(way, world.interns, sum(openings))
    seats = list(openings)  # openings that are neither filled nor being tried for
    free = [True] * world.interns
    waiting = list(pairs.asked)  # companies each has not tried yet
    agreed: list[list[int]] = [[] for _ in range(world.interns)]  # weeks of agreements that carried a bonus or could
    pays = (world.unpaid < way.paid_share).tolist()
    ends: dict[int, list[Try]] = defaultdict(list)
    partings: dict[int, list[Hire]] = defaultdict(list)
    for week in range(figures.horizon + 1):
        for hire in partings.pop(week, ()):
            free[hire.intern] = True
            seats[hire.company] += 1
        for one in ends.pop(week, ()):
            if not one.hired:
                free[one.intern] = True
                seats[one.company] += 1
                continue
            over = week + figures.found_out
            hire = Hire(one.intern, one.company, week, figures.horizon if one.good else over, one.good)
            life.hires.append(hire)
            if not one.good:
                partings[over].append(hire)
        if week + way.wait + way.weeks > figures.horizon:
            continue
        for intern, going_to in _round(seats, free, waiting):
            free[intern] = False
            seats[going_to.company] -= 1
            waiting[intern] = [each for each in waiting[intern] if each is not going_to]
            recent = [each for each in agreed[intern] if each > week - way.bonus_window]
            has_bonus = len(recent) < way.bonus_agreements
            agreed[intern] = [*recent, week]
            is_paid = pays[going_to.company]
            found = _tried(world, figures, way, pairs, intern, going_to, week + way.wait, has_bonus, is_paid)
            life.tries.append(found)
            ends[found.ended].append(found)
    return life


def _openings(world: World, figures: Figures) -> list[int]:
    """Share the openings out evenly; what is left over goes by lot."""
    total = max(1, round(figures.openings * world.interns))
    each, over = divmod(total, world.companies)
    found = [each] * world.companies
    for company in world.order[:over].tolist():
        found[company] += 1
    return found


def _pairs(world: World, figures: Figures) -> _Pairs:
    import numpy

    one = figures
    shared, own = math.sqrt(one.common), math.sqrt(1 - one.common)
    theirs = one.agreement * world.pair[:, :, 0] + math.sqrt(1 - one.agreement**2) * world.pair[:, :, 1]
    fit = numpy.stack(
        [
            shared * world.place[world.at] + own * world.pair[:, :, 0],
            shared * world.person[:, None] + own * theirs,
        ],
        axis=2,
    )
    first = (fit + one.first_noise * world.first) * (1 - belief_before(one.first_noise))
    suits = fit + one.later * world.later > 0
    open_to = numpy.all(first >= numpy.array([one.outside, one.company_outside]), axis=2)
    by_hope = numpy.argsort(-first[:, :, 0], axis=1, kind="stable").tolist()
    asked = [
        [Asked(at[place], views[place], place) for place in places if willing[place]]
        for places, willing, at, views in zip(
            by_hope, open_to.tolist(), world.at.tolist(), first[:, :, 1].tolist(), strict=True
        )
    ]
    return _Pairs(fit, first, suits, asked)


def _round(seats: list[int], free: list[bool], waiting: list[list[Asked]]) -> list[tuple[int, Asked]]:
    """Match who is free with what is free: interns ask, companies keep the best (deferred acceptance, so stable).

    Each tries a single company, the one that promises most: with equal costs that is the order of Weitzman's index.
    """
    kept: dict[int, list[tuple[float, int, Asked]]] = defaultdict(list)
    needed = [-math.inf if free_seats else math.inf for free_seats in seats]  # to look better than this
    following: dict[int, int] = {}  # where each goes on asking
    going = [intern for intern in range(len(free) - 1, -1, -1) if free[intern]]
    while going:
        intern = going.pop()
        begin = following.get(intern, 0)
        for number, one in enumerate(waiting[intern][begin:] if begin else waiting[intern], begin):
            company, view, _place = one
            if view <= needed[company]:
                continue
            heap = kept[company]
            if len(heap) < seats[company]:
                heappush(heap, (view, intern, one))
            else:
                _view, other, _asked = heapreplace(heap, (view, intern, one))
                going.append(other)
            if len(heap) == seats[company]:
                needed[company] = heap[0][0]
            following[intern] = number + 1
            break
    return sorted((intern, one) for heap in kept.values() for _view, intern, one in heap)


def _tried(
    world: World,
    figures: Figures,
    way: Way,
    pairs: _Pairs,
    intern: int,
    asked: Asked,
    begun: int,
    has_bonus: bool,
    is_paid: bool,
) -> Try:
    """Let the two live it: each stage moves both beliefs; the intern may leave; at the end both say yes or no."""
    place = asked.place
    mine, theirs = pairs.fit[intern, place].tolist()
    hope, view = pairs.first[intern, place].tolist()
    seen, shown = _misleading(world, way, intern, place)
    bars = way.bars_with_bonus if has_bonus else way.bars
    lived = way.stages
    for number, gain in enumerate(way.gains):
        hope += gain * (mine + way.noise * seen[number] - hope)
        view += gain * (theirs + way.noise * shown[number] - view)
        if hope < bars[number]:
            lived = number + 1
            break
    left = lived < way.stages
    stays = not left and hope >= bars[-1]
    wanted = not left and view >= figures.company_outside
    splits = (way.splits_with_bonus if has_bonus else way.splits) if is_paid else way.splits_unpaid
    suits_intern, suits_company = pairs.suits[intern, place].tolist()
    return Try(
        intern,
        asked.company,
        begun,
        begun + way.ends_after(lived),
        lived,
        left,
        has_bonus,
        splits[lived],
        suits_intern,
        suits_company,
        wanted,
        stays and wanted,
    )


def _misleading(world: World, way: Way, intern: int, place: int) -> tuple[list[float], list[float]]:
    """Return by how much each stage misleads either side, as Normals: the same days in both ways."""
    days = world.days[intern, place].tolist()
    if way.days_each == 1:
        return days[0], days[1]
    weeks = world.weeks[intern, place].tolist()
    mine, theirs = ([sum(first) / math.sqrt(DAYS_A_WEEK), *rest] for first, rest in zip(days, weeks, strict=True))
    return mine, theirs
