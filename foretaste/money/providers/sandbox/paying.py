"""The payer's side: what the hosted page calls."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from foretaste.core.account_numbers import fingerprint_of
from foretaste.core.refusals import NotAcceptable, NotFound
from foretaste.money.models import BankCharge, BankPayment, ProviderOperation
from foretaste.money.providers import bank_rules as rules
from foretaste.money.providers.sandbox.asked import SandboxProvider
from foretaste.money.providers.sandbox.outcomes import _ref
from foretaste.money.providers.sandbox.passing import sweep
from foretaste.money.providers.sandbox.refusals import TheCardCannotBeRead, TheChargeIsOver
from foretaste.money.providers.sandbox.webhooks import _tell


def charge_of(ref: str) -> BankCharge:
    """Return the charge a pay page is about; `NotFound` where there is none."""
    try:
        key = uuid.UUID(ref)
    except ValueError as error:
        raise NotFound from error
    charge = BankCharge.objects.filter(operation_id=key).first()
    if charge is None:
        operation = ProviderOperation.objects.filter(pk=key, provider="sandbox", kind="charge").first()
        if operation is None:
            raise NotFound
        SandboxProvider().start_funding(operation)  # the page was opened before the worker came to it
        charge = BankCharge.objects.get(operation_id=key)
    return charge


def pay_by_card(*, ref: str, number: str, at: dt.datetime) -> BankCharge:
    """Pay a charge by card. The number says what happens: see `bank_rules`."""
    digits = rules.digits_of(number)
    if not rules.is_a_card(digits):
        raise TheCardCannotBeRead(number=str(TheCardCannotBeRead.message))
    charge_of(ref)
    with transaction.atomic():
        charge = BankCharge.objects.select_for_update().get(operation_id=ref)
        if charge.state != "open":
            raise TheChargeIsOver
        if failure := rules.DECLINED.get(digits):
            charge.state, charge.failure = "declined", failure
            charge.save()
            _tell("charge.declined", charge.operation_id, at)
            return charge
        behaviour = rules.CARDS.get(digits, "")
        charge.state = "paid"
        charge.save()
        _pay_in(
            charge,
            amount_minor=charge.amount_minor,
            payer_fingerprint=hashlib.sha256(f"card:{digits}".encode()).hexdigest(),
            behaviour=behaviour,
            arrives_at=at,
            available_at=rules.card_is_available_at(behaviour, at),
        )
    sweep(at)
    charge.refresh_from_db()
    return charge


def pay_by_transfer(
    *, ref: str, at: dt.datetime, amount_minor: int | None = None, account_number: str = "DE02120300000000202051"
) -> BankCharge:
    """Send a bank transfer for a charge: it arrives later, and its sum may be wrong. Several may come."""
    charge_of(ref)
    with transaction.atomic():
        charge = BankCharge.objects.select_for_update().get(operation_id=ref)
        if charge.state == "declined":
            raise TheChargeIsOver
        sent = charge.payments.aggregate(sum=Sum("amount_minor"))["sum"] or 0
        amount = amount_minor if amount_minor is not None else max(charge.amount_minor - sent, 0)
        if amount <= 0:
            raise NotAcceptable(amount_minor=str(_("A transfer sends money: enter a sum.")))
        behaviour = rules.behaviour_of_account(account_number)
        arrives = rules.transfer_arrives_at(behaviour, at)
        _pay_in(
            charge,
            amount_minor=amount,
            payer_fingerprint=fingerprint_of(rules.normalized(account_number)),
            behaviour=behaviour,
            arrives_at=arrives,
            available_at=arrives,
        )
        if charge.state == "open" and sent + amount >= charge.amount_minor:
            charge.state = "paid"
            charge.save()
    return charge


def _pay_in(
    charge: BankCharge,
    *,
    amount_minor: int,
    payer_fingerprint: str,
    behaviour: str,
    arrives_at: dt.datetime,
    available_at: dt.datetime,
) -> None:
    number = charge.payments.count() + 1
    BankPayment.objects.create(
        charge=charge,
        ref=f"{_ref('pm', charge.operation_id)}_{number}",
        amount_minor=amount_minor,
        payer_fingerprint=payer_fingerprint,
        behaviour=behaviour,
        arrives_at=arrives_at,
        available_at=available_at,
    )
