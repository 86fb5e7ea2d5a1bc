"""The search: one question over what is posted here and listed elsewhere.

A search looks at the newest 2,000 that fit, however many there are, counts what they have and sorts them; where more
fit, it says so. That bound, and one index for words and filters, is what keeps it quick among a million.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.matching.findable import PAY_STEPS, Facets, Kind, either, pay_level, quoted, squares, unpacked
from foretaste.matching.models import Entry, Place, Word
from foretaste.matching.words import fold, words_of
from foretaste.opportunities.words import FIELDS as NAMED_FIELDS

FIELDS = tuple(NAMED_FIELDS)  # in a fixed order: it is part of what is kept
MOST = 2_000
NEAR = 25.0  # km around a city that was named
PLACES_SHOWN = 8
SKILLS_SHOWN = 12
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


@dataclass(frozen=True)
class Hit:
    """One line of the list: our own by its posting's id, another's by what the search keeps of it."""

    id: int
    key: str
    value: float  # by which it was sorted
    kilometres: float | None

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
        """Return what the marks must satisfy, as a tsquery's text; empty where nothing is asked."""
        asked, place = self.question, fold(self.question.place)
        parts = [either(f"={name}={one}" for one in some) for name, some in (
            ("days", asked.days), ("when", asked.when), ("place", asked.place_kinds), ("field", asked.fields),
        ) if some]  # fmt: skip
        parts += [quoted(f"=skill={fold(skill)}") for skill in asked.skills]
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
        if asked.currency:
            parts.append(quoted(f"=currency={asked.currency}"))
        if asked.least_day is not None:
            decimals = Amount.from_major(1, asked.least_day.currency).minor
            level = pay_level(asked.least_day.currency, asked.least_day.minor, len(str(decimals)) - 1)
            parts.append(either(f"=pay={asked.least_day.currency}={one}" for one in range(level, len(PAY_STEPS) + 1)))
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
        return {
            "words": self.words,
            "as_beginnings": self.as_beginnings,
            "marks": self.marks,
            "most": MOST + 1,
            "at": self.at,
            "by": self.by,
            "latitude": self.centre.latitude if self.centre else None,
            "longitude": self.centre.longitude if self.centre else None,
            "km": asked.within_km if self.centre else None,
            "currency": least.currency if least else asked.currency,
            "least_day": asked.least_day.minor if asked.least_day else None,
            "least_hour": asked.least_hour.minor if asked.least_hour else None,
            "starts_from": asked.starts_from,
            "starts_until": asked.starts_until,
            "by_start": asked.sorted_by == "soonest",
        }


# Ascending, so that a smaller value comes first; equals by number, the newest first.
SORTED_BY = {
    "best": "coalesce(-ts_rank(title_words, (SELECT typed FROM asked)), 0)::float8",
    "newest": "-extract(epoch FROM published_at)::float8",
    "soonest": "coalesce(extract(epoch FROM starts_at), 'infinity')::float8",
    "pay": "coalesce(-pay::float8, 'infinity')",
    "near": "coalesce(km, 'infinity')::float8",
}
FOUND = """
    WITH asked AS MATERIALIZED (
        SELECT typed, CASE
            WHEN typed IS NULL AND %(marks)s = '' THEN NULL
            WHEN typed IS NULL THEN %(marks)s::tsquery
            WHEN %(marks)s = '' THEN typed
            ELSE typed && %(marks)s::tsquery END AS whole
        FROM (SELECT CASE WHEN %(words)s::text[] = '{}' THEN NULL
                     ELSE matching_words_query(%(words)s::text[], %(as_beginnings)s) END AS typed) AS words
    ), found AS MATERIALIZED (
        SELECT f.* FROM asked, matching_newest(
            whole, %(most)s, %(at)s, %(by)s::bigint, %(latitude)s::float8, %(longitude)s::float8, %(km)s::float8,
            %(currency)s, %(least_day)s::bigint, %(least_hour)s::bigint, %(starts_from)s::date,
            %(starts_until)s::date, %(by_start)s) AS f
    )
"""
NUMBERED = FOUND.replace(" AS f\n", " AS f WHERE f.id > %(above)s AND f.id <= %(up_to)s\n")
COUNTED = FOUND + "SELECT facets, count(*) FROM found GROUP BY facets"  # noqa: S608 - both are ours
ANY = FOUND + "SELECT EXISTS (SELECT FROM found)"  # noqa: S608
ANSWER = """
    , shown AS (
        SELECT id, key, value, km FROM (SELECT id, key, {value} AS value, km FROM found) AS sorted
        WHERE %(after_value)s::float8 IS NULL OR (value, -id) > (%(after_value)s::float8, -(%(after_id)s::bigint))
        ORDER BY value, id DESC LIMIT %(size)s + 1
    )
    SELECT 'hit', id, key, value, km FROM shown
    UNION ALL SELECT 'all', count(*), NULL, NULL, NULL FROM found
    UNION ALL SELECT 'has', facets, NULL, count(*), NULL FROM found GROUP BY facets
    UNION ALL SELECT 'where', count(*), country || '/' || city, NULL, NULL FROM found GROUP BY country, city
"""
# Asked only where something is looked for: the list of everything stays as quick as it is.
SKILLS = """
    UNION ALL (SELECT 'skill', count(*) AS many, held.label, NULL, NULL
      FROM found JOIN matching_entryskill held ON held.entry_id = found.id
     GROUP BY held.label ORDER BY many DESC, held.label LIMIT %(skills_shown)s)
"""


def search(
    question: Question,
    *,
    by: Actor,
    at: dt.datetime,
    size: int = 20,
    after: str = "",
    among: int = MOST,
    numbers: tuple[int, int] | None = None,
) -> Answer:
    """Return a page of what fits and what all that fits have, among the newest so many.

    Words are looked for by their stems; where nothing fits so, as beginnings of words. `after` is the cursor of the
    page before: nothing repeats and nothing is skipped when something is published between two pages. `numbers` asks
    only for what was published after the first and up to the second of them: what is new since somebody looked.
    """
    asked = Asked(question, by.person_id, at)
    answer = _ask(asked, size, after, among, numbers)
    is_there_by_stem = numbers is not None and not answer.count and _ask(asked, 1, "", among, None).count > 0
    if not answer.count and asked.words and not is_there_by_stem:
        return _ask(Asked(question, asked.by, at, as_beginnings=True), size, after, among, numbers)
    return answer


def facets_of(question: Question, *, by: Actor, at: dt.datetime) -> Facets:
    """Return what the hits of a question have, without the hits."""
    asked = Asked(question, by.person_id, at)
    counts = _rows(COUNTED, asked.values)
    if not counts and asked.words:
        counts = _rows(COUNTED, Asked(question, asked.by, at, as_beginnings=True).values)
    return unpacked(counts, FIELDS)


def is_anything_found(question: Question, *, by: Actor, at: dt.datetime) -> bool:
    """Tell whether a search for it would find anything."""
    beginnings = (False, True) if words_of(question.text) else (False,)
    return any(
        _rows(ANY, Asked(question, by.person_id, at, as_beginnings=one).values | {"most": 1})[0][0]
        for one in beginnings
    )


def _rows(sql: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _ask(asked: Asked, size: int, after: str, among: int, numbers: tuple[int, int] | None) -> Answer:
    order = asked.question.sorted_by
    after_value, after_id = read_cursor(after, order)
    is_narrowed = bool(asked.words or asked.marks)
    above, up_to = numbers or (None, None)
    found = NUMBERED if numbers else FOUND
    sql = found + ANSWER.format(value=SORTED_BY[order]) + (SKILLS if is_narrowed else "")
    page = {"size": size, "after_value": after_value, "after_id": after_id, "most": among + 1}
    numbered = {"above": above, "up_to": up_to}
    rows = _rows(sql, asked.values | page | numbered | {"skills_shown": SKILLS_SHOWN})
    countries: Counter[str] = Counter()
    cities: Counter[str] = Counter()
    for kind, number, where, *_rest in rows:
        if kind == "where":
            country, _slash, city = where.partition("/")
            if country:
                countries[country] += number
            if city:
                cities[where] += number
    hits = [Hit(id, key, value, km) for kind, id, key, value, km in rows if kind == "hit"]
    count = next(number for kind, number, *_rest in rows if kind == "all")
    following = f"{order}.{hits[size - 1].value!r}.{hits[size - 1].id}" if len(hits) > size else ""
    return Answer(
        hits=hits[:size],
        following=following,
        count=min(count, among),
        is_more=count > among,
        facets=unpacked(((number, int(total)) for kind, number, _key, total, _km in rows if kind == "has"), FIELDS),
        countries=_most(countries),
        skills=[(label, number) for kind, number, label, *_rest in rows if kind == "skill"],
        cities=[(where.partition("/")[0], where.partition("/")[2], number) for where, number in _most(cities)],
    )  # fmt: skip


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    """Return the most frequent, equals by name."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:PLACES_SHOWN]


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
