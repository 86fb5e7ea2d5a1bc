"""A demo instance only: its clock, and fresh people for a rehearsal. Elsewhere these addresses don't exist."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from foretaste.accounts import actions as accounts
from foretaste.accounts import queries
from foretaste.accounts.actors import CLOCK, Actor
from foretaste.accounts.queries import actor_for
from foretaste.api.v1 import shapes
from foretaste.core import calendars, clock
from foretaste.core.identifiers import new_public_id
from foretaste.core.refusals import NotFound

router = Router(tags=["demo"])


class ThereIsNoDemoHere(NotFound):
    message = "This instance is no demo: its clock is the world's, and its people are real."


class Moment(Schema):
    now: dt.datetime


class Clock(Schema):
    to: shapes.Moment = Field(description="a later moment, at most 60 days ahead")


class RehearsalPeople(Schema):
    """Tokens of a fresh intern, a fresh verified company, and the operator's."""

    intern: str
    company: str
    operator: str
    host: str = Field(description="the public id of the company's host")


class Wanted(Schema):
    country: shapes.Country = "GB"
    city: Annotated[str, Field(max_length=80)] = "Bristol"


def _only_in_a_demo() -> None:
    if not settings.DEMO:
        raise ThereIsNoDemoHere


@router.get("/demo/clock", response=Moment, auth=None, summary="The demo's time")
def time(request: HttpRequest) -> Any:
    _only_in_a_demo()
    return {"now": calendars.now()}


@router.post("/demo/clock", response=Moment, auth=None, summary="Move the demo's clock forward")
def move(request: HttpRequest, clock_to: Clock) -> Any:
    _only_in_a_demo()
    to = clock_to.to if clock_to.to.tzinfo else clock_to.to.replace(tzinfo=dt.UTC)
    if to > calendars.now() + dt.timedelta(days=60):
        raise clock.TheClockNeverRunsBackwards("Move the clock by at most 60 days at a time.")
    return {"now": clock.move_demo_clock(to=to)}


@router.post("/demo/people", response={201: RehearsalPeople}, auth=None, summary="Fresh people for a rehearsal")
def people(request: HttpRequest, wanted: Wanted) -> Any:
    _only_in_a_demo()
    at = calendars.now()
    word = new_public_id()

    def person(role: str, *, is_intern: bool) -> Any:
        return accounts.register_person(
            email=f"{role}-{word}@rehearsal.example",
            name=f"Rehearsal {role} {word[:4]}",
            is_intern=is_intern,
            address_is_verified=True,
            by=CLOCK,
            at=at,
        )

    def token(by: Actor, organization_id: str | None = None) -> str:
        return accounts.issue_token(
            name="Rehearsal", scopes=["read", "act", "money"], organization_id=organization_id, by=by, at=at
        ).secret

    operator = accounts.appoint_operator(
        email=f"operator-{word}@rehearsal.example", name=f"Rehearsal operator {word[:4]}", by=CLOCK, at=at
    )
    intern, owner = person("intern", is_intern=True), person("company", is_intern=False)
    company = accounts.register_company(
        name=f"Rehearsal {word[:6]}", country=wanted.country, city=wanted.city, by=actor_for(owner), at=at
    )
    accounts.verify_company(organization_id=company.public_id, by=actor_for(operator), at=at)
    runs = queries.operator_organization()
    return Status(
        201,
        {
            "intern": token(actor_for(intern, as_intern=True)),
            "company": token(actor_for(owner), company.public_id),
            "operator": token(actor_for(operator), runs.public_id),
            "host": owner.public_id,
        },
    )
