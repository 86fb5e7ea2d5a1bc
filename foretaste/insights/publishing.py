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
from math import sqrt
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


# --- shares: what interns said, as a score that one opinion can't turn ----------------------------------
GOOD = {  # which answers count as good; the rest of the scale does not, and "did not see enough" is no answer
    "go_back": ("yes",),
    "promise": ("3", "4"),
    "people": ("3", "4"),
    "supervisor": ("3", "4"),
    "role": ("3", "4"),
    "place": ("3", "4"),
}
PRIOR_VOICES = 4  # so many imagined answers, as good as everywhere, are mixed in: Beta(3, 1) where nothing is known
PRIOR_MEAN = 0.75
COMPANIES_OF_A_MEAN = 5  # published by at least so many, or it would tell of one of them


@dataclass(frozen=True)
class Share:
    """How many of so many distinct interns said something good. Each has one voice: their latest."""

    interns: int
    good: int


def shares(answers: Iterable[tuple[int, Mapping[str, str]]]) -> dict[str, Share]:
    """Count each question by itself, among those who answered it: (intern, ticks), the oldest first."""
    voices: dict[str, dict[int, str]] = {topic: {} for topic in GOOD}
    for intern, ticks in answers:
        for topic, voice in voices.items():
            if ticks.get(topic, "not_seen") != "not_seen":
                voice[intern] = ticks[topic]
    return {
        topic: Share(len(voice), sum(answer in GOOD[topic] for answer in voice.values()))
        for topic, voice in voices.items()
    }


def prior_mean(published: Iterable[Share]) -> float:
    """Return the mean of what companies last published, or what is assumed until enough of them have."""
    known = list(published)
    voices = sum(one.interns for one in known)
    return sum(one.good for one in known) / voices if len(known) >= COMPANIES_OF_A_MEAN else PRIOR_MEAN


def score(share: Share, mean: float) -> float:
    """Return the share drawn towards the mean: the posterior mean of a Beta with so many prior voices."""
    return (share.good + PRIOR_VOICES * mean) / (share.interns + PRIOR_VOICES)


def interval(share: Share, z: float = 1.959964) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share: what it could well be among all interns, few as were asked."""
    n, part = share.interns, share.good / share.interns
    middle = (part + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * sqrt(part * (1 - part) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - reach), min(1.0, middle + reach)


# --- the company's own insights ------------------------------------------------------------------------
OTHERS = ""  # what is too small to stand alone, together
HOUR = 3_600
STRETCHES = ("to_answer", "to_accept", "to_fill")


def together(groups: Iterable[tuple[str, int, int]], least: int = LEAST) -> list[tuple[str, int, int]]:
    """Let no group of fewer than five stand alone: the smallest are put together until they are five.

    Groups are (which, people, of these some), the largest first afterwards, the others last. What is left of one
    group is no split: nobody can be found in it.
    """
    ranked = sorted(groups, key=lambda group: (-group[1], group[0]))
    small: list[tuple[str, int, int]] = []
    while ranked and (ranked[-1][1] < least or 0 < sum(group[1] for group in small) < least):
        small.append(ranked.pop())
    if small:
        ranked.append((OTHERS, sum(group[1] for group in small), sum(group[2] for group in small)))
    return ranked if len(ranked) > 1 else []


def as_if(people: Iterable[int]) -> float:
    """Return how many equally large groups would be as diverse: Simpson's index, turned over (Hill 1973, order 2)."""
    counts = [count for count in people if count]
    return sum(counts) ** 2 / sum(count**2 for count in counts) if counts else 0.0


def in_hours(seconds: Iterable[float] | None) -> list[int] | None:
    """Return quartiles in whole hours: enough to compare, too coarse to look a person up by."""
    return None if seconds is None else [round(one / HOUR) for one in seconds]


def funnel(counted: Mapping[str, Any], record: Mapping[str, int | None]) -> dict[str, int | None]:
    """Return every step from asking to the longer role; the later ones are the record's own."""
    later = ("started", "finished", "left_early", "offers_made", "offers_taken")
    return {key: counted[key] for key in ("asked", "welcomed", "agreed")} | {key: record[key] for key in later}


# --- the badge ----------------------------------------------------------------------------------------
LEAST_KEPT, LEAST_BACK = 0.75, 0.6  # scores, already drawn towards the mean


def earns_badge(scores: Mapping[str, float]) -> bool:
    """Say whether a company's published scores earn its badge. How many left is not asked."""
    return scores.get("promise", 0) >= LEAST_KEPT and scores.get("go_back", 0) >= LEAST_BACK


@dataclass(frozen=True)
class Lived:
    """One started trial, as the record counts it."""

    intern: int
    finished: bool
    left_early: bool
    hours_to_pay: float | None = None


def record_figures(trials: Iterable[Lived], conversions: Iterable[bool] = ()) -> dict[str, int | None]:
    """Count the record: how many, never which day; the longer roles offered, and those taken (True)."""
    lived, answered = list(trials), list(conversions)
    hours = [one.hours_to_pay for one in lived if one.hours_to_pay is not None]
    paid = {one.intern for one in lived if one.hours_to_pay is not None}
    return {
        "started": len(lived),
        "finished": sum(one.finished for one in lived),
        "left_early": sum(one.left_early for one in lived),
        "median_hours_to_pay": round(median(hours)) if len(paid) >= LEAST else None,
        "offers_made": len(answered),
        "offers_taken": sum(answered),
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
