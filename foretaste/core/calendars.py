"""Time: the clock's only door, time zones of places of work, working days."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.db import ProgrammingError

from foretaste.core import public_holidays

_frozen: ContextVar[dt.datetime | None] = ContextVar("frozen", default=None)


def now() -> dt.datetime:
    """Return the instance's time (UTC). Nothing else in the project reads a clock.

    In demo mode the instance may run ahead of the world; tests freeze it with `at_time`.
    """
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    real = dt.datetime.now(dt.UTC)
    return real + shift() if settings.DEMO else real


def shift() -> dt.timedelta:
    """Return how far the demo clock runs ahead of the world's: not at all before its table is made."""
    from foretaste.core.models import ClockShift

    try:
        seconds = ClockShift.objects.filter(pk=1).values_list("seconds", flat=True).first()
    except ProgrammingError:
        return dt.timedelta()
    return dt.timedelta(seconds=seconds or 0)


def is_frozen() -> bool:
    """Whether the time is one that this process alone knows of."""
    return _frozen.get() is not None


class at_time:  # noqa: N801 - reads as a sentence: `with at_time(moment):`
    """Freeze the clock: `with at_time(moment): ...`. For tests and for making the demo world."""

    def __init__(self, moment: dt.datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        self.moment = moment

    def __enter__(self) -> dt.datetime:
        self.token = _frozen.set(self.moment)
        return self.moment

    def __exit__(self, *_: object) -> None:
        _frozen.reset(self.token)


def moment(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """Return the wall-clock time of a place as a moment in UTC.

    A time that daylight saving skips is read as if it were not (02:30 is 03:30 then, as in calendar files); one that
    it repeats is the first.
    """
    return dt.datetime.combine(day, time, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def local_date(at: dt.datetime, zone: str) -> dt.date:
    """Return the date on the wall of a place."""
    return at.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """Return the names of all time zones. The system has them in folders, which are walked through once."""
    return frozenset(available_timezones())


@lru_cache(maxsize=512)
def _holidays(country: str, region: str | None, year: int) -> Mapping[dt.date, str]:
    if os.environ.get("FORETASTE_FRUGAL"):
        return public_holidays.found_elsewhere(country, region, year)
    return public_holidays.found_here(country, region, year)


def public_holiday(day: dt.date, country: str, region: str | None = None) -> str | None:
    """Return the holiday's name, or None. Unknown countries have none."""
    return _holidays(country, region, day.year).get(day)


def is_working_day(day: dt.date, country: str, region: str | None = None) -> bool:
    return day.weekday() < 5 and public_holiday(day, country, region) is None


def after_working_days(at: dt.datetime, days: int, country: str, zone: str, region: str | None = None) -> dt.datetime:
    """Return the end of the n-th working day of the place after `at`: when a ruling is due."""
    day = local_date(at, zone)
    while days:
        day += dt.timedelta(days=1)
        days -= is_working_day(day, country, region)
    return moment(day + dt.timedelta(days=1), dt.time(0), zone)
