"""The terms of an agreement: everything PRODUCT.md says one names, frozen; as JSON, as text, as a hash.

The text is what both sides sign. It is stored with its SHA-256 and never made again from anything else.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from typing import Any

from foretaste.core.amounts import Amount
from foretaste.core.places import address, country_name, told_region
from foretaste.opportunities.criteria import read as read_criterion

VERSION = 5
# the text of 1 named the parties' ids and the country's code, that of 2 any region's code; that of 3 the
# city twice where the street's line held it; criteria came with 4, who bears a conversion with 5
READABLE = (1, 2, 3, 4, VERSION)
ENGAGEMENT = {
    "contractor": "as an independent contractor",
    "employee": "as an employee of the company",
    "employer_of_record": "as an employee of an employer of record",
}
PLACE = {"onsite": "at the company", "hybrid": "partly at the company", "remote": "from where the intern sits"}
DEFAULT_USE_OF_WORK = "The company may use the work of every paid day. Unpaid work does not exist here."
DEFAULT_MAY_SHOW = "The intern may show the title of the trial and describe the work in their own words."


@dataclasses.dataclass(frozen=True, kw_only=True)
class Day:
    """One day: its date and hours on the wall of the place of work, the same as moments, and its pay."""

    number: int
    on: str  # ISO date
    starts: str  # "09:00"
    ends: str
    starts_at: str  # ISO moment in UTC
    ends_at: str
    break_minutes: int
    pay_minor: int
    title: str = ""
    plan: str = ""
    items: tuple[dict[str, str], ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Party:
    id: str  # public id
    name: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Contact:
    name: str
    does: str
    relation: str  # host | meet


@dataclasses.dataclass(frozen=True, kw_only=True)
class Place:
    kind: str  # onsite | hybrid | remote
    country: str
    region: str
    city: str
    address: str
    time_zone: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class WageFloor:
    """What the pay was checked against: the rule known, or the operator's confirmation."""

    country: str
    region: str
    city: str
    hourly: str | None  # in major units: "13.90"
    least_daily_minor: list[int] | None  # per day
    source: str
    confirmed_by_operator: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class Terms:
    opportunity_id: str
    seat_id: str
    company: Party
    intern: Party
    signed_by: str  # the person who signs for the company
    title: str
    brief: str
    deliverable: str
    days: tuple[Day, ...]
    currency: str
    exit_bonus_minor: tuple[int, ...]  # one per day; the last is 0
    kill_fee_minor: int
    fee_basis_points: int
    place: Place
    people: tuple[Contact, ...]
    host_id: str
    engagement_type: str
    language: str
    use_of_work: str
    may_show: str
    confidentiality: str
    expenses: str
    wage_floor: WageFloor
    operator_is_company: bool = False
    criteria: tuple[str, ...] = ()  # what the company is asked about the work afterwards, if the posting named it
    version: int = VERSION

    @property
    def day_pay(self) -> list[int]:
        return [day.pay_minor for day in self.days]

    @property
    def exit_bonus(self) -> list[int]:
        return list(self.exit_bonus_minor)

    @property
    def full_pay_minor(self) -> int:
        return sum(self.day_pay)

    @property
    def names_conversion(self) -> bool:
        """Whether they say who bears what a bank makes of the pay: where Foretaste pays, and since version 5."""
        return self.version > 4 and self.engagement_type == "contractor"

    def to_json(self) -> dict[str, Any]:
        """Return JSON values only: text, whole numbers, lists, objects."""
        return _plain(dataclasses.asdict(self))  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Terms:
        """Read what `to_json` wrote; equal terms come back."""
        if data.get("version") not in READABLE:
            raise ValueError(f"Terms of version {data.get('version')!r} can't be read.")
        return cls(
            **{
                **data,
                "company": Party(**data["company"]),
                "intern": Party(**data["intern"]),
                "days": tuple(Day(**{**day, "items": tuple(day["items"])}) for day in data["days"]),
                "exit_bonus_minor": tuple(data["exit_bonus_minor"]),
                "place": Place(**data["place"]),
                "people": tuple(Contact(**one) for one in data["people"]),
                "wage_floor": WageFloor(**data["wage_floor"]),
                "criteria": tuple(data.get("criteria", ())),
            }
        )

    def agreement_text(self) -> str:
        """Return the agreement as people read it, print it and sign it."""
        return "\n".join(_lines(self))


def sha256_of(text: str) -> str:
    """Return the fingerprint both signatures stand under."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _date(iso: str) -> str:
    day = dt.date.fromisoformat(iso)
    return f"{day:%A} {day.day} {day:%B %Y}"


def _money(minor: int, currency: str) -> str:
    return str(Amount(minor, currency))


def _section(title: str, *lines: str) -> list[str]:
    return [title, *lines, ""]


def _lines(terms: Terms) -> list[str]:
    money = terms.currency
    return [
        "AGREEMENT ON A PAID WORK TRIAL",
        "",
        *_section("Who", *_who(terms)),
        *_section("What", terms.title, terms.brief, f"What there will be at the end: {terms.deliverable}"),
        *_criteria(terms),
        *_section("When and where", *_when_and_where(terms)),
        *_section("People", *(f"{one.name}, {one.does}" if one.does else one.name for one in _hosts_first(terms))),
        *_section("Pay", *_pay(terms)),
        *_section("Leaving", *_leaving(terms)),
        *_section(
            "The work",
            terms.use_of_work,
            terms.may_show,
            f"Confidentiality: {terms.confidentiality or 'nothing beyond ordinary discretion.'}",
            f"Expenses: {terms.expenses or 'none are expected; what the company asks for, the company pays.'}",
        ),
        "Fee",
        f"The company pays a fee of {_percent(terms.fee_basis_points)} on what the intern is actually paid, set aside",
        f"in advance ({_money(terms.full_pay_minor * terms.fee_basis_points // 10_000, money)}).",
        "No fee is ever taken from the intern.",
    ]


def _who(terms: Terms) -> list[str]:
    company, intern = (
        f"{one.name} ({one.id})" if terms.version == 1 else one.name for one in (terms.company, terms.intern)
    )
    lines = [
        f"Company: {company}, signed by {terms.signed_by}",
        f"Intern: {intern}",
        f"The intern works {ENGAGEMENT[terms.engagement_type]}.",
    ]
    if terms.operator_is_company:
        lines.append("The company also runs this marketplace.")
    return lines


def _criteria(terms: Terms) -> list[str]:
    if not terms.criteria:
        return []
    lines = [f"  {read_criterion(one).said}" for one in terms.criteria]
    return _section("What the company says of the work afterwards, to the intern alone", *lines)


def _when_and_where(terms: Terms) -> list[str]:
    place = terms.place
    region = told_region(place.region, place.city, place.country) if terms.version > 2 else place.region
    where = address(place.address, place.city, region, country=place.country)
    if terms.version < 4:
        country = place.country if terms.version == 1 else country_name(place.country)
        where = ", ".join(part for part in (place.address, place.city, region, country) if part)
    lines = [f"Place: {PLACE[place.kind]}: {where}. Times are those of {place.time_zone}."]
    for day in terms.days:
        rest = f", {day.break_minutes} minutes of break" if day.break_minutes else ""
        title = f": {day.title}" if day.title else ""
        lines.append(f"Day {day.number}: {_date(day.on)}, {day.starts} to {day.ends}{rest}{title}")
    lines.append("Both may agree to move a day that has not started within seven calendar days, for the same money.")
    return lines


def _hosts_first(terms: Terms) -> list[Contact]:
    return sorted(terms.people, key=lambda one: one.relation != "host")


def _pay(terms: Terms) -> list[str]:
    money, floor = terms.currency, terms.wage_floor
    lines = [f"Day {day.number}: {_money(day.pay_minor, money)}" for day in terms.days]
    lines += [
        f"Together: {_money(terms.full_pay_minor, money)}, before tax. All of it is set aside before anyone signs.",
        "A day that is started is a day that is paid, in full. No approval of work, no condition.",
    ]
    if floor.hourly is not None:
        lines.append(
            f"The pay was checked against the minimum wage of {floor.hourly} {money} an hour"
            f" where the work is done ({floor.source})."
        )
    else:
        lines.append(f"The pay was confirmed by the operator: {floor.source.rstrip('.')}.")
    if terms.names_conversion:
        lines.append(
            f"It is owed and sent in {money}. For an account in another currency its bank or the payment provider"
            " converts it at its rate of the day; what that costs or brings is the intern's."
        )
    return lines


def _leaving(terms: Terms) -> list[str]:
    money = terms.currency
    lines = ["The intern may leave at any moment, without notice and without a reason, and keeps every started day."]
    bonuses = [
        f"  leaving on day {number}: {_money(bonus, money)} goodbye bonus"
        for number, bonus in enumerate(terms.exit_bonus_minor, 1)
        if bonus
    ]
    if bonuses:
        lines += [
            "On top of the days started, when this agreement is among those that carry the bonus:",
            *bonuses,
            "An agreement carries it when it is among the intern's first three signed in any 90 days and the first",
            "with this company. It is said before signing whether this one does.",
        ]
    else:
        lines.append("There is no goodbye bonus in this agreement.")
    lines += [
        "If the company ends the trial early, does not show up, or tells the intern to leave, every day is paid.",
        f"If the company withdraws at least 24 hours before day 1 starts, it pays"
        f" {_money(terms.kill_fee_minor, money)}; later, every day.",
    ]
    return lines


def _percent(basis_points: int) -> str:
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02d} %" if rest else f"{whole} %"
