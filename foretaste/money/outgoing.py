"""Outgoing: a payout or refund leaves, arrives, or comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from foretaste.core.amounts import Amount
from foretaste.core.events import publish
from foretaste.core.transactions import step
from foretaste.money import debts, handing_over, movements, outbox, queries
from foretaste.money.events import (
    PayoutArrived,
    PayoutIsUnclaimed,
    PayoutNeedsAccount,
    PayoutReturned,
    PayoutSent,
    RefundArrived,
    RefundFailed,
    RefundSent,
)
from foretaste.money.models import Payout, PayoutAccount, ProviderOperation, Refund
from foretaste.money.providers.base import Outcome, Word

OUR_SIDE = frozenset({"insufficient_balance", "try_again"})  # failures that say nothing about the account


@step
def send(payout: Payout, *, at: dt.datetime) -> Payout:
    """Send a locked payout if its time has come and there is an account. Otherwise it waits, and says for what.

    The account is asked for at once, also of a payout whose time comes later: nobody should wait twice.
    """
    if payout.state not in queries.NOT_SENT:
        return payout
    account = PayoutAccount.objects.filter(person_id=payout.person_id, replaced_at=None, refused_at=None).first()
    if account is None:
        if payout.state == Payout.State.WAITING:
            payout.state = Payout.State.NEEDS_ACCOUNT
            payout.save(update_fields=["state"])
        if payout.state == Payout.State.NEEDS_ACCOUNT:
            publish(PayoutNeedsAccount(**_about(payout)))
        return payout
    if at < payout.not_before:
        return payout
    if not handing_over.covers(payout, account, at=at):
        return payout
    if payout.state == Payout.State.UNCLAIMED:
        movements.claim(payout, at=at)
        payout.times_unclaimed += 1
    payout.attempt += 1
    payout.account, payout.state, payout.sent_at = account, Payout.State.SENT, at
    payout.return_reason, payout.expected_at = "", None  # when an earlier attempt was due says nothing of this one
    payout.save()
    movements.send_payout(payout, at=at)
    outbox.ask(
        ProviderOperation.Kind.PAYOUT,
        subject_id=payout.public_id,
        attempt=payout.attempt,
        amount_minor=payout.amount_minor,
        currency=payout.currency,
        details={
            "account_id": account.public_id,
            "reference": payout.reference,
            **({"handed_over": True, "account": account.at_provider} if account.at_provider else {}),
        },
        at=at,
    )
    publish(PayoutSent(**_about(payout)))
    return payout


@step
def keep_apart(payout: Payout, *, at: dt.datetime) -> Payout:
    """It could not be paid out for as long as the rule of the place says. It stays the intern's, for good."""
    if payout.state in (Payout.State.NEEDS_ACCOUNT, Payout.State.RETURNED):
        movements.set_unclaimed(payout, at=at)
        payout.state = Payout.State.UNCLAIMED
        payout.save(update_fields=["state"])
        publish(PayoutIsUnclaimed(**_about(payout)))
    return payout


@step
def note_payout(operation: ProviderOperation, outcome: Outcome, *, at: dt.datetime) -> None:
    """The bank has it, or sent it back. A word about an earlier attempt changes nothing."""
    payout = Payout.objects.select_for_update(of=("self",), no_key=True).get(public_id=operation.subject_id)
    if payout.attempt != operation.attempt or payout.state != Payout.State.SENT:
        return
    if outcome.word is Word.PENDING:
        payout.expected_at = outcome.expected_at
        payout.save(update_fields=["expected_at"])
    elif outcome.word is Word.SUCCEEDED:
        handed_over = bool(operation.details.get("handed_over"))
        movements.payout_arrived(payout, provider=operation.provider, handed_over=handed_over, at=at)
        payout.state, payout.arrived_at = Payout.State.ARRIVED, at
        payout.converted_minor, payout.converted_currency = outcome.arrived_minor, outcome.arrived_currency
        payout.save(update_fields=["state", "arrived_at", "converted_minor", "converted_currency"])
        publish(PayoutArrived(**_about(payout)))
    else:
        movements.payout_returned(payout, at=at)
        if outcome.retryable or outcome.failure in OUR_SIDE or payout.account_id is None:
            payout.state, payout.not_before = Payout.State.WAITING, at + dt.timedelta(hours=1)
        else:
            payout.state = Payout.State.RETURNED
            PayoutAccount.objects.filter(pk=payout.account_id).update(refused_at=at)
        payout.returned_at, payout.return_reason = at, outcome.failure
        payout.save()
        publish(PayoutReturned(**_about(payout), reason=outcome.failure))


@step
def payout_came_back(operation: ProviderOperation, failure: str, *, at: dt.datetime) -> None:
    """The bank had called it arrived, and sent it back days later. Told again, nothing happens."""
    operation = ProviderOperation.objects.select_for_update(no_key=True).get(pk=operation.pk)
    payout = Payout.objects.select_for_update(of=("self",), no_key=True).get(public_id=operation.subject_id)
    if payout.attempt != operation.attempt or payout.state != Payout.State.ARRIVED:
        return
    handed_over = bool(operation.details.get("handed_over"))
    movements.payout_bounced(payout, provider=operation.provider, handed_over=handed_over, at=at)
    _did_fail_after_all(operation, failure)
    payout.state, payout.arrived_at = Payout.State.RETURNED, None
    payout.returned_at, payout.return_reason = at, failure
    payout.save()
    if payout.account_id is not None:
        PayoutAccount.objects.filter(pk=payout.account_id).update(refused_at=at)
    publish(PayoutReturned(**_about(payout), reason=failure))


@step
def refund_came_back(
    operation: ProviderOperation, failure: str, *, settled: Amount | None = None, at: dt.datetime
) -> None:
    """The same for a refund: it is still the company's, and pays what the company owes before it goes out again.

    `settled` is what came back to the provider, where that is in another currency than the refund.
    """
    operation = ProviderOperation.objects.select_for_update(no_key=True).get(pk=operation.pk)
    refund = Refund.objects.select_for_update(of=("self",), no_key=True).get(public_id=operation.subject_id)
    if refund.attempt != operation.attempt or refund.state != Refund.State.ARRIVED:
        return
    movements.refund_bounced(refund, provider=operation.provider, at=at)
    movements.convert_bounced(refund, settled, provider=operation.provider, at=at)
    _did_fail_after_all(operation, failure)
    refund.state, refund.arrived_at, refund.failure = Refund.State.FAILED, None, failure
    refund.save()
    publish(
        RefundFailed(refund_id=refund.public_id, company_id=refund.company_id, trial_id=refund.trial_id, reason=failure)
    )
    debts.set_off_what_waits(company_id=refund.company_id, currency=refund.currency, at=at)


def _did_fail_after_all(operation: ProviderOperation, failure: str) -> None:
    """A new attempt, with a new key, is possible only after the last one has failed."""
    operation.state, operation.failure = ProviderOperation.State.FAILED, failure[:60]
    operation.save(update_fields=["state", "failure"])


@step
def send_back(refund: Refund, *, at: dt.datetime) -> Refund:
    """Send a locked refund to the card or account that paid."""
    if refund.state not in (Refund.State.WAITING, Refund.State.FAILED) or at < refund.release_at:
        return refund
    if queries.is_disputed(refund.order):
        return refund
    if queries.is_lost(refund.order):
        _find_another_way(refund)
    charge = ProviderOperation.objects.get(
        kind=ProviderOperation.Kind.CHARGE, subject_id=refund.order.public_id, attempt=1
    )
    refund.attempt += 1
    refund.state, refund.sent_at, refund.failure = Refund.State.SENT, at, ""
    refund.save()
    movements.start_refund(refund, at=at)
    _ask_to_send_back(refund, charge.pk, at)
    return refund


@step
def send_back_many(refunds: Sequence[Refund], *, at: dt.datetime) -> int:
    """Send locked refunds whose time has come, with one call to the ledger; return how many. All of them or none."""
    ready = [one for one in refunds if one.state == Refund.State.WAITING and at >= one.release_at]
    disputed = {one.order_id for one in ready if queries.is_disputed(one.order) or queries.is_lost(one.order)}
    due = [one for one in ready if one.order_id not in disputed]
    for one in ready:
        if one.order_id in disputed:
            send_back(one, at=at)
    charges = dict(
        ProviderOperation.objects.filter(
            kind=ProviderOperation.Kind.CHARGE, subject_id__in={one.order.public_id for one in due}, attempt=1
        ).values_list("subject_id", "pk")
    )
    for one in due:
        one.attempt += 1
        one.state, one.sent_at, one.failure = Refund.State.SENT, at, ""
    Refund.objects.bulk_update(due, ["attempt", "state", "sent_at", "failure"], batch_size=500)
    movements.start_refunds(due, at=at)
    for one in due:
        _ask_to_send_back(one, charges[one.order.public_id], at)
    return len(due)


def _find_another_way(refund: Refund) -> None:
    """Send it through another payment of the company: this one was charged back, and takes nothing back any more."""
    for order, room in queries.ways_back(refund.company_id, refund.currency):
        if room >= refund.amount_minor:
            refund.order = order
            return


def _ask_to_send_back(refund: Refund, charge: object, at: dt.datetime) -> None:
    outbox.ask(
        ProviderOperation.Kind.REFUND,
        subject_id=refund.public_id,
        attempt=refund.attempt,
        amount_minor=refund.amount_minor,
        currency=refund.currency,
        details={"charge": str(charge)},
        at=at,
    )
    publish(RefundSent(refund_id=refund.public_id, company_id=refund.company_id, trial_id=refund.trial_id))


@step
def note_refund(operation: ProviderOperation, outcome: Outcome, *, at: dt.datetime) -> None:
    """The company has it, or it could not be sent back, is still the company's and pays what the company owes."""
    refund = Refund.objects.select_for_update(of=("self",), no_key=True).get(public_id=operation.subject_id)
    if refund.attempt != operation.attempt or refund.state != Refund.State.SENT or outcome.word is Word.PENDING:
        return
    about = {"refund_id": refund.public_id, "company_id": refund.company_id, "trial_id": refund.trial_id}
    if outcome.word is Word.SUCCEEDED:
        movements.refund_arrived(refund, provider=operation.provider, at=at)
        if outcome.settled_currency:
            left = Amount(outcome.settled_minor, outcome.settled_currency)
            movements.convert_refund(refund, left, provider=operation.provider, at=at)
        refund.state, refund.arrived_at = Refund.State.ARRIVED, at
        publish(RefundArrived(**about))
    else:
        movements.refund_failed(refund, at=at)
        refund.state, refund.failure = Refund.State.FAILED, outcome.failure
        publish(RefundFailed(**about, reason=outcome.failure))
    refund.save()
    if refund.state == Refund.State.FAILED:  # its payment may have been taken back while it was on its way
        debts.set_off_what_waits(company_id=refund.company_id, currency=refund.currency, at=at)


def _about(payout: Payout) -> dict[str, str]:
    return {"payout_id": payout.public_id, "person_id": payout.person_id, "trial_id": payout.trial_id}
