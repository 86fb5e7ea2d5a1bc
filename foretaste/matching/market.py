"""What the market consists of: what people said, what is open, and which of it might fit whom.

A person's candidates come from the search's own index, by what they said; the reasons are then looked for on the
postings themselves.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.refusals import NotFound
from foretaste.matching.findable import either, quoted, squares
from foretaste.matching.models import Entry, MarketFit, NotForMe, SeatPrice, Wish
from foretaste.matching.queries import place_of
from foretaste.matching.reasons import SPREAD, Offered, Reason, Said, gain, misses, reasons, skills_in
from foretaste.matching.words import fold, words_of
from foretaste.opportunities import lifecycle
from foretaste.opportunities import queries as opportunities
from foretaste.skills.confirmed import read

KEPT = 30  # trials in an order
KEPT_DAYS = 184  # an order stays in the log for half a year
LOOKED_AT = 2_000  # of the newest that an index finds
OF_EACH_KIND = {"skills": 120, "field": 60, "place": 60, "other": 40}
PHRASES = 12
LOT = 0.25  # how far a lot may move a trial: between near equals it decides, a whole reason it outweighs once in twenty
SCARCE = 0.15  # of a posting's seats are expected to stay empty: many others fit it too


# --- what people said -----------------------------------------------------------------------------------
def said_by(keys: Iterable[int] | None = None) -> dict[int, Said]:
    """Return what people said, by primary key: of these people, or of everyone who said anything."""
    skills = accounts.skills_of_interns(keys)
    wishes = Wish.objects.filter(person__is_active=True, person__is_intern=True)
    if keys is not None:
        wishes = wishes.filter(person_id__in=list(keys))
    wished = {wish.person_id: wish for wish in wishes}
    found = {key: _said(skills.get(key, ""), wished.get(key)) for key in sorted(skills.keys() | wished.keys())}
    return {key: said for key, said in found.items() if said.is_something}


def said_of(key: int) -> Said:
    """Return what one person said; nothing where they said nothing."""
    return said_by([key]).get(key) or Said()


def _said(skills: str, wish: Wish | None) -> Said:
    if wish is None:
        return Said(skills=skills_in(skills))
    return Said(
        skills=skills_in(skills),
        learn=skills_in(wish.learn),
        fields=wish.fields,
        place_kinds=wish.place_kinds,
        city=wish.city,
        latitude=wish.latitude,
        longitude=wish.longitude,
        within_km=wish.within_km,
        when=wish.when,
        most_days=wish.most_days,
        free_from=wish.free_from,
        free_until=wish.free_until,
        currency=wish.currency,
        least_day_minor=wish.least_day_minor,
    )


# --- what is open ---------------------------------------------------------------------------------------
def offered(at: dt.datetime, public_ids: Iterable[str] | None = None) -> dict[str, Offered]:
    """Return what can be asked for at that moment and has a funded, free seat: of these postings, or everything."""
    found = opportunities.offered().filter(starts_at__gt=at, closes_at__gt=at)
    if public_ids is not None:
        found = found.filter(public_id__in=list(public_ids))
    free = Count("seats", filter=Q(seats__state=lifecycle.Seat.FUNDED))
    rows = list(found.annotate(free=free).filter(free__gt=0).order_by("pk").values_list(*FIELDS_READ, "free"))
    points = {
        key.partition("/")[2]: (latitude, longitude)
        for key, latitude, longitude in Entry.objects.filter(key__in=[f"own/{row[0]}" for row in rows]).values_list(
            "key", "latitude", "longitude"
        )
    }
    return {row[0]: _offered(row, points.get(row[0], (None, None))) for row in rows}


FIELDS_READ = (
    "public_id", "pk", "title", "skills", "field", "place_kind", "city", "on_weekdays", "in_evenings", "on_weekends",
    "days_count", "first_on", "last_on", "currency", "daily_pay_minor", "confirmed_skills",
)  # fmt: skip


def offered_of(opportunity_pk: int, by: Actor) -> Offered:
    """Return one posting, whatever its state, as the reasons of its candidates read it."""
    row = opportunities.visible_to(by).filter(pk=opportunity_pk).values_list(*FIELDS_READ, "country").first()
    if row is None or row[11] is None:
        raise NotFound
    place = place_of(row[6], row[16])
    return _offered((*row[:16], 0), (place.latitude, place.longitude) if place else (None, None))


def _offered(row: Sequence[Any], point: tuple[float | None, float | None]) -> Offered:
    (
        public_id, key, title, skills, field, place_kind, city, on_weekdays, in_evenings,
        on_weekends, days, first_on, last_on, currency, pay, confirmed, free,
    ) = row  # fmt: skip
    times = (("evenings", in_evenings), ("weekdays", on_weekdays and not in_evenings), ("weekends", on_weekends))
    return Offered(
        public_id=str(public_id),
        key=key,
        title=str(title),
        skills=every_skill(skills, confirmed),
        field=str(field),
        place_kind=str(place_kind),
        city=str(city),
        latitude=point[0],
        longitude=point[1],
        when=[name for name, is_so in times if is_so],
        days=days,
        first_on=first_on,
        last_on=last_on,
        currency=str(currency),
        day_pay_minor=pay,
        seats=free,
    )


def every_skill(named: Iterable[str], confirmed: Iterable[Mapping[str, str]]) -> list[str]:
    """Return a posting's skills: those confirmed of the taxonomy, then the company's other words."""
    labels = [one.label for one in read(confirmed)]
    known = {one.casefold() for one in labels}
    return [*labels, *(str(one) for one in named if str(one).casefold() not in known)]


# --- which of it might fit ------------------------------------------------------------------------------
POOL = """
    (SELECT key FROM (
        SELECT id, key FROM matching_entry
         WHERE words @@ (%s::tsquery && ({query})) AND only_for IS NULL AND (closes_at IS NULL OR closes_at > %s)
         ORDER BY id DESC LIMIT %s) AS newest
     ORDER BY hashint8extended(id, %s) LIMIT %s)
"""
OWN = "'=kind=own'"


def pool(said: Said, person: int, at: dt.datetime) -> list[str]:
    """Return the postings (public ids) that may fit, by what was said: a lot draws from the newest of each kind."""
    parts: list[str] = []
    values: list[Any] = []
    for kind, (query, given) in _asked(said).items():
        parts.append(POOL.format(query=query))
        values += [OWN, *given, at, LOOKED_AT, person, OF_EACH_KIND[kind]]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute("\nUNION ALL\n".join(parts), values)
        keys = [row[0] for row in cursor.fetchall()]
    return list(dict.fromkeys(key.partition("/")[2] for key in keys))


def _asked(said: Said) -> dict[str, tuple[str, list[Any]]]:
    """Return what the index is asked for each kind of reason, as SQL of a tsquery with its values."""
    asked: dict[str, tuple[str, list[Any]]] = {}
    phrases = [words for one in [*said.skills, *said.learn][:PHRASES] if (words := words_of(one))]
    if phrases:
        of_words = ["coalesce(matching_words_query(%s::text[], false), ''::tsquery)"] * len(phrases)
        marks = either(f"=skill={fold(one)}" for one in [*said.skills, *said.learn][:PHRASES])
        asked["skills"] = (" || ".join(["%s::tsquery", *of_words]), [marks, *phrases])
    if said.fields:
        asked["field"] = ("%s::tsquery", [either(f"=field={one}" for one in said.fields)])
    places = [f"=place={one}" for one in said.place_kinds if one == "remote" or not said.city]
    if said.city:
        places.append(f"=city={fold(said.city)}")
    if said.latitude is not None and said.longitude is not None:
        places += squares(said.latitude, said.longitude, float(said.within_km))
    if places:
        asked["place"] = ("%s::tsquery", [either(places)])
    others = [f"=when={one}" for one in said.when]
    others += [f"=days={days}" for days in range(1, (said.most_days or 0) + 1)]
    if others:
        asked["other"] = ("%s::tsquery", [either(others)])
    elif said.free_from or said.free_until or said.least_day_minor is not None:
        asked["other"] = ("%s::tsquery", [quoted("=kind=own")])
    return asked


# --- who is sent where ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Candidate:
    """A trial that fits a person for at least one reason."""

    trial: Offered
    reasons: list[Reason]
    gain: float


def candidates(said: Said, trials: Iterable[Offered]) -> list[Candidate]:
    """Return those of the trials that fit for a reason and miss nothing that was named, with all their reasons."""
    found = [
        Candidate(trial, why, gain(why)) for trial in trials if (why := reasons(said, trial)) and not misses(said, why)
    ]
    return sorted(found, key=lambda one: one.trial.public_id)


def prices() -> dict[int, float]:
    """Return how sought after each posting's seats are by the last fit, by primary key: B of `fitting`."""
    return dict(SeatPrice.objects.values_list("opportunity_id", "empty"))


@dataclass(frozen=True)
class Placed:
    """One line of an order."""

    trial: Offered
    reasons: list[Reason]
    score: float  # how much of the person is expected to go there, by the fit: at most 1
    is_scarce: bool


def placed(person: str, some: Sequence[Candidate], known: Mapping[int, float]) -> list[Placed]:
    """Order one person's candidates, given what the whole market asks for: it is fitted for one more.

    What was published since the last fit counts as if nobody else wanted it. Between trials that fit about equally well
    a lot decides, drawn once for each person and trial; without it everybody would be sent to the same first one.
    """
    empty = [known.get(one.trial.key, math.sqrt(one.trial.seats)) for one in some]
    weights = [
        math.exp(min(one.gain / (2 * SPREAD), 80.0)) * max(b, 1e-12) for one, b in zip(some, empty, strict=True)
    ]  # K times B
    half = sum(weights) / 2
    alone = 1 / (half + math.hypot(1, half))
    lines = [
        (
            math.log(weight) - LOT * math.log(-math.log(lot(person, one.trial.public_id))),
            Placed(one.trial, one.reasons, round(weight * alone, 4), b * b < SCARCE * one.trial.seats),
        )
        for one, weight, b in zip(some, weights, empty, strict=True)
    ]
    return [line for _height, line in sorted(lines, key=lambda pair: -pair[0])[:KEPT]]


def lot(person: str, opportunity: str) -> float:
    """Return a number between 0 and 1 that is always the same for this person and this posting."""
    drawn = hashlib.blake2b(f"{person}/{opportunity}".encode(), digest_size=6).digest()
    return (int.from_bytes(drawn) + 1) / (2**48 + 2)


def put_aside() -> dict[int, set[int]]:
    """Return the postings (primary keys) that people said are not for them."""
    found: dict[int, set[int]] = {}
    for person, opportunity in NotForMe.objects.values_list("person_id", "opportunity_id"):
        found.setdefault(person, set()).add(opportunity)
    return found


def put_aside_by(person: int) -> set[int]:
    """Return those that one person said are not for them."""
    return set(NotForMe.objects.filter(person_id=person).values_list("opportunity_id", flat=True))


# --- when -----------------------------------------------------------------------------------------------
HOUR = 3  # of the night, UTC


def latest_fit() -> MarketFit | None:
    return MarketFit.objects.order_by("-at", "-id").first()


def fit_is_due(at: dt.datetime) -> bool:
    """Whether the market was not fitted since the last night, and there is one."""
    begins = at.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    begins = begins if begins <= at else begins - dt.timedelta(days=1)
    last = latest_fit()
    if last is not None and last.at >= begins:
        return False
    return opportunities.published().exists() and (
        Wish.objects.exists() or any(text.strip() for text in accounts.skills_of_interns().values())
    )
