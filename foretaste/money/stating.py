"""Statements of an intern's pay as issued: by the sweep of documents, and anew when a decision changes the pay.

What stands in one never changes; where the money is just now is said beside it.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.core.transactions import action
from foretaste.money.issuing import attempt, fingerprint
from foretaste.money.models import IssuedStatement, Settlement, SettlementLine

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = SettlementLine.Kind
NOT_THE_INTERNS = (Kind.FEE, Kind.BACK, Kind.HELD)  # lines between company and operator, and what is not decided


def due() -> QuerySet[Settlement]:
    """Return settlements whose pay is not what was stated. A partial index holds just these."""
    return Settlement.objects.exclude(paid_minor=F("stated_paid_minor"), held_minor=F("stated_held_minor")).order_by(
        "id"
    )


def is_due(settlement: Settlement) -> bool:
    """Say whether the pay is not what was stated last."""
    stated = (settlement.stated_paid_minor, settlement.stated_held_minor)
    return (settlement.paid_minor, settlement.held_minor) != stated


def statements_of(settlement: Settlement) -> Sequence[IssuedStatement]:
    """Return what was issued about a settlement, the one in force last."""
    return list(settlement.statements.order_by("number"))


@action
def issue_statement(*, trial_id: str, by: Actor = CLOCK, at: dt.datetime) -> IssuedStatement | None:
    """Issue the statement of a settlement as it is now; nothing where that is stated already.

    The lock on the settlement keeps a decision about it from coming between.
    """
    settlement = Settlement.objects.select_for_update(no_key=True).get(trial_id=trial_id)
    if not is_due(settlement):
        return None
    number = settlement.statements.count() + 1
    facts: dict[str, Any] = {
        "number": number,
        "trial": settlement.trial_id,
        "person": settlement.intern_id,
        "company": settlement.company_id,
        "currency": settlement.currency,
        "payer": settlement.payer,
        "settled_at": settlement.settled_at.isoformat(),
        "issued_on": at.date().isoformat(),
        "lines": [
            {
                "kind": line.kind,
                "day": line.day_number,
                "on": line.on.isoformat() if line.on else None,
                "minor": line.amount_minor,
            }
            for line in settlement.lines.exclude(kind__in=NOT_THE_INTERNS)
        ],
        "paid_minor": settlement.paid_minor,
        "held_minor": settlement.held_minor,
    }
    made = IssuedStatement.objects.create(
        settlement=settlement,
        number=number,
        trial_id=settlement.trial_id,
        person_id=settlement.intern_id,
        currency=settlement.currency,
        paid_minor=settlement.paid_minor,
        held_minor=settlement.held_minor,
        issued_at=at,
        facts=facts,
        sha256=fingerprint(facts),
    )
    Settlement.objects.filter(pk=settlement.pk).update(
        stated_paid_minor=settlement.paid_minor, stated_held_minor=settlement.held_minor
    )
    return made


def state_what_is_due(at: dt.datetime) -> list[Exception]:
    """Issue every statement that is due; return what went wrong."""
    failures: list[Exception] = []
    for trial_id in list(due().values_list("trial_id", flat=True)):
        attempt(failures, partial(issue_statement, trial_id=trial_id, at=at))
    return failures
