"""What days teach: a Normal belief about how good a place is, moved by Normal impressions. Pure.

Normal-Normal updating, as in any textbook: precisions add, means are weighted by them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from foretaste.advice.normal import STANDARD


@dataclass(frozen=True)
class Belief:
    """How good a place is thought to be, and how unsure one is (a variance)."""

    mean: float
    variance: float

    @property
    def spread(self) -> float:
        return math.sqrt(self.variance)

    def after(self, impression: float, noise: float) -> Belief:
        """Return the belief after one impression, which misleads by `noise` (a standard deviation)."""
        variance = 1 / (1 / self.variance + 1 / noise**2)
        return Belief(variance * (self.mean / self.variance + impression / noise**2), variance)

    def left_after(self, days: int, noise: float) -> float:
        """Return the variance that is left after so many days, whatever they show."""
        return self.variance * noise**2 / (days * self.variance + noise**2)

    def to_learn(self, days: int, noise: float) -> float:
        """Return how far the mean will move in so many days: a standard deviation, seen from before."""
        return math.sqrt(days * self.variance**2 / (days * self.variance + noise**2))

    def bounds(self, share: float = 0.8) -> tuple[float, float]:
        """Return the bounds that hold the place's true worth with this chance."""
        reach = STANDARD.inv_cdf(0.5 + share / 2) * self.spread
        return self.mean - reach, self.mean + reach
