"""Sending: payouts to interns, refunds to companies, and what payrolls owe. Steps that only make the rows.

The provider is asked after the commit, by a job.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from foretaste.core.amounts import Amount
from foretaste.core.identifiers import new_public_id
from foretaste.core.transactions import step
from foretaste.money import debts, queries
from foretaste.money.jobs import later, send_refund_later
from foretaste.money.models import FundingOrder, Payout, PayoutAccount, Refund, SeatFund, Settlement
from foretaste.money.providers import provider
from foretaste.money.providers.base import Capability
from foretaste.money.refusals import TheCompanyNeverPaid

WAITS = queries.NOT_SENT


@step
def hand_over_later(*, person_id: str, trial_id: str) -> None:
    """Let earned pay move to the person's own account after the commit, where the provider keeps such accounts."""
    if Capability.TRANSFER in provider().capabilities():
        later("hand_over", person_id=person_id, trial_id=trial_id)


def neutral_reference() -> str:
    """Return what an intern's bank statement shows: it says nothing of how a trial ended."""
    return f"{settings.INSTANCE_NAME.upper()} PAY {new_public_id()[:8].upper()}"


@step
def make_payout(*, person_id: str, trial_id: str, amount_minor: int, currency: str, at: dt.datetime) -> Payout | None:
    """Make a payout: it goes out at once where there is an account, else it waits for one."""
    if amount_minor <= 0:
        return None
    account = PayoutAccount.objects.filter(person_id=person_id, replaced_at=None).first()
    review = queries.review_of(trial_id, person_id)
    payout = Payout.objects.create(
        person_id=person_id,
        trial_id=trial_id,
        amount_minor=amount_minor,
        currency=currency,
        state=Payout.State.WAITING if account and account.is_usable else Payout.State.NEEDS_ACCOUNT,
        not_before=at + max(queries.payout_delay(trial_id), review),
        review_until=at + review if review else None,
        reference=neutral_reference(),
        created_at=at,
    )
    hand_over_later(person_id=person_id, trial_id=trial_id)
    later("send_payout", payout_id=payout.public_id)
    return payout


@step
def return_to_company(settlement: Settlement, amount_minor: int, *, why: str, at: dt.datetime) -> Refund | None:
    """Send money of a trial back to the card or account that funded it."""
    fund = SeatFund.objects.filter(trial_id=settlement.trial_id).select_related("order").first()
    if fund is None or not amount_minor:
        return None
    return make_refund(fund.order, amount_minor, why=why, trial_id=settlement.trial_id, at=at)


@step
def make_refund(order: FundingOrder, amount_minor: int, *, why: str, at: dt.datetime, trial_id: str = "") -> Refund:
    """Send back what lies in the company's refunds; what it owes is paid out of it first."""
    refund = Refund(
        company_id=order.company_id,
        order=order,
        trial_id=trial_id,
        why=why,
        amount_minor=amount_minor,
        currency=order.currency,
        release_at=at,
        created_at=at,
    )
    needed = debts.set_off(
        company_id=order.company_id,
        currency=order.currency,
        amount_minor=amount_minor,
        reference=refund.public_id,
        at=at,
        trial_id=trial_id,
    )
    if needed:
        row = debts.note_set_off(refund, needed, at)
        if needed == amount_minor:
            return row
        refund.amount_minor -= needed
    refund.save()
    send_refund_later(refund.public_id)
    return refund


@step
def give_back(
    *, company_id: str, currency: str, amount_minor: int, why: str, otherwise: FundingOrder | None, at: dt.datetime
) -> None:
    """Send a company's money back through the payments that still have room for it, the oldest first.

    Where none has, it goes through `otherwise`; the provider refuses that, and the operator sends it by hand.
    """
    for order, room in queries.ways_back(company_id, currency):
        part = min(room, amount_minor)
        if part > 0:
            make_refund(order, part, why=why, at=at)
            amount_minor -= part
    if amount_minor and otherwise is None:
        raise TheCompanyNeverPaid
    if amount_minor and otherwise is not None:
        make_refund(otherwise, amount_minor, why=why, at=at)


@step
def send_goodwill(*, company_id: str, amount: Amount, at: dt.datetime) -> None:
    """Let goodwill that was paid (`movements.pay_goodwill`) go on its way: what the company owes comes first."""
    give_back(
        company_id=company_id,
        currency=amount.currency,
        amount_minor=amount.minor,
        why=Refund.Why.RULING,
        otherwise=queries.latest_order(company_id, amount.currency),
        at=at,
    )
