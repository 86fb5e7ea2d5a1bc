"""The company a token acts for: what it says of itself, who acts for it, its money beside that of single trials."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field

from foretaste.accounts import actions as accounts
from foretaste.accounts import queries as people
from foretaste.accounts.actors import Role
from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import act, money, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at, one
from foretaste.api.v1.opportunities import order_of
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.money import actions, queries

if TYPE_CHECKING:
    from foretaste.accounts.models import Organization
    from foretaste.money.models import PayrollDue, Refund

router = Router(tags=["company"])
Short = Annotated[str, Field(max_length=200), AfterValidator(shapes.plain)]


class Company(Schema):
    """What it says of itself: interns read it before their first day."""

    id: str
    slug: str
    name: str
    country: str
    city: str
    website: str
    about: str
    mission: str
    values: str
    recent_projects: str
    a_day_here: str
    welcome_kit: str
    safety_contact: str
    verified_at: dt.datetime | None
    suspended_at: dt.datetime | None
    suspended_because: str


class Dossier(Schema):
    """What is left out stays. Under another name, or in another country, the company is verified anew."""

    name: Annotated[Short, Field(max_length=120)] | None = None
    country: shapes.Country | None = None
    city: Annotated[Short, Field(max_length=80)] | None = None
    website: Short | None = None
    about: shapes.Text | None = None
    mission: shapes.Text | None = None
    values: shapes.Text | None = None
    recent_projects: shapes.Text | None = None
    a_day_here: shapes.Text | None = None
    welcome_kit: shapes.Text | None = None
    safety_contact: Short | None = None


class Colleague(Schema):
    id: str
    name: str = Field(description="of whoever has not answered, the address that was written to")
    title: str
    roles: list[str]
    awaits_answer: bool = Field(description="they were asked, and act for nobody until they say yes")


class Inviting(Schema):
    email: Annotated[str, Field(max_length=254)]
    roles: Annotated[list[Annotated[str, Field(max_length=12)]], Field(min_length=1, max_length=4)] = Field(
        description="recruiter, supervisor, colleague, finance"
    )
    name: Short = ""
    title: Short = ""


class Balance(Schema):
    """Where the company's money is, in one currency. `owed` is what it has to pay."""

    currency: str
    being_funded_minor: int
    seats_minor: int
    trials_minor: int
    on_its_way_back_minor: int
    paid_to_interns_minor: int
    fees_minor: int
    returned_minor: int
    owed_minor: int


class RefundShape(Schema):
    id: str
    state: str
    amount_minor: int
    currency: str
    trial: str | None
    created_at: dt.datetime


class Refunds(Page):
    items: list[RefundShape]


class Payroll(Schema):
    """Earned gross that left the fund for a payroll, tracked until the intern has it."""

    id: str
    trial: str
    amount_minor: int
    currency: str
    due_at: dt.datetime
    confirmed_at: dt.datetime | None
    note: str


class Payrolls(Page):
    items: list[Payroll]


class Debt(Schema):
    currency: shapes.Currency
    method: Annotated[str, Field(pattern="^(card|bank_transfer)$")]


class PaySlip(Schema):
    note: Short = Field("", description="of the pay slip, if you like")


def _company(row: Organization) -> dict[str, Any]:
    said = ("name", "slug", "country", "city", "website", "about", "mission", "values", "recent_projects", "a_day_here")
    kept = ("welcome_kit", "safety_contact", "verified_at", "suspended_at", "suspended_because")
    return {"id": row.public_id} | {name: getattr(row, name) for name in (*said, *kept)}


def own_company(request: HttpRequest) -> Organization:
    """Return the actor's own company; to whoever acts for none there is nothing here."""
    if not actor(request).is_company:
        raise NotFound
    return people.organization_of(actor(request))


def _refund(row: Refund) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "state": row.state,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "trial": row.trial_id or None,
        "created_at": row.created_at,
    }


def _payroll(row: PayrollDue) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "trial": row.trial_id,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "due_at": row.due_at,
        "confirmed_at": row.confirmed_at,
        "note": row.note,
    }


@router.get("/company", response=Company, auth=read, summary="What your company says of itself")
def company(request: HttpRequest) -> Any:
    return _company(own_company(request))


@router.patch("/company", response=Company, auth=act, summary="Change what it says of itself")
def edit(request: HttpRequest, dossier: Dossier) -> Any:
    said = dossier.dict(exclude_none=True, exclude_unset=True)
    row = accounts.edit_company(
        organization_id=own_company(request).public_id, **said, by=actor(request), at=at(request)
    )
    return _company(row)


# --- who acts for it ---------------------------------------------------------------------------------
@router.get("/company/people", response=list[Colleague], auth=read, summary="Who acts for your company")
def colleagues(request: HttpRequest) -> Any:
    own_company(request)
    asking = actor(request)
    held = [*people.colleagues_of(asking)] + ([*people.asked_by(asking)] if asking.has(Role.RECRUITER) else [])
    return [
        {
            "id": person.public_id,
            "name": person.email if rows[0].awaits_answer else str(person),
            "title": next((row.title for row in rows if row.title), ""),
            "roles": [row.role for row in rows],
            "awaits_answer": rows[0].awaits_answer,
        }
        for person, rows in ((person, list(some)) for person, some in groupby(held, lambda row: row.person))
    ]


@router.post("/company/people", response={201: list[Colleague]}, auth=act, summary="Ask somebody to act for it")
def invite(request: HttpRequest, inviting: Inviting) -> Any:
    accounts.invite_colleague(
        organization_id=own_company(request).public_id, **inviting.dict(), by=actor(request), at=at(request)
    )
    return Status(201, colleagues(request))


@router.delete("/company/people/{person_id}", response={204: None}, auth=act, summary="Take a colleague's roles back")
def end_membership(request: HttpRequest, person_id: shapes.PublicId) -> Any:
    accounts.end_membership(
        organization_id=own_company(request).public_id, person_id=person_id, by=actor(request), at=at(request)
    )
    return Status(204, None)


# --- its money -----------------------------------------------------------------------------------------
@router.get("/company/money", response=list[Balance], auth=read, summary="Where your company's money is")
def balances(request: HttpRequest) -> Any:
    own = own_company(request)
    if not actor(request).has(*queries.MONEY_ROLES):
        raise NotAllowed
    owed = {one.currency: one.minor for one in queries.debts_of(own.public_id)}
    return [
        {
            "currency": row.currency,
            "being_funded_minor": row.being_funded.minor,
            "seats_minor": row.seats.minor,
            "trials_minor": row.trials.minor,
            "on_its_way_back_minor": row.on_its_way_back.minor,
            "paid_to_interns_minor": row.paid_to_interns.minor,
            "fees_minor": row.fees.minor,
            "returned_minor": row.returned.minor,
            "owed_minor": owed.get(row.currency, 0),
        }
        for row in queries.company_money(own.public_id).by_currency
    ]


@router.post("/company/debts", response={201: shapes.FundingOrder}, auth=money, summary="Pay what your company owes")
def pay_debt(request: HttpRequest, debt: Debt) -> Any:
    order = actions.pay_debt(**debt.dict(), by=actor(request), at=at(request))
    return Status(201, order_of(order))


@router.get("/refunds", response=Refunds, auth=read, summary="Refunds to your company, newest first")
def refunds(request: HttpRequest, after: shapes.Line | None = None, limit: shapes.Limit = 20) -> Any:
    own_company(request)
    found, following = page_of(queries.refunds_visible_to(actor(request)), after, limit)
    return {"items": [_refund(row) for row in found], "next": following}


@router.post("/refunds/{refund_id}/retry", response=RefundShape, auth=money, summary="Send a refund that failed again")
def retry_refund(request: HttpRequest, refund_id: shapes.PublicId) -> Any:
    one(queries.refunds_visible_to(actor(request)), refund_id)
    return _refund(actions.retry_refund(refund_id=refund_id, by=actor(request), at=at(request)))


@router.get("/payroll", response=Payrolls, auth=read, summary="What payrolls owe: your company's, or your own")
def payroll(request: HttpRequest, after: shapes.Line | None = None, limit: shapes.Limit = 20) -> Any:
    if actor(request).is_operator:
        raise NotFound  # the operator's desk has it, trial by trial
    found, following = page_of(queries.payroll_visible_to(actor(request)), after, limit)
    return {"items": [_payroll(row) for row in found], "next": following}


@router.post(
    "/payroll/{due_id}/confirmation", response=Payroll, auth=money, summary="Say that the payroll has paid the intern"
)
def confirm_payroll(request: HttpRequest, due_id: shapes.PublicId, slip: PaySlip) -> Any:
    return _payroll(actions.confirm_payroll(due_id=due_id, note=slip.note, by=actor(request), at=at(request)))
