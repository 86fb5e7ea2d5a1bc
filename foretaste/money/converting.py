"""Converting: a payment that the provider has turned into another currency is booked as it lies there.

It funds nothing: a trial's money lies in the trial's own currency, or it is not there. Two people of the operator
then say that it was exchanged back, or that it goes back to the company (correcting.py).
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Sum

from foretaste.core.transactions import step
from foretaste.money import movements
from foretaste.money.models import Conversion, FundingOrder
from foretaste.money.providers.base import Payment


@step
def note(order: FundingOrder, payment: Payment, *, provider: str, at: dt.datetime) -> None:
    """Book what a payment became, once, and that it is available, once."""
    found, _is_new = Conversion.objects.get_or_create(
        provider=provider,
        payment=payment.ref,
        defaults={
            "order": order,
            "amount_minor": payment.amount_minor,
            "currency": order.currency,
            "settled_minor": payment.settled_minor,
            "settled_currency": payment.settled_currency,
            "cost_minor": payment.cost_minor,
            "noted_at": at,
        },
    )
    movements.convert_payment(found, at=at)
    if payment.settled_is_available and found.available_at is None:
        movements.clear_converted(found, at=at)
        found.available_at = at
        found.save(update_fields=["available_at"])


def made_good(order: FundingOrder) -> int:
    """Return what of an order's converted payments counts as available: exchanged back, or given back."""
    done = order.conversions.exclude(state=Conversion.State.HERE)
    return done.aggregate(sum=Sum("amount_minor"))["sum"] or 0
