"""What a posting must be before it may be funded and published: guarantees 1, 5 and 11 as pure checks.

A posting is a list of five tasks; each returns what is still missing or wrong in it. Words are in words.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from foretaste.money import endings

MOST_DAYS = 5
CALENDAR_DAYS = 7
SHORTEST_DAY = dt.timedelta(hours=1)
LONGEST_DAY = dt.timedelta(hours=10)  # of work, breaks not counted
LONGEST_BREAK_MINUTES = 180
PUBLISHED_AHEAD = dt.timedelta(days=30)  # at most, before day 1
ASKING_ENDS = dt.time(12)  # on the answer date: the company has the rest of the day
EVENING_BEGINS = dt.time(17)
TIME_TO_ANSWER = dt.timedelta(hours=48)  # an offer, where nobody says until when
UNUSUALLY_HIGH = 10  # times the wage floor: the operator looks before funding


class Task(StrEnum):
    DESCRIBE = "describe"
    DAYS = "days"
    PEOPLE = "people"
    PAY = "pay"
    RULES = "rules"


class Problem(StrEnum):
    """What is missing or wrong; the value names the field it stands at, before the dot."""

    NO_TITLE = "title.missing"
    NO_SUMMARY = "summary.missing"
    NO_BRIEF = "brief.missing"
    NO_DELIVERABLE = "deliverable.missing"
    NO_FIELD = "field.missing"
    NO_COUNTRY = "country.missing"
    NO_CITY = "city.missing"
    NO_ADDRESS = "address.missing"
    NO_TIME_ZONE = "time_zone.missing"
    NO_DAYS = "days.missing"
    TOO_MANY_DAYS = "days.too_many"
    TOO_FAR_APART = "days.too_far_apart"
    TWICE_THE_SAME_DATE = "days.same_date"
    DAYS_OVERLAP = "days.overlap"
    DAY_TOO_SHORT = "days.too_short"
    DAY_TOO_LONG = "days.too_long"
    BREAK_TOO_LONG = "days.break_too_long"
    DAY_IN_THE_PAST = "days.past"
    NO_DAY_PLAN = "days.no_plan"
    NO_ANSWER_DATE = "answer_by.missing"
    ANSWER_DATE_PASSED = "answer_by.past"
    ANSWER_DATE_TOO_LATE = "answer_by.too_late"
    NO_HOST = "host.missing"
    NO_CURRENCY = "currency.missing"
    NO_PAY = "daily_pay.missing"
    BONUS_UNFAIR = "exit_bonus.unfair"
    KILL_FEE_WRONG = "kill_fee.wrong"
    BELOW_MINIMUM_WAGE = "daily_pay.below_minimum_wage"
    RULES_NOT_ACCEPTED = "rules.not_accepted"

    @property
    def at_field(self) -> str:
        return self.value.split(".")[0]


@dataclass(frozen=True)
class PlannedDay:
    """One day on the wall of the place of work; one that ends after midnight ends on the next date."""

    on: dt.date
    starts: dt.time
    ends: dt.time
    break_minutes: int = 0
    plan: str = ""

    def span(self, zone: str) -> tuple[dt.datetime, dt.datetime]:
        """Return its start and end as moments."""
        place = ZoneInfo(zone)
        ends_on = self.on if self.ends > self.starts else self.on + dt.timedelta(days=1)
        starts = dt.datetime.combine(self.on, self.starts, tzinfo=place).astimezone(dt.UTC)
        return starts, dt.datetime.combine(ends_on, self.ends, tzinfo=place).astimezone(dt.UTC)

    def working_minutes(self, zone: str) -> int:
        """Return the minutes of work: really elapsed, breaks not counted."""
        starts, ends = self.span(zone)
        return int((ends - starts).total_seconds()) // 60 - self.break_minutes


@dataclass(frozen=True, kw_only=True)
class Posting:
    """What the rules look at."""

    title: str = ""
    summary: str = ""
    brief: str = ""
    deliverable: str = ""
    field: str = ""
    place_kind: str = "onsite"
    country: str = ""
    city: str = ""
    address: str = ""
    time_zone: str = ""
    days: tuple[PlannedDay, ...] = ()
    answer_by: dt.date | None = None
    has_host: bool = False
    currency: str = ""
    daily_pay_minor: int = 0
    exit_bonus_minor: tuple[int, ...] = ()
    kill_fee_minor: int = 0
    rules_accepted: bool = False


@dataclass(frozen=True)
class WageCheck:
    """The pay beside the minimum wage where the work is done. `least_daily_minor` has one figure per day."""

    hourly: Decimal | None = None  # in major units
    least_daily_minor: list[int] = field(default_factory=list)
    source: str = ""
    daily_pay_minor: int = 0
    other_currency: str = ""  # the floor is known, but in this currency

    @property
    def is_known(self) -> bool:
        return self.hourly is not None

    @property
    def passes(self) -> bool:
        """Whether every day is paid at least the floor; False too where none is known."""
        return self.is_known and all(self.daily_pay_minor >= least for least in self.least_daily_minor)

    @property
    def is_too_low(self) -> bool:
        return self.is_known and not self.passes

    @property
    def is_unusually_high(self) -> bool:
        """Whether the operator looks first: a risk rule, it never touches what is earned."""
        least = max(self.least_daily_minor, default=0)
        return self.is_known and least > 0 and self.daily_pay_minor > UNUSUALLY_HIGH * least

    @property
    def needs_confirmation(self) -> bool:
        return not self.is_known or self.is_unusually_high


def problems(posting: Posting, wage: WageCheck | None, at: dt.datetime) -> dict[Task, list[Problem]]:
    """Return for each task what is still missing or wrong; a task with nothing is done."""
    return {
        Task.DESCRIBE: describe_problems(posting),
        Task.DAYS: day_problems(posting.days, posting.time_zone, at)
        + answer_problems(posting.days, posting.answer_by, posting.time_zone, at),
        Task.PEOPLE: [] if posting.has_host else [Problem.NO_HOST],
        Task.PAY: pay_problems(posting, wage),
        Task.RULES: [] if posting.rules_accepted else [Problem.RULES_NOT_ACCEPTED],
    }


def describe_problems(posting: Posting) -> list[Problem]:
    wanted = [
        (posting.title, Problem.NO_TITLE),
        (posting.summary, Problem.NO_SUMMARY),
        (posting.brief, Problem.NO_BRIEF),
        (posting.deliverable, Problem.NO_DELIVERABLE),
        (posting.field, Problem.NO_FIELD),
        (posting.country, Problem.NO_COUNTRY),
        (posting.time_zone, Problem.NO_TIME_ZONE),
    ]
    if posting.place_kind != "remote":
        wanted += [(posting.city, Problem.NO_CITY), (posting.address, Problem.NO_ADDRESS)]
    return [problem for value, problem in wanted if not value.strip()]


def day_problems(days: Sequence[PlannedDay], zone: str, at: dt.datetime) -> list[Problem]:
    """Guarantee 1: one to five days inside at most seven calendar days, ahead of us, none over another."""
    if not days:
        return [Problem.NO_DAYS]
    found: list[Problem] = []
    dates = [day.on for day in days]
    if len(days) > MOST_DAYS:
        found.append(Problem.TOO_MANY_DAYS)
    if (max(dates) - min(dates)).days >= CALENDAR_DAYS:
        found.append(Problem.TOO_FAR_APART)
    if len(set(dates)) < len(dates):
        found.append(Problem.TWICE_THE_SAME_DATE)
    if any(not 0 <= day.break_minutes <= LONGEST_BREAK_MINUTES for day in days):
        found.append(Problem.BREAK_TOO_LONG)
    found += _hours_problems(days, zone or "UTC", at)
    if any(not day.plan.strip() for day in days):
        found.append(Problem.NO_DAY_PLAN)
    return found


def _hours_problems(days: Sequence[PlannedDay], zone: str, at: dt.datetime) -> list[Problem]:
    found: list[Problem] = []
    spans = sorted(day.span(zone) for day in days)
    minutes = [day.working_minutes(zone) for day in days]
    if any(ends > starts for (_, ends), (starts, _) in pairwise(spans)):
        found.append(Problem.DAYS_OVERLAP)
    if min(minutes) < SHORTEST_DAY.total_seconds() // 60:
        found.append(Problem.DAY_TOO_SHORT)
    if max(minutes) > LONGEST_DAY.total_seconds() // 60:
        found.append(Problem.DAY_TOO_LONG)
    if spans[0][0] <= at:
        found.append(Problem.DAY_IN_THE_PAST)
    return found


def answer_problems(days: Sequence[PlannedDay], answer_by: dt.date | None, zone: str, at: dt.datetime) -> list[Problem]:
    """Guarantee 12 begins here: there is a date for answers, ahead of us and before day 1."""
    if answer_by is None:
        return [Problem.NO_ANSWER_DATE]
    if asking_ends_at(answer_by, zone or "UTC") <= at:
        return [Problem.ANSWER_DATE_PASSED]
    if days and answer_by >= min(day.on for day in days):
        return [Problem.ANSWER_DATE_TOO_LATE]
    return []


def pay_problems(posting: Posting, wage: WageCheck | None) -> list[Problem]:
    """Guarantees 5 and 11: a fair bonus schedule, a kill fee of at least day 1, no pay below the floor."""
    if not posting.currency or posting.daily_pay_minor <= 0:
        return [Problem.NO_CURRENCY if not posting.currency else Problem.NO_PAY]
    found: list[Problem] = []
    day_pay = [posting.daily_pay_minor] * len(posting.days)
    if day_pay:
        if not endings.bonus_schedule_is_fair(day_pay, posting.exit_bonus_minor):
            found.append(Problem.BONUS_UNFAIR)
        if not endings.kill_fee_is_valid(day_pay, posting.kill_fee_minor):
            found.append(Problem.KILL_FEE_WRONG)
    elif posting.kill_fee_minor < posting.daily_pay_minor:  # read from an advertisement, and set by nobody yet
        found.append(Problem.KILL_FEE_WRONG)
    if wage is not None and wage.is_too_low:
        found.append(Problem.BELOW_MINIMUM_WAGE)
    return found


def suggested_bonus(daily_pay_minor: int, days: int) -> list[int]:
    """Return a fair schedule: half a day's pay on every day but the last."""
    return [daily_pay_minor // 2] * (days - 1) + [0] if days else []


def asking_ends_at(answer_by: dt.date, zone: str) -> dt.datetime:
    """Return until when one can ask: noon of the answer date, in the place's own time."""
    return dt.datetime.combine(answer_by, ASKING_ENDS, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def answers_due_at(answer_by: dt.date, zone: str) -> dt.datetime:
    """Return the end of the answer date, in the place's own time."""
    return dt.datetime.combine(answer_by + dt.timedelta(days=1), dt.time(0), tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def may_be_published_from(first_on: dt.date) -> dt.date:
    """Return the first date on which it may be published: 30 days before day 1; earlier it can be announced."""
    return first_on - PUBLISHED_AHEAD


def when(days: Sequence[PlannedDay]) -> dict[str, bool]:
    """Return what the search asks for: weekdays, weekends, evenings."""
    return {
        "on_weekdays": any(day.on.weekday() < 5 for day in days),
        "on_weekends": any(day.on.weekday() >= 5 for day in days),
        "in_evenings": bool(days) and all(day.starts >= EVENING_BEGINS for day in days),
    }


def usual_answer_by(starts_at: dt.datetime | None, at: dt.datetime) -> dt.datetime:
    """Return until when an offer waits for its answer where nobody says so: never beyond the first day's start."""
    usual = at + TIME_TO_ANSWER
    return min(usual, starts_at) if starts_at and starts_at > at else usual
