"""What became of something, in the port's words."""

from __future__ import annotations

import uuid

from django.db.models import F, Model, Sum

from foretaste.money.models import BankCharge, BankPayout, BankRefund, BankTransfer, ProviderOperation
from foretaste.money.providers.base import Outcome, Payment, SameKeyOtherPayload, Word

WORDS = {"arrived": Word.SUCCEEDED} | dict.fromkeys(("returned", "refused", "failed", "bounced"), Word.FAILED)


def _charge_outcome(charge: BankCharge) -> Outcome:
    payments = tuple(
        Payment(
            ref=payment.ref,
            amount_minor=payment.amount_minor,
            available=payment.available,
            payer_fingerprint=payment.payer_fingerprint,
        )
        for payment in charge.payments.filter(arrived=True).order_by("pk")
    )
    available = sum(payment.amount_minor for payment in payments if payment.available)
    if charge.state == "declined":
        word = Word.FAILED
    else:
        word = Word.SUCCEEDED if available >= charge.amount_minor else Word.PENDING
    return Outcome(word, ref=charge.ref, failure=charge.failure, payments=payments)


def _payout_outcome(payout: BankPayout) -> Outcome:
    word = WORDS.get(payout.state, Word.PENDING)
    return Outcome(word, ref=payout.ref, failure=payout.failure, expected_at=payout.ends_at)


def _refund_outcome(refund: BankRefund) -> Outcome:
    word = WORDS.get(refund.state, Word.PENDING)
    return Outcome(word, ref=refund.ref, failure=refund.failure, expected_at=refund.ends_at)


def _ref(kind: str, operation_id: uuid.UUID) -> str:
    return f"{kind}_{str(operation_id).replace('-', '')}"


def _lies_in(account: str) -> int:
    """Return what lies in a person's own account at the bank."""
    moved = BankTransfer.objects.filter(account=account).aggregate(sum=Sum(F("amount_minor") - F("reversed_minor")))
    gone = BankPayout.objects.filter(account=account, state__in=["not_booked", "on_its_way", "arrived"])
    return (moved["sum"] or 0) - (gone.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


def _same_payload(kept: Model, operation: ProviderOperation, **more: object) -> None:
    """Refuse a key that is used again for something else."""
    said = {"amount_minor": operation.amount_minor, **more}
    if any(getattr(kept, name) != value for name, value in said.items()):
        raise SameKeyOtherPayload(str(operation.pk))
