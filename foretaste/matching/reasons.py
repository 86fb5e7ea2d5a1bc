"""Why a trial fits a person: what they said of themselves, beside what stands on the posting. Nothing else.

Pure. Every point comes from a reason that can be read, and the same reasons order trials for a person and candidates
for a company; only the pay somebody hopes for stays theirs. What happened in trials is not known here.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from foretaste.matching.findable import EARTH
from foretaste.matching.words import fold, words_of

METHOD = "reasons 1"  # changes with everything below that changes an order


class Why(StrEnum):
    SKILLS = "skills"  # the trial names what you can do
    LEARN = "learn"  # ... or what you want to learn
    FIELD = "field"
    PLACE = "place"
    DATES = "dates"  # lies within the days you are free
    WHEN = "when"  # weekdays, evenings, weekends
    LENGTH = "length"
    PAY = "pay"


SPREAD = 0.1  # how much people differ in ways the reasons do not say; smaller follows the reasons more closely
POINTS = {
    Why.SKILLS: 3.0,
    Why.LEARN: 2.0,
    Why.FIELD: 2.0,
    Why.PLACE: 2.0,
    Why.DATES: 2.0,
    Why.WHEN: 1.0,
    Why.LENGTH: 1.0,
    Why.PAY: 1.0,
}
ALL_POINTS = sum(POINTS.values())
OWN_AFFAIR = frozenset({Why.PAY})  # never a reason before a company
POINTS_OF_COMPANY = sum(points for why, points in POINTS.items() if why not in OWN_AFFAIR)
ENOUGH_SKILLS = 3  # a trial that names ten skills is met as well by three of them


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody chose to say of themselves; everything may be missing."""

    skills: Sequence[str] = ()
    learn: Sequence[str] = ()
    fields: Sequence[str] = ()
    place_kinds: Sequence[str] = ()
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    within_km: int = 25
    when: Sequence[str] = ()
    most_days: int | None = None
    free_from: dt.date | None = None
    free_until: dt.date | None = None
    currency: str = ""
    least_day_minor: int | None = None

    @property
    def is_something(self) -> bool:
        return any((
            self.skills, self.learn, self.fields, self.place_kinds, self.city, self.when, self.most_days,
            self.free_from, self.free_until, self.least_day_minor,
        ))  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What stands on an open posting, as far as a reason can come from it."""

    public_id: str
    key: int = 0
    title: str = ""
    skills: Sequence[str] = ()
    field: str = ""
    place_kind: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    when: Sequence[str] = ()
    days: int = 0
    first_on: dt.date
    last_on: dt.date
    currency: str = ""
    day_pay_minor: int = 0
    seats: int = 0  # funded and free


@dataclass(frozen=True)
class Reason:
    """One reason with its points, and what its words need."""

    why: Why
    points: float
    says: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"why": str(self.why), "points": self.points, **self.says}

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Reason:
        says = {name: value for name, value in row.items() if name not in ("why", "points")}
        return cls(Why(row["why"]), row["points"], says)


def skills_in(text: str) -> list[str]:
    """Return the skills that somebody wrote down, separated by commas, semicolons or lines.

    All that is known of a person's skills passes here.
    """
    return list(dict.fromkeys(" ".join(one.split()) for one in re.split(r"[,;\n]", text) if one.strip()))[:30]


def met(said: Iterable[str], named: Iterable[str]) -> list[str]:
    """Return those of the named skills that somebody has: all words of one stand in the other."""
    owned = [frozenset(words_of(one)) for one in said]
    owned = [one for one in owned if one]
    found = []
    for skill in named:
        words = frozenset(words_of(skill))
        if words and any(one <= words or words <= one for one in owned):
            found.append(skill)
    return found


def reasons(said: Said, offered: Offered) -> list[Reason]:
    """Return why the trial fits the person, the weightiest first; empty where nothing that was said fits."""
    found = [
        reason
        for reason in (
            _skills(said, offered),
            _learn(said, offered),
            _field(said, offered),
            _place(said, offered),
            _dates(said, offered),
            _when(said, offered),
            _length(said, offered),
            _pay(said, offered),
        )
        if reason is not None
    ]
    return sorted(found, key=lambda one: -one.points)


MUST = frozenset({Why.PLACE, Why.DATES, Why.WHEN, Why.LENGTH})  # what somebody can't do, they can't be recommended


def misses(said: Said, found: Iterable[Reason]) -> frozenset[Why]:
    """Return what somebody named that the trial does not meet: then it is not recommended. The search shows it."""
    named = {
        Why.PLACE: said.city or said.place_kinds,
        Why.DATES: said.free_from or said.free_until,
        Why.WHEN: said.when,
        Why.LENGTH: said.most_days,
    }
    return frozenset(why for why in MUST if named[why]) - {one.why for one in found}


def before_a_company(found: Iterable[Reason]) -> list[Reason]:
    """Return the reasons that a company may see."""
    return [one for one in found if one.why not in OWN_AFFAIR]


def points(found: Iterable[Reason]) -> float:
    return round(sum(one.points for one in found), 2)


def gain(found: Sequence[Reason]) -> float:
    """Return what both sides gain together, between 0 and 2: each side's share of all it could ask for."""
    return points(found) / ALL_POINTS + points(before_a_company(found)) / POINTS_OF_COMPANY


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points of the globe."""
    (a, b), (c, d) = ((math.radians(each) for each in point) for point in (one, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


# --- one reason each ------------------------------------------------------------------------------------
def _skills(said: Said, offered: Offered) -> Reason | None:
    found = met(said.skills, offered.skills)
    if not found:
        return None
    share = min(1.0, len(found) / min(ENOUGH_SKILLS, len(offered.skills)))
    return Reason(Why.SKILLS, round(POINTS[Why.SKILLS] * share, 2), {"skills": found[:5]})


def _learn(said: Said, offered: Offered) -> Reason | None:
    here = frozenset(word for text in (offered.title, *offered.skills) for word in words_of(text, 40))
    found = [one for one in said.learn if (words := frozenset(words_of(one))) and words <= here]
    return Reason(Why.LEARN, POINTS[Why.LEARN], {"skills": found[:5]}) if found else None


def _field(said: Said, offered: Offered) -> Reason | None:
    is_met = bool(offered.field) and offered.field in said.fields
    return Reason(Why.FIELD, POINTS[Why.FIELD], {"field": offered.field}) if is_met else None


def _place(said: Said, offered: Offered) -> Reason | None:
    if said.place_kinds and offered.place_kind not in said.place_kinds:
        return None
    if offered.place_kind == "remote":
        return Reason(Why.PLACE, POINTS[Why.PLACE], {"kind": "remote"}) if said.place_kinds else None
    if not said.city:
        return Reason(Why.PLACE, POINTS[Why.PLACE] / 2, {"kind": offered.place_kind}) if said.place_kinds else None
    says: dict[str, Any] = {"kind": offered.place_kind, "city": offered.city}
    if fold(said.city) == fold(offered.city):
        return Reason(Why.PLACE, POINTS[Why.PLACE], says)
    if None in (said.latitude, said.longitude, offered.latitude, offered.longitude):
        return None
    far = kilometres((said.latitude, said.longitude), (offered.latitude, offered.longitude))  # type: ignore[arg-type]
    if far > said.within_km:
        return None
    return Reason(Why.PLACE, POINTS[Why.PLACE], says | {"km": max(1, round(far)), "from": said.city})


def _dates(said: Said, offered: Offered) -> Reason | None:
    if said.free_from is None and said.free_until is None:
        return None
    is_met = (said.free_from or dt.date.min) <= offered.first_on and offered.last_on <= (said.free_until or dt.date.max)
    return Reason(Why.DATES, POINTS[Why.DATES]) if is_met else None


def _when(said: Said, offered: Offered) -> Reason | None:
    is_met = bool(said.when and offered.when) and set(offered.when) <= set(said.when)
    return Reason(Why.WHEN, POINTS[Why.WHEN], {"when": list(offered.when)}) if is_met else None


def _length(said: Said, offered: Offered) -> Reason | None:
    is_met = said.most_days is not None and 0 < offered.days <= said.most_days
    return Reason(Why.LENGTH, POINTS[Why.LENGTH], {"days": offered.days}) if is_met else None


def _pay(said: Said, offered: Offered) -> Reason | None:
    if said.least_day_minor is None or said.currency != offered.currency:
        return None
    is_met = offered.day_pay_minor >= said.least_day_minor
    says = {"minor": offered.day_pay_minor, "currency": offered.currency}
    return Reason(Why.PAY, POINTS[Why.PAY], says) if is_met else None
