"""What the bank tells beside its answers: disputes, and what came back days after it had arrived."""

from __future__ import annotations

import datetime as dt
import uuid

from foretaste.money.models import BankDispute, BankPayout, BankRefund
from foretaste.money.providers import bank_rules as rules
from foretaste.money.providers.base import (
    ChargeDisputed,
    DisputeClosed,
    DisputeResult,
    MoneyLine,
    Observation,
    PayoutFailed,
    RefundFailed,
)


def _seen(dispute: BankDispute) -> ChargeDisputed | DisputeClosed:
    about = dispute.ref, dispute.charge.operation_id
    amount, currency = dispute.amount_minor, dispute.charge.currency
    if dispute.state == "open":
        return ChargeDisputed(*about, amount, currency, amount, dispute.fee_minor, dispute.reason)
    won = dispute.state == "won"
    gone, fee = (0, 0) if won else (amount, dispute.fee_minor)
    return DisputeClosed(*about, DisputeResult.WON if won else DisputeResult.LOST, amount, currency, gone, fee)


def _came_back(operation_id: uuid.UUID) -> tuple[Observation, ...]:
    """Say whether a payout or refund that had arrived is back."""
    if payout := BankPayout.objects.filter(operation_id=operation_id, state="bounced").first():
        about = payout.ref, payout.amount_minor, payout.currency, payout.failure
        return (PayoutFailed(operation_id, *about, had_arrived=True),)
    if refund := BankRefund.objects.filter(operation_id=operation_id, state="bounced").select_related("charge").first():
        about = refund.ref, refund.amount_minor, refund.charge.currency, refund.failure
        return (RefundFailed(operation_id, *about, had_arrived=True),)
    return ()


def _lines_of_what_came_back(since: dt.datetime) -> list[MoneyLine]:
    since -= rules.BOUNCES_AFTER
    payouts = BankPayout.objects.filter(state="bounced", ends_at__gte=since)
    refunds = BankRefund.objects.filter(state="bounced", ends_at__gte=since).select_related("charge")
    back: list[tuple[str, BankPayout | BankRefund, str]] = [("payout", one, one.currency) for one in payouts]
    back += [("refund", one, one.charge.currency) for one in refunds]
    return [
        MoneyLine(
            one.ends_at + rules.BOUNCES_AFTER, one.operation_id, kind, one.amount_minor, currency, f"{one.ref}_back"
        )
        for kind, one, currency in back
    ]


def _lines_of_disputes(since: dt.datetime) -> list[MoneyLine]:
    """A dispute is nobody's operation: it takes the sum and the fee, and gives both back where we win."""
    lines = []
    for one in BankDispute.objects.select_related("charge").order_by("pk"):
        amount, fee, currency = one.amount_minor, one.fee_minor, one.charge.currency
        if one.created_at >= since:
            lines.append(MoneyLine(one.created_at, None, "dispute", -amount, currency, one.ref, fee, one.ref))
        if one.state == "won" and one.closed_at is not None and one.closed_at >= since:
            lines.append(MoneyLine(one.closed_at, None, "dispute", amount, currency, f"{one.ref}_won", -fee, one.ref))
    return lines
