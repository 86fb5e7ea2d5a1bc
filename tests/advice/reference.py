"""Slow and plain solvers of other people's problems, to hold the published tables against."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache


def beta_binomial(n: int, a: float, b: float) -> list[float]:
    """Return the chances of 0..n."""

    def log_beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    return [math.comb(n, k) * math.exp(log_beta(k + a, n - k + b) - log_beta(a, b)) for k in range(n + 1)]


def bernoulli_gittins(a: int, b: int, discount: float, horizon: int) -> float:
    """Return the sure rate that is as good as a coin of belief Beta(a, b): by halving."""

    def is_better(rate: float) -> bool:
        sure = rate / (1 - discount)

        @cache
        def ahead(wins: int, losses: int) -> float:
            mean = wins / (wins + losses)
            if wins + losses - a - b >= horizon:
                return max(sure, mean / (1 - discount))
            more = mean * (1 + discount * ahead(wins + 1, losses)) + (1 - mean) * discount * ahead(wins, losses + 1)
            return max(sure, more)

        mean = a / (a + b)
        return mean * (1 + discount * ahead(a + 1, b)) + (1 - mean) * discount * ahead(a, b + 1) > sure

    low, high = 0.0, 1.0
    for _round in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if is_better(middle) else (low, middle)
    return (low + high) / 2


def expected_better(mean: float, spread: float, than: float, steps: int = 4000) -> float:
    """Return E[max(X, than)] of a Normal by Simpson's rule above `than`, without any formula of a loss."""

    def height(x: float) -> float:
        return x * math.exp(-(((x - mean) / spread) ** 2) / 2) / (spread * math.sqrt(2 * math.pi))

    low, high = max(than, mean - 12 * spread), max(than, mean) + 12 * spread
    width = (high - low) / steps
    inner = sum((4 if step % 2 else 2) * height(low + step * width) for step in range(1, steps))
    share = 0.5 * (1 + math.erf((than - mean) / (spread * math.sqrt(2))))
    return than * share + (height(low) + inner + height(high)) * width / 3


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Halve until nothing changes; the function falls."""
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return low
