"""Trials that fit you, in their order, each with its reasons: what the page shows, for the person alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from foretaste.api.tokens import read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.core.refusals import NotFound
from foretaste.matching import orders, recommending
from foretaste.matching.reason_words import for_the_person
from foretaste.opportunities import queries

router = Router(tags=["opportunities"])


class Why(Schema):
    """One reason, out of what you said of yourself and what stands on the posting."""

    why: str = Field(description="skills, learn, field, place, dates, when, length or pay")
    points: float
    words: str


class Recommendation(Schema):
    opportunity: shapes.Opportunity
    reasons: list[Why]
    is_scarce: bool = Field(description="many others are recommended it, too")


@router.get(
    "/me/recommendations",
    response=list[Recommendation],
    auth=read,
    summary="Trials that fit you, the best first, with the reasons",
)
def recommended(request: HttpRequest) -> Any:
    asking, now = actor(request), at(request)
    if not asking.is_intern:
        raise NotFound
    recommending.recommend(by=asking, at=now)
    found = orders.recommended_to(asking, now)
    named = [one.trial.public_id for one in found]
    whole = {row.public_id: row for row in queries.whole(queries.visible_to(asking)).filter(public_id__in=named)}
    return [
        {
            "opportunity": shapes.Opportunity.of(whole[one.trial.public_id]),
            "reasons": [
                {"why": str(reason.why), "points": reason.points, "words": for_the_person(reason)}
                for reason in one.reasons
            ],
            "is_scarce": one.is_scarce,
        }
        for one in found
        if one.trial.public_id in whole
    ]
