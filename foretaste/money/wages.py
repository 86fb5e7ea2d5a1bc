"""What must be paid at least: the highest minimum wage that applies where the work is done. Pure.

The facts are a dated table with sources (`WageFloor`); `queries.wage_floor_for` reads it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from foretaste.core.amounts import Amount, exponent


@dataclass(frozen=True)
class Floor:
    """One fact: from a day on, so much an hour in a place. `hourly` None: its own rate, not known."""

    country: str
    region: str
    city: str
    currency: str
    hourly: Decimal | None  # in major units: 12.71
    valid_from: dt.date
    valid_to: dt.date | None = None  # the last day it applies
    source: str = ""

    def applies(self, country: str, region: str, city: str, on: dt.date) -> bool:
        """Say whether the fact holds at the place on the day. An empty region or city means all of it."""
        return (
            self.country.casefold() == country.strip().casefold()
            and self.region.casefold() in ("", region.strip().casefold())
            and self.city.casefold() in ("", city.strip().casefold())
            and self.valid_from <= on
            and (self.valid_to is None or on <= self.valid_to)
        )


def highest(floors: Iterable[Floor], country: str, region: str, city: str, on: dt.date) -> Floor | None:
    """Return the highest floor that applies; None where none is known, or one that applies isn't.

    Of two facts for the same place the later one holds.
    """
    latest: dict[tuple[str, str], Floor] = {}
    for floor in floors:
        if floor.applies(country, region, city, on):
            place = (floor.region.casefold(), floor.city.casefold())
            if place not in latest or latest[place].valid_from < floor.valid_from:
                latest[place] = floor
    if not latest or any(floor.hourly is None for floor in latest.values()):
        return None
    return max(latest.values(), key=lambda floor: floor.hourly or 0)


def least_pay(floor: Floor, minutes: int) -> Amount:
    """Return the least pay for so many minutes of work. Wage floors round up to the minor unit."""
    if minutes < 0:
        raise ValueError("Work takes time.")
    return Amount(_up((floor.hourly or Decimal(0)) * minutes / 60, floor.currency), floor.currency)


def least_daily_pay(hourly: Decimal, currency: str, minutes: int) -> int:
    """Return the least pay of a day in minor units, rounded up: what `least_pay` says, by its parts."""
    return _up(hourly * minutes / 60, currency)


def _up(major: Decimal, currency: str) -> int:
    return int(major.scaleb(exponent(currency)).to_integral_value(ROUND_CEILING))
