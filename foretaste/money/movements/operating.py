"""The operator's own money: corrections, goodwill, and what a chargeback took."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from foretaste.accounts.actors import PROVIDER, Actor
from foretaste.core.amounts import Amount
from foretaste.core.transactions import step
from foretaste.money import queries
from foretaste.money.ledger.posting import code, post
from foretaste.money.models import Correction, Dispute
from foretaste.money.movements.catalogue import K
from foretaste.money.movements.signing import signature
from foretaste.money.refusals import TheCompanyOwesUs, TheGoodwillLimitIsReached, TwoPeopleMustSign


@step
def correct(correction: Correction, *, provider: str, at: dt.datetime, by: Actor) -> None:
    """Move what a correction moves: the operator's own money, to a company, an intern or a debt, in or out."""
    takes, gives = {
        "write_off": ((K.OPERATOR_LOSS, "all"), (K.COMPANY_OWES, correction.company_id)),
        "make_good": ((K.OPERATOR_LOSS, "all"), (K.COMPANY_REFUND, correction.company_id)),
        "pay_intern": ((K.OPERATOR_LOSS, "all"), (K.INTERN_EARNED, correction.person_id)),
        "put_in_own_money": ((K.PROVIDER_CASH, provider), (K.OPERATOR_LOSS, "all")),
        "withdraw_fees": ((K.OPERATOR_FEES, "all"), (K.PROVIDER_CASH, provider)),
    }[correction.kind]
    legs = {
        code(*takes, correction.currency): -correction.amount_minor,
        code(*gives, correction.currency): correction.amount_minor,
    }
    reference, reason = correction.public_id, correction.reason[:200]
    correction.transfer_id = post(
        correction.kind, reference=reference, legs=legs, at=at, actor=signature(by), reason=reason
    )


@step
def claim_back(correction: Correction, *, at: dt.datetime, by: Actor, reason: str) -> None:
    """Let a company owe what was made good to it by mistake. Whatever still waits to go back to it pays that first."""
    legs = {
        code(K.COMPANY_OWES, correction.company_id, correction.currency): -correction.amount_minor,
        code(K.OPERATOR_LOSS, "all", correction.currency): correction.amount_minor,
    }
    post("claim_back", reference=correction.public_id, legs=legs, at=at, actor=signature(by), reason=reason[:200])


@step
def pay_goodwill(
    *,
    trial_id: str,
    day: int,
    company_id: str,
    amount: Amount,
    proposed_by: int | None,
    at: dt.datetime,
    by: Actor,
    reason: str,
) -> None:
    """Make a company good from the operator's own money; the trial's money is not touched.

    Two people of the operator sign: who proposed it and who acts now. Together no more in 365 days than the limit
    allows one company; the lock lets no two signatures each miss the other's sum.
    """
    if not by.is_operator or None in (proposed_by, by.person_id) or proposed_by == by.person_id:
        raise TwoPeopleMustSign
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"goodwill of {company_id}"])
    if queries.debts_of(company_id) or queries.has_open_dispute(company_id):
        raise TheCompanyOwesUs
    if amount.minor > queries.goodwill_left(company_id, amount.currency, at).minor:
        raise TheGoodwillLimitIsReached
    legs = {
        code(K.OPERATOR_LOSS, "all", amount.currency): -amount.minor,
        code(K.COMPANY_REFUND, company_id, amount.currency): amount.minor,
    }
    post(
        "pay_goodwill",
        reference=f"{trial_id}/{day}",
        legs=legs,
        at=at,
        actor=signature(by),
        trial_id=trial_id,
        reason=reason,
    )


@step
def book_dispute(dispute: Dispute, *, gone_minor: int, cost_minor: int, at: dt.datetime) -> int:
    """Book what a chargeback took (or, below zero, gave back) since its last booking.

    Returns what came back beyond the company's debt: it is the company's, and goes on its way from there.
    """
    company, currency = dispute.company_id, dispute.currency
    back = max(0, -gone_minor)
    paid = min(back, queries.owed_by(company, currency)) if company else 0
    surplus = back - paid if company else 0
    legs = {
        code(K.PROVIDER_CASH, dispute.provider, currency): gone_minor + cost_minor,
        code(K.OPERATOR_COST, "all", currency): -cost_minor,
    }
    if company:
        legs[code(K.COMPANY_OWES, company, currency)] = paid - max(0, gone_minor)
        legs[code(K.COMPANY_REFUND, company, currency)] = surplus
    else:  # nobody we know paid it
        legs[code(K.OPERATOR_LOSS, "all", currency)] = -gone_minor
    movement = "dispute_withdrawn" if gone_minor > 0 or (gone_minor == 0 and cost_minor > 0) else "dispute_returned"
    reference = f"{dispute.public_id}/{dispute.bookings}"
    post(movement, reference=reference, legs=legs, at=at, actor=signature(PROVIDER))
    return surplus
