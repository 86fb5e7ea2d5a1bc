"""A company's own hires, as it tells of them, and how long they stay: figures, not charts."""

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
from foretaste.api.v1.insights import Step, steps_of
from foretaste.core.refusals import NotAcceptable
from foretaste.insights import hire_tables
from foretaste.insights import hires as actions
from foretaste.insights.hire_tables import Told

if TYPE_CHECKING:
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


def _curve(curve: Kept) -> dict[str, Any]:
    return {
        "people": curve.people,
        "left": curve.left,
        "median_days": curve.median,
        "steps": steps_of(curve.steps),
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
        "ways": [{"name": one.name, "people": one.people, "steps": steps_of(one.steps)} for one in found.ways],
    }
