"""A posting as a list of tasks, with its checks, hints and costs; the search list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core import calendars, reading
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotFound
from foretaste.money import queries as money
from foretaste.money import wages
from foretaste.opportunities import costs as cost_rules
from foretaste.opportunities import posting_rules, quality
from foretaste.opportunities.models import (
    Opportunity,
    OpportunityDay,
    OpportunityPerson,
    Seat,
)
from foretaste.opportunities.posting_rules import PlannedDay, Posting, Problem, Task, WageCheck
from foretaste.opportunities.queries.access import offered, one_visible_to


def posting_of(opportunity: Opportunity) -> Posting:
    """Return the posting as the pure rules read it."""
    return Posting(
        title=opportunity.title,
        summary=opportunity.summary,
        brief=opportunity.brief,
        deliverable=opportunity.deliverable,
        field=opportunity.field,
        place_kind=opportunity.place_kind,
        country=opportunity.country,
        city=opportunity.city,
        address=opportunity.address,
        time_zone=opportunity.time_zone,
        days=planned_days(opportunity),
        answer_by=opportunity.answer_by,
        has_host=opportunity.host_id is not None,
        currency=opportunity.currency,
        daily_pay_minor=opportunity.daily_pay_minor,
        exit_bonus_minor=tuple(opportunity.exit_bonus_minor),
        kill_fee_minor=opportunity.kill_fee_minor,
        rules_accepted=opportunity.rules_accepted_at is not None,
    )


def planned_days(opportunity: Opportunity) -> tuple[PlannedDay, ...]:
    return tuple(
        PlannedDay(day.on, day.starts, day.ends, day.break_minutes, day.plan) for day in opportunity.days.all()
    )


def tasks_of(opportunity: Opportunity, at: dt.datetime) -> dict[Task, list[Problem]]:
    """Return the five tasks with what is still missing or wrong in each."""
    return posting_rules.problems(posting_of(opportunity), wage_check_of(opportunity), at)


def wage_check_of(
    opportunity: Opportunity, country: str | None = None, region: str | None = None, city: str | None = None
) -> WageCheck | None:
    """Return the pay beside the minimum wage of the place, or of the place a remote intern sits in.

    None while the place, the days or the pay are missing.
    """
    country = opportunity.country if country is None else country
    region = opportunity.region if region is None else region
    city = opportunity.city if city is None else city
    days = planned_days(opportunity)
    if not (country and days and opportunity.currency and opportunity.daily_pay_minor and opportunity.time_zone):
        return None
    floors = [money.wage_floor_for(country, region, city, day.on) for day in days]
    known = [floor for floor in floors if floor is not None]
    if len(known) < len(floors):
        return WageCheck(daily_pay_minor=opportunity.daily_pay_minor)
    highest = max(known, key=lambda floor: floor.hourly or 0)
    if highest.currency != opportunity.currency:
        return WageCheck(daily_pay_minor=opportunity.daily_pay_minor, other_currency=highest.currency)
    minutes = [max(0, day.working_minutes(opportunity.time_zone)) for day in days]
    return WageCheck(
        hourly=highest.hourly,
        least_daily_minor=[wages.least_pay(floor, worked).minor for floor, worked in zip(known, minutes, strict=True)],
        source=highest.source,
        daily_pay_minor=opportunity.daily_pay_minor,
    )


def is_looked_at_first(opportunity: Opportunity, at: dt.datetime) -> bool:
    """Say whether the operator looks at it before it can be funded: the company is new, and its rule asks for it.

    Whoever confirmed its pay has looked. What was published once was looked at, or came before the rule.
    """
    if opportunity.published_at is not None or opportunity.wage_confirmed_at is not None:
        return False
    on = at.date()
    return money.first_trials_are_looked_at(on) and not money.is_known(opportunity.organization.public_id, on)


def quality_of(opportunity: Opportunity) -> quality.Draft:
    """Return the posting as the hints read it: `quality.hints(...)`, `quality.marks(...)`."""
    days = list(opportunity.days.all())
    people = list(opportunity.people.all())
    planned = planned_days(opportunity)
    zone = opportunity.time_zone or "UTC"
    return quality.Draft(
        title=opportunity.title,
        summary=opportunity.summary,
        brief=opportunity.brief,
        deliverable=opportunity.deliverable,
        could_lead_to=opportunity.could_lead_to,
        skills=opportunity.every_skill,
        plans=[" ".join([day.plan, *(item.get("what", "") for item in day.items)]) for day in days],
        hours_planned=sum(len(day.items) for day in days),
        people=len(people),
        people_who_say_what_they_do=sum(bool(person.does.strip()) for person in people),
        holidays=len(holidays_of(opportunity)),
        longest_day_minutes=max((day.working_minutes(zone) for day in planned), default=0),
    )


def holidays_of(opportunity: Opportunity) -> dict[dt.date, str]:
    """Return the days that are public holidays in the place: said plainly, never refused."""
    if not opportunity.country:
        return {}
    named = {
        day.on: calendars.public_holiday(day.on, opportunity.country, opportunity.region or None)
        for day in opportunity.days.all()
    }
    return {on: name for on, name in named.items() if name}


def costs_of(opportunity: Opportunity) -> list[cost_rules.Cost]:
    """Return the cost of every ending in figures; empty while days or pay are missing."""
    if not opportunity.daily_pay_minor or not opportunity.days_count:
        return []
    bonus = opportunity.exit_bonus_minor
    return cost_rules.costs(opportunity.day_pay_minor, bonus, opportunity.kill_fee_minor, opportunity.fee_basis_points)


# --- the search list ----------------------------------------------------------------------------

LISTED = (
    "id", "public_id", "state", "title", "summary", "field", "skills", "place_kind", "country", "region", "city",
    "time_zone", "days_count", "first_on", "last_on", "starts_at", "on_weekdays", "on_weekends", "in_evenings",
    "currency", "daily_pay_minor", "exit_bonus_minor", "seats_wanted", "answer_by", "closes_at", "published_at",
    "organization__id", "organization__public_id", "organization__name", "organization__slug",
    "organization__verified_at",
)  # fmt: skip


def askable(at: dt.datetime) -> QuerySet[Opportunity]:
    """Return what one can ask for now, the soonest first, with the company's name and no more than a list shows.

    What fits somebody's words is found by `matching`.
    """
    found = offered().filter(starts_at__gt=at, closes_at__gt=at)
    return found.select_related("organization").only(*LISTED).order_by("starts_at", "id")


@dataclass(frozen=True)
class Listed:
    """What a list shows of an open posting."""

    public_id: str
    title: str
    company: str
    city: str
    place_kind: str
    first_on: dt.date
    last_on: dt.date
    in_evenings: bool
    on_weekends: bool
    days_count: int
    currency: str
    daily_pay_minor: int

    @property
    def full_pay(self) -> Amount:
        return Amount(self.daily_pay_minor * self.days_count, self.currency)


# Written out: composing it takes longer than running it (docs/decisions/0013).
OPEN_LINES = """
    SELECT o.public_id, o.title, c.name, o.city, o.place_kind, o.first_on, o.last_on, o.in_evenings, o.on_weekends,
           o.days_count, o.currency, o.daily_pay_minor
      FROM opportunities_opportunity o JOIN accounts_organization c ON c.id = o.organization_id
     WHERE o.public_id = ANY(%s) AND o.state = 'published' AND c.suspended_at IS NULL
"""


def listed(public_ids: Sequence[str]) -> dict[str, Listed]:
    """Return those of the postings that are on offer, with what a list shows of them, by public id."""
    return {row[0]: Listed(*row) for row in reading.found(OPEN_LINES, [list(public_ids)])}


def whole(opportunities: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """Load with a page's worth of neighbours: company, host, days, people, seats."""
    return opportunities.select_related("organization", "host").prefetch_related(
        Prefetch("days", queryset=OpportunityDay.objects.order_by("number")),
        Prefetch("people", queryset=OpportunityPerson.objects.order_by("position", "id")),
        Prefetch("seats", queryset=Seat.objects.order_by("number")),
    )


def posting_visible_to(by: Actor, opportunity_id: str) -> Opportunity:
    """Return one posting with all its page shows, as `whole` loads it; `NotFound` for whoever may not see it."""
    opportunity = one_visible_to(by, opportunity_id)
    if opportunity is None:
        raise NotFound
    opportunity.organization = accounts.organization_with_key(opportunity.organization_id)
    reading.with_rows(opportunity, "days", OpportunityDay, "ORDER BY number")
    reading.with_rows(opportunity, "people", OpportunityPerson, "ORDER BY position, id")
    reading.with_rows(opportunity, "seats", Seat, "ORDER BY number")
    return opportunity


def alike(opportunity: Opportunity, at: dt.datetime, count: int = 3) -> list[Opportunity]:
    """Return open ones like it: the same field first, then the same city, then the soonest."""
    near = askable(at).exclude(pk=opportunity.pk)
    found: list[Opportunity] = []
    for some in (near.filter(field=opportunity.field), near.filter(city=opportunity.city), near):
        known = {one.pk for one in found}
        found += [one for one in some[: count * 2] if one.pk not in known]
        if len(found) >= count:
            break
    return found[:count]
