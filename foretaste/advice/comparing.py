"""What a good hire costs by four ways, with bands instead of points. Pure.

A way brings candidates who are tried (or not), of whom a share is hired, of whom a share is still there after a year.
Cost per good hire = (what one candidate costs / share hired + what one hire costs + loss x share gone) / share staying.
Each entry is a low, a likely and a high value; thousands of worlds are drawn from the triangles between them, the
same ones for every way, and the same seed gives the same figures.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from foretaste.advice.normal import STANDARD

DRAWS = 4000
SEED = 2026


@dataclass(frozen=True)
class Band:
    """A value that is not known exactly."""

    low: float
    likely: float
    high: float

    def drawn(self, dice: random.Random) -> float:
        return self.likely if self.low == self.high else dice.triangular(self.low, self.high, self.likely)


@dataclass(frozen=True)
class Way:
    """One way to a hire. What everybody who is tried costs, what each hire costs, and how often it goes well."""

    per_try: Band  # pay, supervision and sourcing of one who is tried, less what they get done
    hired: Band  # share of those who are tried
    per_hire: Band  # paid once for each hire: advertising, interviews, an agency
    stays: Band  # share of those hired who are still there after a year


@dataclass(frozen=True)
class Figure:
    """What a way costs per good hire: in the middle of all worlds, and between which bounds eight of ten lie."""

    middle: float
    low: float
    high: float
    cheapest: float  # share of the worlds in which no other way costs less


def band_of(hits: int, tries: int) -> Band:
    """Return a share that was counted as a band: Wilson's interval that holds it eight times in ten."""
    z = STANDARD.inv_cdf(0.9)
    share, weight = hits / tries, z * z / tries
    middle = (share + weight / 2) / (1 + weight)
    reach = z / (1 + weight) * (share * (1 - share) / tries + weight / (4 * tries)) ** 0.5
    return Band(middle - reach, share, middle + reach)


def cost(per_try: float, hired: float, per_hire: float, stays: float, bad_hire: float) -> float:
    """Return the cost per good hire in one world."""
    return (per_try / hired + per_hire + bad_hire * (1 - stays)) / stays


def compare(ways: Mapping[str, Way], bad_hire: Band, *, draws: int = DRAWS, seed: int = SEED) -> dict[str, Figure]:
    """Draw the worlds and count."""
    dice = random.Random(seed)  # noqa: S311 - a simulation that must come out the same again
    found: dict[str, list[float]] = {name: [] for name in ways}
    wins = dict.fromkeys(ways, 0)
    for _world in range(draws):
        loss = bad_hire.drawn(dice)
        now = {
            name: cost(
                way.per_try.drawn(dice), way.hired.drawn(dice), way.per_hire.drawn(dice), way.stays.drawn(dice), loss
            )
            for name, way in ways.items()
        }
        for name, one in now.items():
            found[name].append(one)
        wins[min(now, key=lambda name: now[name])] += 1
    return {name: _figure(sorted(costs), wins[name] / draws) for name, costs in found.items()}


def _figure(costs: list[float], cheapest: float) -> Figure:
    return Figure(median(costs), costs[len(costs) // 10], costs[-len(costs) // 10], cheapest)
