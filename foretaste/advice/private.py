"""What an intern writes for their own eyes: a plan of trials, a journal of one. Pure: as written, and as counted.

Everything is on one scale of 0 to 10 points, "how good would it be for me"; `per_point` says what a point is worth in
money, so that pay and costs can stand beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from foretaste.advice.boxes import FOREVER, NormalBox, index
from foretaste.advice.learning import Belief
from foretaste.advice.planning import MOST, Option, Plan, plan
from foretaste.advice.staying import End, Evening, Stage, evenings

DOUBTS = {"little": 1.0, "some": 2.0, "much": 3.0}  # points: how far off a first guess usually is
NOISE = 2.0  # points: how far one day's impression usually misleads
LEAST, BEST = 0, 10  # points: the scale
LONGEST_NAME = 80
LONGEST_NOTE = 400
MARKS = ("work", "people", "place")  # of a day, each from 1 to 5
PLAN_SIZE, JOURNAL_SIZE = 12_000, 16_000  # bytes that are sealed, however little is written


def likely(belief: Belief) -> tuple[float, float]:
    """Return what the worth lies between eight times of ten, as far as the scale reaches."""
    low, high = belief.bounds()
    return max(low, LEAST), min(high, BEST)


@dataclass(frozen=True)
class Grounds:
    """What everything is compared with."""

    currency: str = "EUR"
    have: float = 5.0  # how good is what one has without any of it
    per_point: float = 200.0  # money one would give for one point more
    day_worth: float = 0.0  # what a day brings otherwise
    latest: dt.date | None = None  # when one wants to have decided


@dataclass(frozen=True)
class Wish:
    """A trial somebody thinks of doing."""

    number: int
    name: str
    pay: float  # a day
    days: int
    hope: float  # points expected
    doubt: str = "some"
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    costs: float = 0.0  # one's own, for all days: travel, a room
    found: float | None = None  # tried meanwhile: what it turned out to be worth
    opportunity_id: str = ""
    bonus: float = 0.0  # for leaving on the evening of one day
    leaves_after: int = 1  # which

    def box(self, grounds: Grounds) -> NormalBox:
        """Return the trial as Weitzman's box: what it may show, what it costs in points.

        With the bonus where that is worth more: she then decides after the days until it, leaves with it, or goes on.
        """
        whole = NormalBox(self.hope, self._to_learn(self.days), self.net(grounds) / grounds.per_point)
        more = self.more_by_leaving(grounds) / grounds.per_point
        if more <= 0:
            return whole
        sooner = self.decided_sooner(whole, more)
        return max(whole, sooner, key=index)

    def decided_sooner(self, whole: NormalBox, more: float) -> NormalBox:
        """Return the box of a trial that pays so much to whoever goes on elsewhere.

        Whoever tries it gets the bonus, and gives it back where they stay: each outcome is worth that much less, and
        opening costs that much less. The index is that of the whole with `bonus=more`, and so is everything else.
        """
        return NormalBox(self.hope - more, self._to_learn(self.leaves_after), whole.cost - more)

    def more_by_leaving(self, grounds: Grounds) -> float:
        """Return the money leaving then brings beyond staying to the end: the bonus and free days, less their pay."""
        left = self.days - self.leaves_after
        return self.bonus - left * (self.pay - grounds.day_worth) if self.bonus and left > 0 else 0.0

    def gives_up(self, grounds: Grounds) -> float:
        """Return the points that going on there leaves unpaid: the bonus, where deciding sooner is worth more."""
        return self.hope - self.box(grounds).mean

    def decides_sooner(self, grounds: Grounds) -> bool:
        return self.gives_up(grounds) != 0

    def may_show(self, grounds: Grounds) -> tuple[float, float]:
        """Return what the days will make it look like, eight times of ten."""
        return likely(Belief(self.hope, self.box(grounds).spread ** 2))

    def _to_learn(self, days: int) -> float:
        return Belief(self.hope, DOUBTS[self.doubt] ** 2).to_learn(days, NOISE)

    def net(self, grounds: Grounds) -> float:
        """Return what it costs in money; below nothing where it pays more than it costs."""
        return self.costs + self.days * (grounds.day_worth - self.pay)

    def option(self, grounds: Grounds) -> Option:
        starts = self.starts_on.toordinal() if self.starts_on else None
        length = (self.last_on - self.starts_on).days + 1 if self.starts_on and self.last_on else self.days
        return Option(self.box(grounds), length, starts)

    @property
    def last_on(self) -> dt.date | None:
        """Return the last day: as written, else after so many days without weekends."""
        if self.starts_on is None:
            return None
        if self.ends_on and self.ends_on >= self.starts_on:
            return self.ends_on
        on, left = self.starts_on, self.days - 1
        while left:
            on += dt.timedelta(days=1)
            left -= on.weekday() < 5
        return on

    def overlaps(self, other: Wish) -> bool:
        mine, theirs = (self.starts_on, self.last_on), (other.starts_on, other.last_on)
        if not (mine[0] and mine[1] and theirs[0] and theirs[1]):
            return False
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]


@dataclass(frozen=True)
class TrialPlan:
    """All of it."""

    grounds: Grounds = Grounds()
    wishes: tuple[Wish, ...] = ()

    @property
    def open_wishes(self) -> list[Wish]:
        return [one for one in self.wishes if one.found is None]

    @property
    def in_hand(self) -> float:
        """Return the best thing one has: without any trial, or found in one."""
        return max([self.grounds.have, *(one.found for one in self.wishes if one.found is not None)])

    def solved(self, today: dt.date) -> Plan:
        """Return what to try in which order from today on."""
        latest = self.grounds.latest
        return plan(
            [one.option(self.grounds) for one in self.open_wishes],
            self.in_hand,
            today=today.toordinal(),
            latest=latest.toordinal() if latest else None,
        )

    def gain(self, solved: Plan) -> float:
        """Return the money that following the plan is worth beside stopping now, on average."""
        return (solved.worth - self.in_hand) * self.grounds.per_point

    def stop_at(self, solved: Plan, place: int) -> float | None:
        """Return how good this turn's trial must turn out to stop there; None to go on, and for the last.

        Whoever gives a bonus up by staying must find that much more.
        """
        if place + 1 == len(solved.steps) or solved.steps[place + 1].bar == FOREVER:
            return None
        return solved.steps[place + 1].bar + self.open_wishes[solved.steps[place].option].gives_up(self.grounds)

    def leave_below(self, solved: Plan, place: int) -> float | None:
        """Return how good it must look on its evening for the bonus to be worth less than staying there.

        None where nothing is decided on an evening, or where going on to the next is worth more in any case.
        """
        wish = self.open_wishes[solved.steps[place].option]
        following = [step.bar for step in solved.steps[place + 1 : place + 2]]
        if not wish.decides_sooner(self.grounds) or FOREVER in following:
            return None
        return max(self.in_hand, *following, 0.0) + wish.gives_up(self.grounds)

    def with_wish(self, wish: Wish) -> TrialPlan:
        """Put it in, in the place of the one with its number; number 0 is a new one."""
        if wish.number == 0:
            wish = replace(wish, number=max((one.number for one in self.wishes), default=0) + 1)
            return replace(self, wishes=(*self.wishes, wish))
        return replace(self, wishes=tuple(wish if one.number == wish.number else one for one in self.wishes))

    def without(self, number: int) -> TrialPlan:
        return replace(self, wishes=tuple(one for one in self.wishes if one.number != number))

    @property
    def is_full(self) -> bool:
        return len(self.wishes) >= MOST

    def kept(self) -> dict[str, Any]:
        return {"grounds": _kept(self.grounds), "wishes": [_kept(one) for one in self.wishes]}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> TrialPlan:
        return cls(Grounds(**_read(kept["grounds"])), tuple(Wish(**_read(one)) for one in kept["wishes"]))


@dataclass(frozen=True)
class Noted:
    """One day's marks, each from 1 to 5, and a line of one's own."""

    marks: Mapping[str, int]
    note: str = ""

    @property
    def points(self) -> float:
        """Return the day's impression on the scale of 0 to 10."""
        return (sum(self.marks.values()) / len(self.marks) - 1) * 2.5


@dataclass(frozen=True)
class Journal:
    """What one hoped for before, and what each day was like."""

    grounds: Grounds = Grounds()
    hope: float = 5.0
    doubt: str = "some"
    chance: float = 0.5  # that they ask one to go on, if one wants to
    days: Mapping[int, Noted] = field(default_factory=dict)

    @property
    def beliefs(self) -> list[tuple[int, Belief]]:
        """Return the belief before the first day (number 0) and after each day that has marks."""
        belief = Belief(self.hope, DOUBTS[self.doubt] ** 2)
        found = [(0, belief)]
        for number in sorted(self.days):
            belief = belief.after(self.days[number].points, NOISE)
            found.append((number, belief))
        return found

    @property
    def belief(self) -> Belief:
        return self.beliefs[-1][1]

    def evening(self, leave_pays: Sequence[float], day_pays: Sequence[float]) -> Evening:
        """Return tonight's two choices in points.

        `leave_pays` is the bonus of leaving tonight and after each day to come; `day_pays` what each of those pays.
        """
        one, scale = self.grounds, self.grounds.per_point
        stages = [
            Stage(one.have + bonus / scale, (pay - one.day_worth) / scale)
            for bonus, pay in zip(leave_pays, day_pays, strict=False)
        ]
        end = End(one.have + leave_pays[-1] / scale, (1 - self.chance) * one.have, self.chance)
        return evenings(self.belief, NOISE, stages, end)[0]

    def kept(self) -> dict[str, Any]:
        days = {str(number): {"marks": dict(one.marks), "note": one.note} for number, one in self.days.items()}
        return {
            "grounds": _kept(self.grounds),
            "hope": self.hope,
            "doubt": self.doubt,
            "chance": self.chance,
            "days": days,
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Journal:
        days = {int(number): Noted(one["marks"], one["note"]) for number, one in kept["days"].items()}
        rest = {name: kept[name] for name in ("hope", "doubt", "chance")}
        return cls(Grounds(**_read(kept["grounds"])), days=days, **rest)


def _kept(one: Grounds | Wish) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in asdict(one).items()
        if value is not None
    }


def _read(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: dt.date.fromisoformat(value) if name in ("latest", "starts_on", "ends_on") else value
        for name, value in kept.items()
    }
