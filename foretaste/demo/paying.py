"""Paying in the demo world: at the sandbox bank's own counter, by a card that works."""

from __future__ import annotations

import datetime as dt

from foretaste.core.jobs import run_waiting_jobs
from foretaste.money.models import FundingOrder, ProviderOperation
from foretaste.money.providers import sandbox


def pay_for(order: FundingOrder, *, at: dt.datetime) -> None:
    """Pay a funding order as the company would on the bank's page."""
    run_waiting_jobs()  # the order reaches the bank
    operation = ProviderOperation.objects.get(kind="charge", subject_id=order.public_id)
    sandbox.pay_by_card(ref=str(operation.pk), number=sandbox.GOOD_CARD, at=at)
