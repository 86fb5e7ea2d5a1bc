"""Draw a world: who there is, who looks at whom, and what each would see of the other. The same seed, the same world.

Everything is drawn as standard Normals, before any figure is applied: so two ways, and two sets of figures, meet the
same people. `numpy.random.RandomState` is used because its stream is frozen: no later version draws otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foretaste.simulation.figures import DAYS_A_WEEK, MOST_WEEKS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

BLOCK = 10_000  # interns whose companies are drawn at once


@dataclass(frozen=True)
class World:
    """Rows are interns, columns the companies each looks at; the last index but time is the side: intern, company."""

    interns: int
    companies: int
    at: NDArray[np.int64]  # which companies
    place: Numbers  # how good each company is for anybody
    person: Numbers  # how able each intern is for anybody
    pair: Numbers  # intern, company, side: what only these two have
    first: Numbers  # the same, of the first impression
    later: Numbers  # of what comes after the hire
    days: Numbers  # intern, company, side, day
    weeks: Numbers  # of each week after the first
    order: NDArray[np.int64]  # of the companies: who has an opening more where they can't be shared out evenly
    unpaid: Numbers  # of each company: below the share that pays, it pays

    @property
    def considered(self) -> int:
        return int(self.at.shape[1])


def draw(interns: int, companies: int, considered: int, seed: int) -> World:
    """Draw it."""
    import numpy

    dice = numpy.random.RandomState(seed)
    seen = min(considered, companies)
    at = numpy.concatenate(
        [_distinct(dice, min(BLOCK, interns - begin), companies, seen, numpy) for begin in range(0, interns, BLOCK)]
    )
    return World(
        interns,
        companies,
        at,
        dice.standard_normal(companies),
        dice.standard_normal(interns),
        dice.standard_normal((interns, seen, 2)),
        dice.standard_normal((interns, seen, 2)),
        dice.standard_normal((interns, seen, 2)),
        dice.standard_normal((interns, seen, 2, DAYS_A_WEEK)),
        dice.standard_normal((interns, seen, 2, MOST_WEEKS - 1)),
        dice.permutation(companies),
        dice.random_sample(companies),
    )


def _distinct(dice: Any, interns: int, companies: int, seen: int, numpy: Any) -> Any:
    """Return different companies for each, every set as likely as any other."""
    if companies < 20 * seen:
        return numpy.argsort(dice.random_sample((interns, companies)), axis=1, kind="stable")[:, :seen]
    chosen = dice.randint(0, companies, (interns, seen))
    while True:
        in_order = numpy.sort(chosen, axis=1)
        twice = (in_order[:, 1:] == in_order[:, :-1]).any(axis=1)
        if not twice.any():
            return chosen
        chosen[twice] = dice.randint(0, companies, (int(twice.sum()), seen))
