"""The Normal distribution as the formulas need it. Pure."""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import NormalDist

STANDARD = NormalDist()


def density(u: float) -> float:
    return math.exp(-u * u / 2) / math.sqrt(2 * math.pi)


def below(u: float) -> float:
    """Return the share of a standard Normal below u."""
    return math.erfc(-u / math.sqrt(2)) / 2


def loss(u: float) -> float:
    """Return the unit normal loss: what a standard Normal exceeds u by, on average."""
    return density(u) - u * below(-u)


def pieces_of(mean: float, spread: float, pieces: int) -> tuple[tuple[float, float], ...]:
    """Cut a Normal into pieces of equal chance; return each piece's mean with its chance. The mean is kept exactly."""
    if spread <= 0:
        return ((mean, 1.0),)
    cuts = [STANDARD.inv_cdf(number / pieces) for number in range(1, pieces)]
    heights = [0.0, *(density(cut) for cut in cuts), 0.0]
    return tuple((mean + spread * pieces * (left - right), 1 / pieces) for left, right in pairwise(heights))
