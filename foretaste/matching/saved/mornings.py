"""When a saved search is looked at: at seven in the morning where its owner lives. Pure."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

MORNING = dt.time(7)
MONDAY = 0


def next_morning(at: dt.datetime, zone: str, *, on_mondays_only: bool) -> dt.datetime:
    """Return the first such morning after `at`, as a moment in UTC. A clock that is put forward skips none."""
    day = at.astimezone(ZoneInfo(zone)).date()
    while True:
        morning = dt.datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
        if morning > at and (not on_mondays_only or day.weekday() == MONDAY):
            return morning
        day += dt.timedelta(days=1)
