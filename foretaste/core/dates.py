"""Days as documents name them: with their year, in the reader's language. English is written 26 November 2026."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from babel import Locale, dates
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

ENGLISH = {"en": ("d MMMM y", "EEEE d MMMM y")}


def reader_locale() -> str:
    """Return the reader's language as Babel names it."""
    return to_locale(get_language() or "en")


def dated(on: dt.date | str) -> str:
    """26 November 2026; 26. November 2026."""
    return _say(on, 0)


def weekday_dated(on: dt.date | str) -> str:
    """Thursday 26 November 2026; Donnerstag, 26. November 2026."""
    return _say(on, 1)


def _say(on: dt.date | str, style: int) -> str:
    day = dt.date.fromisoformat(on) if isinstance(on, str) else on
    locale = reader_locale()
    pattern = ENGLISH["en"][style] if locale.startswith("en") else ("long", "full")[style]
    return dates.format_date(day, pattern, locale=locale)


@lru_cache(maxsize=64)
def pattern(locale: str, *, short: bool, with_year: bool) -> str:
    """Return how the language writes a weekday with its day: EEEE d MMMM; in German EEEE, d. MMMM."""
    full = ENGLISH["en"][1] if locale.startswith("en") else Locale.parse(locale, sep="_").date_formats["full"].pattern
    if not with_year:
        full = re.sub(r"\s*(?:'[^']*'\s*)?y+.*$", "", full)
    return full.replace("EEEE", "EEE").replace("MMMM", "MMM") if short else full


@lru_cache(maxsize=1024)
def _town(zone: str, locale: str) -> str:
    town: str = dates.get_timezone_location(zone, locale=locale, return_city=True)
    return town


def town_of(zone: str) -> str:
    """Return the town a time zone is known by: Berlin; empty for UTC."""
    return "" if zone == "UTC" else _town(zone, reader_locale())


def zone_name(zone: str) -> str:
    """Return what a place's time is called: Berlin time; UTC."""
    town = town_of(zone)
    return _("%(town)s time") % {"town": town} if town else "UTC"
