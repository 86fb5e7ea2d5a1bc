"""The company's fee: a rate on what the intern is actually paid, never taken from the intern. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from foretaste.core.amounts import Amount
from foretaste.money import endings


@dataclass(frozen=True)
class Rate:
    """From a day on, so many basis points (1000 = 10 %)."""

    basis_points: int
    valid_from: dt.date


def fee_on(amount: Amount, basis_points: int) -> Amount:
    """Return the fee on a sum that is paid. Fees round down."""
    return Amount(endings.fee_on(amount.minor, basis_points), amount.currency)


def rate_on(rates: Iterable[Rate], on: dt.date) -> int | None:
    """Return the basis points that apply on a day: the latest rule that has begun. None where there is none."""
    begun = [rate for rate in rates if rate.valid_from <= on]
    return max(begun, key=lambda rate: rate.valid_from).basis_points if begun else None
