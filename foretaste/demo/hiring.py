"""Whom the demo's companies hired in the last three years, and who left: invented tables, brought in by the real action."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from foretaste.accounts.actors import Actor
from foretaste.core.calendars import local_date
from foretaste.insights import hire_tables, hires
from foretaste.insights.hire_tables import Told

SEED = 11
YEARS = 3
# Route, how many, and after how many days half of them would have left.
ROUTES = {
    "vela": (
        ("trial", 16, 1900),
        ("internship", 14, 1000),
        ("direct", 24, 650),
        ("agency", 11, 420),
        ("other", 3, 900),
    ),
    "maple": (("internship", 8, 1200), ("direct", 12, 800), ("agency", 2, 500)),
}
REASONS = ("own", "own", "own", "own", "company", "company", "contract", "")


def tell(company: str, by: Actor, at: dt.datetime) -> None:
    """Bring in a company's table, then those hired after a trial here."""
    today = local_date(at, "UTC")
    hires.import_hires(text=hire_tables.written(_invented(company, today)), by=by, at=at)
    if here := hires.hired_here(by, at):
        hires.import_hires(text=hire_tables.written(here), by=by, at=at)


def _invented(company: str, today: dt.date) -> Iterator[Told]:
    """Draw first days over three years, and stays: most who leave, leave in the first year."""
    chance = random.Random(f"{SEED} {company}")  # noqa: S311 - an invented table, the same each time
    number = 100
    for route, people, half in ROUTES[company]:
        for _person in range(people):
            number += 1
            started = today - dt.timedelta(days=chance.randrange(20, YEARS * 365))
            started -= dt.timedelta(days=started.weekday() % 5 if started.weekday() < 5 else started.weekday() - 4)
            left = started + dt.timedelta(days=round(chance.weibullvariate(half * 1.5, 0.85)))
            reason = chance.choice(REASONS)
            gone = left <= today
            yield Told(f"P-{number}", route, started, left if gone else None, reason if gone else "")
