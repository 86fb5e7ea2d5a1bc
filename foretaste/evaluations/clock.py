"""What time does here: once the seven days are over, both sides open."""

import datetime as dt
import logging

from foretaste.accounts.actors import CLOCK
from foretaste.core.clock import register_sweep
from foretaste.evaluations import actions, queries

log = logging.getLogger(__name__)


@register_sweep("evaluations")
def sweep(at: dt.datetime) -> None:
    """Open what is due; each in a transaction of its own, so that one which fails delays no other."""
    for trial_id in list(queries.due_to_be_revealed(at).values_list("trial_id", flat=True)):
        try:
            actions.reveal(trial_id=trial_id, by=CLOCK, at=at)
        except Exception:
            log.exception("An exchange could not be opened")
