"""Enqueueing by name: what wants a source read need not know who does it."""

from __future__ import annotations

from procrastinate.contrib.django import app

AT_ONCE = 2  # readings: however slow other servers are, the worker's other hands pay people and send their mail


def read_soon(source_id: int) -> None:
    """Enqueue the reading of a source, in the running transaction; it waits at most once, behind what is not read."""
    name = f"syndication.read_source:{source_id}"
    lock = f"syndication.read_source/{source_id % AT_ONCE}"
    job = app.configure_task("syndication.read_source", queueing_lock=name, lock=lock, priority=-1)
    job.defer(source_id=source_id)
