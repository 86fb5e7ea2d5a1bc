"""Freezing: from a posting and a candidate to the terms that both sign."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from foretaste.core.amounts import exponent
from foretaste.core.transactions import step
from foretaste.opportunities import queries, refusals
from foretaste.opportunities.models import Application, Opportunity, Seat
from foretaste.opportunities.terms import (
    DEFAULT_MAY_SHOW,
    DEFAULT_USE_OF_WORK,
    Contact,
    Day,
    Party,
    Place,
    Terms,
    WageFloor,
)

if TYPE_CHECKING:
    from foretaste.accounts.models import Person


@step
def freeze(opportunity: Opportunity, application: Application, seat: Seat, signer: Person, at: dt.datetime) -> Terms:
    """Copy everything an agreement names. Remote work is paid at least the floor where the intern will sit."""
    company = opportunity.organization
    return Terms(
        opportunity_id=opportunity.public_id,
        seat_id=seat.public_id,
        company=Party(id=company.public_id, name=company.name),
        intern=Party(id=application.intern.public_id, name=application.intern.get_full_name()),
        signed_by=signer.get_full_name(),
        title=opportunity.title,
        brief=opportunity.brief,
        deliverable=opportunity.deliverable,
        days=tuple(_day(opportunity, number) for number in range(opportunity.days_count)),
        currency=opportunity.currency,
        exit_bonus_minor=tuple(opportunity.exit_bonus_minor),
        kill_fee_minor=opportunity.kill_fee_minor,
        fee_basis_points=opportunity.fee_basis_points,
        place=_place(opportunity, application),
        people=tuple(Contact(name=one.name, does=one.does, relation=one.relation) for one in opportunity.people.all()),
        host_id=opportunity.host.public_id if opportunity.host else "",
        engagement_type=opportunity.engagement_type,
        language=opportunity.language,
        use_of_work=opportunity.use_of_work or DEFAULT_USE_OF_WORK,
        may_show=opportunity.may_show or DEFAULT_MAY_SHOW,
        confidentiality=opportunity.confidentiality,
        expenses=opportunity.expenses,
        wage_floor=_wage_floor(opportunity, application),
        operator_is_company=company.kind == "operator",
        criteria=tuple(opportunity.criteria),
    )


def _day(opportunity: Opportunity, index: int) -> Day:
    day = opportunity.days.all()[index]
    day.opportunity = opportunity
    return Day(
        number=day.number,
        on=day.on.isoformat(),
        starts=f"{day.starts:%H:%M}",
        ends=f"{day.ends:%H:%M}",
        starts_at=day.starts_at.isoformat(),
        ends_at=day.ends_at.isoformat(),
        break_minutes=day.break_minutes,
        pay_minor=opportunity.daily_pay_minor,
        title=day.title,
        plan=day.plan,
        items=tuple(day.items),
    )


def _place(opportunity: Opportunity, application: Application) -> Place:
    remote = opportunity.place_kind == Opportunity.PlaceKind.REMOTE
    return Place(
        kind=opportunity.place_kind,
        country=application.works_from_country if remote else opportunity.country,
        region=application.works_from_region if remote else opportunity.region,
        city=application.works_from_city if remote else opportunity.city,
        address="" if remote else opportunity.address,
        time_zone=opportunity.time_zone,
    )


def _wage_floor(opportunity: Opportunity, application: Application) -> WageFloor:
    place = _place(opportunity, application)
    wage = queries.wage_check_of(opportunity, place.country, place.region, place.city)
    assert wage is not None
    confirmed = opportunity.wage_confirmed_at is not None
    if wage.is_too_low:
        raise refusals.ThePayIsBelowTheMinimumWage
    if not wage.is_known and not confirmed:
        raise refusals.TheWageIsNotKnown
    return WageFloor(
        country=place.country,
        region=place.region,
        city=place.city,
        hourly=_plain(wage.hourly, opportunity.currency) if wage.hourly is not None else None,
        least_daily_minor=wage.least_daily_minor if wage.is_known else None,
        source=wage.source if wage.is_known else opportunity.wage_note,
        confirmed_by_operator=confirmed,
    )


def _plain(hourly: Decimal, currency: str) -> str:
    """Write an hourly rate as people do: 13.90, not 13.9000; a rate finer than the currency keeps its digits."""
    places = Decimal(1).scaleb(-exponent(currency))
    return str(hourly.quantize(places) if hourly == hourly.quantize(places) else hourly.normalize())
