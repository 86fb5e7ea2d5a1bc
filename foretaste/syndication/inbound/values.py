"""Places, pay, moments and kinds of work, out of what sources write for them. What can't be read stays unknown."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from foretaste.core.amounts import Amount
from foretaste.syndication.inbound.listing import Employment, Pay, Per, Place, PlaceKind
from foretaste.syndication.inbound.prose import line

EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
MOST_PAY_MINOR = 10**12
REMOTE = re.compile(
    r"\b(?:remote(?:ly)?|anywhere|telecommute|work from home|home[- ]?office|t[ée]l[ée]travail)\b", re.I
)
US_STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
        "DC",
    ]
)
PERIODS = {
    Per.HOUR: ("hour", "hourly", "hr", "h", "per_hour", "per-hour-wage", "stunde", "heure"),
    Per.DAY: ("day", "daily", "per-day-wage", "tag", "jour"),
    Per.WEEK: ("week", "weekly", "per-week-salary", "woche", "semaine"),
    Per.MONTH: ("month", "monthly", "per-month-salary", "monat", "mois"),
    Per.YEAR: ("year", "yearly", "annual", "annually", "per-year-salary", "jahr", "an", "annum"),
    Per.ONCE: ("once", "one_time", "one-time", "total", "fixed"),
}
KINDS = {
    Employment.INTERN: ("intern", "internship", "trainee", "working_student", "student", "apprenticeship", "praktikum"),
    Employment.TEMPORARY: ("temporary", "temp", "fixed_term", "seasonal", "per_diem", "perdiem", "casual", "on_call"),
    Employment.CONTRACT: ("contract", "contractor", "freelance", "freelancer", "project", "gig", "consultant"),
    Employment.PART_TIME: ("part_time", "parttime", "teilzeit"),
    Employment.FULL_TIME: ("full_time", "fulltime", "permanent", "regular", "employee", "vollzeit"),
    Employment.VOLUNTEER: ("volunteer", "voluntary", "unpaid"),
}


@cache
def _countries() -> dict[str, str]:
    """Return countries' codes by their names in the languages listings are mostly written in, and by their codes."""
    from babel import Locale

    names: dict[str, str] = {}
    for language in ("en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv", "da"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(name.casefold(), code)
                names.setdefault(code.casefold(), code)
    return names | {
        "usa": "US",
        "u.s.": "US",
        "us": "US",
        "uk": "GB",
        "united states of america": "US",
        "england": "GB",
    }


@cache
def _currencies() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").currencies)


def country(words: object) -> str:
    """Return the two letters of a country named or coded; empty where there is none."""
    return _countries().get(line(words, 80).casefold(), "")


def place(
    words: object = "",
    *,
    city: object = "",
    region: object = "",
    in_country: object = "",
    at: tuple[Any, Any] | None = None,
) -> Place:
    """Return a place from its parts, where there are parts, else from words like "Berlin, Germany" or "Austin, TX"."""
    said = line(words, 120)
    code, town, part = country(in_country), line(city, 80), line(region, 80)
    if said and not town:
        parts = (REMOTE.sub("", one).strip(" ()/-") for one in re.split(r",|;| \| | - ", said))
        pieces = [one for one in parts if one]
        has_region = len(pieces) > 2 and len(pieces[-2]) == 2  # "Toronto, ON, CA": the last is the country
        if len(pieces) > 1 and not has_region and pieces[-1] in US_STATES and code in ("", "US"):
            code, part = "US", part or pieces.pop()
        elif pieces and len(pieces[-1]) != 2 and country(pieces[-1]):
            code = code or country(pieces[-1])
            pieces.pop()
        elif len(pieces) > 1 and len(pieces[-1]) == 2 and country(pieces[-1]):
            code = code or country(pieces.pop())
        town = pieces[0][:80] if pieces else ""
        part = part or (pieces[1][:80] if len(pieces) > 1 else "")
    latitude, longitude = _coordinates(at)
    shown = said or ", ".join(one for one in (town, part) if one)
    return Place(words=shown, city=town, region=part, country=code, latitude=latitude, longitude=longitude)


def _coordinates(at: tuple[Any, Any] | None) -> tuple[float | None, float | None]:
    try:
        latitude, longitude = (float(str(one)) for one in at or ())
    except (ValueError, TypeError):
        return None, None
    return (latitude, longitude) if -90 <= latitude <= 90 and -180 <= longitude <= 180 else (None, None)


def place_kind(*words: object, is_remote: object = None, is_hybrid: object = None) -> PlaceKind:
    """Return how one works there. Hybrid is never remote; a place alone says nothing."""
    said = " ".join(line(one, 200) for one in words).casefold()
    if is_hybrid is True or "hybrid" in said:
        return PlaceKind.HYBRID
    if is_remote is True or REMOTE.search(said) or said.strip() in ("fully", "full_remote"):
        return PlaceKind.REMOTE
    if re.search(r"\bon[- _]?site\b|\bonsite\b|\bin[- ]office\b|\bvor ort\b", said):
        return PlaceKind.ONSITE
    return PlaceKind.UNKNOWN


def employment(*words: object) -> Employment:
    """Return the first kind of work that is named, the shortest first: an intern in full time is an intern."""
    said = [re.sub(r"[^a-z]+", "_", line(one, 100).casefold()).strip("_") for one in words if one]
    for kind, names in KINDS.items():
        for one in said:
            if one in names or any(re.search(rf"(?:^|_){name}(?:_|$)", one) for name in names):
                return kind
    return Employment.OTHER if any(said) else Employment.UNKNOWN


def per(words: object) -> Per | None:
    """Return the period that pay is for."""
    said = re.sub(r"[^a-z_-]+", " ", line(words, 40).casefold()).strip().removeprefix("per ").removeprefix("per_")
    for period, names in PERIODS.items():
        if said in names or said.replace(" ", "-") in names:
            return period
    return None


def pay(least: object, most: object, currency: object, period: object, *, minor: bool = False) -> Pay | None:
    """Return stated pay; None unless number, currency and period are all there and make sense."""
    code, for_each = line(currency, 3).upper(), period if isinstance(period, Per) else per(period)
    if code not in _currencies() or for_each is None:
        return None
    low, high = (_minor(one, code, minor) for one in (least, most))
    low, high = (high, high) if low is None else (low, low if high is None else high)
    if low is None or high is None or not 0 < low <= high <= MOST_PAY_MINOR:
        return None
    return Pay(least_minor=low, most_minor=high, currency=code, per=for_each)


def _minor(value: object, currency: str, is_minor: bool) -> int | None:
    if value is None or isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip().replace("\u00a0", "").replace(" ", "")[:30]
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text) and "," in text:
        text = text.replace(".", "").replace(",", ".")
    try:
        number = Decimal(text.replace(",", "."))
        if not number.is_finite() or number > 10**12:
            return None
        return int(number) if is_minor else Amount.from_major(number.quantize(_unit(currency)), currency).minor
    except (InvalidOperation, ValueError):
        return None


@cache
def _unit(currency: str) -> Decimal:
    return Amount(1, currency).major


SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "zł": "PLN", "CHF": "CHF", "EUR": "EUR", "USD": "USD", "GBP": "GBP",
         "SEK": "SEK", "DKK": "DKK", "NOK": "NOK", "PLN": "PLN", "CAD": "CAD", "AUD": "AUD"}  # fmt: skip
SIGN = "€|£|\\$|zł|CHF|EUR|USD|GBP|SEK|DKK|NOK|PLN|CAD|AUD"
NUMBER = r"\d{1,3}(?:[ .,]\d{3})*(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?"
EACH = (
    r"(?:per|a|an|/|pro|par|por|al|om|på|za|pr\.?|je)\s{0,2}"
    r"(?P<each>hour|hr|h|day|week|stunde|tag|woche|heure|jour|semaine|hora|d[ií]a|semana|ora|giorno|settimana|uur|dag|week|"
    r"timme|vecka|godz\w*|dzie[nń]|tydzie[nń])\b"
)
STATED = re.compile(
    rf"(?:(?P<before>{SIGN})\s{{0,2}}(?P<n1>{NUMBER})|(?P<n2>{NUMBER})\s{{0,2}}(?P<after>{SIGN}))"
    rf"(?:\s{{0,2}}(?:gross|brutto|brut)?)\s{{0,2}}{EACH}",
    re.I,
)
EACHES = {
    Per.HOUR: ("hour", "hr", "h", "stunde", "heure", "hora", "ora", "uur", "timme", "godz"),
    Per.DAY: ("day", "tag", "jour", "dia", "día", "giorno", "dag", "dzien", "dzień"),
    Per.WEEK: ("week", "woche", "semaine", "semana", "settimana", "vecka", "tydzien", "tydzień"),
}


def pay_in(text: str) -> Pay | None:
    """Find pay per hour, day or week that the text states, sum and period together; a bare number is none."""
    for found in STATED.finditer(text[:8_000]):
        each = found["each"].casefold()
        for_each = next((period for period, names in EACHES.items() if each in names or each.startswith("godz")), None)
        sign = (found["before"] or found["after"]).upper()
        code = SIGNS.get(sign) or SIGNS.get(sign.lower(), "")
        if stated := pay(found["n1"] or found["n2"], None, code, for_each):
            return stated
    return None


def moment(value: object) -> dt.datetime | None:
    """Return a moment written as ISO 8601, as mails write it, or as seconds or milliseconds since 1970."""
    if isinstance(value, bool) or value is None:
        return None
    found: dt.datetime | None = None
    try:
        if isinstance(value, int | float):
            seconds = value / 1000 if value > 10**11 else value
            found = dt.datetime.fromtimestamp(seconds, dt.UTC)
        elif text := str(value).strip()[:60]:
            text = re.sub(r"\s+UTC$", "+00:00", text)
            found = dt.datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        found = _mail_moment(str(value)[:60])
    if found is None:
        return None
    try:
        found = found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return found if EARLIEST <= found < EARLIEST.replace(year=2100) else None


def _mail_moment(text: str) -> dt.datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def day(value: object) -> dt.date | None:
    """Return the date of what `moment` reads."""
    found = moment(value)
    return found.date() if found else None
