"""Where a page of the search list ended: the next begins right after it, whatever was published meanwhile.

A cursor is the order it was made in, the last row's value in that order and its public id, such as
`newest.1773072000000000.4tqx0mz7k2ha`. A row's number stays inside: it would tell how many there are in all.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from foretaste.opportunities.models import Opportunity

ORDERS: dict[str, tuple[str, ...]] = {
    "soonest": ("starts_at", "id"),
    "newest": ("-published_at", "-id"),
    "pay": ("-daily_pay_minor", "-id"),
}
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
FORM = re.compile(r"([a-z]{1,10})\.([0-9]{1,17})\.([A-Za-z0-9_-]{1,40})")


@dataclass(frozen=True)
class Cursor:
    """The last row that was shown."""

    order: str
    value: int  # microseconds since 1970, or minor units
    public_id: str

    def __str__(self) -> str:
        return f"{self.order}.{self.value}.{self.public_id}"

    def following(self, found: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
        """Return what comes after the row in its order. The first bound is the index's, the rest parts equals."""
        column, backwards = ORDERS[self.order][0].removeprefix("-"), ORDERS[self.order][0].startswith("-")
        value = self.value if column == "daily_pay_minor" else EPOCH + dt.timedelta(microseconds=self.value)
        beyond = "lt" if backwards else "gt"
        last = Opportunity.objects.filter(public_id=self.public_id).values("pk")
        return found.filter(
            Q(**{f"{column}__{beyond}": value}) | Q(**{f"pk__{beyond}": last}), **{f"{column}__{beyond}e": value}
        )


def cursor_after(opportunity: Opportunity, order: str) -> Cursor:
    """Return the cursor that stands right after a row of the list."""
    value = getattr(opportunity, ORDERS[order][0].removeprefix("-"))
    if isinstance(value, dt.datetime):
        value = (value - EPOCH) // dt.timedelta(microseconds=1)
    return Cursor(order, value, opportunity.public_id)


def read_cursor(text: str, order: str) -> Cursor | None:
    """Return the cursor; None for one we did not make, or made for another order."""
    match = FORM.fullmatch(text)
    if match is None or match[1] != order:
        return None
    return Cursor(order, int(match[2]), match[3])
