"""What the API says of each thing. Money is whole minor units; moments are UTC, dates the place's."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, Strict

from foretaste.skills.confirmed import Confirmed


def plain(text: str) -> str:
    if "\x00" in text:
        raise ValueError("Text can't hold a null character.")
    return text


def written(value: object) -> object:
    """A date is written out: a number, also one in words, would be taken for seconds since 1970."""
    if not isinstance(value, str) or not DATE.fullmatch(value):
        raise ValueError("A date is written as 2026-03-09, of a year from 1900 to 2199.")
    return value


def moment_written(value: object) -> object:
    """So is a moment."""
    if not isinstance(value, str) or not DATE.match(value):
        raise ValueError("A moment is written as 2026-03-09T09:00:00Z, of a year from 1900 to 2199.")
    return value


DATE = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\d", re.ASCII)  # no calendar goes much further, in every time zone
Text = Annotated[str, Field(max_length=5_000), AfterValidator(plain)]
Line = Annotated[str, Field(max_length=300), AfterValidator(plain)]
# A body says numbers as numbers and yes as true, or is refused; in an address everything is text.
Whole = Annotated[int, Strict()]
TrueOrFalse = Annotated[bool, Strict()]
MINOR = Field(ge=0, le=1_000_000_000, description="minor units: cents, pence, yen")
Minor = Annotated[Whole, MINOR]
AskedMinor = Annotated[int, MINOR]
Day = Annotated[Whole, Field(ge=1, le=5)]
AskedDay = Annotated[int, Field(ge=1, le=5)]
Date = Annotated[dt.date, BeforeValidator(written)]
Moment = Annotated[AwareDatetime, BeforeValidator(moment_written)]  # of no place, nine o'clock is no moment
Limit = Annotated[int, Field(ge=1, le=100)]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1")]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217")]
PublicId = Annotated[str, Field(max_length=40, pattern="^[0-9a-zA-Z-]+$")]


class YesOrNo(Schema):
    accept: TrueOrFalse


class Sealed(Schema):
    sealed: bool


class Money(Schema):
    minor: int
    currency: str


class Me(Schema):
    id: str
    name: str
    email: str
    roles: list[str]
    organization: str | None = Field(description="the public id of the organization this token acts for")
    now: dt.datetime = Field(description="the instance's time")


class Organization(Schema):
    id: str
    name: str
    slug: str
    country: str
    city: str
    about: str


class PlannedDay(Schema):
    number: int
    on: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    plan: str
    pay_minor: int


class Skill(Schema):
    """A skill of the taxonomy (ESCO) that somebody confirmed, as they read it."""

    code: str
    address: str
    label: str
    language: str

    @classmethod
    def of(cls, one: Confirmed) -> Skill:
        return cls(code=one.code, address=one.address, label=one.label, language=one.language)


class Opportunity(Schema):
    id: str
    state: str
    title: str
    summary: str
    brief: str
    deliverable: str
    field: str
    skills: list[str]
    criteria: list[str] = Field(
        description="what the company looks at in the work, asked of it afterwards: a name, or with the words for its "
        "marks `name | lowest | middle | highest`"
    )
    confirmed_skills: list[Skill]
    place_kind: str
    country: str
    region: str
    city: str
    time_zone: str
    company: str
    company_slug: str
    currency: str
    daily_pay_minor: int
    full_pay_minor: int
    exit_bonus_minor: list[int]
    kill_fee_minor: int
    engagement_type: str
    seats_wanted: int
    first_on: dt.date | None
    last_on: dt.date | None
    answer_by: dt.date | None
    days: list[PlannedDay]

    @classmethod
    def of(cls, row: Any) -> Opportunity:
        return cls(
            id=row.public_id,
            state=row.state,
            title=row.title,
            summary=row.summary,
            brief=row.brief,
            deliverable=row.deliverable,
            field=row.field,
            skills=row.skills,
            criteria=row.criteria,
            confirmed_skills=[Skill.of(one) for one in row.skills_confirmed],
            place_kind=row.place_kind,
            country=row.country,
            region=row.region,
            city=row.city,
            time_zone=row.time_zone,
            company=row.organization.name,
            company_slug=row.organization.slug,
            currency=row.currency,
            daily_pay_minor=row.daily_pay_minor,
            full_pay_minor=row.daily_pay_minor * row.days_count,
            exit_bonus_minor=row.exit_bonus_minor,
            kill_fee_minor=row.kill_fee_minor,
            engagement_type=row.engagement_type,
            seats_wanted=row.seats_wanted,
            first_on=row.first_on,
            last_on=row.last_on,
            answer_by=row.answer_by,
            days=[
                PlannedDay(
                    number=day.number,
                    on=day.on,
                    starts_at=day.starts_at,
                    ends_at=day.ends_at,
                    title=day.title,
                    plan=day.plan,
                    pay_minor=row.daily_pay_minor,
                )
                for day in (row.days.all() if row.time_zone else ())
            ],
        )


class Application(Schema):
    id: str
    opportunity: str
    origin: str
    state: str
    candidate: str = Field(description="the name, or a neutral label where names are hidden")
    invitation: str = Field(description="the company's words, where it invited")
    answer_why: str
    answer_try: str
    answer_about: str
    free_days: str
    answer_by: dt.date
    offer: str | None = Field(description="the open offer's id")


class Offer(Schema):
    id: str
    application: str
    opportunity: str
    state: str
    answer_by: dt.datetime
    terms: dict[str, Any]
    text: str
    sha256: str


class Question(Schema):
    id: str
    text: str
    answer: str
    is_public: bool
    asked_at: dt.datetime
    answered_at: dt.datetime | None


class Seat(Schema):
    id: str
    number: int
    state: str


class TransferInstructions(Schema):
    """Where to transfer to, on an instance that takes transfers to its own account."""

    holder: str
    number: str = Field(description="the IBAN, without spaces")
    bic: str = Field(description="empty where none is needed")
    reference: str = Field(description="ISO 11649, to be written on the transfer; without spaces")
    amount_minor: int
    currency: str


class FundingOrder(Schema):
    id: str
    state: str
    method: str
    amount_minor: int
    currency: str
    pay_url: str = Field(description="the provider's page; empty where there is none or it is not made yet")
    transfer: TransferInstructions | None = Field(None, description="while the money of a bank transfer is awaited")
