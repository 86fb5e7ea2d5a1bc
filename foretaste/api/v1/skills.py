"""Skills of the taxonomy: find them, confirm a posting's and one's own."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AfterValidator, Field

from foretaste.accounts import actions as accounts
from foretaste.accounts.queries import person_of, profile_of
from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at, one
from foretaste.opportunities import actions, queries
from foretaste.skills import queries as taxonomy
from foretaste.skills.confirmed import MOST, Confirmed

router = Router(tags=["skills"])
Typed = Annotated[str, Field(min_length=2, max_length=80), AfterValidator(shapes.plain)]


@router.get("/skills", response=list[shapes.Skill], auth=read, summary="Find skills of the taxonomy by name")
def skills(request: HttpRequest, q: Typed) -> Any:
    return [shapes.Skill.of(Confirmed(found.code, found.label, found.language)) for found in taxonomy.found(q, most=20)]


class Chosen(Schema):
    codes: Annotated[list[Annotated[str, Field(max_length=36)]], Field(max_length=MOST)]


@router.put(
    "/company/opportunities/{opportunity_id}/skills",
    response=shapes.Opportunity,
    auth=act,
    summary="Confirm the skills that can be tried: exactly these",
)
def confirm(request: HttpRequest, opportunity_id: shapes.PublicId, chosen: Chosen) -> Any:
    actions.confirm_skills(opportunity_id=opportunity_id, codes=chosen.codes, by=actor(request), at=at(request))
    return shapes.Opportunity.of(one(queries.whole(queries.own(actor(request))), opportunity_id))


@router.get("/me/skills", response=list[shapes.Skill], auth=read, summary="The skills you confirmed")
def own(request: HttpRequest) -> Any:
    return [shapes.Skill.of(kept) for kept in profile_of(person_of(actor(request))).skills_confirmed]


@router.put("/me/skills", response=list[shapes.Skill], auth=act, summary="Confirm the skills you have: exactly these")
def confirm_own(request: HttpRequest, chosen: Chosen) -> Any:
    profile = accounts.confirm_own_skills(codes=chosen.codes, by=actor(request), at=at(request))
    return [shapes.Skill.of(kept) for kept in profile.skills_confirmed]
