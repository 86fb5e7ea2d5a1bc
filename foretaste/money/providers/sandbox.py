"""The sandbox: a small bank behind the same port as a real one. No real money moves.

It keeps its own books (`models/bank.py`), takes payments on its own page (/sandbox/pay/...), pays out after
a while of the instance's time, and tells everything by signed webhooks that the worker delivers.

Failures on demand, by card number:
    4242 4242 4242 4242   pays; every other valid number does too
    4000 0000 0000 0002   declined               4000 0000 0000 9995   declined: no funds
    4000 0000 0000 0341   captured now, available two days later
    4000 0000 0000 0119   pays; told twice       4000 0000 0000 0259   pays; never told
    4000 0000 0000 5126   pays; refunds to it fail
    4000 0000 0000 7726   pays; refunds to it arrive, and come back two days later
and by the last four digits of an account number, paying or paid:
    0001   closed: a payout comes back, account_closed
    0002   late: it takes five days               0003   told twice        0004   never told
    0005   the answer is lost, nothing was done   0006   the answer is lost, it was done
    0007   refused at once                        0008   arrives, and comes back two days later

A payment can be disputed on its own page (/sandbox/pay/...): the bank takes it from us with a fee of 15.00 at once,
and gives it back where we win.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F, Model, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from foretaste.core.refusals import NotAcceptable, NotFound, Refused
from foretaste.money.jobs import later
from foretaste.money.models import (
    BankCharge,
    BankDispute,
    BankMessage,
    BankPayment,
    BankPayout,
    BankRefund,
    BankTransfer,
    ProviderOperation,
)
from foretaste.money.providers import bank_rules as rules
from foretaste.money.providers.base import (
    AnswerLost,
    Balance,
    Capability,
    ChargeDisputed,
    DisputeClosed,
    DisputeResult,
    Message,
    MoneyLine,
    Observation,
    OperationChanged,
    Outcome,
    Payee,
    Payment,
    PayoutFailed,
    RefundFailed,
    SameKeyOtherPayload,
    Word,
)
from foretaste.money.refusals import TheWebhookIsForged

M = TypeVar("M", bound=Model)
SIGNATURE = "Sandbox-Signature"
WORDS = {"arrived": Word.SUCCEEDED} | dict.fromkeys(("returned", "refused", "failed", "bounced"), Word.FAILED)
TOLERANCE = dt.timedelta(seconds=300)
GOOD_CARD, DECLINED, CARDS, ACCOUNTS = rules.GOOD_CARD, rules.DECLINED, rules.CARDS, rules.ACCOUNTS


class TheCardCannotBeRead(NotAcceptable):
    message = _("This card number can't be right. Check its digits.")


class TheChargeIsOver(Refused):
    message = _("This payment was made or declined already.")


class TheChargeCantBeDisputed(Refused):
    message = _("Only a payment that has arrived and is not disputed yet can be disputed.")


class TheDisputeIsOver(Refused):
    message = _("This dispute is closed already.")


class SandboxProvider:
    """The port's side of the bank. It opens its own transactions: a bank never joins ours."""

    name = "sandbox"
    endpoints = frozenset({""})

    def capabilities(self) -> frozenset[Capability]:
        plain = frozenset(Capability) - {Capability.TRANSFER, Capability.HOSTED_ACCOUNTS}
        return plain | {Capability.TRANSFER} if settings.SANDBOX_KEEPS_ACCOUNTS else plain

    def currencies(self) -> frozenset[str] | None:
        return frozenset(settings.SANDBOX_CURRENCIES) or None

    def pay_url(self, operation: ProviderOperation) -> str:
        return f"/sandbox/pay/{operation.pk}/"

    def start_funding(self, operation: ProviderOperation) -> Outcome:
        charge, _is_new = BankCharge.objects.get_or_create(
            operation_id=operation.pk,
            defaults={
                "ref": _ref("ch", operation.pk),
                "amount_minor": operation.amount_minor,
                "currency": operation.currency,
                "method": operation.details["method"],
                "return_url": operation.details.get("return_url", ""),
                "created_at": operation.created_at,
            },
        )
        _same_payload(charge, operation, method=operation.details["method"])
        return _charge_outcome(charge)

    def transfer(self, operation: ProviderOperation, payee: Payee) -> Outcome:
        if done := BankTransfer.objects.filter(operation_id=operation.pk).first():
            _same_payload(done, operation, account=payee.account)
            return Outcome(Word.SUCCEEDED, ref=done.ref)
        charge = BankCharge.objects.get(operation_id=operation.details["charge"])
        paid = charge.payments.filter(arrived=True).aggregate(sum=Sum("amount_minor"))["sum"] or 0
        moved = charge.transfers.aggregate(sum=Sum(F("amount_minor") - F("reversed_minor")))["sum"] or 0
        refunded = (
            charge.refunds.exclude(state__in=["failed", "bounced"]).aggregate(sum=Sum("amount_minor"))["sum"] or 0
        )
        if verdict := rules.transfer_verdict(operation.amount_minor, paid=paid, moved=moved, refunded=refunded):
            return Outcome(Word.FAILED, failure=verdict, retryable=verdict == rules.SHORT)
        done = BankTransfer.objects.create(
            operation_id=operation.pk,
            ref=_ref("tr", operation.pk),
            charge=charge,
            account=payee.account,
            amount_minor=operation.amount_minor,
            currency=operation.currency,
            created_at=operation.asked_at or operation.created_at,
        )
        return Outcome(Word.SUCCEEDED, ref=done.ref)

    def reverse(self, operation: ProviderOperation, transfer: ProviderOperation) -> Outcome:
        moved = BankTransfer.objects.get(operation_id=transfer.pk)
        if moved.reversed_by != operation.pk:
            if verdict := rules.reversal_verdict(
                operation.amount_minor, moved=moved.amount_minor - moved.reversed_minor, there=_lies_in(moved.account)
            ):
                return Outcome(Word.FAILED, failure=verdict)
            moved.reversed_by, moved.reversed_minor = operation.pk, operation.amount_minor
            moved.save(update_fields=["reversed_by", "reversed_minor"])
        return Outcome(Word.SUCCEEDED, ref=_ref("trr", operation.pk))

    def payout(self, operation: ProviderOperation, payee: Payee, reference: str) -> Outcome:
        at = operation.asked_at or operation.created_at
        behaviour = rules.behaviour_of_account(payee.number)
        plan = rules.payout_plan(behaviour, at)
        known = BankPayout.objects.filter(operation_id=operation.pk).exists()
        if payee.account and not known and _lies_in(payee.account) < operation.amount_minor:
            return Outcome(Word.FAILED, failure=rules.SHORT, retryable=True)
        payout, is_new = BankPayout.objects.get_or_create(
            operation_id=operation.pk,
            defaults={
                "ref": _ref("po", operation.pk),
                "amount_minor": operation.amount_minor,
                "currency": operation.currency,
                "account_number": payee.number,
                "statement_text": reference,
                "account": payee.account,
                "behaviour": behaviour,
                "state": "not_booked" if plan.lost_before else plan.state,
                "failure": plan.failure,
                "created_at": at,
                "ends_at": plan.ends_at,
            },
        )
        _same_payload(payout, operation, account_number=payee.number, account=payee.account)
        if payout.state == "not_booked" and not is_new:
            payout.state = "on_its_way"
            payout.save(update_fields=["state"])
        elif is_new and (plan.lost_before or plan.lost_after):
            raise AnswerLost(str(operation.pk))
        return _payout_outcome(payout)

    def refund(self, operation: ProviderOperation, charge: str) -> Outcome:
        paid = BankCharge.objects.get(operation_id=charge)
        at = operation.asked_at or operation.created_at
        given = paid.refunds.exclude(operation_id=operation.pk).exclude(state__in=["failed", "bounced"])
        plan = rules.refund_plan(
            operation.amount_minor,
            paid=paid.payments.aggregate(sum=Sum("amount_minor"))["sum"] or 0,
            refunded=given.aggregate(sum=Sum("amount_minor"))["sum"] or 0,
            card_is_closed=paid.payments.filter(behaviour="no_refund").exists(),
            is_disputed=paid.disputes.exclude(state="won").exists(),
            at=at,
        )
        refund, _is_new = BankRefund.objects.get_or_create(
            operation_id=operation.pk,
            defaults={
                "ref": _ref("re", operation.pk),
                "charge": paid,
                "amount_minor": operation.amount_minor,
                "state": plan.state,
                "failure": plan.failure,
                "created_at": at,
                "ends_at": plan.ends_at,
            },
        )
        _same_payload(refund, operation, charge=paid)
        return _refund_outcome(refund)

    def find(self, operation: ProviderOperation) -> Outcome | None:
        operation_id = operation.pk
        if charge := BankCharge.objects.filter(operation_id=operation_id).first():
            return _charge_outcome(charge)
        if payout := BankPayout.objects.filter(operation_id=operation_id).exclude(state="not_booked").first():
            return _payout_outcome(payout)
        if refund := BankRefund.objects.filter(operation_id=operation_id).first():
            return _refund_outcome(refund)
        if moved := BankTransfer.objects.filter(operation_id=operation_id).first():
            return Outcome(Word.SUCCEEDED, ref=moved.ref)
        if BankTransfer.objects.filter(reversed_by=operation_id).exists():
            return Outcome(Word.SUCCEEDED, ref=_ref("trr", operation_id))
        return None

    def list_money(self, since: dt.datetime) -> list[MoneyLine]:
        lines = [
            MoneyLine(one.arrives_at, one.charge.operation_id, "charge", one.amount_minor, one.charge.currency, one.ref)
            for one in BankPayment.objects.filter(arrived=True, arrives_at__gte=since).select_related("charge")
        ]
        lines += [
            MoneyLine(one.ends_at, one.operation_id, "payout", -one.amount_minor, one.currency, one.ref)
            for one in BankPayout.objects.filter(state__in=["arrived", "bounced"], ends_at__gte=since)
        ]
        lines += [
            MoneyLine(one.ends_at, one.operation_id, "refund", -one.amount_minor, one.charge.currency, one.ref)
            for one in BankRefund.objects.filter(state__in=["arrived", "bounced"], ends_at__gte=since).select_related(
                "charge"
            )
        ]
        for moved in BankTransfer.objects.filter(created_at__gte=since):
            about = moved.created_at, moved.operation_id, "transfer", -moved.amount_minor, moved.currency, moved.ref
            lines.append(MoneyLine(*about))
            if moved.reversed_by:
                back = moved.reversed_minor, moved.currency, _ref("trr", moved.reversed_by)
                lines.append(MoneyLine(moved.created_at, moved.reversed_by, "reversal", *back))
        lines += _lines_of_what_came_back(since) + _lines_of_disputes(since)
        return sorted(lines, key=lambda line: (line.at, str(line.operation_id)))

    def balances(self) -> tuple[Balance, ...]:
        """Return what the bank holds, from its own books alone."""
        held: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])  # available, pending, in people's accounts
        for paid in BankPayment.objects.filter(arrived=True).select_related("charge"):
            held[paid.charge.currency][0 if paid.available else 1] += paid.amount_minor
        for refund in BankRefund.objects.filter(state="arrived").select_related("charge"):
            held[refund.charge.currency][0] -= refund.amount_minor
        for moved in BankTransfer.objects.all():
            held[moved.currency][0] -= moved.amount_minor - moved.reversed_minor
            held[moved.currency][2] += moved.amount_minor - moved.reversed_minor
        for payout in BankPayout.objects.filter(state="arrived"):
            held[payout.currency][2 if payout.account else 0] -= payout.amount_minor
        for dispute in BankDispute.objects.exclude(state="won").select_related("charge"):
            held[dispute.charge.currency][0] -= dispute.amount_minor + dispute.fee_minor
        return tuple(Balance(currency, *sums) for currency, sums in sorted(held.items()))

    def parse_event(self, raw: bytes, headers: Mapping[str, str], at: dt.datetime, endpoint: str = "") -> Message:
        check_signature(raw, headers.get(SIGNATURE) or headers.get(SIGNATURE.lower()) or "", at)
        try:
            said = json.loads(raw)
            return Message(str(said["id"]), str(said["type"]), uuid.UUID(said["operation"]))
        except (ValueError, KeyError, TypeError) as error:
            raise TheWebhookIsForged from error

    def observe(self, raw: bytes) -> tuple[Observation, ...]:
        said = json.loads(raw)
        operation_id = uuid.UUID(said["operation"])
        if said["type"].startswith("dispute."):
            disputes = BankDispute.objects.filter(charge__operation_id=operation_id).select_related("charge")
            return tuple(_seen(dispute) for dispute in disputes.order_by("pk"))
        return (OperationChanged(operation_id), *_came_back(operation_id))


# --- the payer's side: what the hosted page calls -----------------------------------------------


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
    """Pay a charge by card. The number says what happens: see the top of this file."""
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
            payer=f"card:{digits}",
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
            payer=f"account:{rules.normalized(account_number)}",
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
    payer: str,
    behaviour: str,
    arrives_at: dt.datetime,
    available_at: dt.datetime,
) -> None:
    number = charge.payments.count() + 1
    BankPayment.objects.create(
        charge=charge,
        ref=f"{_ref('pm', charge.operation_id)}_{number}",
        amount_minor=amount_minor,
        payer_fingerprint=fingerprint(payer),
        behaviour=behaviour,
        arrives_at=arrives_at,
        available_at=available_at,
    )


# --- the payer asks for the money back ------------------------------------------------------------


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


# --- time passes at the bank ----------------------------------------------------------------------


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


def _tell(type_: str, operation_id: uuid.UUID, at: dt.datetime, behaviour: str = "") -> None:
    """Write a webhook to send, once, twice or never."""
    times = rules.TOLD.get(behaviour, 1)
    message = BankMessage.objects.create(
        event_id=f"ev_{uuid.uuid4().hex}", type=type_, operation_id=operation_id, times=times, created_at=at
    )
    for _again in range(times):
        later("sandbox_deliver", event_id=message.event_id)


# --- webhooks ------------------------------------------------------------------------------------


def written(event_id: str, at: dt.datetime) -> tuple[bytes, dict[str, str]]:
    """Return a message's body and headers, signed now."""
    message = BankMessage.objects.get(event_id=event_id)
    said = {"id": message.event_id, "type": message.type, "operation": str(message.operation_id)}
    raw = json.dumps(said, sort_keys=True).encode()
    return raw, {SIGNATURE: sign(raw, at), "Content-Type": "application/json"}


def note_delivered(event_id: str, at: dt.datetime) -> None:
    BankMessage.objects.filter(event_id=event_id).update(delivered_at=at)


def sign(raw: bytes, at: dt.datetime) -> str:
    """Return the signature header: the time, and HMAC-SHA256 over time and body."""
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1={_mac(stamp, raw)}"


def check_signature(raw: bytes, header: str, at: dt.datetime) -> None:
    """Refuse a message whose signature is missing, wrong, or more than 300 seconds off."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    stamp = parts.get("t", "")
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise TheWebhookIsForged
    if not hmac.compare_digest(_mac(stamp, raw).encode(), parts.get("v1", "").encode()):
        raise TheWebhookIsForged
    if abs(at.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise TheWebhookIsForged


def _mac(stamp: str, raw: bytes) -> str:
    return hmac.new(settings.WEBHOOK_SECRET.encode(), stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()


# --- small things -------------------------------------------------------------------------------


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


def fingerprint(payer: str) -> str:
    return hashlib.sha256(payer.encode()).hexdigest()


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
