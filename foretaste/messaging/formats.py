"""Times and sums as people read them: in their language, on the wall of a place."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency
from django.utils.translation import get_language

from foretaste.core.amounts import Amount
from foretaste.core.dates import zone_name


def _locale() -> str:
    return (get_language() or "en").replace("-", "_")


def money(minor: int, currency: str) -> str:
    return format_currency(Amount(minor, currency).major, currency, locale=_locale())


def date(day: dt.date) -> str:
    """Monday 2 March 2026."""
    return format_date(day, "EEEE d MMMM y", locale=_locale())


def moment(at: dt.datetime, zone: str) -> str:
    """Monday 2 March, 16:00 (Berlin time)."""
    told = format_datetime(at, "EEEE d MMMM, HH:mm", tzinfo=ZoneInfo(zone), locale=_locale())
    return f"{told} ({zone_name(zone)})"


def clock(at: dt.datetime, zone: str) -> str:
    """16:00."""
    return format_time(at.astimezone(ZoneInfo(zone)), "HH:mm", locale=_locale())
