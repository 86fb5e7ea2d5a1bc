"""Enqueueing by name: what wants a source read need not know who does it."""

from __future__ import annotations

from procrastinate.contrib.django import app


def read_soon(source_id: int) -> None:
    """Enqueue the reading of a source, in the running transaction; it waits at most once."""
    name = f"syndication.read_source:{source_id}"
    app.configure_task("syndication.read_source", queueing_lock=name, lock=name).defer(source_id=source_id)
