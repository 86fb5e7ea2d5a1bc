"""What time does here: sources take their turn to be read."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from foretaste.core.clock import register_sweep
from foretaste.syndication import queries
from foretaste.syndication.jobs import read_soon

AT_ONCE = 50


@register_sweep("syndication")
def sweep(at: dt.datetime) -> None:
    """Enqueue the readings that are due, each as a job of its own."""
    for source_id in queries.due_to_be_read(at).values_list("pk", flat=True)[:AT_ONCE]:
        with suppress(AlreadyEnqueued), transaction.atomic():
            read_soon(source_id)
