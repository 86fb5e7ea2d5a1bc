"""The payer asks for the money back, and somebody decides."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Sum

from foretaste.money.models import BankCharge, BankDispute
from foretaste.money.providers import bank_rules as rules
from foretaste.money.providers.sandbox.outcomes import _ref
from foretaste.money.providers.sandbox.paying import charge_of
from foretaste.money.providers.sandbox.refusals import TheChargeCantBeDisputed, TheDisputeIsOver
from foretaste.money.providers.sandbox.webhooks import _tell


def dispute(*, ref: str, at: dt.datetime, reason: str = "fraudulent") -> BankDispute:
    """Dispute a paid charge: all of it, and a fee, are taken from us at once."""
    charge_of(ref)
    with transaction.atomic():
        charge = BankCharge.objects.select_for_update().get(operation_id=ref)
        arrived = charge.payments.filter(arrived=True).aggregate(sum=Sum("amount_minor"))["sum"] or 0
        given = charge.refunds.filter(state="arrived").aggregate(sum=Sum("amount_minor"))["sum"] or 0
        if arrived - given <= 0 or charge.disputes.exists():
            raise TheChargeCantBeDisputed
        made = BankDispute.objects.create(
            ref=_ref("dp", charge.operation_id),
            charge=charge,
            amount_minor=arrived - given,
            fee_minor=rules.DISPUTE_FEE,
            reason=reason,
            created_at=at,
        )
        _tell("dispute.opened", charge.operation_id, at)
    return made


def close_dispute(*, ref: str, won: bool, at: dt.datetime) -> BankDispute:
    """Decide a dispute: where we win, the sum and the fee come back."""
    charge_of(ref)
    with transaction.atomic():
        found = BankDispute.objects.select_for_update().filter(charge__operation_id=ref, state="open").first()
        if found is None:
            raise TheDisputeIsOver
        found.state, found.closed_at = "won" if won else "lost", at
        found.save()
        _tell("dispute.closed", uuid.UUID(str(ref)), at)
    return found


def dispute_of(charge: BankCharge) -> BankDispute | None:
    return charge.disputes.order_by("-pk").first()
