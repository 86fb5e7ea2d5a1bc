"""Postings: find one, read one, and for a company: draft, plan, price, fund, close."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from foretaste.accounts.actors import VISITOR
from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import act, money, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at, one
from foretaste.core import calendars
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAcceptable
from foretaste.matching import queries as matching
from foretaste.matching.queries import Question
from foretaste.money import banking
from foretaste.money import queries as money_queries
from foretaste.opportunities import actions, queries

if TYPE_CHECKING:
    from foretaste.money.models import FundingOrder

router = Router(tags=["opportunities"])
Limit = Annotated[int, Field(ge=1, le=100)]


class Opportunities(Page):
    items: list[shapes.Opportunity]


class Found(Opportunities):
    count: int = Field(description="how many fit, at most 2,000")
    is_more: bool = Field(description="more than 2,000 fit: these are the newest of them")


class Looking(Schema):
    """What is looked for; everything may be left out. It finds what the page finds, of what is posted here."""

    text: shapes.Line = Field("", description="words of the work, a skill or a company, in any of eleven languages")
    place: shapes.Line = Field("", description="a city, a country's code, or 'remote'")
    within_km: float = Field(matching.NEAR, ge=1, le=500, description="around the city")
    country: shapes.Country | None = None
    place_kind: Literal["onsite", "hybrid", "remote"] | None = None
    days: int | None = Field(None, ge=1, le=5)
    when: Literal["weekdays", "evenings", "weekends"] | None = None
    field: shapes.Line = ""
    skill: shapes.Line = ""
    currency: shapes.Currency | None = None
    least_day_minor: shapes.AskedMinor | None = Field(None, description="pay a day, at least; say the currency too")
    least_hour_minor: shapes.AskedMinor | None = Field(None, description="pay an hour, at least; say the currency too")
    starts_from: shapes.Date | None = None
    starts_until: shapes.Date | None = None
    order: Literal["newest", "soonest", "pay", "best", "near"] = "newest"
    after: shapes.Line | None = None
    limit: Limit = 20

    def question(self) -> Question:
        """Return it as the search asks it."""
        if self.currency is None and (self.least_day_minor is not None or self.least_hour_minor is not None):
            raise NotAcceptable(currency="Say which currency the pay is in.")
        currency, day, hour = self.currency or "", self.least_day_minor, self.least_hour_minor
        return Question(
            text=self.text,
            place=self.place,
            within_km=self.within_km,
            country=self.country or "",
            place_kinds=[self.place_kind] if self.place_kind else [],
            days=[self.days] if self.days else [],
            when=[self.when] if self.when else [],
            fields=[self.field] if self.field else [],
            skills=[self.skill] if self.skill else [],
            currency=currency,
            least_day=None if day is None else Amount(day, currency),
            least_hour=None if hour is None else Amount(hour, currency),
            starts_from=self.starts_from,
            starts_until=self.starts_until,
            own_only=True,
            order=self.order,
        )


@router.get("/opportunities", response=Found, auth=None, summary="Find a trial")
def find(request: HttpRequest, looking: Query[Looking]) -> Any:
    after = looking.after or ""
    if after and matching.read_cursor(after, looking.order) == (None, None):
        raise NotAcceptable(after="Pass `next` of an earlier answer, with the same order, or leave it out.")
    at = calendars.now()
    answer = matching.search(looking.question(), by=VISITOR, at=at, size=looking.limit, after=after)
    rows = matching.in_its_order(answer, queries.whole(queries.offered()).filter(closes_at__gt=at))
    return {
        "items": [shapes.Opportunity.of(row) for row in rows],
        "next": answer.following or None,
        "count": answer.count,
        "is_more": answer.is_more,
    }


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
    criteria: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=5)] | None = Field(
        default=None,
        description="what is looked at in the work, asked of you afterwards of every intern alike; with your own words "
        "for the marks: `name | lowest | middle | highest`",
    )
    place_kind: Annotated[str, Field(pattern="^(onsite|hybrid|remote)$")] | None = None
    country: shapes.Country | None = None
    region: Annotated[str, Field(max_length=10)] | None = None
    city: Annotated[str, Field(max_length=80)] | None = None
    address: Annotated[str, Field(max_length=200)] | None = None
    time_zone: Annotated[str, Field(max_length=40)] | None = None
    hide_names: shapes.TrueOrFalse | None = None


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


class DayToPlan(Schema):
    on: shapes.Date
    starts: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    ends: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    break_minutes: Annotated[shapes.Whole, Field(ge=0, le=240)] = 0
    title: Annotated[str, Field(max_length=120)] = ""
    plan: shapes.Text = ""


class Days(Schema):
    days: Annotated[list[DayToPlan], Field(min_length=1, max_length=5)]
    answer_by: shapes.Date | None = None


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
    seats_wanted: Annotated[shapes.Whole, Field(ge=1, le=50)] = 1


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
    seats: Annotated[shapes.Whole, Field(ge=1, le=50)] | None = Field(
        None, description="left out: all that are unfunded"
    )


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
    return Status(201, order_of(order))


def order_of(order: FundingOrder) -> dict[str, Any]:
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
    return order_of(money_queries.order_of(order_id, actor(request)))


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


class Questions(Page):
    items: list[shapes.Question]


class Answered(Schema):
    answer: shapes.Text = Field(min_length=1)
    is_public: shapes.TrueOrFalse = True


def _question(row: Any) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "text": row.text,
        "answer": row.answer,
        "is_public": row.is_public,
        "asked_at": row.asked_at,
        "answered_at": row.answered_at,
    }


@router.get("/opportunities/{opportunity_id}/questions", response=Questions, auth=read, summary="Read the questions")
def questions(
    request: HttpRequest, opportunity_id: shapes.PublicId, after: shapes.Line | None = None, limit: Limit = 20
) -> Any:
    opportunity = one(queries.visible_to(actor(request)), opportunity_id)
    found = queries.questions_visible_to(actor(request)).filter(opportunity=opportunity)
    rows, following = page_of(found, after, limit)
    return {"items": [_question(row) for row in rows], "next": following}


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
