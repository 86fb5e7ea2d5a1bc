"""What can be found, and the marks it is found by.

Pure. Everything a filter asks exactly (country, days, when, field, pay level, skills, square of the map) is a *mark*: a
lexeme beside the words, such as `=d=2`, so that one index answers words and filters together. What a filter counts is
packed into one number, so that two thousand hits are counted in one pass.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from foretaste.matching.words import LONGEST, fold

CHUNK_BITS = 12  # 4,096 entries, numbered in the order they were published, share the mark of their smallest chunk
MOST_DAYS = 7  # longer ones are no micro-internships, but may be listed elsewhere
EARTH = 6371.0  # km

WHEN = ("weekdays", "evenings", "weekends")
PLACE_KINDS = ("", "onsite", "hybrid", "remote")
# Daily pay, in whole units of the currency: a filter asks for one of these or more. Exact sums are compared besides.
PAY_STEPS = (50, 75, 100, 125, 150, 200, 250, 300, 400, 600)
SMALL_UNITS = {"JPY": 100, "KRW": 1000, "HUF": 300, "CZK": 20, "SEK": 10, "NOK": 10, "DKK": 7, "PLN": 4, "INR": 80}
WIDE, NARROW = 1.0, 0.25  # degrees: the sides of the map's squares


class Kind(StrEnum):
    OWN = "own"  # posted here: only these carry the promise
    LISTED = "listed"  # found elsewhere


@dataclass(frozen=True, kw_only=True)
class Findable:
    """A posting or a listing, as the search keeps it. Unknown is None, zero or empty, and is said as unknown."""

    key: str  # "own/<public id>" or "listed/<public id>"
    kind: Kind
    title: str
    text: str = ""
    company: str = ""
    source: str = ""  # "Greenhouse", "a mail of yours": empty for our own
    skills: Sequence[str] = ()  # all that can be asked for by name
    confirmed: Sequence[str] = ()  # those of the taxonomy, by label: these are counted
    language: str = ""  # ISO 639-1; empty: told by the text
    field: str = ""
    place_kind: str = ""  # onsite, hybrid, remote
    country: str = ""  # ISO 3166-1 alpha-2
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    days: int = 0
    when: Sequence[str] = ()  # weekdays, evenings, weekends
    currency: str = ""
    pay_day_minor: int | None = None
    pay_hour_minor: int | None = None
    may_leave_any_time: bool = False  # and is paid: the promise
    published_at: dt.datetime
    starts_at: dt.datetime | None = None
    starts_on: dt.date | None = None  # by the calendar of the place
    closes_at: dt.datetime | None = None  # not found from then on
    only_for: int | None = None  # the key of the one person who may find it: what came by their own mail


def pay_level(currency: str, pay_day_minor: int, exponent: int) -> int:
    """Return how many of the steps a daily pay reaches; `exponent` is the currency's number of decimals."""
    whole = pay_day_minor / 10**exponent / SMALL_UNITS.get(currency, 1)
    return sum(whole >= step for step in PAY_STEPS)


def marks(one: Findable, exponent: int, fields: Sequence[str]) -> list[str]:
    """Return the marks of one findable, in no order that matters."""
    found = [f"=kind={one.kind}"]
    if one.country:
        found.append(f"=country={one.country.upper()}")
    if one.city:
        found.append(f"=city={fold(one.city)}")
    if one.place_kind in PLACE_KINDS[1:]:
        found.append(f"=place={one.place_kind}")
    if one.days:
        found.append(f"=days={min(one.days, MOST_DAYS)}")
    if one.field in fields:
        found.append(f"=field={one.field}")
    found += [f"=when={each}" for each in one.when if each in WHEN]
    found += [f"=skill={fold(skill)}" for skill in one.skills if skill.strip()]
    if one.pay_day_minor is not None and one.currency:
        found += ["=pay", f"=currency={one.currency}", f"=pay={one.currency}"
                  f"={pay_level(one.currency, one.pay_day_minor, exponent)}"]  # fmt: skip
    if one.may_leave_any_time:
        found.append("=leave")
    if one.latitude is not None and one.longitude is not None:
        found += [square(one.latitude, one.longitude, side) for side in (WIDE, NARROW)]
    return [mark[: LONGEST * 2] for mark in found]


def square(latitude: float, longitude: float, side: float) -> str:
    """Return the mark of the square of the map that a point lies in."""
    return f"=map={side:g}={math.floor(latitude / side)}={math.floor(longitude / side)}"


def squares(latitude: float, longitude: float, kilometres: float) -> list[str]:
    """Return the marks of the squares that a circle touches, by the smaller squares while they are few."""
    side = NARROW if kilometres <= 30 else WIDE
    north = math.degrees(kilometres / EARTH)
    east = min(180.0, north / max(0.05, math.cos(math.radians(min(89.0, abs(latitude) + north)))))
    rows = range(math.floor((latitude - north) / side), math.floor((latitude + north) / side) + 1)
    columns = range(math.floor((longitude - east) / side), math.floor((longitude + east) / side) + 1)
    turns = round(360 / side)
    half = turns // 2
    return sorted({f"=map={side:g}={row}={(column + half) % turns - half}" for row in rows for column in columns})


def either(found: Iterable[str]) -> str:
    """Return a tsquery's text that any of the marks satisfies."""
    return "(" + " | ".join(quoted(mark) for mark in found) + ")"


def quoted(lexeme: str) -> str:
    """Return a lexeme as a tsquery's text takes it."""
    return "'" + lexeme[: LONGEST * 2].replace("\x00", "").replace("\\", "\\\\").replace("'", "''") + "'"


# --- what is counted ----------------------------------------------------------------------------
# bits 0-2 days (0 unknown) · 3-5 when · 6-7 place · 8-12 field (0 unknown) · 13 pay known · 14 may leave · 15 own


def packed(one: Findable, fields: Sequence[str]) -> int:
    """Return what the facets count of one findable, as one number."""
    number = min(one.days, MOST_DAYS)
    for place, each in enumerate(WHEN):
        number |= (each in one.when) << (3 + place)
    number |= (PLACE_KINDS.index(one.place_kind) if one.place_kind in PLACE_KINDS else 0) << 6
    number |= (fields.index(one.field) + 1 if one.field in fields else 0) << 8
    number |= (one.pay_day_minor is not None) << 13
    number |= one.may_leave_any_time << 14
    return number | (one.kind is Kind.OWN) << 15


def days_of(number: int) -> int:
    """Return how many days a packed number says; 0 where it is unknown."""
    return number & 7


def is_remote(number: int) -> bool:
    return PLACE_KINDS[number >> 6 & 3] == "remote"


@dataclass(frozen=True)
class Facets:
    """How many of the hits have what: exact for up to as many hits as were looked at."""

    days: dict[int, int]
    when: dict[str, int]
    place: dict[str, int]
    field: dict[str, int]
    pay_known: int
    may_leave: int
    own: int


def unpacked(counts: Iterable[tuple[int, int]], fields: Sequence[str]) -> Facets:
    """Add up `(packed number, how many have it)`."""
    days: dict[int, int] = {}
    when: dict[str, int] = {}
    place: dict[str, int] = {}
    field: dict[str, int] = {}
    pay_known = may_leave = own = 0
    for number, count in counts:
        if number & 7:
            days[number & 7] = days.get(number & 7, 0) + count
        for position, each in enumerate(WHEN):
            if number >> (3 + position) & 1:
                when[each] = when.get(each, 0) + count
        if kind := PLACE_KINDS[number >> 6 & 3]:
            place[kind] = place.get(kind, 0) + count
        if position := number >> 8 & 31:
            name = fields[position - 1]
            field[name] = field.get(name, 0) + count
        pay_known += count * (number >> 13 & 1)
        may_leave += count * (number >> 14 & 1)
        own += count * (number >> 15 & 1)
    return Facets(days, when, place, field, pay_known, may_leave, own)
