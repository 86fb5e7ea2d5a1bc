"""After a trial: a note of thanks, and contacts that both sides agreed to keep."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.evaluations import farewells

if TYPE_CHECKING:
    from foretaste.evaluations.farewells import Contact as Kept
    from foretaste.evaluations.models import ThankYou

router = Router(tags=["farewells"])


class Contact(Schema):
    """How to reach the other side, as they chose to say it."""

    trial: str
    title: str
    name: str
    company: str
    contact: str
    month: dt.date = Field(description="the first of the month of the planned last day, however the trial ended")


class Thanked(Schema):
    text: str
    by: str
    at: dt.datetime


class Farewell(Schema):
    """Your own side, and what the other side meant for you. A wish that isn't shared is not told."""

    trial: str
    side: str
    other: str = Field(description="the other side's name")
    own_contact: str = Field(description="what you said; empty where you don't wish to keep in touch")
    contact: Contact | None = Field(description="the other side's, once both wish it")
    sent: Thanked | None
    received: Thanked | None


class Thanks(Schema):
    text: shapes.Text = Field(description="plain words, once: it is sent at once, with your name")


class Wish(Schema):
    contact: shapes.Line = Field(description="how they can reach you; empty takes the wish back")


def _contact(kept: Kept) -> Contact:
    return Contact(
        trial=kept.trial_id,
        title=kept.title,
        name=kept.name,
        company=kept.company,
        contact=kept.contact,
        month=kept.month,
    )


def _note(row: ThankYou | None) -> Thanked | None:
    return Thanked(text=row.text, by=row.person.name, at=row.at) if row else None


def _farewell(request: HttpRequest, trial_id: str) -> Farewell:
    seen = farewells.farewell_of(trial_id=trial_id, by=actor(request))
    return Farewell(
        trial=trial_id,
        side=seen.side,
        other=seen.other,
        own_contact=seen.own_contact,
        contact=_contact(seen.kept) if seen.kept else None,
        sent=_note(seen.sent),
        received=_note(seen.received),
    )


@router.get("/trials/{trial_id}/farewell", response=Farewell, auth=read, summary="Thanks, and keeping in touch")
def farewell(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    return _farewell(request, trial_id)


@router.post("/trials/{trial_id}/thanks", response={201: Farewell}, auth=act, summary="Thank the other side")
def thank(request: HttpRequest, trial_id: shapes.PublicId, thanks: Thanks) -> Any:
    farewells.send_thanks(trial_id=trial_id, text=thanks.text, by=actor(request), at=at(request))
    return Status(201, _farewell(request, trial_id))


@router.put("/trials/{trial_id}/contact", response=Farewell, auth=act, summary="Wish to keep in touch, or no longer")
def keep(request: HttpRequest, trial_id: shapes.PublicId, wish: Wish) -> Any:
    if wish.contact.strip():
        farewells.keep_in_touch(trial_id=trial_id, contact=wish.contact, by=actor(request), at=at(request))
    else:
        farewells.take_contact_back(trial_id=trial_id, by=actor(request), at=at(request))
    return _farewell(request, trial_id)


@router.get("/me/contacts", response=list[Contact], auth=read, summary="Contacts that both sides agreed to keep")
def contacts(request: HttpRequest) -> Any:
    return [_contact(one) for one in farewells.contacts_of(actor(request))]
