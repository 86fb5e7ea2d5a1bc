"""More of a company's postings: begin from what is there, ask for a confirmation, add seats, hide names, discard."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema, Status
from pydantic import AfterValidator, Field

from foretaste.api.tokens import act
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at, one
from foretaste.api.v1.opportunities import router as router
from foretaste.opportunities import actions, queries


class Advertisement(Schema):
    """What is posted elsewhere: as text, or as a page with JobPosting JSON-LD. Nothing is fetched."""

    text: Annotated[str, Field(max_length=100_000), AfterValidator(shapes.plain)] = ""
    html: Annotated[str, Field(max_length=1_000_000), AfterValidator(shapes.plain)] = Field(
        "", description="where it is sent, the text is not read"
    )


class Copy(Schema):
    first_on: shapes.Date | None = Field(None, description="left out: so many whole weeks later that it lies ahead")


class MoreSeats(Schema):
    count: Annotated[shapes.Whole, Field(ge=1, le=50)] = 1


class Names(Schema):
    hidden: shapes.TrueOrFalse = Field(description="candidates are called by neutral numbers until one is welcomed")


def _own(request: HttpRequest, opportunity_id: str) -> shapes.Opportunity:
    return shapes.Opportunity.of(one(queries.whole(queries.own(actor(request))), opportunity_id))


@router.post(
    "/company/advertisements",
    response={201: shapes.Opportunity},
    auth=act,
    summary="Start a draft from an existing advertisement",
)
def from_advertisement(request: HttpRequest, advertisement: Advertisement) -> Any:
    made = actions.draft_from_advertisement(**advertisement.dict(), by=actor(request), at=at(request))
    return Status(201, _own(request, made.public_id))


@router.post(
    "/company/opportunities/{opportunity_id}/copies",
    response={201: shapes.Opportunity},
    auth=act,
    summary="Start a draft as a copy, with new dates",
)
def copy(request: HttpRequest, opportunity_id: shapes.PublicId, dates: Copy) -> Any:
    one(queries.own(actor(request)), opportunity_id)
    made = actions.copy_opportunity(
        opportunity_id=opportunity_id, first_on=dates.first_on, by=actor(request), at=at(request)
    )
    return Status(201, _own(request, made.public_id))


@router.delete(
    "/company/opportunities/{opportunity_id}",
    response={204: None},
    auth=act,
    summary="Throw away a draft that has never held money",
)
def discard(request: HttpRequest, opportunity_id: shapes.PublicId) -> Any:
    one(queries.own(actor(request)), opportunity_id)
    actions.discard_draft(opportunity_id=opportunity_id, by=actor(request), at=at(request))
    return Status(204, None)


@router.post(
    "/company/opportunities/{opportunity_id}/confirmation",
    response=shapes.Opportunity,
    auth=act,
    summary="Ask the operator to look, where no wage is known, the pay is high or the company new",
)
def request_confirmation(request: HttpRequest, opportunity_id: shapes.PublicId) -> Any:
    one(queries.own(actor(request)), opportunity_id)
    actions.request_confirmation(opportunity_id=opportunity_id, by=actor(request), at=at(request))
    return _own(request, opportunity_id)


@router.post(
    "/company/opportunities/{opportunity_id}/seats",
    response={201: list[shapes.Seat]},
    auth=act,
    summary="Add seats: each is offered once it is funded",
)
def add_seats(request: HttpRequest, opportunity_id: shapes.PublicId, more: MoreSeats) -> Any:
    own = one(queries.own(actor(request)), opportunity_id)
    actions.add_seats(opportunity_id=opportunity_id, count=more.count, by=actor(request), at=at(request))
    rows = queries.seats_visible_to(actor(request)).filter(opportunity=own).order_by("number")
    return Status(201, [{"id": row.public_id, "number": row.number, "state": row.state} for row in rows])


@router.put(
    "/company/opportunities/{opportunity_id}/names",
    response=shapes.Opportunity,
    auth=act,
    summary="Hide the candidates' names, or show them again",
)
def names(request: HttpRequest, opportunity_id: shapes.PublicId, names: Names) -> Any:
    one(queries.own(actor(request)), opportunity_id)
    actions.hide_names(opportunity_id=opportunity_id, hidden=names.hidden, by=actor(request), at=at(request))
    return _own(request, opportunity_id)
