"""The one door into the ledger: `post`. Everything it promises is kept by the database, in one round trip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import psycopg
from django.db import DatabaseError, connection

from foretaste.core.refusals import Refused


class LedgerRefusal(Refused):
    """The database said no to a posting. That is a mistake of ours, or somebody's hostile SQL."""

    message = "The ledger refused this movement. Nothing has changed."


class TheMovementWasOther(LedgerRefusal):
    message = "This movement happened already, with other sums. Nothing has changed."


class TheMoneyIsNotThere(LedgerRefusal):
    message = "The money for this isn't there. Nothing has changed."


def code(kind: str, owner: str, currency: str) -> str:
    """Return an account's code: `trial:held:k3v9…:EUR`."""
    return f"{kind}:{owner}:{currency}"


def post(
    movement: str,
    *,
    reference: str,
    legs: Mapping[str, int],
    at: dt.datetime,
    actor: str,
    trial_id: str | None = None,
    reason: str = "",
) -> int | None:
    """Post one movement and return its transfer's id; the same again returns the same id.

    `legs` maps account codes to what they gain (+) or lose (-); they sum to zero in each currency.
    Legs of zero are left out, and a movement of nothing is no movement: it returns None.
    """
    moved = sorted((code, amount) for code, amount in legs.items() if amount)
    if not moved:
        return None
    codes, amounts = [code for code, _ in moved], [amount for _, amount in moved]
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT ledger_post(%s, %s, %s, %s, %s, %s, %s::text[], %s::bigint[])",
                [movement, reference, trial_id, at, actor, reason, codes, amounts],
            )
            return int(cursor.fetchone()[0])
    except DatabaseError as error:
        cause = error.__cause__
        if isinstance(cause, psycopg.Error):
            if cause.sqlstate == "FT001":
                raise TheMovementWasOther(movement=movement, reference=reference) from error
            if cause.sqlstate == "23514" and cause.diag.constraint_name == "an_account_stays_above_its_floor":
                raise TheMoneyIsNotThere(movement=movement, reference=reference) from error
            if (cause.sqlstate or "").startswith("FT"):
                raise LedgerRefusal(cause.diag.message_primary, movement=movement) from error
        raise
