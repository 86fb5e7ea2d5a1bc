"""What accounts forget as time passes: sessions that are over, and what sign-in has counted."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from foretaste.core.clock import register_sweep


@register_sweep("accounts")
def sweep(at: dt.datetime) -> None:
    """Both end by the world's clock, as the library wrote them: a demo whose clock is ahead signs nobody out."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session WHERE expire_date < now()")
        cursor.execute("DELETE FROM core_cache WHERE expires < now()")
