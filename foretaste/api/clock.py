"""What the API forgets as time passes: answers kept for a day, and what its limits have counted."""

from __future__ import annotations

import datetime as dt

from foretaste.api import idempotency
from foretaste.core import limits
from foretaste.core.clock import register_sweep


@register_sweep("api")
def sweep(at: dt.datetime) -> None:
    idempotency.forget_old(at)
    limits.forget_old(at)
