"""Time passes for trials: what has come due is done, each in its own transaction, one failure stopping no other."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from foretaste.accounts.actors import CLOCK
from foretaste.core.clock import register_sweep
from foretaste.core.refusals import Refused
from foretaste.money.together import LedgerRefusal
from foretaste.trials import actions
from foretaste.trials.due import (
    due_to_close,
    due_to_complete,
    due_to_default,
    due_to_find_company_absent,
    due_to_miss,
    due_to_release_refund,
    due_to_release_unclaimed,
)

log = logging.getLogger(__name__)
MOST_AT_ONCE = 100  # trials that are locked together, for as long as it takes


@register_sweep("trials")
def sweep(at: dt.datetime) -> int:
    """Do everything due at `at`; return how much was done. What someone else did meanwhile is passed over."""
    failures: list[Exception] = []
    done = 0
    done += _each(failures, due_to_find_company_absent(at), actions.default_case, "case_id", at)
    done += _many(failures, due_to_complete(at), actions.complete_many, actions.complete, at)
    done += _many(failures, due_to_miss(at), actions.mark_intern_no_shows, actions.mark_intern_no_show, at)
    done += _each(failures, due_to_default(at), actions.default_case, "case_id", at)
    done += _each(failures, due_to_release_unclaimed(at), actions.release_unclaimed, "trial_id", at)
    done += _many(failures, due_to_release_refund(at), actions.release_refunds, actions.release_refund, at)
    done += _each(failures, due_to_close(at), actions.close_trial, "trial_id", at)
    if failures:
        raise ExceptionGroup("Some trials could not be moved on", failures)
    return done


def _many(
    failures: list[Exception], due: Any, together: Callable[..., int], action: Callable[..., Any], at: dt.datetime
) -> int:
    """Do many in one transaction and one call to the ledger; where that fails, each by itself."""
    ids = list(due.values_list("public_id", flat=True))
    done = 0
    for part in (ids[begin : begin + MOST_AT_ONCE] for begin in range(0, len(ids), MOST_AT_ONCE)):
        if len(part) > 1:
            try:
                done += together(trial_ids=part, by=CLOCK, at=at)
                continue
            except Exception:
                log.exception("%s of %s trials failed, so each is done by itself", together.__name__, len(part))
        done += _one_by_one(failures, part, action, "trial_id", at)
    return done


def _each(failures: list[Exception], due: Any, action: Callable[..., Any], name: str, at: dt.datetime) -> int:
    return _one_by_one(failures, list(due.values_list("public_id", flat=True)), action, name, at)


def _one_by_one(
    failures: list[Exception], ids: list[str], action: Callable[..., Any], name: str, at: dt.datetime
) -> int:
    done = 0
    for public_id in ids:
        try:
            action(**{name: public_id}, by=CLOCK, at=at)
            done += 1
        except Exception as failure:
            if isinstance(failure, Refused) and not isinstance(failure, LedgerRefusal):
                continue  # someone else was faster; the ledger's own no is a mistake of ours
            log.exception("%s of %s failed", action.__name__, public_id)
            failures.append(failure)
    return done
