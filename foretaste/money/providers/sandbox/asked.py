"""What we ask the bank: the port's side of it."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Mapping

from django.conf import settings
from django.db.models import F, Sum

from foretaste.money.models import (
    BankCharge,
    BankDispute,
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
    Message,
    MoneyLine,
    Observation,
    OperationChanged,
    Outcome,
    Payee,
    Word,
)
from foretaste.money.providers.sandbox.outcomes import (
    _charge_outcome,
    _lies_in,
    _payout_outcome,
    _ref,
    _refund_outcome,
    _same_payload,
)
from foretaste.money.providers.sandbox.silence import may_be_lost
from foretaste.money.providers.sandbox.telling import _came_back, _lines_of_disputes, _lines_of_what_came_back, _seen
from foretaste.money.providers.sandbox.webhooks import SIGNATURE, check_signature
from foretaste.money.refusals import TheWebhookIsForged


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

    @may_be_lost("charge")
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

    @may_be_lost("transfer")
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

    @may_be_lost("reversal")
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

    @may_be_lost("payout")
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

    @may_be_lost("refund")
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

    def look_at_dispute(self, ref: str) -> ChargeDisputed | DisputeClosed | None:
        found = BankDispute.objects.filter(ref=ref).select_related("charge").first()
        return None if found is None else _seen(found)

    def observe(self, raw: bytes) -> tuple[Observation, ...]:
        said = json.loads(raw)
        operation_id = uuid.UUID(said["operation"])
        if said["type"].startswith("dispute."):
            disputes = BankDispute.objects.filter(charge__operation_id=operation_id).select_related("charge")
            return tuple(_seen(dispute) for dispute in disputes.order_by("pk"))
        return (OperationChanged(operation_id), *_came_back(operation_id))
