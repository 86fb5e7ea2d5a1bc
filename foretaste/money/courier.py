"""The courier: carries the sandbox bank's messages to our own door.

By HTTP where an address is set and somebody listens, like a real provider's. Otherwise in process, the
same way in: signature, inbox, job. So is it while the clock is frozen, as when a demo world is made: whoever
listens then knows nothing of that time, and may be somebody else's server.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.conf import settings

from foretaste.core import calendars
from foretaste.money import inbox
from foretaste.money.providers import sandbox


def deliver(event_id: str, *, at: dt.datetime) -> None:
    """Carry one message, signed now."""
    raw, headers = sandbox.written(event_id, at)
    if not _post(raw, headers):
        inbox.receive("sandbox", raw, headers, at=at)
    sandbox.note_delivered(event_id, at)


def _post(raw: bytes, headers: Mapping[str, str]) -> bool:
    """Post to our endpoint; return whether anybody listened. An answer other than 2xx is an error: sent again."""
    url = getattr(settings, "SANDBOX_WEBHOOK_URL", "")
    if not url or calendars.is_frozen():
        return False
    import httpx  # large, and only the worker carries

    try:
        httpx.post(url, content=raw, headers=dict(headers), timeout=10).raise_for_status()
    except httpx.ConnectError:
        return False
    return True
