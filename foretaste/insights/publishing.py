"""When figures about people may be published, and how they are counted. Pure.

Nobody can be counted out of a figure: at least 5 distinct interns stand behind it, it appears on a monthly date,
and only with at least 5 more than the time before, so that the difference of two publications hides 5 as well.
A trial counts from its *planned* end, so that the moment it appears doesn't tell who left before.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

LEAST = 5
LEAST_MORE = 5
LEAST_FOR_COMMENTS = 10


def publication_date(on: dt.date) -> dt.date:
    """Return the latest monthly date: the first of the month."""
    return on.replace(day=1)


def may_publish(interns: int, *, published_before: int | None, least: int = LEAST) -> bool:
    """Return whether figures over so many distinct interns may appear, given how many stood behind the last ones."""
    more = interns - (published_before or 0)
    return interns >= least and more >= LEAST_MORE


@dataclass(frozen=True)
class Lived:
    """One started trial, as the record counts it."""

    intern: int
    finished: bool
    left_early: bool
    hours_to_pay: float | None = None


def record_figures(trials: Iterable[Lived]) -> dict[str, int | None]:
    """Count the record: how many, never which day."""
    lived = list(trials)
    hours = [one.hours_to_pay for one in lived if one.hours_to_pay is not None]
    return {
        "started": len(lived),
        "finished": sum(one.finished for one in lived),
        "left_early": sum(one.left_early for one in lived),
        "median_hours_to_pay": round(median(hours)) if len(hours) >= LEAST else None,
    }


@dataclass(frozen=True)
class Proven:
    """One started trial of the instance, as the proof counts it."""

    intern: int
    started_pay: tuple[int, ...]  # the agreed pay of each day that was started
    paid_minor: int
    currency: str
    seconds_to_settlement: float
    hours_to_payout: float | None

    @property
    def days_paid(self) -> int:
        """Return how many of the started days the intern's pay covers in full, in their order."""
        covered = (sum(self.started_pay[: number + 1]) <= self.paid_minor for number in range(len(self.started_pay)))
        return sum(covered)


def proof_figures(trials: Iterable[Proven]) -> dict[str, Any]:
    """Count a month. A figure with fewer than 5 interns behind it is left out."""
    proven = list(trials)
    paid: dict[str, int] = {}
    for currency in sorted({one.currency for one in proven}):
        theirs = [one for one in proven if one.currency == currency]
        if _interns(theirs) >= LEAST:
            paid[currency] = sum(one.paid_minor for one in theirs)
    arrived = [one for one in proven if one.hours_to_payout is not None]
    return {
        "days_started": sum(len(one.started_pay) for one in proven),
        "days_paid": sum(one.days_paid for one in proven),
        "paid_minor": paid,
        "longest_seconds_to_settlement": round(max((one.seconds_to_settlement for one in proven), default=0)),
        "median_hours_to_payout": (
            round(median(one.hours_to_payout or 0 for one in arrived), 1) if _interns(arrived) >= LEAST else None
        ),
    }


def _interns(proven: Iterable[Proven]) -> int:
    return len({one.intern for one in proven})


def next_month(month: dt.date) -> dt.date:
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def tally(answers: Iterable[Mapping[str, str]]) -> dict[str, dict[str, int]]:
    """Count each answer of each question: {"people": {"4": 3, "3": 2}}."""
    counts: dict[str, Counter[str]] = {}
    for one in answers:
        for question, answer in one.items():
            counts.setdefault(question, Counter())[answer] += 1
    return {question: dict(sorted(counter.items())) for question, counter in counts.items()}


def tally_choices(chosen: Iterable[Iterable[str]]) -> dict[str, int]:
    """Count ticks: {"people": 3, "place": 1}."""
    return dict(sorted(Counter(tick for ticks in chosen for tick in ticks).items()))


def percent(counts: Mapping[str, int], *good: str) -> int | None:
    """Return the share of the good answers among all that say something, in whole percent, rounded down."""
    said = sum(count for answer, count in counts.items() if answer != "not_seen")
    return 100 * sum(counts.get(answer, 0) for answer in good) // said if said else None
