"""Operations: asking the provider, outside every transaction, and booking what it says.

An answer that was lost is looked up before anything is asked again; the same operation is always asked
with the same key, so that asking twice can't do it twice.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable

from django.db import transaction

from foretaste.core.transactions import step
from foretaste.money import funding, handing_over, outgoing
from foretaste.money.models import PayoutAccount, ProviderOperation
from foretaste.money.providers import provider
from foretaste.money.providers.base import AnswerLost, Outcome, Payee, Provider, Word

log = logging.getLogger(__name__)
State, Kind = ProviderOperation.State, ProviderOperation.Kind
NOTE: dict[str, Callable[..., None]] = {
    Kind.CHARGE: funding.note_charge,
    Kind.PAYOUT: outgoing.note_payout,
    Kind.REFUND: outgoing.note_refund,
    Kind.TRANSFER: handing_over.note_transfer,
    Kind.REVERSAL: handing_over.note_reversal,
}


def perform(operation_id: uuid.UUID | str, *, at: dt.datetime) -> ProviderOperation:
    """Ask the provider, or look up what became of an earlier question."""
    with transaction.atomic(durable=True):
        operation = ProviderOperation.objects.select_for_update(no_key=True).get(pk=operation_id)
        if operation.state in (State.SUCCEEDED, State.FAILED):
            return operation
        never_asked = operation.state == State.READY
        operation.state = State.SENT
        operation.asked_at = operation.asked_at or at
        operation.save(update_fields=["state", "asked_at"])
    bank = provider(operation.provider)
    try:
        outcome = None if never_asked else bank.find(operation)
        if outcome is None:
            outcome = _ask(bank, operation)
    except AnswerLost:
        log.warning("The answer to operation %s was lost; it is looked up before it is asked again.", operation.pk)
        ProviderOperation.objects.filter(pk=operation.pk, state=State.SENT).update(state=State.UNKNOWN)
        operation.state = State.UNKNOWN
        return operation
    return apply(operation.pk, outcome, at=at)


def look_up(operation_id: uuid.UUID | str, *, at: dt.datetime) -> ProviderOperation:
    """Ask what became of an operation whose word is still out: messages can be lost.

    One that the provider has never heard of was written down as sent and then never asked: it is asked now.
    """
    operation = ProviderOperation.objects.get(pk=operation_id)
    try:
        outcome = provider(operation.provider).find(operation)
    except AnswerLost:
        return operation
    ProviderOperation.objects.filter(pk=operation.pk).update(looked_up_at=at)
    return perform(operation.pk, at=at) if outcome is None else apply(operation.pk, outcome, at=at)


def apply(operation_id: uuid.UUID | str, outcome: Outcome, *, at: dt.datetime) -> ProviderOperation:
    """Book the provider's word, in one transaction. The word is the object's state, so its order doesn't matter."""
    with transaction.atomic(durable=True):
        return book(operation_id, outcome, at=at)


@step
def book(operation_id: uuid.UUID | str, outcome: Outcome, *, at: dt.datetime) -> ProviderOperation:
    operation = ProviderOperation.objects.select_for_update(no_key=True).get(pk=operation_id)
    operation.provider_ref = outcome.ref or operation.provider_ref
    if outcome.word is Word.PENDING and operation.state in (State.READY, State.UNKNOWN):
        operation.state = State.SENT
    if operation.state not in (State.SUCCEEDED, State.FAILED) and outcome.word in (Word.SUCCEEDED, Word.FAILED):
        operation.state = State.SUCCEEDED if outcome.word is Word.SUCCEEDED else State.FAILED
        operation.failure = outcome.failure
        operation.ended_at = at
    operation.save()
    NOTE[operation.kind](operation, outcome, at=at)
    return operation


def _ask(bank: Provider, operation: ProviderOperation) -> Outcome:
    match operation.kind:
        case Kind.CHARGE:
            return bank.start_funding(operation)
        case Kind.PAYOUT:
            account = PayoutAccount.objects.get(public_id=operation.details["account_id"])
            payee = Payee(account.holder, account.country, account.number, account.routing, account.at_provider)
            return bank.payout(operation, payee, operation.details["reference"])
        case Kind.TRANSFER:
            return bank.transfer(operation, Payee("", "", "", account=operation.details["account"]))
        case Kind.REVERSAL:
            return bank.reverse(operation, ProviderOperation.objects.get(pk=operation.details["transfer"]))
        case _:
            return bank.refund(operation, operation.details["charge"])
