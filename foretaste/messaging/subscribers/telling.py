"""How a subscriber tells: once per key, each person in their language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import override

from foretaste.core import calendars
from foretaste.messaging import actions, sources
from foretaste.messaging.letter import Letter
from foretaste.messaging.sources import Person

Write = Callable[[], Letter]


def tell(people: Iterable[Person], key: str, write: Write) -> None:
    """Write to each person in their language, once per key."""
    at = calendars.now()
    for person in people:
        with override(person.language):
            actions.send(key=key, person=person, letter=write(), at=at)


def tell_both(trial: Any, key: str, write: Callable[[bool], Letter]) -> None:
    """Write to the intern and to the company's people of a trial; `write` is told which side it is for."""
    tell([trial.intern], key, lambda: write(False))
    tell(sources.hosts_of(trial), key, lambda: write(True))
