"""Payments leave in files, for instances of the manual provider: one person prepares a file, another releases it."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.accounts.actors import Actor
from foretaste.core.account_numbers import iban
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound, Refused
from foretaste.core.transactions import action
from foretaste.money import operations
from foretaste.money.models import (
    ManualOrder,
    PaymentFile,
    ProviderOperation,
    StatementEntry,
)
from foretaste.money.providers import provider
from foretaste.money.providers.manual import own_account
from foretaste.money.providers.manual.writing import Payment, as_csv, pain_001
from foretaste.money.refusals import TwoPeopleMustSign

Kind = ManualOrder.Kind
MANUAL = "manual"


class NothingToPay(Refused):
    message = gettext_lazy("No payment waits that could go into a file.")


class TheFileIsOver(Refused):
    message = gettext_lazy("This file is released or withdrawn already.")


class TheFileIsNotReleased(Refused):
    message = gettext_lazy("A second person releases this file before anybody can fetch it.")


class TheFileHasChanged(Refused):
    message = gettext_lazy("This file is no longer what was prepared. Withdraw it and prepare it again.")


class TheBankHasPaidIt(Refused):
    message = gettext_lazy("A statement says that the bank has paid this. It can't be marked as refused.")


def payments_waiting(by: Actor) -> QuerySet[ManualOrder]:
    """Return payouts and refunds that are in no file yet. One without an account can't leave."""
    operator_acting(by)
    return _waiting().select_related("operation").order_by("created_at", "pk")


def _waiting() -> QuerySet[ManualOrder]:
    return ManualOrder.objects.filter(file=None, failure="").exclude(kind=Kind.CHARGE)


@action
def name_account(*, operation_id: str, holder: str, number: str, by: Actor, at: dt.datetime) -> ManualOrder:
    """Say where a refund goes whose payment came from nowhere that the statement names."""
    operator_acting(by)
    order = order_locked(operation_id)
    if order.kind != Kind.REFUND or order.number or order.file_id or order.failure:
        raise TheFileIsOver
    found = iban(number)
    if not found:
        raise NotAcceptable(number=_("This is no IBAN. Check it against what the company told you."))
    if not holder.strip():
        raise NotAcceptable(holder=_("Enter the name the account is held in."))
    order.holder, order.number = holder.strip()[:140], found
    order.save(update_fields=["holder", "number"])
    return order


@action
def prepare_file(*, currency: str, execute_on: dt.date, by: Actor, at: dt.datetime) -> PaymentFile:
    """Put every payment that can leave into one file. Nothing leaves before somebody else releases it."""
    person = operator_acting(by)
    orders = list(
        _waiting().filter(currency=currency).exclude(number="").select_for_update().order_by("created_at", "pk")
    )
    if not orders:
        raise NothingToPay
    if execute_on < at.date():
        raise NotAcceptable(execute_on=_("Choose today or a later day."))
    file = PaymentFile(
        currency=currency,
        payments=len(orders),
        total_minor=sum(one.amount_minor for one in orders),
        execute_on=execute_on,
        prepared_by=person,
        prepared_at=at,
    )
    file.digest = hashlib.sha256(_xml(file, orders)).hexdigest()
    file.save()
    ManualOrder.objects.filter(pk__in=[one.pk for one in orders]).update(file=file)
    return file


@action
def release_file(*, file_id: str, by: Actor, at: dt.datetime) -> PaymentFile:
    """Let a file leave that somebody else has prepared; it is the same file, byte for byte."""
    person = operator_acting(by)
    file = _prepared(file_id)
    if file.prepared_by == person:
        raise TwoPeopleMustSign
    if hashlib.sha256(_xml(file, orders_in(file))).hexdigest() != file.digest:
        raise TheFileHasChanged
    file.released_by, file.released_at = person, at
    file.save()
    return file


@action
def withdraw_file(*, file_id: str, by: Actor, at: dt.datetime) -> PaymentFile:
    """Take a file back that nobody has released: its payments wait as before."""
    person = operator_acting(by)
    file = _prepared(file_id)
    file.withdrawn_by, file.withdrawn_at = person, at
    file.save()
    file.orders.update(file=None)
    return file


@action
def note_refused(*, operation_id: str, note: str, by: Actor, at: dt.datetime) -> ManualOrder:
    """The bank took the file and refused this payment: it never left. Who released the file can't say so alone."""
    person = operator_acting(by)
    order = order_locked(operation_id)
    if order.file is None or order.file.released_at is None or order.failure:
        raise TheFileIsNotReleased
    if person == order.file.released_by:
        raise TwoPeopleMustSign
    if StatementEntry.objects.filter(operation_id=order.pk).exists():
        raise TheBankHasPaidIt
    order.failure, order.failed_by, order.failed_at = (note.strip() or "refused_by_the_bank")[:60], person, at
    order.save()
    outcome = provider(MANUAL).find(order.operation)
    if outcome is not None:
        operations.book(order.pk, outcome, at=at)
    return order


def files(by: Actor) -> QuerySet[PaymentFile]:
    operator_acting(by)
    arrived = Q(orders__operation__state=ProviderOperation.State.SUCCEEDED)
    failed = Q(orders__operation__state=ProviderOperation.State.FAILED)
    return PaymentFile.objects.annotate(
        arrived=Count("orders", filter=arrived), failed=Count("orders", filter=failed)
    ).order_by("-prepared_at", "-id")


def file_of(file_id: str, by: Actor) -> PaymentFile:
    file = files(by).filter(public_id=file_id).first()
    if file is None:
        raise NotFound
    return file


def orders_of(file: PaymentFile) -> list[ManualOrder]:
    return orders_in(file)


def content(file: PaymentFile, shape: str) -> bytes:
    """Return the file for the bank, "xml" or "csv": only once it is released, and only as it was prepared."""
    if file.released_at is None:
        raise TheFileIsNotReleased
    orders = orders_in(file)
    xml = _xml(file, orders)
    if hashlib.sha256(xml).hexdigest() != file.digest:
        raise TheFileHasChanged
    return xml if shape == "xml" else as_csv(_payments(orders))


def _xml(file: PaymentFile, orders: list[ManualOrder]) -> bytes:
    return pain_001(
        _payments(orders),
        payer=own_account(),
        message_id=message_id_of(file),
        made_at=file.prepared_at,
        execute_on=file.execute_on,
    )


def message_id_of(file: PaymentFile) -> str:
    """Return the file's name for the bank: its statement names it where it books the file as one."""
    return f"FT-{file.public_id.upper()}"


def _payments(orders: list[ManualOrder]) -> list[Payment]:
    return [
        Payment(
            end_to_end=one.pk.hex,
            amount=Amount(one.amount_minor, one.currency),
            name=one.holder,
            number=one.number,
            routing=one.routing,
            reference=one.reference,
        )
        for one in orders
    ]


def orders_in(file: PaymentFile) -> list[ManualOrder]:
    return list(file.orders.select_related("operation").order_by("created_at", "pk"))


def _prepared(file_id: str) -> PaymentFile:
    file = PaymentFile.objects.select_for_update().filter(public_id=file_id).first()
    if file is None:
        raise NotFound
    if file.state != "prepared":
        raise TheFileIsOver
    return file


def order_locked(operation_id: str) -> ManualOrder:
    try:
        key = uuid.UUID(operation_id)
    except ValueError as error:
        raise NotFound from error
    locked = ManualOrder.objects.select_for_update(of=("self",)).select_related("file", "operation")
    order = locked.filter(pk=key).first()
    if order is None:
        raise NotFound
    return order


def operator_acting(by: Actor) -> int:
    """Return who of the operator's people acts."""
    if not by.is_operator or by.person_id is None:
        raise NotAllowed
    return by.person_id
