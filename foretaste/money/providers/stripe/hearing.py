"""What Stripe tells us: the signature is checked, and what a message is about is fetched as it is now.

Two endpoints, each with its own secret: what happens in our account, and ("connect") in interns' accounts.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from foretaste.money.models import ProviderOperation
from foretaste.money.providers.base import (
    AccountState,
    CapabilityMissing,
    ChargeDisputed,
    DisputeClosed,
    DisputeResult,
    FundingShort,
    Message,
    Observation,
    OperationChanged,
    PayoutFailed,
    RefundFailed,
    SettledInAnotherCurrency,
)
from foretaste.money.providers.stripe import accounts, signing
from foretaste.money.providers.stripe.asking import Plain, SaidNo, asking, failed, moment, plain
from foretaste.money.providers.stripe.charges import converted_to, transfer_of
from foretaste.money.refusals import TheWebhookIsForged

TOLERANCE = dt.timedelta(seconds=300)
SIGNATURE = "Stripe-Signature"
MOST_AT_ONCE = 500
CLOSED = {"won": DisputeResult.WON, "warning_closed": DisputeResult.WON, "lost": DisputeResult.LOST}


def parse(raw: bytes, headers: Mapping[str, str], at: dt.datetime, endpoint: str) -> Message:
    """Check signature and age; refuse what came to the wrong door."""
    secret = settings.STRIPE_CONNECT_WEBHOOK_SECRET if endpoint == "connect" else settings.STRIPE_WEBHOOK_SECRET
    header = headers.get(SIGNATURE) or headers.get(SIGNATURE.lower()) or ""
    signed_at = signing.signed_at(raw, header, secret)
    if signed_at is None:
        raise TheWebhookIsForged
    try:
        said = json.loads(raw)
        about = said["data"]["object"]
        message = Message(
            event_id=str(said["id"]),
            type=str(said["type"]),
            operation_id=_operation_of(about),
            object_ref=str(about.get("id") or ""),
            account=str(said.get("account") or ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TheWebhookIsForged from error
    if abs(at.timestamp() - signed_at) > TOLERANCE.total_seconds() or bool(message.account) != (endpoint == "connect"):
        raise TheWebhookIsForged
    return message


def observe(raw: bytes) -> tuple[Observation, ...]:
    """Say what is so now. A message of the other mode (test or live), or about nothing of ours, says nothing."""
    said = json.loads(raw)
    if bool(said.get("livemode")) == settings.STRIPE_SECRET_KEY.startswith(("sk_test_", "rk_test_")):
        return ()
    kind, about, account = said["type"], said["data"]["object"], said.get("account") or ""
    operation_id = _operation_of(about)
    try:
        if kind.startswith("charge.dispute."):
            return (look_at_dispute(about["id"]),)
        if kind.startswith(("account.", "capability.", "person.")):
            return _account(account, gone=kind == "account.application.deauthorized")
        if kind == "balance.available":
            return _waiting_charges()
        if operation_id is None:
            return ()
        if kind.startswith("payout."):
            return _payout(operation_id, about["id"], account)
        if kind.startswith(("refund.", "charge.refund.")):
            return _refund(operation_id, about["id"])
        if kind.startswith(("payment_intent.", "charge.")):
            return _payment(operation_id, about["id"] if about["object"] == "payment_intent" else "")
        if kind.startswith(("checkout.session.", "transfer.")):
            return (OperationChanged(operation_id),)
    except SaidNo:
        return ()  # it is gone, or was never ours to see
    return ()


def _operation_of(about: Plain) -> uuid.UUID | None:
    try:
        return uuid.UUID((about.get("metadata") or {}).get("operation", ""))
    except ValueError:
        return None


def _waiting_charges() -> tuple[Observation, ...]:
    """Some money has become available; Stripe doesn't say whose. Every charge that waits for it is looked at."""
    waiting = ProviderOperation.objects.filter(
        provider="stripe", kind=ProviderOperation.Kind.CHARGE, state=ProviderOperation.State.SENT
    )
    ids = waiting.exclude(provider_ref="").order_by("created_at").values_list("pk", flat=True)
    return tuple(OperationChanged(one) for one in ids[:MOST_AT_ONCE])


def _payment(operation_id: uuid.UUID, intent_ref: str) -> tuple[Observation, ...]:
    seen: list[Observation] = [OperationChanged(operation_id)]
    if not intent_ref:
        return tuple(seen)
    with asking() as client:
        intent = plain(
            client.v1.payment_intents.retrieve(intent_ref, {"expand": ["latest_charge.balance_transaction"]})
        )
    currency = intent["currency"].upper()
    left = transfer_of(intent).get("amount_remaining") or 0
    if 0 < left < intent["amount"]:
        seen.append(FundingShort(operation_id, left, currency))
    charge = intent.get("latest_charge") or {}
    line = charge.get("balance_transaction") or {}
    if charge.get("paid") and line and line["currency"].upper() != currency:
        settled = line["amount"], line["currency"].upper()
        seen.append(SettledInAnotherCurrency(operation_id, charge["id"], charge["amount"], currency, *settled))
    return tuple(seen)


def _payout(operation_id: uuid.UUID, ref: str, account: str) -> tuple[Observation, ...]:
    with asking() as client:
        payout = plain(client.v1.payouts.retrieve(ref, None, {"stripe_account": account}))
    seen: list[Observation] = [OperationChanged(operation_id)]
    if payout["status"] == "failed":
        failure = failed(payout.get("failure_code") or "").failure
        about = operation_id, ref, payout["amount"], payout["currency"].upper(), failure
        seen.append(PayoutFailed(*about, had_arrived=_had_succeeded(operation_id)))
    return tuple(seen)


def _refund(operation_id: uuid.UUID, ref: str) -> tuple[Observation, ...]:
    with asking() as client:
        refund = plain(client.v1.refunds.retrieve(ref, {"expand": ["failure_balance_transaction"]}))
    seen: list[Observation] = [OperationChanged(operation_id)]
    if refund["status"] in ("failed", "canceled"):
        failure = failed(refund.get("failure_reason") or refund["status"]).failure
        about = operation_id, ref, refund["amount"], refund["currency"].upper(), failure
        line = refund.get("failure_balance_transaction") or {}
        converted = converted_to(line) if line and line["currency"] != refund["currency"] else {}
        seen.append(RefundFailed(*about, had_arrived=_had_succeeded(operation_id), **converted))
    return tuple(seen)


def _had_succeeded(operation_id: uuid.UUID) -> bool:
    return ProviderOperation.objects.filter(pk=operation_id, state=ProviderOperation.State.SUCCEEDED).exists()


def _account(ref: str, *, gone: bool) -> tuple[Observation, ...]:
    if gone:
        from foretaste.money.models import ProviderAccount

        person = ProviderAccount.objects.filter(provider="stripe", ref=ref).values_list("person_id", flat=True).first()
        return (AccountState(ref, person), CapabilityMissing(ref, person)) if person else ()
    state = accounts.state_of(accounts.retrieve(ref))
    if not state.person_id:
        return ()
    if state.bank_ref and not (state.can_receive and state.can_pay_out):
        return (state, CapabilityMissing(ref, state.person_id, state.missing))
    return (state,)


def look_at_dispute(ref: str) -> ChargeDisputed | DisputeClosed:
    with asking() as client:
        dispute = plain(client.v1.disputes.retrieve(ref, {"expand": ["payment_intent"]}))
    intent = dispute.get("payment_intent") or {}
    lines = dispute.get("balance_transactions") or []
    about = ref, _operation_of(intent if isinstance(intent, dict) else {})
    amount, currency = dispute["amount"], dispute["currency"].upper()
    withdrawn, fee = -sum(line["amount"] for line in lines), sum(line["fee"] for line in lines)
    settled: dict[str, Any] = {}
    if lines and lines[0]["currency"] != dispute["currency"]:  # the payment was converted: it is taken where it lies
        settled = {"settled_minor": withdrawn, "settled_currency": lines[0]["currency"].upper()}
        withdrawn = amount * sum((line["amount"] < 0) - (line["amount"] > 0) for line in lines)
    if result := CLOSED.get(dispute["status"]):
        return DisputeClosed(*about, result, amount, currency, withdrawn, fee, **settled)
    return ChargeDisputed(
        *about,
        amount,
        currency,
        withdrawn_minor=withdrawn,
        fee_minor=fee,
        reason=dispute.get("reason") or "",
        answer_by=moment((dispute.get("evidence_details") or {}).get("due_by")),
        **settled,
    )
