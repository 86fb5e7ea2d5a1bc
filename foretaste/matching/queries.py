"""The search: one question over what is posted here and listed elsewhere.

A search looks at the newest 2,000 that fit, however many there are, counts what they have and sorts them; where more
fit, it says so. That bound, and one index for words and filters, is what keeps it quick among a million.
"""

from __future__ import annotations

import datetime as dt
import heapq
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max, QuerySet

from foretaste.accounts.actors import Actor
from foretaste.core import reading
from foretaste.core.amounts import Amount
from foretaste.matching.findable import (
    GROUPS,
    LEAVE,
    OWN,
    PAY_STEPS,
    PLACE_KINDS,
    WHEN,
    Facets,
    Kind,
    asked_bits,
    counted,
    either,
    pay_level,
    quoted,
    squares,
)
from foretaste.matching.models import Entry, Place, Word
from foretaste.matching.words import fold, words_of
from foretaste.opportunities.words import FIELDS as NAMED_FIELDS

FIELDS = tuple(NAMED_FIELDS)  # in a fixed order: it is part of what is kept
MOST = 2_000
NEAR = 25.0  # km around a city that was named
PLACES_SHOWN = 8
SKILLS_SHOWN = 12
FEW_LEVELS = 3  # of pay, that are looked up one by one
ORDERS = ("best", "soonest", "newest", "pay", "near")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is looked for; everything may be left out."""

    text: str = ""
    place: str = ""  # a city, a country's code, or "remote"
    within_km: float = NEAR
    days: Sequence[int] = ()
    when: Sequence[str] = ()
    place_kinds: Sequence[str] = ()
    fields: Sequence[str] = ()
    country: str = ""
    city: str = ""  # exactly this one
    skills: Sequence[str] = ()  # all of them
    currency: str = ""
    least_day: Amount | None = None
    least_hour: Amount | None = None
    is_pay_known: bool = False
    may_leave: bool = False
    starts_from: dt.date | None = None
    starts_until: dt.date | None = None
    own_only: bool = False  # only what is posted here
    listed_only: bool = False  # only what is found elsewhere
    order: str = ""  # empty: best where words were given, else soonest

    @property
    def sorted_by(self) -> str:
        return self.order if self.order in ORDERS else "best" if words_of(self.text) else "soonest"


class Hit(NamedTuple):
    """One line of the list, with what the search keeps of it."""

    id: int
    key: str
    value: float  # by which it was sorted
    kilometres: float | None
    title: str
    company: str
    source: str  # empty: posted here
    city: str
    currency: str
    pay_day_minor: int | None
    starts_on: dt.date | None

    @property
    def is_own(self) -> bool:
        return self.key.startswith("own/")

    @property
    def public_id(self) -> str:
        return self.key.partition("/")[2]


@dataclass(frozen=True)
class Answer:
    """A page of hits, how many there are, and what they have."""

    hits: list[Hit]
    following: str  # the cursor of the next page; empty at the end
    count: int  # at most MOST
    is_more: bool
    facets: Facets
    countries: list[tuple[str, int]]
    cities: list[tuple[str, str, int]]  # country, city, how many
    skills: list[tuple[str, int]] = field(default_factory=list)  # confirmed ones; none for the list of everything
    without: dict[str, Facets] = field(default_factory=dict)  # without one filter, where that was told in the same walk


@dataclass
class Asked:
    """A question as the database understands it."""

    question: Question
    by: int | None  # the key of who asks; None for a visitor
    at: dt.datetime
    as_beginnings: bool = False
    centre: Place | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        place = fold(self.question.place)
        if place and place != "remote" and len(place) != 2:
            self.centre = place_of(self.question.place, self.question.country)

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.question.text)

    @cached_property
    def marks(self) -> str:
        """Return the marks that only the index tells, as a tsquery's text; empty where none is asked."""
        asked, place = self.question, fold(self.question.place)
        parts = [quoted(f"=skill={fold(skill)}") for skill in asked.skills]
        if asked.country:
            parts.append(quoted(f"=country={asked.country.upper()}"))
        if asked.city:
            parts.append(quoted(f"=city={fold(asked.city)}"))
        if place == "remote":
            parts.append(quoted("=place=remote"))
        elif len(place) == 2:
            parts.append(quoted(f"=country={place.upper()}"))
        elif self.centre is not None:
            parts.append(either(squares(self.centre.latitude, self.centre.longitude, asked.within_km)))
        elif place:
            parts.append(quoted(f"=city={place}"))
        return " & ".join(parts)

    @cached_property
    def soft_marks(self) -> str:
        """Return the marks that a row's own columns tell as well."""
        asked = self.question
        parts = [either(f"={name}={one}" for one in some) for name, some in (
            ("days", asked.days), ("when", asked.when), ("place", asked.place_kinds), ("field", asked.fields),
        ) if some]  # fmt: skip
        currencies = {asked.currency} if asked.currency else set()
        if asked.least_day is not None:
            decimals = Amount.from_major(1, asked.least_day.currency).minor
            level = pay_level(asked.least_day.currency, asked.least_day.minor, len(str(decimals)) - 1)
            levels = range(level, len(PAY_STEPS) + 1)
            if len(levels) <= FEW_LEVELS:
                parts.append(either(f"=pay={asked.least_day.currency}={one}" for one in levels))
            else:  # so many are sooner read from the rows
                currencies.add(asked.least_day.currency)
        parts += [quoted(f"=currency={one}") for one in sorted(currencies)]
        if asked.is_pay_known or asked.least_hour is not None:
            parts.append(quoted("=pay"))
        if asked.may_leave:
            parts.append(quoted("=leave"))
        if asked.own_only:
            parts.append(quoted("=kind=own"))
        if asked.listed_only:
            parts.append(quoted("=kind=listed"))
        return " & ".join(parts)

    @property
    def values(self) -> dict[str, Any]:
        asked = self.question
        least = asked.least_day or asked.least_hour
        currencies = {one for one in (asked.currency, least.currency if least else "") if one}
        is_own_asked = asked.own_only or asked.listed_only
        return {
            "words": self.words,
            "as_beginnings": self.as_beginnings,
            "hard": self.marks,
            "soft": self.soft_marks,
            "most": MOST + 1,
            "at": self.at,
            "by": self.by,
            "latitude": self.centre.latitude if self.centre else None,
            "longitude": self.centre.longitude if self.centre else None,
            "km": asked.within_km if self.centre else None,
            "currency": "/".join(sorted(currencies)),  # of two, nothing is paid in both
            "with_pay": bool(currencies) or asked.is_pay_known,
            "least_day": asked.least_day.minor if asked.least_day else None,
            "least_hour": asked.least_hour.minor if asked.least_hour else None,
            "starts_from": asked.starts_from,
            "starts_until": asked.starts_until,
            "days": asked_bits(asked.days),
            "when": asked_bits(WHEN.index(one) if one in WHEN else -1 for one in asked.when),
            "places": asked_bits(PLACE_KINDS.index(one) if one in PLACE_KINDS else -1 for one in asked.place_kinds),
            "fields": asked_bits(FIELDS.index(one) + 1 if one in FIELDS else -1 for one in asked.fields),
            "flags": LEAVE * asked.may_leave | OWN * is_own_asked,
            "flags_are": LEAVE * asked.may_leave | OWN * asked.own_only | 1 * (asked.own_only and asked.listed_only),
            "order": asked.sorted_by,
        }


ANSWER = """
    SELECT many, has, places, hits, skills, is_apart FROM matching_answer(
        %(words)s::text[], %(as_beginnings)s, %(hard)s, %(soft)s, %(most)s, %(above)s::bigint, %(up_to)s::bigint,
        %(at)s, %(by)s::bigint, %(latitude)s::float8, %(longitude)s::float8, %(km)s::float8,
        %(currency)s, %(with_pay)s, %(least_day)s::bigint, %(least_hour)s::bigint,
        %(starts_from)s::date, %(starts_until)s::date, %(days)s::integer, %(when)s::integer, %(places)s::integer,
        %(fields)s::integer, %(flags)s, %(flags_are)s,
        %(order)s, %(after_value)s::float8, %(after_id)s::bigint, %(shown)s, %(skills_shown)s, %(apart)s)
"""
NO_PAGE = {"above": None, "up_to": None, "after_value": None, "after_id": None, "shown": 0, "skills_shown": 0,
           "apart": False, "order": "newest"}  # fmt: skip
BETWEEN = "\x1f"  # what places are told apart by


def search(
    question: Question,
    *,
    by: Actor,
    at: dt.datetime,
    size: int = 20,
    after: str = "",
    among: int = MOST,
    numbers: tuple[int, int] | None = None,
    apart: bool = False,
) -> Answer:
    """Return a page of what fits and what all that fits have, among the newest so many.

    Words are looked for by their stems; where nothing fits so, as beginnings of words. `after` is the cursor of the
    page before: nothing repeats and nothing is skipped when something is published between two pages. `numbers` asks
    only for what was published after the first and up to the second of them: what is new since somebody looked. `apart`
    asks besides what would be left without one filter, which the answer tells where it costs no further walk.
    """
    asked = Asked(question, by.person_id, at)
    answer = _ask(asked, size, after, among, numbers, apart)
    is_there_by_stem = numbers is not None and not answer.count and _ask(asked, 1, "", among, None).count > 0
    if not answer.count and asked.words and not is_there_by_stem:
        return _ask(Asked(question, asked.by, at, as_beginnings=True), size, after, among, numbers)
    return answer


def facets_of(question: Question, *, by: Actor, at: dt.datetime) -> Facets:
    """Return what the hits of a question have, without the hits."""
    asked = Asked(question, by.person_id, at)
    looks = _looks(asked, **NO_PAGE)
    if asked.words and not _count(looks):
        looks = _looks(Asked(question, asked.by, at, as_beginnings=True), **NO_PAGE)
    return _facets(looks)


def is_anything_found(question: Question, *, by: Actor, at: dt.datetime) -> bool:
    """Tell whether a search for it would find anything."""
    beginnings = (False, True) if words_of(question.text) else (False,)
    return any(
        _count(_looks(Asked(question, by.person_id, at, as_beginnings=one), **NO_PAGE | {"most": 1}))
        for one in beginnings
    )


class _Look(NamedTuple):
    """What one look among the numbers found; a search is the sum of its looks, the last of which may tell skills."""

    many: int
    has: bytes | None
    places: str | None
    hits: str | None
    skills: str | None
    is_apart: bool


def _looks(asked: Asked, **page: Any) -> list[_Look]:
    return [_Look(*row) for row in reading.found(ANSWER, asked.values | page)]


def _count(looks: Iterable[_Look]) -> int:
    return sum(look.many for look in looks)


def _facets(looks: Iterable[_Look], most: int = MOST + 1, without: str | None = None) -> Facets:
    return counted(b"".join(bytes(look.has) for look in looks if look.has), FIELDS, most, without)


def _ask(
    asked: Asked, size: int, after: str, among: int, numbers: tuple[int, int] | None, apart: bool = False
) -> Answer:
    order = asked.question.sorted_by
    after_value, after_id = read_cursor(after, order)
    above, up_to = numbers or (None, None)
    looks = _looks(
        asked, most=among + 1, above=above, up_to=up_to, after_value=after_value, after_id=after_id, shown=size + 1,
        skills_shown=SKILLS_SHOWN if asked.words or asked.marks or asked.soft_marks else 0,
        apart=apart and not asked.as_beginnings,
    )  # fmt: skip
    is_apart = all(look.is_apart for look in looks)
    hits = [_hit(row) for look in looks if look.hits for row in json.loads(look.hits)]
    hits.sort(key=lambda hit: (hit.value, -hit.id))
    count = _count(looks)
    places, countries = _places(looks)
    return Answer(
        hits=hits[:size],
        following=f"{order}.{hits[size - 1].value!r}.{hits[size - 1].id}" if len(hits) > size else "",
        count=min(count, among),
        is_more=count > among,
        facets=_facets(looks, among + 1),
        without={
            name: _facets(looks, among + 1, name) for name in GROUPS if is_apart and getattr(asked.question, name)
        },
        countries=_most(countries),
        skills=[(label, number) for look in looks if look.skills for label, number in json.loads(look.skills)],
        cities=[(where.partition("/")[0], where.partition("/")[2], number) for where, number in _most(places)],
    )


def _hit(row: list[Any]) -> Hit:
    id, key, value, *kept, starts_on = row
    return Hit._make([id, key, float(value), *kept, starts_on and dt.date.fromisoformat(starts_on)])


def _places(looks: Iterable[_Look]) -> tuple[Counter[str], Counter[str]]:
    """Count the cities, each after its country and a stroke, and the countries; what has no name is left out."""
    cities: Counter[str] = Counter()
    for look in looks:
        if look.places:
            cities.update(look.places.split(BETWEEN)[: look.many])
    countries: Counter[str] = Counter()
    for where, number in cities.items():
        countries[where.partition("/")[0]] += number
    for country in countries:
        cities.pop(f"{country}/", None)
    del countries[""]
    return cities, countries


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    """Return the most frequent, equals by name."""
    least = min(heapq.nlargest(PLACES_SHOWN, counts.values()), default=0)
    most = ((place, number) for place, number in counts.items() if number >= least)
    return sorted(most, key=lambda pair: (-pair[1], pair[0]))[:PLACES_SHOWN]


def read_cursor(text: str, order: str) -> tuple[float | None, int | None]:
    """Return the value and the number a page begins after; nothing for a cursor we did not make for this order."""
    try:
        named, rest = text.split(".", 1)
        value, number = rest.rsplit(".", 1)
        is_ours = named == order and number.isascii() and number.isdecimal() and len(number) <= 18
        return (float(value), int(number)) if is_ours else (None, None)
    except ValueError:
        return None, None


def place_of(name: str, country: str = "") -> Place | None:
    """Return the largest city of that name, in any language; None where we know none."""
    folded = fold(name.split(",")[0])
    if not folded:
        return None
    found = Place.objects.filter(names__contains=[folded])
    if country:
        found = found.filter(country=country.upper())
    return found.order_by("-population").first()


def meant(text: str) -> str | None:
    """Return what a mistyped search may have meant: each unknown word replaced by the nearest one we hold."""
    words = words_of(text)
    known = set(Word.objects.filter(word__in=words).values_list("word", flat=True))
    better = [word if word in known else _nearest(word) or word for word in words]
    return " ".join(better) if better != words else None


def _nearest(word: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM matching_word WHERE word %% %s ORDER BY similarity(word, %s) DESC, word LIMIT 1",
            [word, word],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def in_its_order(answer: Answer, postings: QuerySet[Any]) -> list[Any]:
    """Return those of our own postings that a page of an answer names, as they were found."""
    found = {one.public_id: one for one in postings.filter(public_id__in=[hit.public_id for hit in answer.hits])}
    return [found[hit.public_id] for hit in answer.hits if hit.is_own and hit.public_id in found]


def entries_of(keys: Sequence[str]) -> dict[str, Entry]:
    """Return what the search keeps, by key, without its words."""
    return {one.key: one for one in Entry.objects.filter(key__in=list(keys)).defer("words", "title_words")}


def newest_number() -> int:
    """Return the number of what was published last: it changes when something is put in."""
    return Entry.objects.aggregate(newest=Max("id"))["newest"] or 0


def listed_in_turn(turn: int, size: int = 1_000) -> list[str]:
    """Return the keys of some listings from elsewhere that the search holds: turn by turn all, then from the front."""
    first = turn % (newest_number() // size + 1) * size
    held = Entry.objects.filter(pk__range=(first, first + size - 1), key__startswith=f"{Kind.LISTED}/")
    return list(held.order_by("pk").values_list("key", flat=True))
