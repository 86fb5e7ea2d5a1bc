"""Facts: past tense, published inside the transaction, delivered after its commit by the job queue.

A context publishes what happened; those above it subscribe. News travels upward only.
Delivery is at least once: a subscriber may be told twice and must not mind.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection
from procrastinate.contrib.django import app

E = TypeVar("E", bound="Event")

_events: dict[str, type[Event]] = {}
_subscribers: dict[str, list[Callable[[Any], None]]] = defaultdict(list)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """A fact. Fields are JSON values only (text, whole numbers, lists), ids are public ids."""

    def __init_subclass__(cls) -> None:
        if cls.__name__ in _events and _events[cls.__name__].__module__ != cls.__module__:
            raise TypeError(f"There is already an event called {cls.__name__}.")
        _events[cls.__name__] = cls


def subscribes_to(*events: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a subscriber; each runs in a job of its own, so one that fails delays no other."""

    def register(function: Callable[[E], None]) -> Callable[[E], None]:
        for event in events:
            _subscribers[event.__name__].append(function)
        return function

    return register


def publish(event: Event) -> None:
    """Enqueue the delivery to every subscriber, inside the running transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("An event is published inside the transaction that makes it true.")
    name = type(event).__name__
    deliveries: list[dict[str, Any]] = [
        {
            "event": name,
            "subscriber": f"{subscriber.__module__}.{subscriber.__qualname__}",
            "payload": dataclasses.asdict(event),
        }
        for subscriber in _subscribers[name]
    ]
    if deliveries:
        app.configure_task("core.deliver").batch_defer(*deliveries)


def _is_called(function: Callable[..., None], name: str) -> bool:
    """A job keeps the name it was enqueued with, also when the module has become a package since."""
    module, _dot, plain = name.rpartition(".")
    moved = function.__qualname__ == plain and function.__module__.startswith(f"{module}.")
    return moved or f"{function.__module__}.{function.__qualname__}" == name


def deliver_now(event: str, subscriber: str, payload: dict[str, Any]) -> None:
    """Hand the fact to one subscriber; called by the job."""
    for function in _subscribers[event]:
        if _is_called(function, subscriber):
            function(_events[event](**payload))
            return
    raise LookupError(f"{subscriber} no longer subscribes to {event}.")
