"""What an intern guesses, as the API says it: points from 0 to 10, and sums of which advice reckons in whole units."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, Strict

from foretaste.advice.private import Grounds
from foretaste.api.v1 import shapes
from foretaste.core.amounts import Amount, exponent

if TYPE_CHECKING:
    from foretaste.api.v1.journal import Hopes
    from foretaste.api.v1.planner import PlanGrounds

Points = Annotated[float, Strict(), Field(ge=0, le=10, description="0: never, 10: could not be better")]
Doubt = Annotated[str, Field(pattern="^(little|some|much)$", description="how far off the guess may be")]
PerPoint = Annotated[shapes.Whole, Field(ge=1, le=1_000_000_000, description="what one point more is worth to you")]


def in_minor(sum_: float, currency: str) -> int:
    """Return a sum in whole minor units: what was worked out on guesses is rounded."""
    scaled = Decimal(str(sum_)).scaleb(exponent(currency))
    return int(scaled.to_integral_value(rounding=ROUND_HALF_UP))


def in_major(minor: int, currency: str) -> float:
    return float(Amount(minor, currency).major)


def grounds_of(said: Hopes | PlanGrounds, currency: str, latest: dt.date | None = None) -> Grounds:
    return Grounds(
        currency, said.have, in_major(said.per_point_minor, currency), in_major(said.day_worth_minor, currency), latest
    )
