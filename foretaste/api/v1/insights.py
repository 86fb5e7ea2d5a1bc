"""What a company may learn of its trials, as published once a month: figures, not charts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from foretaste.api.tokens import read
from foretaste.api.v1.asking_as import actor
from foretaste.api.v1.company import own_company
from foretaste.insights import ends as ways_to_end
from foretaste.insights import queries

if TYPE_CHECKING:
    from foretaste.insights.queries import Figures as Published

router = Router(tags=["insights"])


class Step(Schema):
    """A day on which somebody left; low and high are the 95 % interval of the share."""

    day: int
    at_risk: int = Field(description="there until that day")
    left: int
    share: float
    low: float
    high: float


class Funnel(Schema):
    """One monthly count of trials whose planned last day is over."""

    published_on: dt.date
    interns: int
    asked: int
    welcomed: int
    agreed: int
    started: int
    finished: int
    left_early: int
    offers_made: int = Field(description="longer roles")
    offers_taken: int


class Stretch(Schema):
    """How long something took, in hours: a quarter within quick, half within middle, three quarters within slow."""

    stretch: str = Field(description="to_answer, to_accept or to_fill")
    quick: int
    middle: int
    slow: int


class Group(Schema):
    split: str = Field(description="origin, found_by, field or place_kind")
    which: str = Field(description="empty: those too few to stand alone, together")
    interns: int
    agreed: int | None = Field(description="null where interns said themselves which they are")


class Share(Schema):
    """What interns say afterwards: a count may be told as a stretch, so that nobody's answer is known."""

    topic: str
    asks: str
    published_on: dt.date
    interns: int
    good_at_least: int
    good_at_most: int
    score_percent: int
    low_percent: int
    high_percent: int


class Row(Schema):
    which: str
    number: int


class Figures(Schema):
    published_on: dt.date
    interns: int
    rows: list[Row]


class End(Schema):
    way: str = Field(description="finished, left or otherwise")
    trials: int
    steps: list[Step] = Field(description="the share that had ended so; only the last where days are not told")


class Ends(Schema):
    published_on: dt.date
    interns: int
    trials: int
    ends: list[End]


class SignedNote(Schema):
    """What somebody who left wrote to you and signed."""

    trial: str
    name: str
    text: str
    thanks: str


class Idea(Schema):
    """What an intern wrote in an evaluation that is open."""

    trial: str
    name: str
    better: str
    next: str


class Insights(Schema):
    """What you may learn of your trials: published once a month, from five interns on, never counted on the spot."""

    funnel: list[Funnel] = Field(description="the newest first")
    times: list[Stretch]
    groups: list[Group]
    shares: list[Share]
    exits_by_day: Figures | None
    reasons: Figures | None = Field(description="why interns left")
    advice: Figures | None = Field(description="what they would change; from ten interns on")
    ends: Ends | None
    signed_notes: list[SignedNote]
    ideas: list[Idea]


def steps_of(steps: Any) -> list[dict[str, Any]]:
    return [{name: getattr(step, name) for name in Step.model_fields} for step in steps]


def _figures(found: Published | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "published_on": found.published_on,
        "interns": found.interns,
        "rows": [{"which": which, "number": number} for which, number in found.rows],
    }


def _ends(found: ways_to_end.Ends | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "published_on": found.published_on,
        "interns": found.interns,
        "trials": found.trials,
        "ends": [
            {"way": one.way, "trials": one.trials, "steps": steps_of(one.steps if one.has_days else one.steps[-1:])}
            for one in found.ends
        ],
    }


@router.get("/company/insights", response=Insights, auth=read, summary="What you may learn of your trials")
def insights(request: HttpRequest) -> Any:
    own_company(request)
    found = queries.insights_visible_to(actor(request))
    return {
        "funnel": [{name: getattr(one, name) for name in Funnel.model_fields} for one in found.counts],
        "times": [
            {"stretch": one.key, "quick": one.quick, "middle": one.middle, "slow": one.slow} for one in found.times
        ],
        "groups": [
            {"split": split, "which": one.which, "interns": one.interns, "agreed": one.agreed}
            for split, groups in found.ways.items()
            for one in groups
        ],
        "shares": [
            {name: getattr(one, name) for name in Share.model_fields if not name.startswith("good")}
            | {"good_at_least": one.good.least, "good_at_most": one.good.most}
            for one in found.shares
        ],
        "exits_by_day": _figures(found.own.exits_by_day),
        "reasons": _figures(found.own.reasons),
        "advice": _figures(found.own.advice),
        "ends": _ends(ways_to_end.ends_visible_to(actor(request))),
        "signed_notes": [
            {"trial": one.trial_id, "name": one.name, "text": one.text, "thanks": one.thanks} for one in found.signed
        ],
        "ideas": [
            {"trial": one.trial_id, "name": one.name, "better": one.better, "next": one.next} for one in found.ideas
        ],
    }
