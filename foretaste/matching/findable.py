"""What can be found, and the marks it is found by.

Pure. Everything a filter asks exactly (country, days, when, field, pay level, skills, square of the map) is a *mark*: a
lexeme beside the words, such as `=d=2`, so that one index answers words and filters together. What a filter counts is
packed into one number, so that two thousand hits are counted in one pass.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import compress
from typing import Any

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


GROUPS = ("days", "when", "place_kinds", "fields")  # the filters that a walk may count without, in the order of bits
LEAVE, OWN = 1 << 14, 1 << 15


def asked_bits(values: Iterable[int]) -> int | None:
    """Return the values as bits of one number; None where nothing is asked."""
    some = list(values)
    return sum({1 << value for value in some if 0 <= value < 31}) if some else None


def _each(read: Callable[[int], int]) -> bytes:
    """Return the table by which `bytes.translate` reads something out of every byte."""
    return bytes(read(byte) for byte in range(256))


_DAYS = _each(lambda low: low & 7)
_WHEN = [_each(lambda low, place=place: low >> (3 + place) & 1) for place in range(len(WHEN))]  # type: ignore[misc]
_PLACE = _each(lambda low: low >> 6 & 3)
_FIELD = _each(lambda high: high & 31)
_PAY_KNOWN, _MAY_LEAVE, _OWN = (_each(lambda high, bit=bit: high >> bit & 1) for bit in (5, 6, 7))  # type: ignore[misc]
_KEPT = {None: _each(lambda missed: not missed)} | {
    name: _each(lambda missed, bit=bit: missed in (0, 1 << bit))  # type: ignore[misc]
    for bit, name in enumerate(GROUPS)
}


def counted(numbers: bytes, fields: Sequence[str], most: int, without: str | None = None) -> Facets:
    """Count what the first so many packed numbers say, each given as four bytes, the highest first.

    The second says which of the filters the row misses: it counts where it misses none but the one named.
    """
    missed, high, low = numbers[1::4], numbers[2::4], numbers[3::4]
    if any(missed):
        kept = missed.translate(_KEPT[without])
        high, low = bytes(compress(high, kept)), bytes(compress(low, kept))
    high, low = high[:most], low[:most]

    def found(names: Iterable[tuple[int, Any]], values: bytes) -> dict[Any, int]:
        return {name: count for value, name in names if (count := values.count(value))}

    when = ((each, low.translate(table).count(1)) for each, table in zip(WHEN, _WHEN, strict=True))
    return Facets(
        days=found(((number, number) for number in range(1, MOST_DAYS + 1)), low.translate(_DAYS)),
        when={each: count for each, count in when if count},
        place=found(enumerate(PLACE_KINDS[1:], 1), low.translate(_PLACE)),
        field=found(enumerate(fields, 1), high.translate(_FIELD)),
        pay_known=high.translate(_PAY_KNOWN).count(1),
        may_leave=high.translate(_MAY_LEAVE).count(1),
        own=high.translate(_OWN).count(1),
    )
