"""The links of mails to an address: each is signed, so that only who reads the mail has it."""

from __future__ import annotations

import datetime as dt

from django.core import signing

CONFIRM = "foretaste.matching.saved.confirm"
STOP = "foretaste.matching.saved.stop"
CONFIRM_WITHIN = dt.timedelta(days=7)


def confirm_token(search_id: str, at: dt.datetime) -> str:
    return signing.dumps([search_id, int(at.timestamp())], salt=CONFIRM)


def confirmed_by(token: str, at: dt.datetime) -> str:
    """Return whose confirmation it is; empty for what we did not sign, and after a week."""
    try:
        search_id, since = signing.loads(token, salt=CONFIRM)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(search_id) if at.timestamp() < since + CONFIRM_WITHIN.total_seconds() else ""


def stop_token(search_id: str) -> str:
    """Return what stops the mails of one search. It never ages: an old mail must stop them too."""
    return signing.dumps(search_id, salt=STOP)


def stopped_by(token: str) -> str:
    """Return which search's mails it stops; empty for what we did not sign."""
    try:
        return str(signing.loads(token, salt=STOP))
    except (signing.BadSignature, ValueError):
        return ""
