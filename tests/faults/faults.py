"""Dying and not hearing: numbered crash points at every commit and at every call of the provider.

A crash is an exception that nothing of ours may catch; what was not committed is gone, the connection is closed, and
whoever comes next is a new process. Between a crash and the next process nothing reaches the database any more.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection

from foretaste.money.providers.base import AnswerLost
from foretaste.money.providers.sandbox import SandboxProvider

OPERATIONS = ("start_funding", "transfer", "reverse", "payout", "refund")
CALLS = (*OPERATIONS, "find", "list_money", "balances", "look_at_dispute")
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "SHOW")


class Crash(BaseException):
    """The process dies here."""


class Faults:
    """Counts the points at which something may go wrong, and lets the seed say whether it does."""

    def __init__(self, rng: random.Random, crashes: float, losses: float, note: Callable[[str], None]) -> None:
        self.rng, self.crashes, self.losses, self.note = rng, crashes, losses, note
        self.points = self.died = self.lost = 0
        self.dead = False
        self.outside = 0  # inside the bank: its own commits are none of ours
        self.meanwhile: Callable[[], None] = lambda: None

    def stop(self) -> None:
        self.crashes = self.losses = 0.0

    def point(self, where: str, *, rollback: bool = False) -> None:
        """A numbered place where this process may die."""
        if self.outside:
            return
        self.points += 1
        if self.crashes and self.rng.random() < self.crashes:
            self.died += 1
            self.note(f"  dies at point {self.points}: {where}")
            if rollback:
                connection.connection.rollback()
            self.dead = True
            raise Crash(where)

    def loses(self, where: str, often: float = 1.0) -> None:
        """A place where the provider's answer may be lost."""
        if self.losses and self.rng.random() < self.losses * often:
            self.lost += 1
            self.note(f"  no answer: {where}")
            raise AnswerLost(where)

    def a_new_process(self) -> None:
        connection.close()
        self.dead = False

    @contextmanager
    def at_the_bank(self) -> Iterator[None]:
        self.outside += 1
        try:
            yield
        finally:
            self.outside -= 1

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Put the points in place: around every commit, every statement that commits by itself, every call."""
        with ExitStack() as stack:
            stack.enter_context(patch.object(connection, "commit", self._commit(connection.commit)))
            stack.enter_context(connection.execute_wrapper(self._statement))
            for name in CALLS:
                stack.enter_context(patch.object(SandboxProvider, name, self._call(name)))
            yield

    def _commit(self, commit: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            if self.dead:
                raise Crash("dead")
            self.point("before a commit", rollback=True)
            commit()
            self.point("after a commit")

        return run

    def _statement(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self.dead:
            raise Crash("dead")
        alone = not connection.in_atomic_block and not str(sql).lstrip().upper().startswith(READS)
        if alone:
            self.point("before a statement that commits by itself")
        done = execute(sql, params, many, context)
        if alone:
            self.point("after a statement that commits by itself")
        return done

    def _call(self, name: str) -> Callable[..., Any]:
        real = getattr(SandboxProvider, name)
        often = (
            0.2 if name in ("list_money", "balances", "look_at_dispute") else 1.0
        )  # a night's reading asks five times

        def ask(bank: SandboxProvider, *args: Any, **more: Any) -> Any:
            if self.outside:
                return real(bank, *args, **more)
            assert not connection.in_atomic_block, f"{name} is asked inside a transaction of ours"
            self.point(f"before asking {name}")
            self.loses(f"{name}, before it was done", often)
            with self.at_the_bank():
                answer = real(bank, *args, **more)
            self.point(f"after {name} was done")
            self.meanwhile()
            self.loses(f"{name}, after it was done", often)
            return answer

        return ask
