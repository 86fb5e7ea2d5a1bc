"""The inbox: a provider's message is stored once, and handled once by looking up what it is about.

The message's own words are never trusted for sums or order: the object's state at the provider is. Once it is handled,
what remains of it is which it was and what it was about: providers write names, addresses and birthdays into theirs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping

from django.db import transaction

from foretaste.money import observing, operations
from foretaste.money.jobs import later
from foretaste.money.models import Dispute, ProviderEvent, ProviderOperation
from foretaste.money.providers import provider
from foretaste.money.providers.base import OperationChanged


def receive(name: str, raw: bytes, headers: Mapping[str, str], *, at: dt.datetime, endpoint: str = "") -> ProviderEvent:
    """Check, store and enqueue a message. The same message again is answered the same, and stored once."""
    message = provider(name).parse_event(raw, headers, at, endpoint)
    with transaction.atomic(durable=True):
        event, is_new = ProviderEvent.objects.get_or_create(
            provider=name,
            event_id=message.event_id,
            defaults={
                "type": message.type,
                "operation_id": message.operation_id,
                "raw": raw,
                "received_at": at,
            },
        )
        if is_new:
            later("handle_event", provider=name, event_id=message.event_id)
    return event


def handle(name: str, event_id: str, *, at: dt.datetime) -> None:
    """Handle a stored message once. One about nothing of ours is kept, and means nothing."""
    event = ProviderEvent.objects.get(provider=name, event_id=event_id)
    if event.handled_at is not None:
        return
    bank = provider(name)
    observed = bank.observe(bytes(event.raw))
    about = [one.operation_id for one in observed if isinstance(one, OperationChanged)]
    outcomes = [
        (operation.pk, outcome)
        for operation in ProviderOperation.objects.filter(pk__in=about, provider=name)
        if (outcome := bank.find(operation)) is not None
    ]
    with transaction.atomic(durable=True):
        event = ProviderEvent.objects.select_for_update().get(pk=event.pk)
        if event.handled_at is not None:
            return
        for operation_id, outcome in outcomes:
            operations.book(operation_id, outcome, at=at)
        for one in observed:
            observing.note(one, provider=name, at=at)
        event.handled_at, event.raw = at, what_is_kept(bytes(event.raw))
        event.save(update_fields=["handled_at", "raw"])


def what_is_kept(raw: bytes) -> bytes:
    """Return what a handled message keeps: its id and kind, what it was about, the SHA-256 of what came. No people."""
    said = json.loads(raw)
    inside = said.get("data")
    about = inside.get("object") if isinstance(inside, dict) else None
    kept = {name: _brief(said[name]) for name in ("id", "type", "account", "operation") if said.get(name)}
    if isinstance(about, dict):
        kept["object"] = _brief(about.get("id") or "")
    return json.dumps(kept | {"sha256": hashlib.sha256(raw).hexdigest()}, sort_keys=True).encode()


def _brief(said: object) -> str:
    return str(said)[:100].encode("ascii", "replace").decode()


def look_at_open_disputes(*, at: dt.datetime) -> None:
    """Ask what became of every dispute that we believe is open. A lost word would keep the company's refunds waiting.

    No difference shows it: a dispute that was lost took its money when it opened.
    """
    bank = provider()
    for ref in Dispute.objects.filter(provider=bank.name, state=Dispute.State.OPEN).values_list("ref", flat=True):
        seen = bank.look_at_dispute(ref)
        if seen is not None:
            with transaction.atomic(durable=True):
                observing.note(seen, provider=bank.name, at=at)
