"""The jobs of the kernel. Other contexts' jobs stand in their own tasks.py."""

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from foretaste.core import calendars, clock, events

RETRY = RetryStrategy(max_attempts=10, exponential_wait=3)


@app.task(name="core.deliver", retry=RETRY)
def deliver(*, event: str, subscriber: str, payload: dict[str, Any]) -> None:
    """Hand one event to one subscriber."""
    events.deliver_now(event, subscriber, payload)


@app.periodic(cron="* * * * *")
@app.task(name="core.tick", queueing_lock="core.tick", pass_context=False)
def tick(timestamp: int) -> None:
    """Let time pass, each minute. `timestamp` is when the queue meant it; what counts is the instance's clock."""
    clock.run_sweeps(calendars.now())
