"""Handing over: earned pay moves to the intern's own account at the provider, where nobody else can reach it.

Only with a provider that keeps such accounts. What is earned is earned before and after: an account that is
missing or blocked delays the handover, never the earning, and the handover follows once the account is ready.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Sum

from foretaste.core.transactions import step
from foretaste.money import movements, outbox, sending
from foretaste.money.jobs import later
from foretaste.money.models import (
    Handover,
    LedgerEntry,
    Payout,
    PayoutAccount,
    ProviderAccount,
    ProviderOperation,
    SeatFund,
)
from foretaste.money.providers import provider
from foretaste.money.providers.base import Capability, Outcome, Word
from foretaste.money.settling import PAID_BY_US

State = Handover.State
TRY_AGAIN_AFTER = dt.timedelta(hours=1)
TAKEN_BACK = "taken_back"  # it was done, and undone: that is no failed attempt, and never tried again itself
# Movements that say nothing of what was earned.
LEAVES_EARNED = (
    "send_payout", "payout_returned", "payout_bounced", "send_to_payroll", "set_unclaimed", "claim",
)  # fmt: skip


@step
def hand_over(*, person_id: str, trial_id: str, at: dt.datetime) -> Handover | None:
    """Ask for what a trial has earned and nothing has moved yet. Without a ready account it waits."""
    bank = provider()
    if Capability.TRANSFER not in bank.capabilities():
        return None
    fund = SeatFund.objects.select_for_update(of=("self",), no_key=True).filter(trial_id=trial_id).first()
    account = ProviderAccount.objects.filter(provider=bank.name, person_id=person_id, can_receive=True).first()
    if fund is None or fund.payer != PAID_BY_US or account is None:
        return None
    standing = Handover.objects.filter(person_id=person_id, trial_id=trial_id).exclude(failure=TAKEN_BACK)
    failed = standing.filter(state=State.FAILED).first()
    if failed is not None:
        return _try_again(failed, fund, account, at)
    asked = standing.aggregate(sum=Sum("amount_minor"))["sum"]
    amount = earned_in(person_id, trial_id) - (asked or 0)
    if amount <= 0:
        return None
    handover = Handover.objects.create(
        person_id=person_id,
        trial_id=trial_id,
        account_ref=account.ref,
        amount_minor=amount,
        currency=fund.currency,
        created_at=at,
    )
    return _ask(handover, fund, at)


def _try_again(handover: Handover, fund: SeatFund, account: ProviderAccount, at: dt.datetime) -> Handover:
    """A new attempt, with a new key: the last one is known to have failed."""
    if handover.retry_at is not None and at < handover.retry_at:
        return handover
    handover.attempt += 1
    handover.state, handover.account_ref, handover.failure = State.SENT, account.ref, ""
    handover.save()
    return _ask(handover, fund, at)


def _ask(handover: Handover, fund: SeatFund, at: dt.datetime) -> Handover:
    charge = ProviderOperation.objects.get(
        kind=ProviderOperation.Kind.CHARGE, subject_id=fund.order.public_id, attempt=1
    )
    outbox.ask(
        ProviderOperation.Kind.TRANSFER,
        subject_id=handover.public_id,
        attempt=handover.attempt,
        amount_minor=handover.amount_minor,
        currency=handover.currency,
        details={"account": handover.account_ref, "charge": str(charge.pk)},
        at=at,
    )
    return handover


@step
def note_transfer(operation: ProviderOperation, outcome: Outcome, *, at: dt.datetime) -> None:
    """It lies in the intern's own account now, or it could not be moved and is tried again."""
    handover = Handover.objects.select_for_update(no_key=True).get(public_id=operation.subject_id)
    if handover.attempt != operation.attempt or handover.state != State.SENT or outcome.word is Word.PENDING:
        return
    if outcome.word is Word.SUCCEEDED:
        movements.hand_over(handover, provider=operation.provider, at=at)
        handover.state, handover.done_at = State.DONE, at
        for payout in Payout.objects.filter(trial_id=handover.trial_id, state__in=sending.WAITS):
            later("send_payout", payout_id=payout.public_id)
        sending.hand_over_later(person_id=handover.person_id, trial_id=handover.trial_id)
    else:
        handover.state, handover.failure = State.FAILED, outcome.failure
        handover.retry_at = at + TRY_AGAIN_AFTER if outcome.retryable else None
        if not outcome.retryable:  # asked again once the provider says that the account is ready
            ProviderAccount.objects.filter(ref=handover.account_ref).update(can_receive=False)
    handover.save()


@step
def note_reversal(operation: ProviderOperation, outcome: Outcome, *, at: dt.datetime) -> None:
    """A handover that was a mistake is undone: what was earned stays earned, and lies with us again.

    A later one moves it anew, under a name of its own: its payout leaves from the person's account there.
    """
    handover = Handover.objects.select_for_update(no_key=True).get(public_id=operation.subject_id)
    if outcome.word is not Word.SUCCEEDED or handover.state != State.DONE:
        return
    movements.take_back_handover(handover, provider=operation.provider, at=at)
    handover.state, handover.failure, handover.retry_at = State.FAILED, TAKEN_BACK, None
    handover.save()


@step
def covers(payout: Payout, account: PayoutAccount, *, at: dt.datetime) -> bool:
    """Say whether a payout's money is where it leaves from. If not, see to it that it gets there."""
    if not account.at_provider:
        return Capability.HOSTED_ACCOUNTS not in provider().capabilities()
    there = Handover.objects.filter(person_id=payout.person_id, trial_id=payout.trial_id, state=State.DONE)
    gone = Payout.objects.filter(trial_id=payout.trial_id, state__in=[Payout.State.SENT, Payout.State.ARRIVED])
    left = _sum(there) - _sum(gone.exclude(pk=payout.pk))
    if left >= payout.amount_minor:
        return True
    sending.hand_over_later(person_id=payout.person_id, trial_id=payout.trial_id)
    return False


def earned_in(person_id: str, trial_id: str) -> int:
    """Return what a trial has earned this person in all, wherever it lies now."""
    entries = LedgerEntry.objects.filter(
        account__kind="intern:earned", account__owner=person_id, transfer__trial_id=trial_id
    )
    return entries.exclude(transfer__movement__in=LEAVES_EARNED).aggregate(sum=Sum("amount"))["sum"] or 0


def _sum(rows: object) -> int:
    total: int = rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0  # type: ignore[attr-defined]
    return total
