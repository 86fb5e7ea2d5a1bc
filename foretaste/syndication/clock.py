"""What time does here: sources take their turn to be read."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from foretaste.accounts.actors import CLOCK
from foretaste.core.clock import register_sweep
from foretaste.matching import actions as matching
from foretaste.matching.queries import listed_in_turn
from foretaste.syndication import actions, finding, queries
from foretaste.syndication.jobs import read_soon

AT_ONCE = 50
TOLD_AT_ONCE = 1_000


@register_sweep("syndication")
def sweep(at: dt.datetime) -> None:
    """Enqueue the readings that are due, each as a job of its own."""
    for source_id in queries.due_to_be_read(at).values_list("pk", flat=True)[:AT_ONCE]:
        with suppress(AlreadyEnqueued), transaction.atomic():
            read_soon(source_id)


@register_sweep("syndication.search")
def tell_the_search(at: dt.datetime) -> None:
    """Let the search take up what has opened or was worded anew, and let go what is over; some each minute.

    The search is told first: told twice, it is as if told once.
    """
    gone = list(finding.to_take_out(at)[:TOLD_AT_ONCE])
    matching.take_out(keys=[finding.key_of(one) for one in gone], by=CLOCK)
    actions.note_out_of_search(listing_ids=[one.pk for one in gone], by=CLOCK)
    waiting = list(finding.to_put(at).values_list("pk", flat=True)[:TOLD_AT_ONCE])
    new = actions.take_up(listing_ids=waiting, by=CLOCK)
    matching.put_listings(listings=[finding.findable_of(one) for one in new], by=CLOCK)
    actions.note_in_search(listing_ids=[one.pk for one in new], by=CLOCK)


@register_sweep("syndication.forgotten")
def forget_in_the_search(at: dt.datetime) -> None:
    """Let the search forget listings that are no more: it looks at some of all it holds each minute."""
    if gone := finding.forgotten(listed_in_turn(int(at.timestamp()) // 60)):
        matching.take_out(keys=gone, by=CLOCK)
