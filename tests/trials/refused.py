"""A "no" around a trial: said in its own sentence, and nothing has changed."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import pytest

from foretaste.core.refusals import Refused
from foretaste.money.ledger.models import LedgerEntry
from foretaste.trials.models import Case, Trial, TrialDay, TrialHistory


def everything() -> list[Any]:
    """Every row of trials, and how many entries the ledger has."""
    models = (Trial, TrialDay, TrialHistory, Case)
    return [list(model.objects.order_by("pk").values()) for model in models] + [LedgerEntry.objects.count()]


class refused:  # noqa: N801 - reads as a sentence: `with refused(TheDayIsOver): ...`
    """Expect this refusal, and that nothing has changed."""

    def __init__(self, refusal: type[Refused]) -> None:
        self.refusal = refusal

    def __enter__(self) -> pytest.ExceptionInfo[Refused]:
        self.before = everything()
        self.raises = pytest.raises(self.refusal)
        return self.raises.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        said = self.raises.__exit__(kind, error, trace)
        assert everything() == self.before, "refused, but something has changed"
        return said
