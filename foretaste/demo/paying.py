"""Paying in the demo world, at the sandbox bank's own counter: by a card that works, once taken back and won."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from foretaste.core.jobs import run_waiting_jobs
from foretaste.money import queries
from foretaste.money.providers import sandbox

if TYPE_CHECKING:
    from foretaste.money.models import FundingOrder


def pay_for(order: FundingOrder, *, at: dt.datetime) -> None:
    """Pay a funding order as the company would on the bank's page."""
    run_waiting_jobs()  # the order reaches the bank
    sandbox.pay_by_card(ref=queries.charge_of(order), number=sandbox.GOOD_CARD, at=at)


def take_back(order: FundingOrder, *, at: dt.datetime) -> None:
    """The payer's bank takes the payment back, and a fee."""
    sandbox.dispute(ref=queries.charge_of(order), at=at)


def give_back(order: FundingOrder, *, at: dt.datetime) -> None:
    """... and gives both back: the dispute is won."""
    sandbox.close_dispute(ref=queries.charge_of(order), won=True, at=at)
