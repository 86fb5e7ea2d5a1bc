"""A company's money leaves, arrives, or comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from foretaste.accounts.actors import CLOCK, PROVIDER, Actor
from foretaste.core.transactions import step
from foretaste.money.ledger.posting import Posting, code, post, post_batch
from foretaste.money.models import Refund
from foretaste.money.movements.catalogue import K
from foretaste.money.movements.signing import signature


def _refund(movement: str, refund: Refund, takes: str, gives: str, at: dt.datetime, by: Actor) -> None:
    post(
        movement,
        reference=f"{refund.public_id}/{refund.attempt}",
        legs={takes: -refund.amount_minor, gives: refund.amount_minor},
        at=at,
        actor=signature(by),
        trial_id=refund.trial_id or None,
    )


@step
def start_refund(refund: Refund, *, at: dt.datetime) -> None:
    company = refund.company_id
    takes, gives = (code(kind, company, refund.currency) for kind in (K.COMPANY_REFUND, K.COMPANY_REFUNDING))
    _refund("start_refund", refund, takes, gives, at, CLOCK)


@step
def start_refunds(refunds: Sequence[Refund], *, at: dt.datetime) -> None:
    """Start many refunds in one call: each the movement that `start_refund` posts, all of them or none."""
    postings = [
        Posting(
            "start_refund",
            f"{refund.public_id}/{refund.attempt}",
            {
                code(K.COMPANY_REFUND, refund.company_id, refund.currency): -refund.amount_minor,
                code(K.COMPANY_REFUNDING, refund.company_id, refund.currency): refund.amount_minor,
            },
            refund.trial_id or None,
        )
        for refund in refunds
    ]
    post_batch(postings, at=at, actor=signature(CLOCK))


@step
def refund_arrived(refund: Refund, *, provider: str, at: dt.datetime) -> None:
    takes = code(K.COMPANY_REFUNDING, refund.company_id, refund.currency)
    _refund("refund_arrived", refund, takes, code(K.PROVIDER_CASH, provider, refund.currency), at, PROVIDER)


@step
def refund_failed(refund: Refund, *, at: dt.datetime) -> None:
    company = refund.company_id
    takes, gives = (code(kind, company, refund.currency) for kind in (K.COMPANY_REFUNDING, K.COMPANY_REFUND))
    _refund("refund_failed", refund, takes, gives, at, PROVIDER)


@step
def refund_bounced(refund: Refund, *, provider: str, at: dt.datetime) -> None:
    """Note that it came back after it had arrived."""
    takes = code(K.PROVIDER_CASH, provider, refund.currency)
    _refund("refund_bounced", refund, takes, code(K.COMPANY_REFUND, refund.company_id, refund.currency), at, PROVIDER)
