"""Weitzman's rule for what to try next (Optimal search for the best alternative, Econometrica 47, 1979). Pure.

A trial is a box: opening it costs something and shows what is inside. Its index is the sure thing that would be as
good as the right to open it: open the box with the highest index next, and stop when the best thing seen is worth at
least every index that is left. With `bonus`, whoever goes on elsewhere is paid that much on leaving.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from foretaste.advice.normal import loss, pieces_of

FOREVER = math.inf


@dataclass(frozen=True)
class Box:
    """What may be inside, each with its chance, and what opening costs (below nothing where it pays)."""

    outcomes: tuple[tuple[float, float], ...]
    cost: float

    @property
    def mean(self) -> float:
        return sum(worth * chance for worth, chance in self.outcomes)


@dataclass(frozen=True)
class NormalBox:
    """A trial whose result is Normal: `mean` expected, `spread` what it may teach."""

    mean: float
    spread: float
    cost: float

    def cut(self, pieces: int) -> Box:
        return Box(pieces_of(self.mean, self.spread, pieces), self.cost)


def index(box: Box | NormalBox, *, discount: float = 1.0, bonus: float = 0.0) -> float:
    """Return z of z = -cost + discount * E[max(X, z + bonus)]; FOREVER where it always pays to open.

    `discount` is that of the whole trial. Without discount the root is finite only if the cost exceeds the bonus.
    """
    if not 0 < discount <= 1:
        raise ValueError("A discount lies above 0 and at most at 1.")
    if isinstance(box, NormalBox) and box.spread > 0:
        return _normal_index(box, discount, bonus)
    if isinstance(box, NormalBox):
        box = Box(((box.mean, 1.0),), box.cost)
    return _discrete_index(box, discount, bonus)


def _normal_index(box: NormalBox, discount: float, bonus: float) -> float:
    """With x = z + bonus = mean + spread*u: discount*spread*L(u) = (1 - discount)*x + cost - bonus; left falls in u."""
    net = box.cost - bonus
    if discount == 1 and net <= 0:
        return FOREVER

    def gap(u: float) -> float:
        return discount * box.spread * loss(u) - (1 - discount) * (box.mean + box.spread * u) - net

    low, high = -1.0, 1.0
    while gap(low) < 0:
        low *= 2
    while gap(high) > 0:
        high *= 2
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if gap(middle) > 0 else (low, middle)
    return box.mean + box.spread * low - bonus


def _discrete_index(box: Box, discount: float, bonus: float) -> float:
    """Between two neighbouring outcomes the equation is linear: solve it there, from the best outcome down."""
    outcomes = sorted(box.outcomes, reverse=True)
    better_sum = better_chance = 0.0
    for place in range(len(outcomes) + 1):
        if place:
            worth, chance = outcomes[place - 1]
            better_sum += worth * chance
            better_chance += chance
        slope = 1 - discount * (1 - better_chance)
        if place == len(outcomes):  # all of them are better, by chances that sum to one
            slope = 1.0
        rest = bonus - box.cost + discount * better_sum
        if slope <= 1e-15:
            if rest >= 0:
                return FOREVER
            continue
        root = rest / slope
        if place == len(outcomes) or root >= outcomes[place][0]:
            return root - bonus
    raise AssertionError("The last stretch always holds a root.")


def in_order(boxes: Sequence[Box | NormalBox]) -> list[int]:
    """Return the places of the boxes in the order to open them."""
    return sorted(range(len(boxes)), key=lambda place: -index(boxes[place]))


def worth_of_order(boxes: Sequence[Box], order: Sequence[int], have: float = 0.0) -> float:
    """Return what opening in this order is worth when one stops at the best moment, with `have` in hand."""
    worths = sorted({have} | {worth for box in boxes for worth, _chance in box.outcomes if worth > have})
    ahead = {worth: worth for worth in worths}
    for place in reversed(order):
        box = boxes[place]
        ahead = {
            best: max(best, sum(chance * ahead[max(best, worth)] for worth, chance in box.outcomes) - box.cost)
            for best in worths
        }
    return ahead[have]


def worth_of_policy(boxes: Sequence[Box], have: float = 0.0, opened: frozenset[int] = frozenset()) -> float:
    """Return what following the indices is worth: open the highest while it is above the best thing seen."""
    indices = [index(box) for box in boxes]
    left = [place for place in range(len(boxes)) if place not in opened]
    if not left:
        return have
    following = max(left, key=lambda place: indices[place])
    if indices[following] <= have:
        return have
    box = boxes[following]
    return -box.cost + sum(
        chance * worth_of_policy(boxes, max(have, worth), opened | {following}) for worth, chance in box.outcomes
    )
