"""Slow and plain solvers of other people's problems, to hold the published tables against."""

from __future__ import annotations

import math
from collections.abc import Callable


def beta_binomial(n: int, a: float, b: float) -> list[float]:
    """Return the chances of 0..n."""

    def log_beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    return [math.comb(n, k) * math.exp(log_beta(k + a, n - k + b) - log_beta(a, b)) for k in range(n + 1)]


def bernoulli_gittins(a: int, b: int, discount: float, horizon: int) -> float:
    """Return the sure rate that is as good as a coin of belief Beta(a, b): by halving."""

    def is_better(rate: float) -> bool:
        sure = rate / (1 - discount)

        ahead = [max(sure, (a + wins) / (a + b + horizon) / (1 - discount)) for wins in range(horizon + 1)]
        for tosses in range(horizon - 1, -1, -1):
            chances = [(a + wins) / (a + b + tosses) for wins in range(tosses + 1)]
            ahead = [
                p * (1 + discount * won) + (1 - p) * discount * lost
                for p, won, lost in zip(chances, ahead[1:], ahead, strict=False)
            ]
            if tosses:
                ahead = [max(sure, one) for one in ahead]
        return ahead[0] > sure

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


def secretary(n: int) -> tuple[int, float]:
    """Return from which of n candidates on to take the first who is the best so far, and how often that is the best.

    By going back from the last: what waiting is worth against taking a candidate who is the best so far.
    """
    waiting, first = 0.0, n
    for place in range(n, 0, -1):
        taking = place / n
        if taking >= waiting:
            first = place
        waiting = max(taking, waiting) / place + waiting * (place - 1) / place
    return first, waiting
