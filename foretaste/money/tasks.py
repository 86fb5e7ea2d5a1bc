"""The jobs of money: what is sent to the provider after the commit, and what came in from it."""

from __future__ import annotations

import logging

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from foretaste.core import calendars
from foretaste.money import actions, audit, courier, inbox, jobs, operations, queries, reconciling
from foretaste.money.ledger import posting

log = logging.getLogger(__name__)
RETRY = RetryStrategy(max_attempts=12, exponential_wait=2)


@app.task(name="money.send_payout", retry=RETRY)
def send_payout(*, payout_id: str) -> None:
    """Let a payout go out."""
    actions.send_payout(payout_id=payout_id, at=calendars.now())


@app.task(name="money.send_refund", retry=RETRY)
def send_refund(*, refund_id: str) -> None:
    """Let a refund go out."""
    actions.send_refund(refund_id=refund_id, at=calendars.now())


@app.task(name="money.send_refunds", retry=RETRY)
def send_refunds(*, refund_ids: list[str]) -> None:
    """Let refunds that were made together go out together; where that fails, each by itself."""
    try:
        actions.send_refunds(refund_ids=refund_ids, at=calendars.now())
    except Exception:
        log.exception("%s refunds could not leave together, so each leaves by itself", len(refund_ids))
        with transaction.atomic():
            for one in refund_ids:
                jobs.later("send_refund", refund_id=one)


@app.task(name="money.hand_over", retry=RETRY)
def hand_over(*, person_id: str, trial_id: str) -> None:
    """Let earned pay move to the person's own account at the provider."""
    actions.hand_over(person_id=person_id, trial_id=trial_id, at=calendars.now())


@app.task(name="money.perform", retry=RETRY)
def perform(*, operation_id: str) -> None:
    """Ask the provider."""
    operations.perform(operation_id, at=calendars.now())


@app.task(name="money.handle_event", retry=RETRY)
def handle_event(*, provider: str, event_id: str) -> None:
    """Handle one stored message of a provider."""
    inbox.handle(provider, event_id, at=calendars.now())


@app.task(name="money.sandbox_deliver", retry=RETRY)
def sandbox_deliver(*, event_id: str) -> None:
    """Carry one webhook of the sandbox bank."""
    courier.deliver(event_id, at=calendars.now())


@app.task(name="money.checkpoints", queueing_lock="money.checkpoints", lock="money.checkpoints")
def write_checkpoints() -> None:
    """Write the checkpoints of hot accounts that are due."""
    posting.write_checkpoints()


@app.task(name="money.audit", queueing_lock="money.audit", lock="money.audit")
def audit_tonight() -> None:
    """Run the night's audit, unless it has run."""
    at = calendars.now()
    if queries.audit_is_due(at):
        audit.keep_audit(at=at)


@app.task(name="money.reconcile", queueing_lock="money.reconcile", lock="money.reconcile")
def reconcile_tonight() -> None:
    """Compare the provider's money with the ledger, unless that was done tonight."""
    at = calendars.now()
    if reconciling.is_due(at):
        reconciling.run(at=at)
