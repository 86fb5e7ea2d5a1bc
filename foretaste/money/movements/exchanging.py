"""Money changes its currency: two postings of one reference, each balanced in its own, and `op:fx` between them.

Only what lies at the provider is exchanged, at the rate that really was; what is a trial's, an intern's or a company's
stays owed in its own currency. So the exchange is the operator's risk, and what stays on `op:fx` its gain or loss.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from foretaste.accounts.actors import PROVIDER, Actor
from foretaste.core.amounts import Amount
from foretaste.core.transactions import step
from foretaste.money.ledger.posting import code, post
from foretaste.money.models import Conversion, Correction, Dispute, LedgerEntry, Refund
from foretaste.money.movements.catalogue import K
from foretaste.money.movements.signing import signature

CAME_BACK = "/back"  # after the reference of a refund that had left in another currency


@step
def convert_payment(conversion: Conversion, *, at: dt.datetime) -> None:
    """Note that a captured payment lies at the provider in another currency, at the actual rate and less its cost."""
    paid, became, cost = conversion.amount, conversion.settled, conversion.cost_minor
    _exchange(
        reference=conversion.payment,
        out={
            code(K.PROVIDER_PENDING, conversion.provider, paid.currency): paid.minor,
            code(K.OPERATOR_FX, "all", paid.currency): -paid.minor,
        },
        into={
            code(K.PROVIDER_PENDING, conversion.provider, became.currency): cost - became.minor,
            code(K.OPERATOR_COST, "all", became.currency): -cost,
            code(K.OPERATOR_FX, "all", became.currency): became.minor,
        },
        at=at,
        by=PROVIDER,
    )


@step
def clear_converted(conversion: Conversion, *, at: dt.datetime) -> None:
    """Note that it is available, in the currency it became. It funds nothing."""
    net = conversion.settled_minor - conversion.cost_minor
    legs = {
        code(K.PROVIDER_CASH, conversion.provider, conversion.settled_currency): -net,
        code(K.PROVIDER_PENDING, conversion.provider, conversion.settled_currency): net,
    }
    post("clear_funding", reference=conversion.payment, legs=legs, at=at, actor=signature(PROVIDER))


@step
def exchange_back(conversion: Conversion, correction: Correction, *, at: dt.datetime, by: Actor) -> None:
    """Note that the operator has exchanged at the provider what was paid back into its currency, and what it gave."""
    correction.transfer_id = _swap(
        correction.public_id,
        conversion.provider,
        given=Amount(correction.amount_minor, correction.currency),
        got=conversion.amount,
        at=at,
        by=by,
        reason=correction.reason,
    )


@step
def convert_refund(refund: Refund, settled: Amount, *, provider: str, at: dt.datetime) -> None:
    """Note that a refund left the provider in another currency than it is in."""
    owed = Amount(refund.amount_minor, refund.currency)
    _swap(f"{refund.public_id}/{refund.attempt}", provider, given=settled, got=owed, at=at, by=PROVIDER)


@step
def convert_bounced(refund: Refund, settled: Amount | None, *, provider: str, at: dt.datetime) -> None:
    """Note that a refund which had left in another currency is back in it; one that left in its own, nothing.

    Without the provider's word of what came back, it is what had left.
    """
    reference = f"{refund.public_id}/{refund.attempt}"
    left = LedgerEntry.objects.filter(
        transfer__movement="fx_out", transfer__reference=reference, account__kind=K.PROVIDER_CASH
    ).first()
    if left is not None:
        back = settled or Amount(left.amount, left.account.currency)
        owed = Amount(refund.amount_minor, refund.currency)
        _swap(f"{reference}{CAME_BACK}", provider, given=owed, got=back, at=at, by=PROVIDER)


@step
def convert_dispute(dispute: Dispute, *, gone_minor: int, moved_minor: int, cost_minor: int, at: dt.datetime) -> None:
    """Note that what a chargeback took, or below zero gave back, moved in the currency the payment had become.

    So did what the provider asked for it.
    """
    reference, there = f"{dispute.public_id}/{dispute.bookings}", dispute.settled_currency
    if gone_minor and moved_minor:
        owed, moved = Amount(abs(gone_minor), dispute.currency), Amount(abs(moved_minor), there)
        given, got = (moved, owed) if gone_minor > 0 else (owed, moved)
        _swap(reference, dispute.provider, given=given, got=got, at=at, by=PROVIDER)
    legs = {
        code(K.PROVIDER_CASH, dispute.provider, there): cost_minor,
        code(K.OPERATOR_COST, "all", there): -cost_minor,
    }
    movement = "dispute_withdrawn" if cost_minor > 0 else "dispute_returned"
    post(movement, reference=f"{reference}/fee", legs=legs, at=at, actor=signature(PROVIDER))


def _swap(
    reference: str, provider: str, *, given: Amount, got: Amount, at: dt.datetime, by: Actor, reason: str = ""
) -> int | None:
    """Post that so much available money of one currency became so much of another."""
    return _exchange(
        reference=reference,
        out={
            code(K.PROVIDER_CASH, provider, given.currency): given.minor,
            code(K.OPERATOR_FX, "all", given.currency): -given.minor,
        },
        into={
            code(K.PROVIDER_CASH, provider, got.currency): -got.minor,
            code(K.OPERATOR_FX, "all", got.currency): got.minor,
        },
        at=at,
        by=by,
        reason=reason,
    )


def _exchange(
    *, reference: str, out: Mapping[str, int], into: Mapping[str, int], at: dt.datetime, by: Actor, reason: str = ""
) -> int | None:
    transfer_id = post("fx_out", reference=reference, legs=out, at=at, actor=signature(by), reason=reason)
    post("fx_in", reference=reference, legs=into, at=at, actor=signature(by), reason=reason)
    return transfer_id
