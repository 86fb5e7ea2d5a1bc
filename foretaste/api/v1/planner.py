"""An intern's own plan of trials: which to try first, and when to stop looking. Nobody else's token opens it.

Writes answer with nothing: an answer is kept under its idempotency key, and these words are kept encrypted alone.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field

from foretaste.advice import actions, queries
from foretaste.advice.private import LONGEST_NAME, Wish
from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at, one
from foretaste.api.v1.guesses import Doubt, PerPoint, Points, grounds_of, in_major, in_minor
from foretaste.core.refusals import NotAcceptable, NotFound
from foretaste.opportunities import queries as opportunities

if TYPE_CHECKING:
    from foretaste.advice.private import TrialPlan

router = Router(tags=["advice"])
TOLD = ("name", "days", "hope", "doubt", "starts_on", "ends_on", "leaves_after", "found")  # of a trial, as it is
SUMS = ("pay", "costs", "bonus")  # of a trial, in minor units here: pay_minor


def _named(name: str) -> str:
    if not shapes.plain(name).strip():
        raise ValueError("Give it a name.")
    return name.strip()


Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_named)]
Number = Annotated[int, Field(ge=1, le=1_000_000)]


class PlanGrounds(Schema):
    """What the trials of your plan are compared with. In another currency the sums stay as they are written."""

    currency: shapes.Currency = "EUR"
    have: Points = Field(5.0, description="how good what you have without any of them is")
    day_worth_minor: shapes.Minor = Field(0, description="what a day brings you otherwise")
    per_point_minor: PerPoint = 20_000
    latest: shapes.Date | None = Field(None, description="when you want to have decided")


class Thought(Schema):
    """A trial you think of doing. Money is in the currency of the plan."""

    name: Name
    pay_minor: shapes.Minor = Field(description="a day")
    days: shapes.Day
    hope: Points
    doubt: Doubt = "some"
    starts_on: shapes.Date | None = None
    ends_on: shapes.Date | None = None
    costs_minor: shapes.Minor = Field(0, description="yours, for all days: travel, a room")
    bonus_minor: shapes.Minor = Field(0, description="for leaving on the evening of one day")
    leaves_after: Annotated[shapes.Whole, Field(ge=1, le=4)] = Field(1, description="that day")
    found: Points | None = Field(None, description="once you have tried it: what it turned out to be")


class NewThought(Thought):
    currency: shapes.Currency | None = Field(None, description="of the first trial of a plan; left out: the plan's")
    opportunity: shapes.PublicId | None = Field(None, description="the posting it is, if it is one of ours")


class Compared(Schema):
    currency: str
    have: float
    day_worth_minor: int
    per_point_minor: int
    latest: dt.date | None


class Planned(Schema):
    number: int
    name: str
    pay_minor: int
    days: int
    hope: float
    doubt: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    costs_minor: int
    bonus_minor: int
    leaves_after: int
    found: float | None
    opportunity: str | None
    bar: float | None = Field(description="in points: what in hand makes it not worth doing; null: always worth it")
    turn: int | None = Field(description="which to try when; null: not in the plan, or tried already")


class Turn(Schema):
    number: int = Field(description="of the trial to try then")
    stop_at: float | None = Field(description="found as good as this, stop looking; null: go on, or it is the last")


class Plan(Schema):
    """Which trials to try, in which order, and when to stop: on your own guesses."""

    grounds: Compared
    trials: list[Planned]
    turns: list[Turn]
    gain_minor: int = Field(description="what the plan is worth to you beside stopping now, on average")
    asked: list[str] = Field(description="postings you have asked for, or were asked to, that are not in it")


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _worked_out(plan: TrialPlan, today: dt.date) -> tuple[dict[int, float], list[Turn], float]:
    """Return each open trial's bar by its number, the order to try them in, and the gain in money."""
    open_ones = plan.open_wishes
    if not open_ones:
        return {}, [], 0.0
    solved = plan.solved(today)
    turns = [
        Turn(number=open_ones[step.option].number, stop_at=plan.stop_at(solved, place))
        for place, step in enumerate(solved.steps)
    ]
    bars = {open_ones[place].number: bar for place, bar in enumerate(solved.indices)}
    return bars, turns, plan.gain(solved)


def _planned(wish: Wish, currency: str, bars: dict[int, float], order: list[int]) -> dict[str, Any]:
    bar = bars.get(wish.number)
    return {
        **{name: getattr(wish, name) for name in ("number", *TOLD)},
        **{f"{name}_minor": in_minor(getattr(wish, name), currency) for name in SUMS},
        "opportunity": wish.opportunity_id or None,
        "bar": None if bar is None else _finite(bar),
        "turn": order.index(wish.number) + 1 if wish.number in order else None,
    }


@router.get("/me/planner", response=Plan, auth=read, summary="Which trials to try first, on your own guesses")
def planner(request: HttpRequest) -> Any:
    asking, today = actor(request), at(request).date()
    plan = queries.plan_of(asking)
    grounds, currency = plan.grounds, plan.grounds.currency
    bars, turns, gain = _worked_out(plan, today)
    order = [turn.number for turn in turns]
    return {
        "grounds": {
            "currency": currency,
            "have": grounds.have,
            "day_worth_minor": in_minor(grounds.day_worth, currency),
            "per_point_minor": in_minor(grounds.per_point, currency),
            "latest": grounds.latest,
        },
        "trials": [_planned(wish, currency, bars, order) for wish in plan.wishes],
        "turns": turns,
        "gain_minor": in_minor(gain, currency),
        "asked": [row.public_id for row in queries.to_plan_from(asking, plan, today)],
    }


@router.put("/me/planner/grounds", response={204: None}, auth=act, summary="Say what the trials are compared with")
def put_grounds(request: HttpRequest, said: PlanGrounds) -> Any:
    grounds = grounds_of(said, said.currency, said.latest)
    actions.put_grounds(grounds=grounds, by=actor(request), at=at(request))
    return Status(204, None)


@router.post("/me/planner/trials", response={204: None}, auth=act, summary="Put a trial into your plan")
def add_wish(request: HttpRequest, thought: NewThought) -> Any:
    if thought.opportunity:
        one(opportunities.visible_to(actor(request)), thought.opportunity)
    currency = thought.currency or queries.plan_of(actor(request)).grounds.currency
    return _put(request, thought, currency, 0, thought.opportunity or "")


@router.put("/me/planner/trials/{number}", response={204: None}, auth=act, summary="Change a trial of your plan")
def change_wish(request: HttpRequest, number: Number, thought: Thought) -> Any:
    plan = queries.plan_of(actor(request))
    own = next((wish for wish in plan.wishes if wish.number == number), None)
    if own is None:
        raise NotFound
    return _put(request, thought, plan.grounds.currency, number, own.opportunity_id)


def _put(request: HttpRequest, thought: Thought, currency: str, number: int, opportunity_id: str) -> Any:
    said: dict[str, Any] = {name: getattr(thought, name) for name in TOLD}
    said |= {name: in_major(getattr(thought, f"{name}_minor"), currency) for name in SUMS}
    wish = Wish(number=number, opportunity_id=opportunity_id, **said)
    try:
        actions.put_wish(wish=wish, currency=currency, by=actor(request), at=at(request))
    except NotAcceptable as refused:
        wrong = {f"{name}_minor" if name in SUMS else name: why for name, why in refused.fields.items()}
        raise NotAcceptable(**wrong) from refused
    return Status(204, None)


@router.delete("/me/planner/trials/{number}", response={204: None}, auth=act, summary="Take a trial out of your plan")
def take_wish_out(request: HttpRequest, number: Number) -> Any:
    actions.take_wish_out(number=number, by=actor(request), at=at(request))
    return Status(204, None)


@router.delete("/me/planner", response={204: None}, auth=act, summary="Delete your whole plan")
def forget_plan(request: HttpRequest) -> Any:
    actions.forget_plan(by=actor(request), at=at(request))
    return Status(204, None)
