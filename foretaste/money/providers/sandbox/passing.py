"""Time passes at the bank: money arrives, becomes available, comes back."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from foretaste.money.models import BankPayment, BankPayout, BankRefund
from foretaste.money.providers import bank_rules as rules
from foretaste.money.providers.sandbox.webhooks import _tell

M = TypeVar("M", bound=Model)


def sweep(at: dt.datetime) -> None:
    """Make the bank's later things happen: transfers arrive, payouts arrive or come back, refunds arrive."""
    with transaction.atomic():
        for payment in _due(BankPayment.objects.filter(arrived=False, arrives_at__lte=at)):
            payment.arrived, payment.available = True, payment.available_at <= at
            payment.save()
            _tell("charge.paid", payment.charge.operation_id, at, payment.behaviour)
        for payment in _due(BankPayment.objects.filter(arrived=True, available=False, available_at__lte=at)):
            payment.available = True
            payment.save()
            _tell("charge.available", payment.charge.operation_id, at, payment.behaviour)
        for payout in _due(BankPayout.objects.filter(state="on_its_way", ends_at__lte=at)):
            payout.state, payout.failure = rules.payout_ends(payout.behaviour)
            payout.save()
            _tell(f"payout.{payout.state}", payout.operation_id, at, payout.behaviour)
        for refund in _due(BankRefund.objects.filter(state="on_its_way", ends_at__lte=at)):
            refund.state = "arrived"
            refund.save()
            _tell("refund.arrived", refund.operation_id, at)
        long_ago = {"state": "arrived", "ends_at__lte": at - rules.BOUNCES_AFTER}
        for payout in _due(BankPayout.objects.filter(behaviour="bounces", **long_ago)):
            payout.state, payout.failure = "bounced", "account_closed"
            payout.save()
            _tell("payout.bounced", payout.operation_id, at)
        to_such_cards = BankRefund.objects.filter(charge__payments__behaviour="refund_bounces", **long_ago)
        for refund in _due(BankRefund.objects.filter(pk__in=to_such_cards.values("pk"))):
            refund.state, refund.failure = "bounced", "card_closed"
            refund.save()
            _tell("refund.bounced", refund.operation_id, at)


def _due(rows: QuerySet[M]) -> QuerySet[M]:
    return rows.select_for_update(skip_locked=True).order_by("pk")
