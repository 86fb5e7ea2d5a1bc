"""The doors into the ledger: `post`, `post_batch`, `reverse`. The database keeps what they promise, in one call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import groupby

import psycopg
from django.db import DatabaseError, connection

from foretaste.core import reading
from foretaste.core.refusals import Refused


class LedgerRefusal(Refused):
    """The database said no to a posting. That is a mistake of ours, or somebody's hostile SQL."""

    message = "The ledger refused this movement. Nothing has changed."


class TheMovementWasOther(LedgerRefusal):
    message = "This movement happened already, with other sums. Nothing has changed."


class TheMoneyIsNotThere(LedgerRefusal):
    message = "The money for this isn't there. Nothing has changed."


class TheDebtIsPaidMeanwhile(LedgerRefusal):
    message = "This debt was paid at the same moment. Nothing has changed: look again at what is still owed."


@dataclass(frozen=True)
class Posting:
    """One movement of a batch, as `post` takes it."""

    movement: str
    reference: str
    legs: Mapping[str, int]
    trial_id: str | None = None
    reason: str = ""


# What is refused by a constraint that the catalogue could not have known.
OUR_CONSTRAINTS = frozenset(
    {"a_trial_is_of_one_currency", "an_attempt_comes_out_once", "a_day_is_named_with_its_trial", "an_actor_is_opaque"}
)
Gathered = list[tuple[dt.datetime, str, Posting]]
_gathering: ContextVar[Gathered | None] = ContextVar("gathering", default=None)


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
    So does one that is gathered: it has no number yet.
    """
    moved = sorted((code, amount) for code, amount in legs.items() if amount)
    if not moved:
        return None
    if (gathering := _gathering.get()) is not None:
        gathering.append((at, actor, Posting(movement, reference, dict(moved), trial_id, reason)))
        return None
    codes, amounts = [code for code, _ in moved], [amount for _, amount in moved]
    with _refusals(movement, reference):
        ((number,),) = reading.found(
            "SELECT ledger_post(%s, %s, %s, %s, %s, %s, %s::text[], %s::bigint[])",
            [movement, reference, trial_id, at, actor, reason, codes, amounts],
        )
    return int(number)


@contextmanager
def gathered() -> Iterator[Gathered]:
    """Gather what is posted inside, and post it at the end in one call for each moment and signer.

    Balances read inside don't know of it yet. Whoever decides by one is refused at the end, with all the others.
    """
    gathering: Gathered = []
    before = _gathering.set(gathering)
    try:
        yield gathering
    finally:
        _gathering.reset(before)
    for (at, actor), group in groupby(gathering, key=lambda one: one[:2]):
        post_batch([posting for _, _, posting in group], at=at, actor=actor)


def post_batch(postings: Sequence[Posting], *, at: dt.datetime, actor: str) -> list[int | None]:
    """Post many movements in one call, in their order; return what `post` would return for each.

    It says what posting them one by one would say, and refuses all of them where it would refuse one.
    """
    moving = [(posting, sorted((code, sum) for code, sum in posting.legs.items() if sum)) for posting in postings]
    kept = [(posting, legs) for posting, legs in moving if legs]
    flat = [(number, code, amount) for number, (_, legs) in enumerate(kept, 1) for code, amount in legs]
    with _refusals("a batch", str(len(kept))), connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_post_batch(%s, %s, %s::text[], %s::text[], %s::text[], %s::text[],"
            " %s::int[], %s::text[], %s::bigint[])",
            [
                at,
                actor,
                [posting.movement for posting, _ in kept],
                [posting.reference for posting, _ in kept],
                [posting.trial_id for posting, _ in kept],
                [posting.reason for posting, _ in kept],
                [number for number, _, _ in flat],
                [code for _, code, _ in flat],
                [amount for _, _, amount in flat],
            ],
        )
        made = iter(cursor.fetchone()[0])
    return [next(made) if legs else None for _, legs in moving]


def reverse(transfer_id: int, *, at: dt.datetime, actor: str, reason: str) -> int:
    """Post the opposite of a transfer, once: asked again it returns the same reversal.

    Refused where it would take back what is an intern's, or leave an account below its floor.
    """
    with _refusals("reverse", str(transfer_id)), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_reverse(%s, %s, %s, %s)", [transfer_id, at, actor, reason])
        return int(cursor.fetchone()[0])


def write_checkpoints(every: int = 1000) -> int:
    """Write the checkpoints of hot accounts that are due, one for so many entries; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_write_checkpoints(%s)", [every])
        return int(cursor.fetchone()[0])


@contextmanager
def _refusals(movement: str, reference: str) -> Iterator[None]:
    """Say the database's refusals in our words."""
    try:
        yield
    except DatabaseError as error:
        cause = error.__cause__
        if isinstance(cause, psycopg.Error):
            if cause.sqlstate == "FT001":
                raise TheMovementWasOther(movement=movement, reference=reference) from error
            if cause.sqlstate == "23514" and cause.diag.constraint_name == "an_account_stays_above_its_floor":
                raise TheMoneyIsNotThere(movement=movement, reference=reference) from error
            if cause.sqlstate == "23514" and cause.diag.constraint_name == "a_debt_is_no_credit":
                raise TheDebtIsPaidMeanwhile(movement=movement, reference=reference) from error
            if cause.diag.constraint_name in OUR_CONSTRAINTS or (cause.sqlstate or "").startswith("FT"):
                raise LedgerRefusal(cause.diag.message_primary, movement=movement) from error
        raise
