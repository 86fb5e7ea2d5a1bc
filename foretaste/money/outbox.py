"""The outbox: what is to be asked of the provider, written in the transaction that wants it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings

from foretaste.core.transactions import step
from foretaste.money.jobs import later
from foretaste.money.models import ProviderOperation


@step
def ask(
    kind: str,
    *,
    subject_id: str,
    attempt: int,
    amount_minor: int,
    currency: str,
    details: dict[str, Any],
    at: dt.datetime,
) -> ProviderOperation:
    """Write an operation; a job asks the provider after the commit, with the operation's id as key."""
    operation = ProviderOperation.objects.create(
        provider=settings.PAYMENT_PROVIDER,
        kind=kind,
        subject_id=subject_id,
        attempt=attempt,
        amount_minor=amount_minor,
        currency=currency,
        details=details,
        created_at=at,
    )
    later("perform", operation_id=str(operation.pk))
    return operation
