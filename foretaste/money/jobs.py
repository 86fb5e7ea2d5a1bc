"""Enqueueing by name: what wants a job done later need not know who does it."""

from __future__ import annotations

from procrastinate.contrib.django import app


def later(name: str, **arguments: str) -> None:
    """Enqueue one of money's jobs (`tasks.py`), in the running transaction."""
    app.configure_task(f"money.{name}").defer(**arguments)
