"""The manual provider: the operator's own bank, and people who carry its files. For instances without any other.

    references.py   what companies write on their transfers
    reading.py      the bank's statement, camt.053 or CSV
    writing.py      what the bank is to do, pain.001 or CSV
    matching.py     which operation an entry of a statement may be, and why
    coverage.py     what the statements leave out

A company pays by bank transfer to the operator's account. Payouts and refunds leave in a file that one person prepares
and another releases (`money/payment_files.py`). What really moved is what the bank's statement says: a person confirms
each entry (`money/banking.py`), and only that books anything.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, Sum

from foretaste.core import calendars
from foretaste.core.account_numbers import fingerprint_of, payable
from foretaste.money.providers import bank_rules
from foretaste.money.providers.base import (
    Balance,
    Capability,
    Message,
    MoneyLine,
    OperationChanged,
    Outcome,
    Payee,
    Payment,
    SameKeyOtherPayload,
    Word,
)
from foretaste.money.providers.manual.coverage import Gap, Period, Repeat, gaps, held, repeats
from foretaste.money.providers.manual.references import creditor_reference, printed
from foretaste.money.providers.manual.writing import Payer
from foretaste.money.refusals import TheWebhookIsForged

if TYPE_CHECKING:
    from foretaste.money.models import ManualOrder, ProviderOperation, StatementEntry

TAKES = dt.timedelta(days=4)  # a file a day, a weekend between, and the bank's own day
REASONS = {  # ISO 20022's codes of returned payments that say something of the account
    "AC01": "account_wrong",
    "AC04": "account_closed",
    "AC06": "account_blocked",
    "AC13": "account_wrong",
    "AG01": "account_blocked",
    "BE04": "address_missing",
    "MD07": "holder_deceased",
    "RC01": "bank_wrong",
}


@dataclass(frozen=True)
class Instructions:
    """Where a company transfers to, and what it writes."""

    holder: str
    number: str
    bic: str
    reference: str


def own_account() -> Payer:
    return Payer(settings.MANUAL_ACCOUNT_HOLDER, settings.MANUAL_ACCOUNT_NUMBER, settings.MANUAL_ACCOUNT_BIC)


def instructions(order_id: str) -> Instructions:
    own = own_account()
    return Instructions(own.name, printed(own.number), own.bic, printed(creditor_reference(order_id)))


class ManualProvider:
    """The port. Its own books are the orders to the bank and the entries of the bank's statements."""

    name = "manual"
    endpoints: frozenset[str] = frozenset()  # a bank's statement is carried by hand: nobody calls

    def capabilities(self) -> frozenset[Capability]:
        return frozenset({Capability.CHARGE_BANK_TRANSFER, Capability.PAYOUT, Capability.REFUND})

    def currencies(self) -> frozenset[str]:
        return frozenset(settings.MANUAL_CURRENCIES)

    def pay_url(self, operation: ProviderOperation) -> str:
        return ""  # the order's own page says where to transfer to

    def start_funding(self, operation: ProviderOperation) -> Outcome:
        _ask(operation, reference=creditor_reference(operation.subject_id))
        return _outcome(operation)

    def transfer(self, operation: ProviderOperation, payee: Payee) -> Outcome:
        return Outcome(Word.FAILED, failure="no_accounts_here")

    def reverse(self, operation: ProviderOperation, transfer: ProviderOperation) -> Outcome:
        return Outcome(Word.FAILED, failure="no_accounts_here")

    def payout(self, operation: ProviderOperation, payee: Payee, reference: str) -> Outcome:
        if not payable(payee.number, payee.routing):
            return Outcome(Word.FAILED, failure="account_refused")
        _ask(operation, holder=payee.holder, number=payee.number, routing=payee.routing, reference=reference)
        return _outcome(operation)

    def refund(self, operation: ProviderOperation, charge: str) -> Outcome:
        """Send it back to the account that paid: what the statement says of it."""
        from foretaste.money.models import ManualOrder

        paid = list(_entries_of(charge))
        given = ManualOrder.objects.filter(charge_id=charge, failure="").exclude(pk=operation.pk)
        plan = bank_rules.refund_plan(
            operation.amount_minor,
            paid=sum(one.amount_minor for one in paid),
            refunded=(given.aggregate(sum=Sum("amount_minor"))["sum"] or 0) - _came_back(charge, operation),
            card_is_closed=False,
            at=operation.asked_at or operation.created_at,
        )
        if plan.failure and not ManualOrder.objects.filter(pk=operation.pk).exists():
            return Outcome(Word.FAILED, failure=plan.failure)
        payer = max(paid, key=lambda one: (bool(one.number), one.amount_minor), default=None)
        _ask(
            operation,
            charge_id=charge,
            holder=payer.name if payer else "",
            number=payer.number if payer else "",
            reference=f"{settings.INSTANCE_NAME} {operation.subject_id}".upper(),
        )
        return _outcome(operation)

    def find(self, operation: ProviderOperation) -> Outcome | None:
        from foretaste.money.models import ManualOrder

        return _outcome(operation) if ManualOrder.objects.filter(pk=operation.pk).exists() else None

    def list_money(self, since: dt.datetime) -> list[MoneyLine]:
        """Return what the statements show of these days, and what was uploaded or said since of days before."""
        from foretaste.money.models import StatementEntry

        found = StatementEntry.objects.filter(
            Q(booked_on__gte=since.date()) | Q(statement__uploaded_at__gte=since) | Q(settled_at__gte=since),
            parts=None,
        ).select_related("operation", "part_of")
        return [
            MoneyLine(
                at=dt.datetime.combine(one.booked_on, dt.time(), dt.UTC),
                operation_id=one.operation_id,
                kind=one.operation.kind if one.operation else "other" if one.note else "waiting",
                amount_minor=one.amount_minor,
                currency=one.currency,
                ref=f"entry_{one.public_id}",
                explained=one.note,
                replaces=f"entry_{one.part_of.public_id}" if one.part_of else "",
            )
            for one in found.order_by("booked_on", "pk")
        ]

    def balances(self) -> tuple[Balance, ...]:
        """Return what came to this account since the first statement: by the bank's balances, else by the entries."""
        moved = moved_by_day()
        sums: dict[str, int] = defaultdict(int)
        for (currency, _day), amount in moved.items():
            sums[currency] += amount
        told = periods()
        for currency in {one.currency for one in told if one.closing_minor is not None}:
            by_the_bank = held(told, moved, currency)
            sums[currency] = sums[currency] if by_the_bank is None else by_the_bank
        return tuple(Balance(currency, amount) for currency, amount in sorted(sums.items()))

    def look_at_dispute(self, ref: str) -> None:
        return None  # a bank transfer can't be disputed

    def parse_event(self, raw: bytes, headers: Mapping[str, str], at: dt.datetime, endpoint: str = "") -> Message:
        raise TheWebhookIsForged

    def observe(self, raw: bytes) -> tuple[OperationChanged, ...]:
        return ()


def periods() -> list[Period]:
    """Return what each statement says of itself, in the order they came."""
    from foretaste.money.models import BankStatement

    found = []
    for one in BankStatement.objects.order_by("id"):
        first = min((day for day in (one.opens_on, one.first_on) if day), default=None)
        last = max((day for day in (one.closes_on, one.last_on) if day), default=None)
        if first and last:
            found.append(
                Period(
                    min(first, last),
                    last,
                    one.opening_minor,
                    one.closing_minor,
                    one.currency,
                    one.first_number,
                    one.last_number,
                    tuple(one.left_out),
                )
            )
    return found


def moved_by_day() -> dict[tuple[str, dt.date], int]:
    """Return what the entries sum to, by currency and day."""
    from foretaste.money.models import StatementEntry

    summed = StatementEntry.objects.filter(parts=None).order_by()
    rows = summed.values_list("currency", "booked_on").annotate(sum=Sum("amount_minor"))
    return {(currency, day): minor for currency, day, minor in rows}


def missing() -> list[Gap]:
    """Return what the statements leave out."""
    own = settings.MANUAL_ACCOUNT_NUMBER
    return gaps(periods(), moved_by_day(), lambda day: calendars.is_working_day(day, own[:2]))


def repeated() -> list[Repeat]:
    """Return the statements that the bank has given twice, and not alike."""
    return repeats(periods())


def _ask(operation: ProviderOperation, **more: object) -> ManualOrder:
    """Keep what is asked; the same key for something else is refused."""
    from foretaste.money.models import ManualOrder

    told = {
        "kind": operation.kind,
        "amount_minor": operation.amount_minor,
        "currency": operation.currency,
        **more,
    }
    order, is_new = ManualOrder.objects.get_or_create(
        operation_id=operation.pk,
        defaults={
            **told,
            "ref": f"order_{operation.pk.hex}",
            "created_at": operation.asked_at or operation.created_at,
        },
    )
    fixed = ("kind", "amount_minor", "currency")  # an account that was missing may have been named since
    if not is_new and any(getattr(order, name) != told[name] for name in fixed):
        raise SameKeyOtherPayload(str(operation.pk))
    return order


def _outcome(operation: ProviderOperation) -> Outcome:
    """Say what the statements have of it so far."""
    from foretaste.money.models import ManualOrder

    order = ManualOrder.objects.select_related("file").get(pk=operation.pk)
    entries = list(_entries_of(operation.pk))
    if order.kind == ManualOrder.Kind.CHARGE:
        payments = tuple(
            Payment(f"entry_{one.public_id}", one.amount_minor, True, payer_fingerprint=fingerprint_of(one.number))
            for one in entries
        )
        whole = sum(one.amount_minor for one in payments) >= order.amount_minor
        return Outcome(Word.SUCCEEDED if whole else Word.PENDING, ref=order.ref, payments=payments)
    if order.failure:
        return Outcome(Word.FAILED, ref=order.ref, failure=order.failure)
    back = [one for one in entries if one.amount_minor > 0]
    if back:
        return Outcome(Word.FAILED, ref=order.ref, failure=reason_of(back[-1]))
    if entries and order.kind == ManualOrder.Kind.PAYOUT:
        made = entries[-1].converted_minor, entries[-1].converted_currency
        return Outcome(Word.SUCCEEDED, ref=order.ref, arrived_minor=made[0], arrived_currency=made[1])
    if entries:
        return Outcome(Word.SUCCEEDED, ref=order.ref)
    left_at = order.file.released_at if order.file else None
    return Outcome(Word.PENDING, ref=order.ref, expected_at=(left_at or order.created_at) + TAKES)


def _entries_of(operation_id: uuid.UUID | str) -> list[StatementEntry]:
    from foretaste.money.models import StatementEntry

    return list(StatementEntry.objects.filter(operation_id=uuid.UUID(str(operation_id))).order_by("booked_on", "pk"))


def _came_back(charge: str, operation: ProviderOperation) -> int:
    """Return what of a charge's refunds has come back: it may be sent again."""
    from foretaste.money.models import StatementEntry

    found = StatementEntry.objects.filter(operation__manual_order__charge_id=charge, amount_minor__gt=0)
    return found.exclude(operation_id=operation.pk).aggregate(sum=Sum("amount_minor"))["sum"] or 0


def reason_of(entry: StatementEntry) -> str:
    """Say why a payment came back."""
    return REASONS.get(entry.return_reason, entry.return_reason.lower() or "returned")
