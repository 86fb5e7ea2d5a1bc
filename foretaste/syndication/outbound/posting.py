"""The one value that every outward format is written from: a posting as the public page shows it, and its site.

It never holds what only an agreement opens: the street address, the people's e-mail addresses.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from foretaste.core.amounts import Amount


class Place(StrEnum):
    ONSITE = "onsite"
    HYBRID = "hybrid"
    REMOTE = "remote"


class Engagement(StrEnum):
    EMPLOYEE = "employee"
    EMPLOYER_OF_RECORD = "employer_of_record"
    CONTRACTOR = "contractor"


class Audience(StrEnum):
    """Whom a company looks for; it decides what some channels call the work."""

    EVERYONE = "everyone"
    STUDENTS = "students"
    CAREER_CHANGERS = "career_changers"


@dataclass(frozen=True, kw_only=True)
class Company:
    """Who posts, and what the company told us for the channels."""

    public_id: str
    name: str
    slug: str
    country: str = ""
    city: str = ""
    website: str = ""
    about: str = ""
    record_url: str = ""  # its public record here
    audience: Audience = Audience.EVERYONE
    contact_email: str = ""  # the address of its accounts at the channels
    linkedin_company_id: str = ""
    indeed_api_token: str = ""


@dataclass(frozen=True, kw_only=True)
class Day:
    """One planned day, on the wall of the place of work."""

    number: int
    on: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    minutes: int  # of work, breaks not counted
    title: str = ""
    plan: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the text as the page has it: a heading, paragraphs, a list. Plain text, written as HTML by `text`."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Posting:
    public_id: str
    company: Company
    url: str  # the one canonical page
    ask_url: str  # where one asks for the trial
    title: str
    summary: str
    deliverable: str
    field: str  # its key: "writing"
    field_name: str  # as people read it
    skills: tuple[str, ...]
    could_lead_to: str
    language: str
    place: Place
    country: str
    country_name: str
    region: str
    city: str
    time_zone: str
    days: tuple[Day, ...]
    daily_pay: Amount
    exit_bonus_minor: tuple[int, ...]
    engagement: Engagement
    seats: int
    published_at: dt.datetime
    changed_at: dt.datetime
    closes_at: dt.datetime  # until then one can ask
    sections: tuple[Section, ...]
    criteria: tuple[str, ...] = ()  # what is looked at in the work

    @property
    def full_pay(self) -> Amount:
        return self.daily_pay * len(self.days)

    @property
    def first_on(self) -> dt.date:
        return self.days[0].on

    @property
    def last_on(self) -> dt.date:
        return self.days[-1].on

    @property
    def minutes(self) -> int:
        """The minutes of work of all days."""
        return sum(day.minutes for day in self.days)

    @property
    def is_remote(self) -> bool:
        return self.place == Place.REMOTE


@dataclass(frozen=True, kw_only=True)
class Site:
    """A company's career site: its address, ending with a slash, and what is open, the newest first."""

    company: Company
    base: str
    home: str  # the address of the instance, without a slash at the end
    instance_name: str
    language: str
    postings: tuple[Posting, ...] = ()

    @property
    def changed_at(self) -> dt.datetime | None:
        """When something on it last changed; None while nothing is open."""
        return max((one.changed_at for one in self.postings), default=None)
