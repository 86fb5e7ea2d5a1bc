"""A company's own hires and how long they stay; what it may learn of its trials, as published: figures, not charts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field, model_validator

from foretaste.api.pagination import Page, page_of
from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.api.v1.company import own_company
from foretaste.core.refusals import NotAcceptable
from foretaste.insights import ends as ways_to_end
from foretaste.insights import hire_tables, queries
from foretaste.insights import hires as actions
from foretaste.insights.hire_tables import Told

if TYPE_CHECKING:
    from foretaste.insights.queries import Figures as Published
    from foretaste.insights.surviving import Curve as Kept

router = Router(tags=["insights"])
Reference = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(shapes.plain)]
Route = Annotated[str, Field(pattern="^(trial|internship|direct|agency|other)$")]
Reason = Annotated[str, Field(pattern="^(own|company|contract|other)?$")]
Yes = Annotated[str, Field(pattern="^yes$", description="delete all of them")]
Table = Annotated[str, Field(max_length=hire_tables.MOST_BYTES), AfterValidator(shapes.plain)]


class Telling(Schema):
    """One hire as you tell it. The reference is a number or code of yours, never a name."""

    reference: Reference
    route: Route = Field(description="how they came: trial, internship, direct, agency or other")
    started_on: shapes.Date
    left_on: shapes.Date | None = None
    reason: Reason = Field("", description="if they left: own, company, contract or other")


class Bringing(Schema):
    """Hires one by one, or a table as CSV: one of the two. What is known by its reference is told anew."""

    hires: Annotated[list[Telling], Field(max_length=hire_tables.MOST_ROWS)] | None = None
    table: Table | None = Field(None, description="with the head reference,route,started_on,left_on,reason")

    @model_validator(mode="after")
    def one_of_the_two(self) -> Bringing:
        if (self.hires is None) == (self.table is None):
            raise ValueError("Send hires or a table, one of the two.")
        return self


class Counted(Schema):
    hires: int = Field(description="how many that were")


class Hire(Schema):
    reference: str
    route: str
    started_on: dt.date
    left_on: dt.date | None
    reason: str
    known_on: dt.date = Field(description="when you last told of them: whoever had not left, was there then")


class Hires(Page):
    items: list[Hire]


class HiredHere(Schema):
    """A job offered after a trial here and taken, which you have not told of yet."""

    reference: str = Field(description="the trial's id")
    route: str
    started_on: dt.date


class Step(Schema):
    """A day on which somebody left; low and high are the 95 % interval of the share."""

    day: int
    at_risk: int = Field(description="there until that day")
    left: int
    share: float
    low: float
    high: float


class Curve(Schema):
    people: int
    left: int
    median_days: int | None = Field(description="null: more than half are still there")
    steps: list[Step] = Field(description="the share still there (Kaplan and Meier)")


class RouteCurve(Curve):
    route: str


class Difference(Schema):
    """The log-rank test between routes: whether they differ by more than chance."""

    statistic: float
    degrees: int
    p: float


class WayOfLeaving(Schema):
    name: str
    people: int
    steps: list[Step] = Field(description="the share that has left so (Aalen and Johansen)")


class Retention(Schema):
    """How long your hires stay. Below five together there is no figure; routes below five have no curve."""

    people: int
    known_from: dt.date | None
    known_until: dt.date | None
    everyone: Curve | None
    routes: list[RouteCurve]
    difference: Difference | None
    ways: list[WayOfLeaving]


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


# --- hires -----------------------------------------------------------------------------------------------
@router.get("/company/hires", response=Hires, auth=read, summary="The hires you have told of, newest first")
def hires(request: HttpRequest, after: shapes.Line | None = None, limit: shapes.Limit = 20) -> Any:
    found, following = page_of(actions.told_by(actor(request)), after, limit, named_by="reference")
    told = Hire.model_fields
    return {"items": [{name: getattr(row, name) for name in told} for row in found], "next": following}


@router.post("/company/hires", response={201: Counted}, auth=act, summary="Tell of hires: all of them, or none")
def bring(request: HttpRequest, bringing: Bringing) -> Any:
    text = bringing.table
    if text is None:
        text = hire_tables.written(Told(**one.dict()) for one in bringing.hires or ())
    problems = actions.preview(text=text, by=actor(request), at=at(request)).table.problems
    if problems:
        few = problems[: hire_tables.MOST_PROBLEMS]
        raise NotAcceptable(**{f"line {one.line}" if one.line else "table": one.says for one in few})
    return Status(201, {"hires": actions.import_hires(text=text, by=actor(request), at=at(request))})


@router.delete("/company/hires", response=Counted, auth=act, summary="Delete one hire, or all of them")
def forget(request: HttpRequest, reference: Reference | None = None, everything: Yes | None = None) -> Any:
    actions.told_by(actor(request))
    if (reference is None) == (everything is None):
        raise NotAcceptable(reference="Name a reference, or say everything=yes: one of the two.")
    return {"hires": actions.forget_hires(reference=reference, by=actor(request), at=at(request))}


@router.get(
    "/company/hires/from-trials",
    response=list[HiredHere],
    auth=read,
    summary="Jobs taken after a trial here that you have not told of yet",
)
def hired_here(request: HttpRequest) -> Any:
    return [
        {"reference": one.reference, "route": one.route, "started_on": one.started_on}
        for one in actions.hired_here(actor(request), at(request))
    ]


def _steps(steps: Any) -> list[dict[str, Any]]:
    return [{name: getattr(step, name) for name in Step.model_fields} for step in steps]


def _curve(curve: Kept) -> dict[str, Any]:
    return {
        "people": curve.people,
        "left": curve.left,
        "median_days": curve.median,
        "steps": _steps(curve.steps),
    }


@router.get("/company/hires/retention", response=Retention, auth=read, summary="How long your hires stay")
def retention(request: HttpRequest) -> Any:
    found = actions.retention(actor(request))
    return {
        "people": found.people,
        "known_from": found.known_from,
        "known_until": found.known_until,
        "everyone": _curve(found.everyone) if found.everyone else None,
        "routes": [{"route": one.key} | _curve(one.curve) for one in found.routes],
        "difference": found.difference and {name: getattr(found.difference, name) for name in Difference.model_fields},
        "ways": [{"name": one.name, "people": one.people, "steps": _steps(one.steps)} for one in found.ways],
    }


# --- insights --------------------------------------------------------------------------------------------
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
            {"way": one.way, "trials": one.trials, "steps": _steps(one.steps if one.has_days else one.steps[-1:])}
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
