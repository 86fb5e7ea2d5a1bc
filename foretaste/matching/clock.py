"""What time does here: what has begun can't be found any more; what the search has missed, it finds."""

import datetime as dt
from contextlib import suppress

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from foretaste.accounts.actors import CLOCK
from foretaste.core.clock import register_sweep
from foretaste.matching import actions, market, sources, tasks

AT_ONCE = 500


@register_sweep("matching")
def sweep(at: dt.datetime) -> None:
    """Take out what is over, and put in what is open and not there: after an upgrade, all of it, some each minute."""
    actions.take_out_closed(by=CLOCK, at=at)
    if missing := sources.not_yet_found(AT_ONCE):
        actions.put_postings(public_ids=missing, by=CLOCK)


@register_sweep("matching.fit")
def fit_each_night(at: dt.datetime) -> None:
    """Let the market be fitted once a night, as a job of its own: it asks for everybody's candidates."""
    if market.fit_is_due(at):
        with suppress(AlreadyEnqueued), transaction.atomic():
            tasks.fit_tonight.defer()
