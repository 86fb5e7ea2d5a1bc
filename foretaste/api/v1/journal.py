"""An intern's own journal of a trial, and tonight's two choices. Nobody else's token opens it.

Writes answer with nothing: an answer is kept under its idempotency key, and these words are kept encrypted alone.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field, Strict

from foretaste.advice import actions, queries
from foretaste.advice.private import LONGEST_NOTE, MARKS, likely
from foretaste.api.tokens import act, read
from foretaste.api.v1 import shapes
from foretaste.api.v1.asking_as import actor, at
from foretaste.api.v1.guesses import Doubt, PerPoint, Points, grounds_of, in_minor
from foretaste.trials import queries as trials

if TYPE_CHECKING:
    from foretaste.advice.private import Journal as Written
    from foretaste.trials.models import Trial

router = Router(tags=["advice"])
Mark = Annotated[shapes.Whole, Field(ge=1, le=5, description="1: poor, 5: very good")]
Note = Annotated[str, Field(max_length=LONGEST_NOTE), AfterValidator(shapes.plain)]
Chance = Annotated[float, Strict(), Field(ge=0, le=1)]


class DayMarks(Schema):
    """What a day was like, for your own eyes; written again, it stands in the place of what was there."""

    work: Mark
    people: Mark
    place: Mark
    note: Note = ""


class MarkedDay(Schema):
    day: int
    work: int
    people: int
    place: int
    note: str
    points: float = Field(description="the three marks on the scale from 0 to 10")


class Hopes(Schema):
    """What you hoped for before the first day, and what staying is compared with. Money is in the trial's currency."""

    hope: Points = 5.0
    doubt: Doubt = "some"
    chance: Chance = Field(0.5, description="that they ask you to go on, if you wanted to")
    have: Points = Field(5.0, description="how good what you have without it is")
    day_worth_minor: shapes.Minor = Field(0, description="what a day brings you otherwise")
    per_point_minor: PerPoint = 20_000


class Hoped(Schema):
    hope: float
    doubt: str
    chance: float
    have: float
    day_worth_minor: int
    per_point_minor: int


class Belief(Schema):
    """How good the place looks on the scale from 0 to 10; eight times of ten it lies between low and high."""

    after_day: int = Field(description="0: before the first day")
    mean: float
    low: float
    high: float


class IfYouLeave(Schema):
    paid_minor: int = Field(description="what leaving now pays, all in all")
    bonus_minor: int = Field(description="of it: the exit bonus")
    worth: float = Field(description="in points, on your numbers")


class IfYouStay(Schema):
    day: int = Field(description="the day that would come")
    paid_minor: int = Field(description="what leaving after that day would pay, all in all")
    bonus_minor: int = Field(description="of it: the exit bonus")
    worth: float = Field(description="in points, on your numbers")


class Tonight(Schema):
    """Both choices now, side by side. It is arithmetic on your own guesses and advises nothing."""

    leave: IfYouLeave
    stay: IfYouStay
    level_at: float | None = Field(description="the belief at which both are worth the same; null where there is none")


class Journal(Schema):
    currency: str
    hopes: Hoped
    days: list[MarkedDay]
    beliefs: list[Belief]
    tonight: Tonight | None = Field(description="null before a day is marked, and once no choice is left")


def _hopes(written: Written) -> dict[str, Any]:
    grounds = written.grounds
    return {
        "hope": written.hope,
        "doubt": written.doubt,
        "chance": written.chance,
        "have": grounds.have,
        "day_worth_minor": in_minor(grounds.day_worth, grounds.currency),
        "per_point_minor": in_minor(grounds.per_point, grounds.currency),
    }


def _tonight(trial: Trial, written: Written, now: dt.datetime) -> dict[str, Any] | None:
    found = queries.tonight(trial, trials.days_of(trial), written, now) if written.days else None
    if found is None:
        return None
    return {
        "leave": {
            "paid_minor": found.now.paid_total,
            "bonus_minor": found.now.bonus,
            "worth": found.evening.leave,
        },
        "stay": {
            "day": found.next.number,
            "paid_minor": found.paid_if_staying_minor,
            "bonus_minor": found.next_bonus_minor,
            "worth": found.evening.stay(written.belief.mean),
        },
        "level_at": found.level_at,
    }


@router.get("/trials/{trial_id}/journal", response=Journal, auth=read, summary="Your own journal of a trial")
def journal(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    trial = trials.own_trial(trial_id, actor(request))
    written = queries.journal_of(trial, actor(request))
    return {
        "currency": written.grounds.currency,
        "hopes": _hopes(written),
        "days": [
            {"day": day, "note": noted.note, "points": noted.points} | {name: noted.marks[name] for name in MARKS}
            for day, noted in sorted(written.days.items())
        ],
        "beliefs": [
            {"after_day": day, "mean": belief.mean, "low": low, "high": high}
            for day, belief in written.beliefs
            for low, high in [likely(belief)]
        ],
        "tonight": _tonight(trial, written, at(request)),
    }


@router.put(
    "/trials/{trial_id}/journal/days/{day}",
    response={204: None},
    auth=act,
    summary="Mark a day that was begun, for your own eyes",
)
def note_day(request: HttpRequest, trial_id: shapes.PublicId, day: shapes.AskedDay, marks: DayMarks) -> Any:
    given = {name: getattr(marks, name) for name in MARKS}
    actions.note_day(trial_id=trial_id, day=day, marks=given, note=marks.note, by=actor(request), at=at(request))
    return Status(204, None)


@router.put(
    "/trials/{trial_id}/journal/hopes",
    response={204: None},
    auth=act,
    summary="Say what you hoped for, and what staying is compared with",
)
def put_hopes(request: HttpRequest, trial_id: shapes.PublicId, hopes: Hopes) -> Any:
    currency = trials.own_trial(trial_id, actor(request)).currency
    actions.put_hopes(
        trial_id=trial_id,
        grounds=grounds_of(hopes, currency),
        hope=hopes.hope,
        doubt=hopes.doubt,
        chance=hopes.chance,
        by=actor(request),
        at=at(request),
    )
    return Status(204, None)


@router.delete("/trials/{trial_id}/journal", response={204: None}, auth=act, summary="Delete your journal of a trial")
def forget_journal(request: HttpRequest, trial_id: shapes.PublicId) -> Any:
    actions.forget_journal(trial_id=trial_id, by=actor(request), at=at(request))
    return Status(204, None)
