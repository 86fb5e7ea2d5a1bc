"""Asking for a trial, and the answers: applications, invitations, offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at, one
from foretaste.opportunities import actions, lifecycle, queries

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from foretaste.opportunities.models import Application, Offer

router = Router(tags=["applications"])
Limit = Annotated[int, Field(ge=1, le=100)]


class Applications(Page):
    items: list[shapes.Application]


class Asking(Schema):
    """Three short questions, no CV. For remote work also where you will sit."""

    answer_why: shapes.Text = Field(min_length=1)
    answer_try: shapes.Text = Field(min_length=1)
    answer_about: shapes.Text = Field(min_length=1)
    free_days: shapes.Text = ""
    found_by: Annotated[str, Field(max_length=10)] = Field(
        "", description="how you found it, if you like: search, mail, company, campus, person, linkedin, indeed, other"
    )
    works_from_country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""
    works_from_region: Annotated[str, Field(max_length=10)] = ""
    works_from_city: Annotated[str, Field(max_length=80)] = ""


class Invitation(Schema):
    email: Annotated[str, Field(max_length=254)]
    words: shapes.Text = ""


class Welcome(Schema):
    answer_by: shapes.Moment | None = Field(None, description="left out: the default time to answer")


class Comment(Schema):
    note: shapes.Text = ""


def _application(request: HttpRequest, row: Application) -> dict[str, Any]:
    asking = actor(request)
    offer = queries.open_offer_of(row)
    return {
        "id": row.public_id,
        "opportunity": row.opportunity.public_id,
        "origin": row.origin,
        "state": row.state,
        "candidate": queries.label_of(row, asking) if asking.is_company else row.intern.name,
        "invitation": row.invitation,
        "answer_why": row.answer_why,
        "answer_try": row.answer_try,
        "answer_about": row.answer_about,
        "free_days": row.free_days,
        "answer_by": row.answer_by,
        "offer": offer.public_id if offer else None,
    }


def _offer(row: Offer) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "application": row.application.public_id,
        "opportunity": row.application.opportunity.public_id,
        "state": row.state,
        "answer_by": row.answer_by,
        "terms": row.terms,
        "text": row.text,
        "sha256": row.sha256,
    }


def _visible(request: HttpRequest) -> QuerySet[Application]:
    """What the actor may see; to a company what was taken back is no longer here."""
    rows = queries.applications_visible_to(actor(request))
    return rows.exclude(state=lifecycle.Application.WITHDRAWN) if actor(request).is_company else rows


def _again(request: HttpRequest, row: Application) -> dict[str, Any]:
    return _application(request, one(queries.applications_visible_to(actor(request)), row.public_id))


@router.post(
    "/opportunities/{opportunity_id}/applications",
    response={201: shapes.Application},
    auth=act,
    summary="Ask for this trial",
)
def apply(request: HttpRequest, opportunity_id: shapes.PublicId, asking: Asking) -> Any:
    row = actions.apply(opportunity_id=opportunity_id, **asking.dict(), by=actor(request), at=at(request))
    return Status(201, _again(request, row))


@router.post(
    "/opportunities/{opportunity_id}/invitations",
    response={201: shapes.Application},
    auth=act,
    summary="Invite somebody",
)
def invite(request: HttpRequest, opportunity_id: shapes.PublicId, invitation: Invitation) -> Any:
    row = actions.invite(
        opportunity_id=opportunity_id,
        email=invitation.email,
        words=invitation.words,
        by=actor(request),
        at=at(request),
    )
    return Status(201, _again(request, row))


@router.get("/applications", response=Applications, auth=read, summary="List applications: yours, or to your company")
def applications(
    request: HttpRequest,
    opportunity: shapes.PublicId | None = None,
    after: shapes.Line | None = None,
    limit: Limit = 20,
) -> Any:
    rows = _visible(request).select_related("opportunity", "intern")
    if opportunity:
        rows = rows.filter(opportunity__public_id=opportunity)
    found, following = page_of(rows, after, limit)
    return {"items": [_application(request, row) for row in found], "next": following}


@router.get("/applications/{application_id}", response=shapes.Application, auth=read, summary="Read an application")
def application(request: HttpRequest, application_id: shapes.PublicId) -> Any:
    return _application(request, one(_visible(request), application_id))


@router.post(
    "/applications/{application_id}/shortlisting", response=shapes.Application, auth=act, summary="Put on the shortlist"
)
def shortlist(request: HttpRequest, application_id: shapes.PublicId) -> Any:
    return _again(request, actions.shortlist(application_id=application_id, by=actor(request), at=at(request)))


@router.post(
    "/applications/{application_id}/not-this-time", response=shapes.Application, auth=act, summary="Say not this time"
)
def not_this_time(request: HttpRequest, application_id: shapes.PublicId, note: Comment) -> Any:
    row = actions.say_not_this_time(application_id=application_id, note=note.note, by=actor(request), at=at(request))
    return _again(request, row)


@router.post(
    "/applications/{application_id}/withdrawal", response=shapes.Application, auth=act, summary="Withdraw your own"
)
def withdraw(request: HttpRequest, application_id: shapes.PublicId) -> Any:
    row = actions.withdraw_application(application_id=application_id, by=actor(request), at=at(request))
    return _again(request, row)


@router.post(
    "/applications/{application_id}/declining", response=shapes.Application, auth=act, summary="Decline an invitation"
)
def decline_invitation(request: HttpRequest, application_id: shapes.PublicId) -> Any:
    return _again(request, actions.decline_invitation(application_id=application_id, by=actor(request), at=at(request)))


@router.post(
    "/applications/{application_id}/offer",
    response={201: shapes.Offer},
    auth=act,
    summary="Welcome them: sign the terms for your company",
)
def welcome(request: HttpRequest, application_id: shapes.PublicId, welcome: Welcome) -> Any:
    row = actions.make_offer(
        application_id=application_id, answer_by=welcome.answer_by, by=actor(request), at=at(request)
    )
    return Status(201, _offer(row))


@router.get("/offers", response=list[shapes.Offer], auth=read, summary="List open offers: to you, or by your company")
def offers(request: HttpRequest) -> Any:
    rows = queries.open_offers_visible_to(actor(request))
    return [_offer(row) for row in rows.select_related("application__opportunity")[:100]]


@router.get("/offers/{offer_id}", response=shapes.Offer, auth=read, summary="Read an offer and its frozen terms")
def offer(request: HttpRequest, offer_id: shapes.PublicId) -> Any:
    return _offer(one(queries.offers_visible_to(actor(request)), offer_id))


@router.post("/offers/{offer_id}/declining", response=shapes.Offer, auth=act, summary="Let an offer go")
def decline(request: HttpRequest, offer_id: shapes.PublicId, note: Comment) -> Any:
    return _offer(actions.decline_offer(offer_id=offer_id, note=note.note, by=actor(request), at=at(request)))


@router.post("/offers/{offer_id}/withdrawal", response=shapes.Offer, auth=act, summary="Take an unanswered offer back")
def take_back(request: HttpRequest, offer_id: shapes.PublicId, note: Comment) -> Any:
    return _offer(actions.withdraw_offer(offer_id=offer_id, note=note.note, by=actor(request), at=at(request)))
