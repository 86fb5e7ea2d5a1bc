"""Observing: what happened at the provider becomes what we know. One place for every kind of observation.

An observation is the present state of something, fetched after a message. It may be said again and in any
order; whatever acts on it looks at its `ref`, and acts once.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid

from foretaste.core.amounts import Amount
from foretaste.core.events import publish
from foretaste.core.transactions import step
from foretaste.money import disputing, events, hosting, outgoing
from foretaste.money.models import ProviderOperation
from foretaste.money.providers.base import (
    AccountState,
    CapabilityMissing,
    ChargeDisputed,
    DisputeClosed,
    FundingShort,
    Observation,
    OperationChanged,
    PayoutFailed,
    RefundFailed,
    SettledInAnotherCurrency,
    TransferBlocked,
)

log = logging.getLogger(__name__)


@step
def note(seen: Observation, *, provider: str, at: dt.datetime) -> None:
    """Act on one observation, in the transaction that marks its message as handled."""
    match seen:
        case OperationChanged() | TransferBlocked():
            pass  # its outcome is booked by operations.book: a blocked transfer is a failed one
        case AccountState():
            hosting.note_account(seen, provider=provider, at=at)
        case CapabilityMissing():
            publish(
                events.ProviderAccountIncomplete(person_id=seen.person_id, provider=provider, missing=[*seen.missing])
            )
        case ChargeDisputed() | DisputeClosed():
            news = disputing.note(seen, provider=provider, at=at)
            if news is not None:
                publish(news)
        case PayoutFailed() | RefundFailed():
            if seen.had_arrived:  # otherwise its operation is still open, and its outcome is booked
                _take_back(seen, at)
                publish(
                    events.ArrivedMoneyCameBack(
                        kind="payout" if isinstance(seen, PayoutFailed) else "refund",
                        subject_id=_subject(seen.operation_id),
                        amount_minor=seen.amount_minor,
                        currency=seen.currency,
                        failure=seen.failure,
                    )
                )
        case FundingShort():
            publish(
                events.TransferIsShort(
                    order_id=_subject(seen.operation_id), missing_minor=seen.missing_minor, currency=seen.currency
                )
            )
        case SettledInAnotherCurrency():
            log.error("A payment in %s was settled in %s: it funds nothing.", seen.currency, seen.settled_currency)
            publish(
                events.PaymentWasConverted(
                    order_id=_subject(seen.operation_id),
                    amount_minor=seen.amount_minor,
                    currency=seen.currency,
                    settled_minor=seen.settled_minor,
                    settled_currency=seen.settled_currency,
                )
            )


@step
def _take_back(seen: PayoutFailed | RefundFailed, at: dt.datetime) -> None:
    """Book that what had arrived is back: the intern's as before, or the company's."""
    operation = ProviderOperation.objects.filter(pk=seen.operation_id).first()
    if operation is None:
        return
    if isinstance(seen, PayoutFailed):
        outgoing.payout_came_back(operation, seen.failure, at=at)
    else:
        back = Amount(seen.settled_minor, seen.settled_currency) if seen.settled_currency else None
        outgoing.refund_came_back(operation, seen.failure, settled=back, at=at)


def _subject(operation_id: uuid.UUID | None) -> str:
    """Return the order's, payout's or refund's public id; empty for what we never asked for."""
    if operation_id is None:
        return ""
    return ProviderOperation.objects.filter(pk=operation_id).values_list("subject_id", flat=True).first() or ""
