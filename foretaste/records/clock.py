"""What time does here: a week after the planned last day of a started trial, its record comes."""

import datetime as dt
import logging

from foretaste.accounts.actors import CLOCK
from foretaste.core.clock import register_sweep
from foretaste.records import actions, queries

log = logging.getLogger(__name__)


@register_sweep("records")
def sweep(at: dt.datetime) -> None:
    """Issue what is due; each in a transaction of its own, so that one which fails delays no other."""
    for trial_id in list(queries.due(at).values_list("trial_id", flat=True)):
        try:
            actions.issue_record(trial_id=trial_id, by=CLOCK, at=at)
        except Exception:
            log.exception("A record could not be issued")
