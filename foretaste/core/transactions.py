"""@action opens the one transaction of a verb; @step is a shared part that refuses to run outside one.

Whoever only reads, and needs what is read to fit together, reads in `one_moment()`.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run the verb in one durable transaction: it happens whole or not at all.

    An action never calls another action: a durable transaction can't be nested, so Django raises.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if args:
            raise TypeError(f"{function.__name__} takes keyword arguments only.")
        with transaction.atomic(durable=True):
            return function(**kwargs)  # type: ignore[call-arg]

    run.is_action = True  # type: ignore[attr-defined]
    return run


def step(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a part that several actions share; calling it outside a transaction is a mistake of ours."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if not connection.in_atomic_block:
            raise RuntimeError(f"{function.__name__} is a step: call it from an action.")
        return function(*args, **kwargs)

    run.is_step = True  # type: ignore[attr-defined]
    return run


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it was at one moment, however long it takes. Inside a transaction it adds nothing to that."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
