"""Who you are to this instance, whom you act for, and what you say of yourself to those you ask for a trial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AfterValidator, Field

from foretaste.accounts import actions, queries
from foretaste.api.tokens import ApiRequest, act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.core.refusals import NotFound

if TYPE_CHECKING:
    from foretaste.accounts.models import InternProfile

router = Router(tags=["me"])


class Profile(Schema):
    """What companies read beside your three answers; the last two only from the agreement to a trial's end."""

    headline: str
    about: str
    skills: str
    links: str
    free_days: str
    access_needs: str
    emergency_contact: str


class ProfileChange(Schema):
    """What is left out stays as it is."""

    headline: Annotated[str, Field(max_length=160), AfterValidator(shapes.plain)] | None = None
    about: shapes.Text | None = None
    skills: shapes.Text | None = None
    links: shapes.Text | None = None
    free_days: shapes.Text | None = None
    access_needs: shapes.Text | None = None
    emergency_contact: Annotated[str, Field(max_length=200), AfterValidator(shapes.plain)] | None = None


class PersonChange(Schema):
    name: Annotated[str, Field(max_length=120), AfterValidator(shapes.plain)] | None = None
    time_zone: Annotated[str, Field(max_length=40)] | None = Field(None, description="such as Europe/Berlin")


@router.get("/me", response=shapes.Me, auth=read, summary="Who you are here")
def me(request: HttpRequest) -> Any:
    asking = actor(request)
    person = cast(ApiRequest, request).person
    organization = queries.organization_of(asking) if asking.organization_id else None
    return {
        "id": person.public_id,
        "name": person.name,
        "email": person.email,
        "roles": sorted(asking.roles),
        "organization": organization.public_id if organization else None,
        "now": at(request),
    }


@router.patch("/me", response=shapes.Me, auth=act, summary="Change your name or time zone")
def edit(request: HttpRequest, change: PersonChange) -> Any:
    known = queries.person_of(actor(request))
    name = known.name if change.name is None else change.name
    actions.edit_person(name=name, time_zone=change.time_zone, by=actor(request), at=at(request))
    cast(ApiRequest, request).person.refresh_from_db()
    return me(request)


def _profile(row: InternProfile) -> dict[str, str]:
    return {name: getattr(row, name) for name in Profile.model_fields}


@router.get("/me/profile", response=Profile, auth=read, summary="What you say of yourself")
def profile(request: HttpRequest) -> Any:
    if not actor(request).is_intern:
        raise NotFound
    return _profile(queries.profile_of(queries.person_of(actor(request))))


@router.patch("/me/profile", response=Profile, auth=act, summary="Say something of yourself")
def edit_profile(request: HttpRequest, change: ProfileChange) -> Any:
    if not actor(request).is_intern:
        raise NotFound
    said = change.dict(exclude_none=True, exclude_unset=True)
    return _profile(actions.edit_profile(**said, by=actor(request), at=at(request)))
