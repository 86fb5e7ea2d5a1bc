"""Builders through the real actions: a company that may post, an open opportunity, an application, an offer.

Money comes through the sandbox bank's fast path: paid and available at once.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import VISITOR, Actor, Role
from foretaste.accounts.models import Organization, Person
from foretaste.accounts.queries import actor_for
from foretaste.core.calendars import local_date
from foretaste.money import funding
from foretaste.money.models import ProviderOperation
from foretaste.money.providers.base import Outcome, Payment, Word
from foretaste.opportunities import actions
from foretaste.opportunities.models import Application, Offer, Opportunity
from tests.jobs import run_all_jobs

OPERATOR = Actor(frozenset({Role.OPERATOR}))


def make_intern(name: str, at: dt.datetime, **fields: Any) -> Actor:
    """Register an intern by the real action; the address is made of the name."""
    return actor_for(_register(name, at, is_intern=True, **fields), as_intern=True)


def make_company(
    name: str, at: dt.datetime, *, founder: str = "", country: str = "DE", city: str = "Berlin", **fields: Any
) -> Actor:
    """Register a company with its founder, verified by an operator; return the founder as actor."""
    person = _register(founder or f"Founder of {name}", at, is_intern=False)
    company = accounts.register_company(
        name=name, country=country, city=city, by=actor_for(person, as_intern=True), at=at, **fields
    )
    accounts.verify_company(organization_id=company.public_id, by=OPERATOR, at=at)
    return actor_for(person, company.public_id)


def make_colleague(name: str, company: Actor, at: dt.datetime, *roles: str) -> Actor:
    """Ask a colleague into the actor's company, who says yes; return them as actor."""
    organization = Organization.objects.get(pk=company.organization_id)
    person = accounts.invite_colleague(
        organization_id=organization.public_id,
        email=_address(name),
        name=name,
        roles=roles or ("recruiter", "supervisor"),
        by=company,
        at=at,
    )
    accounts.join_company(organization_id=organization.public_id, by=actor_for(person, as_intern=True), at=at)
    return actor_for(person, organization.public_id)


def days_from(first_on: dt.date, count: int, *, starts: str = "09:00", ends: str = "17:00") -> list[dict[str, Any]]:
    """Plan so many calendar days in a row."""
    return [
        {
            "on": first_on + dt.timedelta(days=number),
            "starts": dt.time.fromisoformat(starts),
            "ends": dt.time.fromisoformat(ends),
            "break_minutes": 60,
            "title": f"Part {number + 1}",
            "plan": "Meet the team, work on the project together, and talk about it over lunch.",
            "items": [{"at": starts, "what": "Arrive", "note": ""}],
        }
        for number in range(count)
    ]


def make_draft(
    company: Actor,
    at: dt.datetime,
    *,
    days: int | list[dict[str, Any]] = 3,
    first_on: dt.date | None = None,
    daily_pay_minor: int = 14_000,
    exit_bonus_minor: list[int] | None = None,
    kill_fee_minor: int | None = None,
    currency: str = "EUR",
    seats: int = 1,
    time_zone: str = "Europe/Berlin",
    answer_by: dt.date | None = None,
    engagement_type: str = "contractor",
    **description: Any,
) -> Opportunity:
    """Make a finished draft: every task done, nothing funded. By default 3 days of 140.00 EUR, a week from now."""
    described: dict[str, Any] = {
        "title": "Redraw a measuring guide",
        "summary": "Turn twelve pages of instructions into four that people follow.",
        "brief": "Our guide to calibrating scales was written by engineers. Rewrite it with the people who use it.",
        "deliverable": "A four-page guide, tried out with two technicians.",
        "field": "writing",
        "skills": ["Writing", "Interviewing"],
        "could_lead_to": "Technical writer",
        "place_kind": "onsite",
        "country": "DE",
        "region": "",
        "city": "Berlin",
        "address": "Prinzenstrasse 12",
        "time_zone": time_zone,
    } | description
    draft = actions.draft_opportunity(by=company, at=at, **described)
    first_on = first_on or local_date(at, time_zone) + dt.timedelta(days=7)
    planned = days if isinstance(days, list) else days_from(first_on, days)
    which = {"opportunity_id": draft.public_id, "by": company, "at": at}
    actions.plan_days(
        days=planned, answer_by=answer_by or min(day["on"] for day in planned) - dt.timedelta(days=1), **which
    )
    host = Person.objects.get(pk=company.person_id)
    actions.name_people(
        host_id=host.public_id,
        host_does="Leads the workshop",
        people=[{"name": "Jonas Reimann", "does": "Calibrates scales"}],
        **which,
    )
    actions.set_pay(
        currency=currency,
        daily_pay_minor=daily_pay_minor,
        exit_bonus_minor=exit_bonus_minor,
        kill_fee_minor=kill_fee_minor,
        engagement_type=engagement_type,
        seats_wanted=seats,
        **which,
    )
    return actions.accept_rules(**which)


def make_published_opportunity(company: Actor, at: dt.datetime, **fields: Any) -> Opportunity:
    """Make an open opportunity with all of its seats funded; takes what `make_draft` takes."""
    draft = make_draft(company, at, **fields)
    fund(draft, company, at)
    return Opportunity.objects.get(pk=draft.pk)


def fund(opportunity: Opportunity, company: Actor, at: dt.datetime, seats: int | None = None) -> str:
    """Fund seats of an opportunity through the sandbox's fast path; return the order's public id.

    Where no wage is known an operator confirms the pay first.
    """
    which = {"opportunity_id": opportunity.public_id, "at": at}
    if actions.needs_confirmation(Opportunity.objects.get(pk=opportunity.pk)):
        actions.request_confirmation(by=company, **which)
        actions.confirm_wage(note="Confirmed for the tests.", by=_operator(at), **which)
    order = actions.fund_seats(method="bank_transfer", seats=seats, by=company, **which)
    pay_order(order.public_id, at)
    run_all_jobs("core.deliver")
    return str(order.public_id)


def pay_order(order_id: str, at: dt.datetime) -> None:
    """Let the provider say that the order's money is there, and available."""
    operation = ProviderOperation.objects.get(subject_id=order_id, kind="charge")
    paid = Payment(ref=f"pay_{order_id}", amount_minor=operation.amount_minor, available=True)
    with transaction.atomic():
        funding.note_charge(operation, Outcome(word=Word.SUCCEEDED, payments=(paid,)), at=at)


def decline_order(order_id: str, at: dt.datetime) -> None:
    """Let the provider say that the payment was declined."""
    operation = ProviderOperation.objects.get(subject_id=order_id, kind="charge")
    with transaction.atomic():
        funding.note_charge(operation, Outcome(word=Word.FAILED, failure="declined"), at=at)


def make_application(opportunity: Opportunity, intern: Actor, at: dt.datetime, **fields: Any) -> Application:
    """Let an intern ask for a trial."""
    answers = {
        "answer_why": "I like things that are explained well.",
        "answer_try": "Whether I enjoy writing all day.",
        "answer_about": "I repaired bicycles for three summers.",
    } | fields
    return actions.apply(opportunity_id=opportunity.public_id, by=intern, at=at, **answers)


def make_offer(
    opportunity: Opportunity, intern: Actor, company: Actor, at: dt.datetime, answer_by: dt.datetime | None = None
) -> Offer:
    """Let an intern ask and the company welcome them."""
    application = make_application(opportunity, intern, at)
    return actions.make_offer(application_id=application.public_id, answer_by=answer_by, by=company, at=at)


def _register(name: str, at: dt.datetime, **fields: Any) -> Person:
    return accounts.register_person(
        email=_address(name), name=name, address_is_verified=True, by=VISITOR, at=at, **fields
    )


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


def _operator(at: dt.datetime) -> Actor:
    held = Organization.objects.filter(kind=Organization.Kind.OPERATOR, memberships__ended_at=None).first()
    person = (
        held.memberships.select_related("person")[0].person
        if held
        else _register("Operator of the tests", at, is_intern=False)
    )
    return Actor(frozenset({Role.OPERATOR}), person_id=person.pk, organization_id=held.pk if held else None)
