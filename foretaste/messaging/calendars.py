"""Calendar files: every day of a trial, its place, in the place's own time zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class DayEntry:
    """One day as a calendar shows it."""

    number: int
    starts_at: dt.datetime
    ends_at: dt.datetime


def days_as_ics(
    *,
    trial_id: str,
    title: str,
    company: str,
    place: str,
    zone: str,
    url: str,
    days: Sequence[DayEntry],
    sequence: int,
    at: dt.datetime,
    cancelled: bool = False,
) -> str:
    """Return an .ics file. A later `sequence` replaces what a calendar already holds; `cancelled` takes it out."""
    from icalendar import Calendar, Event  # only the worker writes calendar files for mails

    calendar = Calendar()
    calendar.add("prodid", "-//Foretaste//trial days//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    for day in days:
        event = Event()
        event.add("uid", f"{trial_id}-day-{day.number}@foretaste")
        event.add("sequence", sequence)
        event.add("dtstamp", at.astimezone(dt.UTC))
        event.add("dtstart", day.starts_at.astimezone(ZoneInfo(zone)))
        event.add("dtend", day.ends_at.astimezone(ZoneInfo(zone)))
        event.add("summary", f"{title}, day {day.number} · {company}")
        event.add("location", place)
        event.add("url", url)
        event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return str(calendar.to_ical().decode())
