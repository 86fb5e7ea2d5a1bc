"""Postings: find one, read one, and for a company: draft, plan, price, fund, close."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from foretaste.accounts.actors import VISITOR
from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import act, money, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at, one
from foretaste.core import calendars
from foretaste.money import banking
from foretaste.money import queries as money_queries
from foretaste.opportunities import actions, queries

if TYPE_CHECKING:
    from foretaste.money.models import FundingOrder

router = Router(tags=["opportunities"])
Limit = Annotated[int, Field(ge=1, le=100)]


class Opportunities(Page):
    items: list[shapes.Opportunity]


class Looking(Schema):
    """What is looked for; everything may be left out."""

    text: shapes.Line = ""
    place: shapes.Line = Field("", description="a city, a country's code, or 'remote'")
    days: int | None = Field(None, ge=1, le=5)
    field: shapes.Line = ""
    after: shapes.Line | None = None
    limit: Limit = 20


@router.get("/opportunities", response=Opportunities, auth=None, summary="Find a trial")
def find(request: HttpRequest, looking: Query[Looking]) -> Any:
    found = queries.search(
        text=looking.text,
        place=looking.place,
        days=[looking.days] if looking.days else [],
        field=looking.field,
        at=calendars.now(),
    )
    ids = found.order_by().values("pk")
    rows, following = page_of(
        queries.whole(queries.visible_to(VISITOR)).filter(pk__in=ids), looking.after, looking.limit
    )
    return {"items": [shapes.Opportunity.of(row) for row in rows], "next": following}


@router.get("/opportunities/{opportunity_id}", response=shapes.Opportunity, auth=None, summary="Read a posting")
def read_one(request: HttpRequest, opportunity_id: shapes.PublicId) -> Any:
    return shapes.Opportunity.of(one(queries.whole(queries.visible_to(VISITOR)), opportunity_id))


@router.get("/company/opportunities", response=Opportunities, auth=read, summary="List your company's postings")
def own(request: HttpRequest, after: shapes.Line | None = None, limit: Limit = 20) -> Any:
    rows, following = page_of(queries.whole(queries.own(actor(request))), after, limit)
    return {"items": [shapes.Opportunity.of(row) for row in rows], "next": following}


@router.get(
    "/company/opportunities/{opportunity_id}", response=shapes.Opportunity, auth=read, summary="Read your own posting"
)
def own_one(request: HttpRequest, opportunity_id: shapes.PublicId) -> Any:
    return _own(request, opportunity_id)


def _own(request: HttpRequest, opportunity_id: str) -> shapes.Opportunity:
    return shapes.Opportunity.of(one(queries.whole(queries.own(actor(request))), opportunity_id))


class Description(Schema):
    """What the work is and where. What is left out stays as it is."""

    title: Annotated[str, Field(max_length=120)] | None = None
    summary: shapes.Line | None = None
    brief: shapes.Text | None = None
    deliverable: shapes.Text | None = None
    field: Annotated[str, Field(max_length=60)] | None = None
    skills: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=12)] | None = None
    could_lead_to: Annotated[str, Field(max_length=200)] | None = None
    place_kind: Annotated[str, Field(pattern="^(onsite|hybrid|remote)$")] | None = None
    country: shapes.Country | None = None
    region: Annotated[str, Field(max_length=10)] | None = None
    city: Annotated[str, Field(max_length=80)] | None = None
    address: Annotated[str, Field(max_length=200)] | None = None
    time_zone: Annotated[str, Field(max_length=40)] | None = None
    hide_names: bool | None = None


@router.post("/company/opportunities", response={201: shapes.Opportunity}, auth=act, summary="Start a draft")
def draft(request: HttpRequest, description: Description) -> Any:
    made = actions.draft_opportunity(
        **description.dict(exclude_none=True, exclude_unset=True), by=actor(request), at=at(request)
    )
    return Status(201, _own(request, made.public_id))


@router.patch(
    "/company/opportunities/{opportunity_id}", response=shapes.Opportunity, auth=act, summary="Describe the work"
)
def describe(request: HttpRequest, opportunity_id: shapes.PublicId, description: Description) -> Any:
    actions.edit_description(
        opportunity_id=opportunity_id,
        **description.dict(exclude_none=True, exclude_unset=True),
        by=actor(request),
        at=at(request),
    )
    return _own(request, opportunity_id)


class PlannedDay(Schema):
    on: dt.date
    starts: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    ends: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    break_minutes: Annotated[int, Field(ge=0, le=240)] = 0
    title: Annotated[str, Field(max_length=120)] = ""
    plan: shapes.Text = ""


class Days(Schema):
    days: Annotated[list[PlannedDay], Field(min_length=1, max_length=5)]
    answer_by: dt.date | None = None


@router.put("/company/opportunities/{opportunity_id}/days", response=shapes.Opportunity, auth=act, summary="Plan days")
def plan(request: HttpRequest, opportunity_id: shapes.PublicId, days: Days) -> Any:
    rows = [
        day.dict() | {"starts": dt.time.fromisoformat(day.starts), "ends": dt.time.fromisoformat(day.ends)}
        for day in days.days
    ]
    actions.plan_days(
        opportunity_id=opportunity_id, days=rows, answer_by=days.answer_by, by=actor(request), at=at(request)
    )
    return _own(request, opportunity_id)


class Someone(Schema):
    name: Annotated[str, Field(max_length=120)]
    does: Annotated[str, Field(max_length=160)] = ""


class People(Schema):
    host: shapes.PublicId = Field(description="the public id of the colleague who hosts")
    host_does: Annotated[str, Field(max_length=160)] = ""
    people: Annotated[list[Someone], Field(max_length=12)] = []


@router.put(
    "/company/opportunities/{opportunity_id}/people", response=shapes.Opportunity, auth=act, summary="Name the people"
)
def people(request: HttpRequest, opportunity_id: shapes.PublicId, people: People) -> Any:
    actions.name_people(
        opportunity_id=opportunity_id,
        host_id=people.host,
        host_does=people.host_does,
        people=[row.dict() for row in people.people],
        by=actor(request),
        at=at(request),
    )
    return _own(request, opportunity_id)


class Pay(Schema):
    currency: shapes.Currency
    daily_pay_minor: shapes.Minor
    exit_bonus_minor: Annotated[list[shapes.Minor], Field(max_length=5)] | None = Field(
        None, description="per day; the last is 0; left out: the default schedule"
    )
    kill_fee_minor: shapes.Minor | None = Field(None, description="left out: the first day's pay")
    engagement_type: Annotated[str, Field(pattern="^(contractor|employee|employer_of_record)$")] = "contractor"
    seats_wanted: Annotated[int, Field(ge=1, le=50)] = 1


@router.put("/company/opportunities/{opportunity_id}/pay", response=shapes.Opportunity, auth=act, summary="Set the pay")
def pay(request: HttpRequest, opportunity_id: shapes.PublicId, pay: Pay) -> Any:
    actions.set_pay(opportunity_id=opportunity_id, **pay.dict(), by=actor(request), at=at(request))
    return _own(request, opportunity_id)


class Rules(Schema):
    use_of_work: shapes.Text = ""
    may_show: shapes.Text = ""
    confidentiality: shapes.Text = ""
    expenses: shapes.Text = ""


@router.put(
    "/company/opportunities/{opportunity_id}/rules", response=shapes.Opportunity, auth=act, summary="Accept the rules"
)
def rules(request: HttpRequest, opportunity_id: shapes.PublicId, rules: Rules) -> Any:
    actions.accept_rules(opportunity_id=opportunity_id, **rules.dict(), by=actor(request), at=at(request))
    return _own(request, opportunity_id)


@router.get(
    "/company/opportunities/{opportunity_id}/seats", response=list[shapes.Seat], auth=read, summary="List the seats"
)
def seats(request: HttpRequest, opportunity_id: shapes.PublicId) -> Any:
    opportunity = one(queries.own(actor(request)), opportunity_id)
    rows = queries.seats_visible_to(actor(request)).filter(opportunity=opportunity).order_by("number")
    return [{"id": row.public_id, "number": row.number, "state": row.state} for row in rows]


class Funding(Schema):
    method: Annotated[str, Field(pattern="^(card|bank_transfer)$")]
    seats: Annotated[int, Field(ge=1, le=50)] | None = Field(None, description="left out: all that are unfunded")


@router.post(
    "/company/opportunities/{opportunity_id}/funding",
    response={201: shapes.FundingOrder},
    auth=money,
    summary="Fund seats: start the payment",
)
def fund(request: HttpRequest, opportunity_id: shapes.PublicId, funding: Funding) -> Any:
    order = actions.fund_seats(
        opportunity_id=opportunity_id,
        method=funding.method,
        seats=funding.seats,
        by=actor(request),
        at=at(request),
    )
    return Status(201, _order(order))


def _order(order: FundingOrder) -> dict[str, Any]:
    return {
        "id": order.public_id,
        "state": order.state,
        "method": order.method,
        "amount_minor": order.amount_minor,
        "currency": order.currency,
        "pay_url": order.pay_url,
        "transfer": _transfer(order),
    }


def _transfer(order: FundingOrder) -> dict[str, Any] | None:
    told = banking.instructions_for(order) if order.state == "started" or order.is_short else None
    if told is None:
        return None
    return {
        "holder": told.holder,
        "number": "".join(told.number.split()),
        "bic": told.bic,
        "reference": "".join(told.reference.split()),
        "amount_minor": order.amount_minor - order.received_minor,
        "currency": order.currency,
    }


@router.get("/funding/{order_id}", response=shapes.FundingOrder, auth=read, summary="Where the payment stands")
def funding(request: HttpRequest, order_id: shapes.PublicId) -> Any:
    return _order(money_queries.order_of(order_id, actor(request)))


@router.post("/seats/{seat_id}/withdrawal", response=shapes.Seat, auth=money, summary="Take an unoffered fund back")
def withdraw(request: HttpRequest, seat_id: shapes.PublicId) -> Any:
    seat = actions.withdraw_seat(seat_id=seat_id, by=actor(request), at=at(request))
    return {"id": seat.public_id, "number": seat.number, "state": seat.state}


@router.post(
    "/company/opportunities/{opportunity_id}/closing", response=shapes.Opportunity, auth=act, summary="Close a posting"
)
def close(request: HttpRequest, opportunity_id: shapes.PublicId) -> Any:
    actions.close_opportunity(opportunity_id=opportunity_id, by=actor(request), at=at(request))
    return _own(request, opportunity_id)


class Asked(Schema):
    text: shapes.Text = Field(min_length=1)


class Answered(Schema):
    answer: shapes.Text = Field(min_length=1)
    is_public: bool = True


def _question(row: Any) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "text": row.text,
        "answer": row.answer,
        "is_public": row.is_public,
        "asked_at": row.asked_at,
        "answered_at": row.answered_at,
    }


@router.get(
    "/opportunities/{opportunity_id}/questions", response=list[shapes.Question], auth=read, summary="Read the questions"
)
def questions(request: HttpRequest, opportunity_id: shapes.PublicId) -> Any:
    opportunity = one(queries.visible_to(actor(request)), opportunity_id)
    return [_question(row) for row in queries.questions_visible_to(actor(request)).filter(opportunity=opportunity)]


@router.post(
    "/opportunities/{opportunity_id}/questions", response={201: shapes.Question}, auth=act, summary="Ask a question"
)
def ask(request: HttpRequest, opportunity_id: shapes.PublicId, asked: Asked) -> Any:
    row = actions.ask_question(opportunity_id=opportunity_id, text=asked.text, by=actor(request), at=at(request))
    return Status(201, _question(row))


@router.put("/questions/{question_id}/answer", response=shapes.Question, auth=act, summary="Answer a question")
def answer(request: HttpRequest, question_id: shapes.PublicId, answered: Answered) -> Any:
    row = actions.answer_question(
        question_id=question_id,
        answer=answered.answer,
        is_public=answered.is_public,
        by=actor(request),
        at=at(request),
    )
    return _question(row)
