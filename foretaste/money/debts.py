"""Debts: what a company owes after its bank took a payment back. It is paid by whatever would go back to it.

A debt never reaches the fund of a signed trial: it takes only from `company:refund`, and the fund of an unsigned
seat gets there by being withdrawn, as ever. The database lets no debt become a credit, so two that pay the same
debt at once can't both succeed: the second is refused, and tried again by its job.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from foretaste.accounts.actors import CLOCK
from foretaste.core.transactions import step
from foretaste.money import queries
from foretaste.money.ledger.kinds import Kind
from foretaste.money.ledger.posting import code, post
from foretaste.money.models import Refund


@step
def set_off(
    *, company_id: str, currency: str, amount_minor: int, reference: str, at: dt.datetime, trial_id: str = ""
) -> int:
    """Let what would go back to a company pay what it owes; return how much of it was needed."""
    part = min(queries.owed_by(company_id, currency), amount_minor)
    if part <= 0:
        return 0
    legs = {
        code(Kind.COMPANY_REFUND, company_id, currency): -part,
        code(Kind.COMPANY_OWES, company_id, currency): part,
    }
    post("set_off", reference=reference, legs=legs, at=at, actor=str(min(CLOCK.roles)), trial_id=trial_id or None)
    return part


@step
def set_off_what_waits(*, company_id: str, currency: str, at: dt.datetime) -> None:
    """Let refunds that have not left pay the debt, the oldest first."""
    waiting = Refund.objects.select_for_update(of=("self",), no_key=True).filter(
        company_id=company_id, currency=currency, state__in=[Refund.State.WAITING, Refund.State.FAILED]
    )
    for refund in waiting.order_by("id"):
        part = set_off(
            company_id=company_id,
            currency=currency,
            amount_minor=refund.amount_minor,
            reference=f"{refund.public_id}/{refund.attempt}",
            at=at,
            trial_id=refund.trial_id,
        )
        if part == 0:
            return
        if part == refund.amount_minor:
            refund.state, refund.arrived_at, refund.failure = Refund.State.SET_OFF, at, ""
            refund.save(update_fields=["state", "arrived_at", "failure"])
        else:
            Refund.objects.filter(pk=refund.pk).update(amount_minor=F("amount_minor") - part)
            note_set_off(refund, part, at)


@step
def note_set_off(refund: Refund, amount_minor: int, at: dt.datetime) -> Refund:
    """Keep a row for the part of a refund that paid a debt."""
    return Refund.objects.create(
        company_id=refund.company_id,
        order=refund.order,
        trial_id=refund.trial_id,
        why=refund.why,
        amount_minor=amount_minor,
        currency=refund.currency,
        state=Refund.State.SET_OFF,
        release_at=at,
        arrived_at=at,
        created_at=at,
    )
