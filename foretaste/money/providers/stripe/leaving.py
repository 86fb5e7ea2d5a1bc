"""Money on its way to an intern: a transfer to their own account at Stripe, then a payout from there to the bank.

A transfer names the charge it comes from: it never waits for somebody else's money, and never takes any (but where
that charge was converted, and exchanged back by hand: then only our balance there has its currency).
Payouts are ours to time (the schedule is manual): instant where the account can, else standard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foretaste.money.providers.base import Outcome, Word
from foretaste.money.providers.stripe import accounts, charges
from foretaste.money.providers.stripe.asking import Plain, SaidNo, asking, each, failed, moment, ours, plain, since

if TYPE_CHECKING:
    from stripe.params import PayoutCreateParams, TransferCreateParams

    from foretaste.money.models import ProviderOperation

LONGEST_DESCRIPTOR = 22
NEVER_IN_A_DESCRIPTOR = str.maketrans("", "", "<>\\'\"*")


def transfer(operation: ProviderOperation, account: str) -> Outcome:
    key, charge = str(operation.pk), operation.details["charge"]
    source = charges.charge_ref(charge)  # none where what was paid was exchanged: then it leaves our balance
    params: TransferCreateParams = {
        "amount": operation.amount_minor,
        "currency": operation.currency.lower(),
        "destination": account,
        "transfer_group": _group(charge),
        "metadata": {"operation": key},
    }
    if source:
        params["source_transaction"] = source
    try:
        with asking() as stripe:
            made = stripe.v1.transfers.create(params, {"idempotency_key": key})
    except SaidNo as no:
        return no.outcome
    return Outcome(Word.SUCCEEDED, ref=made.id)


def find_transfer(operation: ProviderOperation) -> Outcome | None:
    with asking() as stripe:
        listed = stripe.v1.transfers.list({"transfer_group": _group(operation.details["charge"]), "limit": 100})
        found = ours(each(listed), operation)
    return None if found is None else Outcome(Word.SUCCEEDED, ref=found["id"])


def _group(charge: str) -> str:
    from foretaste.money.models import ProviderOperation

    return charges.group(ProviderOperation.objects.get(pk=charge))


def reverse(operation: ProviderOperation, transfer: ProviderOperation) -> Outcome:
    try:
        with asking() as stripe:
            made = stripe.v1.transfers.reversals.create(
                transfer.provider_ref,
                {"amount": operation.amount_minor, "metadata": {"operation": str(operation.pk)}},
                {"idempotency_key": str(operation.pk)},
            )
    except SaidNo as no:
        return no.outcome
    return Outcome(Word.SUCCEEDED, ref=made.id)


def find_reversal(operation: ProviderOperation) -> Outcome | None:
    from foretaste.money.models import ProviderOperation as Operation

    moved = Operation.objects.get(pk=operation.details["transfer"])
    with asking() as stripe:
        found = ours(each(stripe.v1.transfers.reversals.list(moved.provider_ref, {"limit": 100})), operation)
    return None if found is None else Outcome(Word.SUCCEEDED, ref=found["id"])


# --- payouts ----------------------------------------------------------------------------------------


def payout(operation: ProviderOperation, account: str, reference: str) -> Outcome:
    """Pay out; where Stripe declines to do it instantly, the standard way, under a key of its own."""
    try:
        bank = accounts.bank_of(accounts.retrieve(account))
        if "instant" in (bank.get("available_payout_methods") or []):
            try:
                return _pay_out(operation, account, reference, "instant")
            except SaidNo:
                pass  # too much for a day, or not at this hour: it arrives some days later instead
        return _pay_out(operation, account, reference, "standard")
    except SaidNo as no:
        return no.outcome


def _pay_out(operation: ProviderOperation, account: str, reference: str, method: str) -> Outcome:
    key = str(operation.pk)
    params: PayoutCreateParams = {
        "amount": operation.amount_minor,
        "currency": operation.currency.lower(),
        "method": method,
        "description": reference,
        "statement_descriptor": reference.translate(NEVER_IN_A_DESCRIPTOR)[:LONGEST_DESCRIPTOR],
        "metadata": {"operation": key},
    }
    with asking() as stripe:
        made = stripe.v1.payouts.create(
            params,
            {"idempotency_key": key if method == "standard" else f"{key}:{method}", "stripe_account": account},
        )
    return payout_outcome(plain(made))


def find_payout(operation: ProviderOperation) -> Outcome | None:
    account = operation.details["account"]
    with asking() as stripe:
        if operation.provider_ref:
            return payout_outcome(
                plain(stripe.v1.payouts.retrieve(operation.provider_ref, None, {"stripe_account": account}))
            )
        listed = stripe.v1.payouts.list(
            {"created": {"gte": since(operation)}, "limit": 100}, {"stripe_account": account}
        )
        found = ours(each(listed), operation)
    return None if found is None else payout_outcome(found)


def payout_outcome(payout: Plain) -> Outcome:
    if payout["status"] in ("failed", "canceled"):
        return failed(payout.get("failure_code") or payout["status"], payout["id"])
    word = Word.SUCCEEDED if payout["status"] == "paid" else Word.PENDING
    return Outcome(word, ref=payout["id"], expected_at=moment(payout.get("arrival_date")))
