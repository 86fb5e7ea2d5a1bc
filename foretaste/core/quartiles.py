"""The middle and the two quarters of a stretch of time, worked out by the database."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, F, FloatField
from django.db.models.functions import Extract


class Quartiles(Aggregate):
    """`[a quarter, the middle, three quarters]` of an expression, between two values in proportion; None of none."""

    function = "percentile_cont"
    template = "%(function)s(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


def seconds_between(earlier: str, later: str) -> Any:
    """Return the seconds between two moments of a row."""
    return Extract(F(later) - F(earlier), "epoch")
