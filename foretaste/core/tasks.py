"""The jobs of the kernel. Other contexts' jobs stand in their own tasks.py."""

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from foretaste.core import events

RETRY = RetryStrategy(max_attempts=10, exponential_wait=3)


@app.task(name="core.deliver", retry=RETRY)
def deliver(*, event: str, subscriber: str, payload: dict[str, Any]) -> None:
    """Hand one event to one subscriber."""
    events.deliver_now(event, subscriber, payload)
