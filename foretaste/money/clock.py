"""What time does to money: the sandbox bank's later things, payouts and refunds whose time has come, lost answers."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress

from django.conf import settings
from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from foretaste.core.clock import register_sweep
from foretaste.money import actions, issuing, operations, queries, reconciling, stating, tasks

log = logging.getLogger(__name__)
MANY = 10  # refunds from which on they leave together
MOST_AT_ONCE = 500


@register_sweep("money")
def sweep(at: dt.datetime) -> None:
    """Do everything that is due at `at`, each in its own transaction; one that fails stops none of the others."""
    failures: list[Exception] = []
    if settings.PAYMENT_PROVIDER == "sandbox":
        from foretaste.money.providers import sandbox

        sandbox.sweep(at)
    _each(failures, queries.due_to_be_handed_over(at).values_list("person_id", "trial_id"),
          lambda one: actions.hand_over(person_id=one[0], trial_id=one[1], at=at))  # fmt: skip
    _each(failures, queries.due_to_be_sent(at).values_list("public_id", flat=True),
          lambda one: actions.send_payout(payout_id=one, at=at))  # fmt: skip
    _each(failures, [one.public_id for one in queries.due_to_be_kept_apart(at)],
          lambda one: actions.keep_payout_apart(payout_id=one, at=at))  # fmt: skip
    _each(failures, [one.public_id for one in queries.due_to_be_reminded(at)],
          lambda one: actions.remind_of_payout(payout_id=one, at=at))  # fmt: skip
    _each(failures, queries.payroll_overdue(at).filter(alarmed_at=None).values_list("public_id", flat=True),
          lambda one: actions.raise_payroll_alarm(due_id=one, at=at))  # fmt: skip
    _refund(failures, at)
    _each(failures, queries.due_to_be_asked(at).values_list("pk", flat=True),
          lambda one: operations.perform(one, at=at))  # fmt: skip
    _each(failures, queries.due_to_be_looked_up(at).values_list("pk", flat=True),
          lambda one: operations.look_up(one, at=at))  # fmt: skip
    if failures:
        raise ExceptionGroup("Some money could not be moved on", failures)


@register_sweep("documents")
def issue_documents(at: dt.datetime) -> None:
    """Issue statements, receipts, invoices and credit notes for what was committed: no exit waits for one."""
    if failures := stating.state_what_is_due(at) + issuing.issue_what_is_due(at):
        raise ExceptionGroup("Some documents could not be issued", failures)


@register_sweep("checkpoints")
def let_checkpoints_be_written(at: dt.datetime) -> None:
    """Let checkpoints be written where hot accounts have grown, as a job of its own: it waits for who is posting."""
    if queries.checkpoints_are_due():
        with suppress(AlreadyEnqueued), transaction.atomic():
            tasks.write_checkpoints.defer()


@register_sweep("audit")
def audit_each_night(at: dt.datetime) -> None:
    """Let the audit run once a night, as a job of its own: it reads everything, and nothing should wait for it."""
    if queries.audit_is_due(at):
        with suppress(AlreadyEnqueued), transaction.atomic():
            tasks.audit_tonight.defer()


@register_sweep("reconciliation")
def reconcile_each_night(at: dt.datetime) -> None:
    """Let the provider's money be compared with the ledger once a night, as a job of its own: it asks the provider."""
    if reconciling.is_due(at):
        with suppress(AlreadyEnqueued), transaction.atomic():
            tasks.reconcile_tonight.defer()


def _refund(failures: list[Exception], at: dt.datetime) -> None:
    """Let refunds leave: many in one call to the ledger; where that fails, one by one, so that one stops no other."""
    due = list(queries.due_to_be_refunded(at).values_list("public_id", flat=True))
    for part in (due[begin : begin + MOST_AT_ONCE] for begin in range(0, len(due), MOST_AT_ONCE)):
        if len(part) >= MANY:
            try:
                actions.send_refunds(refund_ids=part, at=at)
                continue
            except Exception:
                log.exception("%s refunds could not leave together, so each leaves by itself", len(part))
        _each(failures, part, lambda one: actions.send_refund(refund_id=one, at=at))


def _each(failures: list[Exception], ids: Iterable[object], act: Callable[..., object]) -> None:
    for one in list(ids):
        try:
            act(one)
        except Exception as failure:
            log.exception("Money for %s could not be moved on", one)
            failures.append(failure)
