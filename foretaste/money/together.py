"""Many at once: what each of them moves is posted in one call at the end, and their refunds leave by one job.

A sweep does many alike things in one transaction. One of them that is refused is undone alone, with what it gathered;
where the ledger refuses the whole, the caller does them one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import transaction

from foretaste.core.transactions import step
from foretaste.money.jobs import refunds_together
from foretaste.money.ledger.posting import LedgerRefusal, gathered

__all__ = ["Apart", "LedgerRefusal", "together"]

Apart = Callable[[], AbstractContextManager[None]]


@step
def together() -> AbstractContextManager[Apart]:
    """Gather what is done inside: `with together() as apart:`, and for each of them `with apart():`."""
    return _together()


@contextmanager
def _together() -> Iterator[Apart]:
    with refunds_together() as refunds, gathered() as postings:

        @contextmanager
        def apart() -> Iterator[None]:
            had = len(refunds), len(postings)
            try:
                with transaction.atomic():
                    yield
            except BaseException:
                del refunds[had[0] :], postings[had[1] :]
                raise

        yield apart
