"""Time passes for trials: what has come due is done, each in its own transaction, one failure stopping no other."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from foretaste.accounts.actors import CLOCK
from foretaste.core.clock import register_sweep
from foretaste.core.refusals import Refused
from foretaste.trials import actions, queries

log = logging.getLogger(__name__)


@register_sweep("trials")
def sweep(at: dt.datetime) -> int:
    """Do everything due at `at`; return how much was done. What someone else did meanwhile is passed over."""
    done = 0
    done += _each(queries.due_to_find_company_absent(at), actions.default_case, "case_id", at)
    done += _each(queries.due_to_complete(at), actions.complete, "trial_id", at)
    done += _each(queries.due_to_miss(at), actions.mark_intern_no_show, "trial_id", at)
    done += _each(queries.due_to_default(at), actions.default_case, "case_id", at)
    done += _each(queries.due_to_release_unclaimed(at), actions.release_unclaimed, "trial_id", at)
    done += _each(queries.due_to_release_refund(at), actions.release_refund, "trial_id", at)
    done += _each(queries.due_to_close(at), actions.close_trial, "trial_id", at)
    return done


def _each(due: Any, action: Callable[..., Any], name: str, at: dt.datetime) -> int:
    done, failures = 0, []
    for public_id in list(due.values_list("public_id", flat=True)):
        try:
            action(**{name: public_id}, by=CLOCK, at=at)
            done += 1
        except Refused:
            continue
        except Exception as failure:
            log.exception("%s of %s failed", action.__name__, public_id)
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{action.__name__} failed {len(failures)} times", failures)
    return done
