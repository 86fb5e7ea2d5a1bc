"""One process of many: it imports Django itself, and nothing of ours before that."""

from __future__ import annotations

import os
from typing import Any


class Runner:
    """A process's Django, database and world."""

    def __init__(self, server: str, name: str) -> None:
        import django

        django.setup()
        from tests.faults.world import World

        self.world = World(server, f"{name}_{os.getpid()}")
        self.world.__enter__()

    def live(self, seed: int, say: Any = lambda line: None) -> Any:
        from tests.faults.running import live

        return live(seed, self.world, say)


def work(server: str, name: str, todo: Any, done: Any) -> None:
    runner = Runner(server, name)
    while (seed := todo.get()) is not None:
        done.put(runner.live(seed))
    runner.world.__exit__()
