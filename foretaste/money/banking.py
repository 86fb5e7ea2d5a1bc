"""Banking by hand, for instances of the manual provider: the bank's statements come in.

A statement's entries are stored once and book nothing; a person confirms what each one is, and that books it. Payments
leave by `payment_files.py`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAcceptable, NotFound, Refused
from foretaste.core.transactions import action, step
from foretaste.money import observing, operations
from foretaste.money.models import (
    BankStatement,
    FundingOrder,
    ManualOrder,
    PaymentFile,
    ProviderOperation,
    StatementColumns,
    StatementEntry,
)
from foretaste.money.payment_files import MANUAL, message_id_of, operator_acting
from foretaste.money.providers import provider
from foretaste.money.providers.base import PayoutFailed, RefundFailed
from foretaste.money.providers.manual import Instructions, instructions, own_account, reason_of
from foretaste.money.providers.manual import missing as coverage_of_statements
from foretaste.money.providers.manual import repeated as repeated_statements
from foretaste.money.providers.manual.coverage import Gap, Repeat
from foretaste.money.providers.manual.matching import Open, Suggestion, as_open, suggestions
from foretaste.money.providers.manual.reading import COLUMNS, TheStatementCannotBeRead, read

Kind = ManualOrder.Kind


class TheFileIsNotOurAccount(Refused):
    message = gettext_lazy("This is the statement of another account than the one companies pay to.")


class TheEntryIsSettled(Refused):
    message = gettext_lazy("Somebody has said already what this entry is.")


class TheEntryDoesNotFit(Refused):
    message = gettext_lazy("This entry's sum, currency or direction is not the one of what you chose.")


WHY = {
    "too_large": gettext_lazy("The file is too large: at most 5 MB."),
    "too_many_entries": gettext_lazy("The file holds too many entries. Split it by month."),
    "too_deep": gettext_lazy("This is no bank statement."),
    "empty": gettext_lazy("The file is empty."),
    "document_type": gettext_lazy("The file holds a document type, which no bank statement needs. It was not read."),
    "no_xml": gettext_lazy("The file is no readable XML."),
    "no_statement": gettext_lazy("The file holds no statement (camt.053)."),
    "several_accounts": gettext_lazy("The file holds statements of several accounts. Export them one by one."),
    "no_date": gettext_lazy("An entry has no date that can be read."),
    "no_amount": gettext_lazy("An entry has no sum that can be read."),
    "parts_differ": gettext_lazy("The parts of an entry are not its sum."),
    "no_column": gettext_lazy("A column is missing. The file has these:"),
    "no_row": gettext_lazy("This line has no date or sum that can be read:"),
    "no_csv": gettext_lazy("The file can't be read as CSV."),
}


def is_manual() -> bool:
    return provider().name == MANUAL


def instructions_for(order: FundingOrder) -> Instructions | None:
    """Return where a company transfers the money of its order to; None where somebody else takes it."""
    charge = ProviderOperation.objects.filter(kind="charge", subject_id=order.public_id).first()
    return instructions(order.public_id) if charge is not None and charge.provider == MANUAL else None


# --- the bank's statement comes in ------------------------------------------------------------------


@action
def upload_statement(
    *,
    raw: bytes,
    name: str,
    by: Actor,
    at: dt.datetime,
    columns: Mapping[str, str] | None = None,
    currency: str = "EUR",
) -> BankStatement:
    """Keep a statement and its entries. The same file, or an entry that another file had, changes nothing."""
    person = operator_acting(by)
    with connection.cursor() as cursor:  # of two who bring the same entries at once one waits, and finds them there
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('bank statements', 0))")
    digest = hashlib.sha256(raw).hexdigest()
    if known := BankStatement.objects.filter(digest=digest).first():
        return known
    told = {key: value.strip() for key, value in (columns or {}).items() if key in COLUMNS and value.strip()}
    try:
        found = read(raw, columns=told, currency=currency)
    except TheStatementCannotBeRead as error:
        raise NotAcceptable(file=f"{WHY[error.why]} {error.where}".strip()) from error
    if found.account and found.account != own_account().number:
        raise TheFileIsNotOurAccount
    if found.format == "csv":
        StatementColumns.objects.update_or_create(person_id=person, defaults={"columns": told, "currency": currency})
    account = own_account().number
    rows = {one.digest(account): one for one in found.entries}
    had = set(StatementEntry.objects.filter(digest__in=rows).values_list("digest", flat=True))
    days = [one.booked_on for one in found.entries]
    statement = BankStatement.objects.create(
        digest=digest,
        name=name.strip()[:120],
        format=found.format,
        account=account,
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        opening_minor=found.opening_minor,
        closing_minor=found.closing_minor,
        opens_on=found.opens_on,
        closes_on=found.closes_on,
        currency=found.currency,
        first_number=found.first_number,
        last_number=found.last_number,
        left_out=list(found.left_out),
        entries_read=len(rows),
        entries_new=len(rows.keys() - had),
        uploaded_by=person,
        uploaded_at=at,
    )
    StatementEntry.objects.bulk_create(
        StatementEntry(
            statement=statement,
            digest=digest,
            booked_on=one.booked_on,
            amount_minor=one.amount_minor,
            currency=one.currency,
            name=one.name,
            number=one.number,
            reference=one.reference,
            end_to_end=one.end_to_end,
            bank_ref=one.bank_ref,
            return_reason=one.return_reason,
            payments=one.payments,
            converted_minor=one.converted_minor,
            converted_currency=one.converted_currency,
        )
        for digest, one in rows.items()
        if digest not in had and one.amount_minor
    )
    return statement


def columns_of(by: Actor) -> StatementColumns | None:
    """Return which columns this person named last."""
    return StatementColumns.objects.filter(person_id=by.person_id or 0).first()


@action
def confirm_entry(*, entry_id: str, operation_id: str, by: Actor, at: dt.datetime) -> StatementEntry:
    """Say which operation an entry is. That books it: what was paid has arrived, or what left has, or it came back."""
    person = operator_acting(by)
    entry = _open_entry(entry_id)
    try:
        key = uuid.UUID(operation_id)
    except ValueError as error:
        raise NotFound from error
    order = ManualOrder.objects.select_for_update().filter(pk=key).select_related("operation").first()
    if order is None:
        raise NotFound
    if not _fits(entry, order):
        raise TheEntryDoesNotFit
    entry.operation, entry.settled_by, entry.settled_at = order.operation, person, at
    entry.save()
    _book(entry, order, at)
    return entry


@step
def _book(entry: StatementEntry, order: ManualOrder, at: dt.datetime) -> None:
    operation = order.operation
    operation.refresh_from_db()
    came_back = order.kind != Kind.CHARGE and entry.amount_minor > 0
    if came_back and operation.state == ProviderOperation.State.SUCCEEDED:
        told = PayoutFailed if order.kind == Kind.PAYOUT else RefundFailed
        observing.note(
            told(
                operation_id=operation.pk,
                ref=order.ref,
                amount_minor=order.amount_minor,
                currency=order.currency,
                failure=reason_of(entry),
                had_arrived=True,
            ),
            provider=MANUAL,
            at=at,
        )
        return
    outcome = provider(MANUAL).find(operation)
    if outcome is not None:
        operations.book(operation.pk, outcome, at=at)


def _fits(entry: StatementEntry, order: ManualOrder) -> bool:
    """Whether an entry can be this: a payment in of any sum, else exactly what left, once, or exactly its return."""
    if entry.currency != order.currency or order.failure:
        return False
    if order.kind == Kind.CHARGE:
        return entry.amount_minor > 0
    if abs(entry.amount_minor) != order.amount_minor or order.file is None or order.file.released_at is None:
        return False
    had = [one.amount_minor < 0 for one in StatementEntry.objects.filter(operation_id=order.pk)]
    return not had if entry.amount_minor < 0 else had == [True]


@action
def confirm_file(*, entry_id: str, file_id: str, by: Actor, at: dt.datetime) -> StatementEntry:
    """Say that an entry is a whole file, that the bank has booked as one: each of its payments has left."""
    person = operator_acting(by)
    entry = _open_entry(entry_id)
    file = PaymentFile.objects.select_for_update().filter(public_id=file_id).first()
    if file is None:
        raise NotFound
    orders = list(file.orders.select_for_update(of=("self",)).select_related("operation").order_by("created_at", "pk"))
    if not _is_file(entry, file):  # asked only now: whoever confirms one of its payments holds that until then
        raise TheEntryDoesNotFit
    parts = [
        StatementEntry(
            statement=entry.statement,
            digest=hashlib.sha256(f"{entry.digest}/{number}".encode()).hexdigest(),
            booked_on=entry.booked_on,
            amount_minor=-one.amount_minor,
            currency=entry.currency,
            name=one.holder,
            number=one.number,
            reference=one.reference,
            end_to_end=one.pk.hex,
            bank_ref=f"{entry.bank_ref}/{number}"[:80],
            part_of=entry,
            operation=one.operation,
            settled_by=person,
            settled_at=at,
        )
        for number, one in enumerate(orders, 1)
    ]
    StatementEntry.objects.bulk_create(parts)
    entry.note, entry.settled_by, entry.settled_at = f"{message_id_of(file)} ({len(parts)})", person, at
    entry.save()
    for part, order in zip(parts, orders, strict=True):
        _book(part, order, at)
    return entry


def _is_file(entry: StatementEntry, file: PaymentFile) -> bool:
    """Whether an entry can be the whole of a file: its sum, its number where the bank says one, nothing booked yet."""
    if file.released_at is None or (entry.currency, -entry.amount_minor) != (file.currency, file.total_minor):
        return False
    if entry.payments not in (1, file.payments) or entry.return_reason:
        return False
    orders = file.orders.all()
    booked = StatementEntry.objects.filter(operation_id__in=orders.values("pk"))
    return not booked.exists() and not orders.exclude(failure="").exists()


def missing(by: Actor) -> list[Gap]:
    """Return what the uploaded statements leave out."""
    operator_acting(by)
    return coverage_of_statements()


def repeated(by: Actor) -> list[Repeat]:
    """Return the statements that the bank has given twice, and not alike."""
    operator_acting(by)
    return repeated_statements()


@action
def set_entry_aside(*, entry_id: str, note: str, by: Actor, at: dt.datetime) -> StatementEntry:
    """Say that an entry is nothing that anybody here asked for, and what it is. Reconciliation goes on showing it."""
    person = operator_acting(by)
    if not note.strip():
        raise NotAcceptable(note=_("Say what it is."))
    entry = _open_entry(entry_id)
    entry.note, entry.settled_by, entry.settled_at = note.strip()[:200], person, at
    entry.save()
    return entry


def _open_entry(entry_id: str) -> StatementEntry:
    entry = StatementEntry.objects.select_for_update(of=("self",)).filter(public_id=entry_id).first()
    if entry is None:
        raise NotFound
    if entry.settled_at is not None:
        raise TheEntryIsSettled
    return entry


@dataclass(frozen=True)
class EntryToSettle:
    """An entry that waits for a person, with what it may be."""

    entry: StatementEntry
    amount: Amount
    suggestions: list[Suggestion]
    files: list[PaymentFile]  # that it may be the whole of


def entries_to_settle(by: Actor, limit: int = 50) -> list[EntryToSettle]:
    """Return what waits for a person to say what it is, the oldest first."""
    operator_acting(by)
    waiting = list(StatementEntry.objects.filter(settled_at=None)[:limit])
    orders = open_orders() if waiting else []
    return [
        EntryToSettle(one, Amount(one.amount_minor, one.currency), suggestions(one, orders), _files_like(one))
        for one in waiting
    ]


def _files_like(entry: StatementEntry) -> list[PaymentFile]:
    if entry.amount_minor >= 0:
        return []
    same = PaymentFile.objects.filter(currency=entry.currency, total_minor=-entry.amount_minor, payments__gt=1)
    fit = [one for one in same.exclude(released_at=None).order_by("-released_at")[:20] if _is_file(entry, one)]
    return sorted(fit, key=lambda one: message_id_of(one) not in entry.reference.upper())


def open_orders() -> list[Open]:
    """Return every order that an entry may still belong to."""
    sums = dict(
        StatementEntry.objects.exclude(operation=None).values_list("operation_id").annotate(sum=Sum("amount_minor"))
    )
    found = (
        ManualOrder.objects.filter(failure="")
        .filter(Q(kind=Kind.CHARGE) | Q(file__released_at__isnull=False))
        .select_related("operation")
    )
    names = dict(
        FundingOrder.objects.filter(
            public_id__in=found.filter(kind=Kind.CHARGE).values("operation__subject_id")
        ).values_list("public_id", "company_id")
    )
    companies = {one: accounts.company_with(one).name for one in set(names.values())} if names else {}
    opened = []
    for order in found:
        settled = sums.get(order.pk)
        if order.kind != Kind.CHARGE and settled == 0:
            continue  # it left and came back
        company = companies.get(names.get(order.operation.subject_id, ""), "")
        left = bool(settled) and order.kind != Kind.CHARGE
        opened.append(as_open(order, settled_minor=settled or 0, name=company, left=left))
    return opened


def why_it_came_back(entry: StatementEntry) -> str:
    """Return our name of the reason that a statement gives."""
    return reason_of(entry)


def statements(by: Actor) -> QuerySet[BankStatement]:
    operator_acting(by)
    return BankStatement.objects.order_by("-uploaded_at", "-id")
