"""What a good hire costs by trials of so many days, with or without a bonus for leaving. Pure.

Two models. `FixedTrial` is the closed form: everybody stays d days, then leaves or stays; it shows that even without
any bound a bonus pays only where those whom it moves are mostly misfits. `Design` is what can be agreed here: leaving
on any evening, a bonus by day, both within the rule that leaving never pays more than staying.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from foretaste.advice.learning import Belief
from foretaste.advice.normal import below, density
from foretaste.advice.staying import End, Fates, Stage, evenings, fates

STEPS = 600  # of Simpson's rule


def integral(function: Callable[[float], float], low: float, high: float, steps: int = STEPS) -> float:
    """Simpson's rule."""
    width = (high - low) / steps
    inner = sum((4 if step % 2 else 2) * function(low + step * width) for step in range(1, steps))
    return (function(low) + inner + function(high)) * width / 3


@dataclass(frozen=True)
class Costs:
    """What a company pays and gets, in money: per trial, per day, and for a hire that is bad."""

    sourcing: float
    pay: float
    supervision: float
    output: float
    bad_hire: float
    fee: float = 0.0  # a rate on what the intern is paid

    @property
    def of_a_day(self) -> float:
        return self.pay * (1 + self.fee) + self.supervision - self.output


@dataclass(frozen=True)
class Interns:
    """Who comes: how well it fits them (above 0 is a good match), what a day tells them, what a match is worth."""

    belief: Belief
    noise: float
    per_point: float  # money an intern gives for one point of fit
    elsewhere: float  # what going on elsewhere is worth, in money; a fit of 0 is worth nothing


@dataclass(frozen=True)
class FixedTrial:
    """C(d, q): everybody stays d days; who then expects less than the bonus and elsewhere pay, leaves."""

    days: int
    costs: Costs
    interns: Interns

    @property
    def spread(self) -> float:
        return self.interns.belief.to_learn(self.days, self.interns.noise)

    def bar(self, bonus: float) -> float:
        return (self.interns.elsewhere + bonus) / self.interns.per_point

    def leave(self, bonus: float) -> float:
        return below((self.bar(bonus) - self.interns.belief.mean) / self.spread)

    def good(self, bonus: float) -> float:
        """Return the chance that one trial ends in a good hire."""
        mean, spread = self.interns.belief.mean, self.spread
        doubt = math.sqrt(self.interns.belief.left_after(self.days, self.interns.noise))
        low, high = self.bar(bonus), max(self.bar(bonus), mean) + 9 * spread
        return integral(lambda m: density((m - mean) / spread) / spread * below(m / doubt), low, high)

    def cost(self, bonus: float) -> float:
        """Return the cost per good hire."""
        leave, good = self.leave(bonus), self.good(bonus)
        spent = self.costs.sourcing + self.days * self.costs.of_a_day + bonus * leave
        return (spent + self.costs.bad_hire * (1 - leave - good)) / good

    def sides(self, bonus: float) -> tuple[float, float]:
        """Return both sides of the first-order condition: they are equal at the best bonus above 0."""
        bar, spread = self.bar(bonus), self.spread
        doubt = math.sqrt(self.interns.belief.left_after(self.days, self.interns.noise))
        more_leave = density((bar - self.interns.belief.mean) / spread) / spread / self.interns.per_point
        good_at_the_margin = below(bar / doubt)
        return (
            bonus + self.leave(bonus) / more_leave,
            (1 - good_at_the_margin) * self.costs.bad_hire - good_at_the_margin * self.cost(bonus),
        )

    def best_bonus(self, most: float) -> float:
        """Return the cheapest bonus between 0 and `most`, by where the condition turns."""
        left, right = self.sides(0)
        if left >= right:
            return 0.0
        low, high = 0.0, most
        for _round in range(60):
            middle = (low + high) / 2
            left, right = self.sides(middle)
            low, high = (middle, high) if left < right else (low, middle)
        return (low + high) / 2


def largest_bonus(pay: Sequence[float]) -> list[float]:
    """Return the largest bonus of each day: the pay of the days after it. So the last day has none."""
    return [sum(pay[day:]) for day in range(1, len(pay) + 1)]


def keeps_the_rule(pay: Sequence[float], bonus: Sequence[float]) -> bool:
    """Say whether leaving never pays more than staying: the sums never fall, and never exceed the full pay."""
    sums = [sum(pay[:day]) + bonus[day - 1] for day in range(1, len(pay) + 1)]
    return (
        all(one >= 0 for one in bonus)
        and bonus[-1] == 0
        and all(one <= sum(pay) + 1e-9 for one in sums)
        and all(later >= earlier - 1e-9 for earlier, later in pairwise(sums))
    )


@dataclass(frozen=True)
class Outcome:
    """What a design comes to."""

    fates: Fates
    bonus: float  # paid on average
    spent: float  # per trial, on average
    cost: float  # per good hire

    @property
    def bad_who_leave(self) -> float:
        return self.fates.bad_who_leave

    @property
    def good_hires(self) -> float:
        return self.fates.stay_good


@dataclass(frozen=True)
class Design:
    """A trial as it can be posted: so many days, a bonus for each. The bonus of day k is paid for leaving after it."""

    bonus: tuple[float, ...]
    costs: Costs
    interns: Interns
    day_worth: float = 0.0  # what a day is worth to the intern elsewhere

    @property
    def days(self) -> int:
        return len(self.bonus)

    def outcome(self, *, points: int = 121) -> Outcome:
        """Let interns choose evening by evening, and count."""
        if not keeps_the_rule([self.costs.pay] * self.days, self.bonus):
            raise ValueError("Leaving would pay more than staying.")
        one, net = self.interns, self.costs.pay - self.day_worth
        stages = [Stage(one.elsewhere + paid, net) for paid in (0.0, *self.bonus[:-1])]
        # nobody is counted who never comes: the first day is begun
        stages[0] = Stage(-math.inf, net)
        found = evenings(one.belief, one.noise, stages, End(one.elsewhere, 0.0, one.per_point), points=points)
        ends = fates(one.belief, one.noise, found, cells=points)
        bonus = sum(share * paid for share, paid in zip(ends.leave[1:], self.bonus, strict=True))
        bad = ends.stay - ends.stay_good
        spent = self.costs.sourcing + ends.days * self.costs.of_a_day + bonus * (1 + self.costs.fee)
        cost = (spent + self.costs.bad_hire * bad) / ends.stay_good if ends.stay_good else math.inf
        return Outcome(ends, bonus, spent, cost)
