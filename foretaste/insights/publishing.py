"""When figures about people may be published, and how they are counted. Pure.

Nobody can be counted out of a figure: at least 5 distinct interns stand behind it, it appears on a monthly date,
and only with at least 5 more than the time before, so that the difference of two publications hides 5 as well.
A trial counts from its *planned* end, so that the moment it appears doesn't tell who left before.

Five people hide nobody where all five did the same. So a figure near its end is told as a stretch ("4 to 5 of 5"), of
each group of people once, when they first stand behind a publication (docs/decisions/0022).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

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


# --- what follows for nobody ------------------------------------------------------------------------------
HIDES = 2  # so many numbers at least share a stretch at each end
A_QUARTER = 4  # of a large group at least one in so many may have done otherwise than nearly everybody


@dataclass(frozen=True)
class Between:
    """A count as it may be told: itself, or a stretch that it lies in."""

    least: int
    most: int

    @classmethod
    def of(cls, kept: int | Sequence[int]) -> Between:
        """Read a count as it is kept: 7, or [4, 5]."""
        return cls(kept, kept) if isinstance(kept, int) else cls(kept[0], kept[1])

    @property
    def kept(self) -> int | list[int]:
        return self.least if self.is_exact else [self.least, self.most]

    @property
    def is_exact(self) -> bool:
        return self.least == self.most

    @property
    def middle(self) -> float:
        return (self.least + self.most) / 2

    def __add__(self, other: Between) -> Between:
        return Between(self.least + other.least, self.most + other.most)

    def __str__(self) -> str:
        if self.is_exact:
            return str(self.least)
        return _("%(least)d to %(most)d") % {"least": self.least, "most": self.most}


NONE = Between(0, 0)


def told(count: int, of: int, *, low: int = HIDES, high: int = HIDES) -> Between:
    """Tell a count of so many; the lowest `low` numbers share one stretch, and the highest `high` another.

    The stretches depend on the size of the group alone, and each group is told of once: there is nothing to subtract,
    and that it is a stretch tells no more than the stretch.
    """
    if count < low:
        return Between(0, min(low - 1, of))
    if count > of - high:
        return Between(of - high + 1, max(of, count))
    return Between(count, count)


def deniable(of: int, each: int = 1) -> int:
    """Return how many must have done otherwise, that anybody may have: also to one who knows their own `each`."""
    return max(each + HIDES, -(-of // A_QUARTER))


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
    """How many of so many distinct interns said something good: so many, or as published at most `most`."""

    interns: int
    good: int
    most: int | None = None

    @property
    def between(self) -> Between:
        return Between(self.good, self.good if self.most is None else self.most)


Answers = Iterable[tuple[int, Mapping[str, str]]]


def voices(answers: Answers, topic: str) -> dict[int, str]:
    """Return what each intern last said to a question: (intern, ticks), the oldest first."""
    said = ((intern, ticks.get(topic, "not_seen")) for intern, ticks in answers)
    return {intern: answer for intern, answer in said if answer != "not_seen"}


def new_share(answers: Answers, topic: str, counted: Answers = ()) -> Share:
    """Count a question among those who answered it and were in no publication of it before. Each has one voice."""
    known = voices(counted, topic)
    said = [answer for intern, answer in voices(answers, topic).items() if intern not in known]
    return Share(len(said), sum(answer in GOOD[topic] for answer in said))


def told_share(new: Share, before: Share | None = None) -> Share:
    """Return what may be told of a question: what was told before, and the new voices together."""
    good = told(new.good, new.interns, low=deniable(new.interns))
    if before is not None:
        return Share(before.interns + new.interns, *_ends(before.between + good))
    return Share(new.interns, *_ends(good))


def _ends(count: Between) -> tuple[int, int]:
    return count.least, count.most


def prior_mean(published: Iterable[Share]) -> float:
    """Return the mean of what companies last published, or what is assumed until enough of them have."""
    known = list(published)
    said = sum(one.interns for one in known)
    return sum(one.between.middle for one in known) / said if len(known) >= COMPANIES_OF_A_MEAN else PRIOR_MEAN


def score(share: Share, mean: float) -> float:
    """Return the share drawn towards the mean: the posterior mean of a Beta with so many prior voices."""
    return (share.between.middle + PRIOR_VOICES * mean) / (share.interns + PRIOR_VOICES)


def interval(share: Share, z: float = 1.959964) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share: what it could well be among all interns, few as were asked.

    Where the count is told as a stretch, from the low end of its least to the high end of its most.
    """
    low, _high = _wilson(share.interns, share.between.least, z)
    _low, high = _wilson(share.interns, share.between.most, z)
    return low, high


def _wilson(n: int, good: int, z: float) -> tuple[float, float]:
    part = good / n
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
    """Count the record: how many, never which day; the longer roles offered, and those taken (True).

    For the company's own eyes, which knows how each of its trials ended; everybody else reads `told_figures`.
    """
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


SPLIT = ("finished", "left_early", "offers_made")  # told of each group of people by itself, then added up


def told_figures(
    exact: Mapping[str, int | None], new: Iterable[Lived], offers: int, *, until: str, before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return the record as everybody may read it: how the new trials ended is added to what was told before.

    Of fewer than five new people nothing is told; they are told of with the next ones. `offers` are those made since.
    """
    group, sums = list(new), {key: Between.of(before.get(key) or 0) if before else NONE for key in SPLIT}
    told_of, told_until = (before.get("told_of", before["started"]), before.get("told_until")) if before else (0, None)
    if len({one.intern for one in group}) >= LEAST:
        most_offers = max(len(group), (exact["started"] or 0) - sums["offers_made"].most)
        for key, count in _split(group, offers, most_offers).items():
            sums[key] += count
        told_of, told_until = told_of + len(group), until
    made, taken = sums["offers_made"], Between.of(exact["offers_taken"] or 0)
    return {
        **exact,
        **{key: count.kept for key, count in sums.items()},
        "offers_taken": (taken if taken.least < made.least else made).kept,
        "told_of": told_of,
        "told_until": told_until,
    }


def _split(group: Sequence[Lived], offers: int, most_offers: int) -> dict[str, Between]:
    """Tell of one group how many finished, left, and were offered more: so that it follows for nobody in it.

    Wherever a number is told, enough finished and enough did not leave that each may be one of them: to any other, also
    to one of the group, who knows their own trials. It is told of all groups alike, or a stretch would tell by itself.
    Offers may be to earlier groups as well, so their highest stretch ends where all who count would have one.
    """
    of, each = len(group), max(Counter(one.intern for one in group).values())
    enough = deniable(of, each)
    return {
        "finished": told(sum(one.finished for one in group), of, low=enough),
        "left_early": told(sum(one.left_early for one in group), of, high=enough),
        "offers_made": Between(of - HIDES + 1, most_offers) if offers > of - HIDES else told(offers, of),
    }


def splits_tell_too_much(figures: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    """Say whether a record tells how the trials of a group ended that all ended alike, or of a group under five."""
    of = figures.get("told_of", 0) - (before.get("told_of", 0) if before else 0)
    for key in SPLIT:
        now, was = (Between.of(one.get(key) or 0) if one else NONE for one in (figures, before))
        least, most = now.least - was.least, now.most - was.most
        if of == 0 and (least, most) != (0, 0):
            return True
        if of and (of < LEAST or (least == most and not HIDES <= least <= of - HIDES)):
            return True
    return False


@dataclass(frozen=True)
class Proven:
    """One started trial of the instance, as the proof counts it."""

    intern: int
    started_pay: tuple[int, ...]  # the agreed pay of each day that was started
    agreed_pay: tuple[int, ...]  # of each day, started or not
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
    """Count a month. A currency with fewer than 5 interns is left out, where another has them.

    That other currencies were paid in is told where at least 5 interns stand behind them together.
    """
    proven = list(trials)
    by_currency = [
        [one for one in proven if one.currency == currency] for currency in sorted({one.currency for one in proven})
    ]
    groups = [group for group in by_currency if _interns(group) >= LEAST]
    rest = [one for group in by_currency if _interns(group) < LEAST for one in group]
    days = {id(group): days_told(group) for group in groups or [proven]}
    started = sum(days.values(), NONE)
    unpaid = sum(len(one.started_pay) - one.days_paid for group in groups or [proven] for one in group)
    arrived = [one for one in proven if one.hours_to_payout is not None]
    return {
        "days_started": started.kept,
        "days_paid": Between(max(0, started.least - unpaid), max(0, started.most - unpaid)).kept,
        "paid_minor": {group[0].currency: pay_told(group, days[id(group)]) for group in groups},
        "too_small": sorted({one.currency for one in rest}) if _interns(rest) >= LEAST else [],
        "longest_seconds_to_settlement": round(max((one.seconds_to_settlement for one in proven), default=0)),
        "median_hours_to_payout": (
            round(median(one.hours_to_payout or 0 for one in arrived), 1) if _interns(arrived) >= LEAST else None
        ),
    }


def days_told(group: Sequence[Proven]) -> Between:
    """Tell how many days were started, so that it follows for nobody that they left, or that they stayed.

    A sum near the fewest possible days would tell that everybody left on the first, one near the most that all stayed.
    The postings say how many days each trial had, so both ends are known to whoever reads.
    """
    agreed = sorted((len(one.agreed_pay) for one in group), reverse=True)
    fewest, most = len(agreed), sum(agreed)
    each = max(Counter(one.intern for one in group).values(), default=0)
    long = agreed[: each + 1]  # somebody knows their own; anybody else may still have stayed to the end
    enough = max(sum(long) - len(long) + 1, -(-(most - fewest) // A_QUARTER))
    if not long or long[-1] == 1 or enough > most - fewest - HIDES:
        return Between(fewest, most)
    return told(_started(group) - fewest, most - fewest, low=enough) + Between(fewest, fewest)


def pay_told(group: Sequence[Proven], days: Between) -> int:
    """Return what so many days earned at least. The exact sum would tell whose days they were."""
    return sum(sorted(pay for one in group for pay in one.agreed_pay)[: days.least])


def _started(group: Iterable[Proven]) -> int:
    return sum(len(one.started_pay) for one in group)


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


def tally_capped(ticked: Mapping[int, Iterable[str]]) -> dict[str, int]:
    """Count each tick of some people, none of them as everybody's: whoever gave no name to it, is not known by it."""
    counts = tally_choices(set(ticks) for ticks in ticked.values())
    return {tick: min(count, len(ticked) - 1) for tick, count in counts.items()}
