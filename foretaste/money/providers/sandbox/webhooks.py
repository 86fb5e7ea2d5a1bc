"""The bank's messages: written, signed, told."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import uuid

from django.conf import settings

from foretaste.money.jobs import later
from foretaste.money.models import BankMessage
from foretaste.money.providers import bank_rules as rules
from foretaste.money.refusals import TheWebhookIsForged

SIGNATURE = "Sandbox-Signature"
TOLERANCE = dt.timedelta(seconds=300)


def _tell(type_: str, operation_id: uuid.UUID, at: dt.datetime, behaviour: str = "") -> None:
    """Write a webhook to send, once, twice or never."""
    times = rules.TOLD.get(behaviour, 1)
    message = BankMessage.objects.create(
        event_id=f"ev_{uuid.uuid4().hex}", type=type_, operation_id=operation_id, times=times, created_at=at
    )
    for _again in range(times):
        later("sandbox_deliver", event_id=message.event_id)


def written(event_id: str, at: dt.datetime) -> tuple[bytes, dict[str, str]]:
    """Return a message's body and headers, signed now."""
    message = BankMessage.objects.get(event_id=event_id)
    said = {"id": message.event_id, "type": message.type, "operation": str(message.operation_id)}
    raw = json.dumps(said, sort_keys=True).encode()
    return raw, {SIGNATURE: sign(raw, at), "Content-Type": "application/json"}


def note_delivered(event_id: str, at: dt.datetime) -> None:
    BankMessage.objects.filter(event_id=event_id).update(delivered_at=at)


def sign(raw: bytes, at: dt.datetime) -> str:
    """Return the signature header: the time, and HMAC-SHA256 over time and body."""
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1={_mac(stamp, raw)}"


def check_signature(raw: bytes, header: str, at: dt.datetime) -> None:
    """Refuse a message whose signature is missing, wrong, or more than 300 seconds off."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    stamp = parts.get("t", "")
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise TheWebhookIsForged
    if not hmac.compare_digest(_mac(stamp, raw).encode(), parts.get("v1", "").encode()):
        raise TheWebhookIsForged
    if abs(at.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise TheWebhookIsForged


def _mac(stamp: str, raw: bytes) -> str:
    return hmac.new(settings.WEBHOOK_SECRET.encode(), stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
