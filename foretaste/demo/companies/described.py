"""What the demo world tells of a company: its people, and the work it offers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Staff:
    """Somebody who acts for a company. `roles` are `accounts.Membership.Role` values."""

    name: str
    title: str
    roles: tuple[str, ...]

    @property
    def email(self) -> str:
        return self.name.lower().replace(" ", ".").replace("'", "").replace("é", "e") + "@demo.example"


@dataclass(frozen=True)
class Day:
    """A planned day: what it is about, and its hours (place's own time)."""

    title: str
    plan: str
    items: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Work:
    """A piece of work that a company posts, again and again with new dates."""

    key: str
    title: str
    summary: str
    brief: str
    deliverable: str
    field: str
    skills: tuple[str, ...]
    could_lead_to: str
    days: tuple[Day, ...]
    daily_pay: str  # in major units
    bonus: tuple[str, ...]
    starts: dt.time = dt.time(9, 0)
    ends: dt.time = dt.time(16, 0)
    break_minutes: int = 60
    place_kind: str = "onsite"
    engagement_type: str = "contractor"
    seats: int = 1
    weekend: bool = False
    criteria: tuple[str, ...] = ()  # what is looked at in the work; none: the general questions


@dataclass(frozen=True)
class Company:
    key: str
    name: str
    country: str
    region: str
    city: str
    address: str
    time_zone: str
    currency: str
    website: str
    about: str
    mission: str
    values: str
    recent_projects: str
    a_day_here: str
    welcome_kit: str
    safety_contact: str
    staff: tuple[Staff, ...]
    works: tuple[Work, ...] = field(default=())

    @property
    def host(self) -> Staff:
        return next(person for person in self.staff if "supervisor" in person.roles)

    @property
    def owner(self) -> Staff:
        return self.staff[0]


def day(title: str, plan: str, *items: str) -> Day:
    """Read "09:00 Coffee and keys, with Jonas | a note" lines."""
    rows = []
    for item in items:
        at, _, rest = item.partition(" ")
        what, _, note = rest.partition(" | ")
        rows.append((at, what, note))
    return Day(title, plan, tuple(rows))
