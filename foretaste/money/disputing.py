"""Disputing: a payer's bank takes a payment back, gives it back, or keeps it.

A chargeback never touches the fund of a signed trial: the trial goes on and everybody in it is paid. The company owes
what was taken. Its refunds that have not left and its unsigned, unoffered seats pay that first (`debts.py`; seats are
withdrawn by opportunities, who know which are under offer), then every later refund. What it never pays is the
operator's loss, by two signatures. The provider's fee for a dispute is the operator's cost.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from foretaste.core.transactions import step
from foretaste.money import debts, events, movements, sending
from foretaste.money.models import Dispute, FundingOrder, ProviderOperation, Refund
from foretaste.money.providers.base import ChargeDisputed, DisputeClosed

State = Dispute.State


@step
def note(
    seen: ChargeDisputed | DisputeClosed, *, provider: str, at: dt.datetime
) -> events.ChargeDisputed | events.DisputeClosed | None:
    """Book what a dispute has taken or given back since it was last looked at; return what is new to tell.

    Said again, nothing happens.
    """
    order = _order_of(seen)
    _dispute, is_new = Dispute.objects.get_or_create(
        provider=provider,
        ref=seen.ref,
        defaults={
            "order": order,
            "company_id": order.company_id if order else "",
            "amount_minor": seen.amount_minor,
            "currency": seen.currency,
            "opened_at": at,
        },
    )
    dispute = Dispute.objects.select_for_update(of=("self",), no_key=True).get(provider=provider, ref=seen.ref)
    closes = isinstance(seen, DisputeClosed)
    if dispute.state != State.OPEN and not closes:
        return None  # an earlier word that comes late
    gone, cost = seen.withdrawn_minor - dispute.withdrawn_minor, seen.fee_minor - dispute.fee_minor
    was = dispute.state
    moved = seen.settled_minor - dispute.settled_minor
    dispute.withdrawn_minor, dispute.fee_minor = seen.withdrawn_minor, seen.fee_minor
    dispute.settled_minor = seen.settled_minor
    dispute.settled_currency = seen.settled_currency or dispute.settled_currency
    if isinstance(seen, DisputeClosed):
        dispute.state, dispute.closed_at = State(str(seen.result)), dispute.closed_at or at
    else:
        dispute.reason, dispute.answer_by = seen.reason[:60], seen.answer_by
    surplus = 0
    if gone or cost:
        dispute.bookings += 1
        there = bool(dispute.settled_currency)  # a payment that was converted
        surplus = movements.book_dispute(dispute, gone_minor=gone, cost_minor=0 if there else cost, at=at)
        if there:
            movements.convert_dispute(dispute, gone_minor=gone, moved_minor=moved, cost_minor=cost, at=at)
    dispute.save()
    if surplus:
        sending.give_back(
            company_id=dispute.company_id,
            currency=dispute.currency,
            amount_minor=surplus,
            why=Refund.Why.DISPUTE,
            otherwise=dispute.order,
            at=at,
        )
    if gone > 0 and dispute.company_id:
        debts.set_off_what_waits(company_id=dispute.company_id, currency=dispute.currency, at=at)
    return _news(seen, order) if is_new or gone or cost or was != dispute.state else None


def _order_of(seen: ChargeDisputed | DisputeClosed) -> FundingOrder | None:
    if seen.operation_id is None:
        return None
    subject = ProviderOperation.objects.filter(pk=seen.operation_id, kind=ProviderOperation.Kind.CHARGE)
    order_id = subject.values_list("subject_id", flat=True).first()
    return FundingOrder.objects.filter(public_id=order_id).first() if order_id else None


def _news(
    seen: ChargeDisputed | DisputeClosed, order: FundingOrder | None
) -> events.ChargeDisputed | events.DisputeClosed:
    about: dict[str, Any] = {
        "dispute": seen.ref,
        "order_id": order.public_id if order else "",
        "amount_minor": seen.amount_minor,
        "withdrawn_minor": seen.withdrawn_minor,
        "fee_minor": seen.fee_minor,
        "currency": seen.currency,
    }
    if isinstance(seen, DisputeClosed):
        return events.DisputeClosed(**about, result=str(seen.result))
    return events.ChargeDisputed(**about, reason=seen.reason)
