"""Enqueueing by name: what wants a job done later need not know who does it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from procrastinate.contrib.django import app

_refunds: ContextVar[list[str] | None] = ContextVar("refunds", default=None)


def later(name: str, **arguments: Any) -> None:
    """Enqueue one of money's jobs (`tasks.py`), in the running transaction."""
    app.configure_task(f"money.{name}").defer(**arguments)


def send_refund_later(refund_id: str) -> None:
    """Let a refund leave after the commit; of many at once, in one job."""
    if (together := _refunds.get()) is not None:
        together.append(refund_id)
    else:
        later("send_refund", refund_id=refund_id)


@contextmanager
def refunds_together() -> Iterator[list[str]]:
    """Let the refunds that are made inside leave by one job."""
    refunds: list[str] = []
    before = _refunds.set(refunds)
    try:
        yield refunds
    finally:
        _refunds.reset(before)
    if refunds:
        later("send_refunds", refund_ids=refunds)
