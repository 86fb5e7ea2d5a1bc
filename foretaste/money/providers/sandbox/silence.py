"""Lost answers: the bank does not answer one question, and may have done what it was asked all the same."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from foretaste.money.models import BankSilence, ProviderOperation
from foretaste.money.providers.base import AnswerLost, Outcome

P = ParamSpec("P")
S = TypeVar("S")
Asked = Callable[Concatenate[S, ProviderOperation, P], Outcome]


def lose_next(kind: str, when: str) -> None:
    """Lose the answer to the next question of this kind, `before` or `after` it is done. Twice: the next two."""
    BankSilence.objects.create(kind=kind, when=when)


def may_be_lost(kind: str) -> Callable[[Asked[S, P]], Asked[S, P]]:
    """Mark the bank's answer to one kind of question."""

    def mark(ask: Asked[S, P]) -> Asked[S, P]:
        @functools.wraps(ask)
        def run(bank: S, operation: ProviderOperation, /, *args: P.args, **kwargs: P.kwargs) -> Outcome:
            silence = BankSilence.objects.filter(kind=kind).order_by("pk").first()
            if silence is None:
                return ask(bank, operation, *args, **kwargs)
            silence.delete()
            if silence.when == "after":
                ask(bank, operation, *args, **kwargs)
            raise AnswerLost(str(operation.pk))

        return run

    return mark
