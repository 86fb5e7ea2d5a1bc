"""What the books say: balances, now and at any past moment, what is owed, and their lines for the operator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.money.ledger.kinds import Kind
from foretaste.money.ledger.posting import code
from foretaste.money.models import LedgerAccount, LedgerEntry, LedgerTransfer
from foretaste.money.queries.seen import _one
from foretaste.money.queries.statements import settlements_visible_to

BALANCES = """
    SELECT a.code, CASE WHEN NOT a.hot THEN a.balance ELSE coalesce(c.balance, 0) + coalesce((
               SELECT sum(e.amount) FROM ledger_entry e
                WHERE e.account_id = a.id AND e.version IS NULL AND e.transfer_id > coalesce(c.upto, 0)), 0) END
      FROM ledger_account a
      LEFT JOIN LATERAL (SELECT upto, balance FROM ledger_checkpoint
                          WHERE account_id = a.id ORDER BY upto DESC LIMIT 1) c ON a.hot
     WHERE a.code = ANY (%s)"""
GROWN = """
    SELECT EXISTS (SELECT FROM ledger_account a CROSS JOIN LATERAL (
        SELECT FROM ledger_entry e
         WHERE e.account_id = a.id AND e.version IS NULL
           AND e.transfer_id > (SELECT coalesce(max(upto), 0) FROM ledger_checkpoint WHERE account_id = a.id)
        OFFSET %s LIMIT 1) more WHERE a.hot)"""


def balance(account: str) -> int:
    """Return an account's balance in minor units; 0 where it was never opened."""
    return balances([account])[account]


def balances(accounts: Iterable[str]) -> dict[str, int]:
    """Return balances by account code. A hot account's is its last checkpoint and the entries since."""
    codes = list(accounts)
    with connection.cursor() as cursor:
        cursor.execute(BALANCES, [codes])
        return dict.fromkeys(codes, 0) | {code: int(minor) for code, minor in cursor.fetchall()}


def balance_at(account: str, at: dt.datetime) -> int:
    """Return an account's balance in minor units as the books stood at a past moment, whoever asks and whenever.

    The moment is the database's clock, which no posting can set: what is booked later, for whatever day, does not
    change the answer. It reads a few dozen entries of an account, of a hot one those between two checkpoints.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_balance_at(%s, %s)", [account, at])
        return int(cursor.fetchone()[0])


def checkpoints_are_due(every: int = 1000) -> bool:
    """Say whether a hot account has so many entries since its last checkpoint."""
    with connection.cursor() as cursor:
        cursor.execute(GROWN, [every - 1])
        return bool(cursor.fetchone()[0])


def owed_by(company_id: str, currency: str) -> int:
    """Return what a company owes after chargebacks, in minor units."""
    return -balance(code(Kind.COMPANY_OWES, company_id, currency))


def own_money(currency: str) -> Amount:
    """Return what is the operator's own at the provider: its fees less costs, losses and what companies owe.

    Below zero it is what the operator has to put in: everybody else's money is more than what lies there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_own_money(%s)", [currency])
        return Amount(int(cursor.fetchone()[0]), currency)


def own_moneys() -> list[Amount]:
    """Return the operator's own money in each currency there is."""
    currencies = LedgerAccount.objects.filter(kind__startswith="op:").values_list("currency", flat=True)
    return [own_money(one) for one in sorted(set(currencies))]


def debts_of(company_id: str) -> list[Amount]:
    """Return what a company owes, by currency; empty for one that owes nothing."""
    rows = LedgerAccount.objects.filter(kind=Kind.COMPANY_OWES, owner=company_id, balance__lt=0).order_by("currency")
    return [Amount(-row.balance, row.currency) for row in rows]


def debtors() -> list[tuple[str, Amount]]:
    """Return the companies that owe, with what they owe: the most first."""
    rows = LedgerAccount.objects.filter(kind=Kind.COMPANY_OWES, balance__lt=0).order_by("balance")
    return [(row.owner, Amount(-row.balance, row.currency)) for row in rows]


@dataclass(frozen=True)
class LedgerLine:
    """One leg of a movement."""

    transfer_id: int
    at: dt.datetime
    movement: str
    reference: str
    trial_id: str
    account: str
    amount: Amount
    balance_after: Amount | None
    actor: str
    reason: str


def ledger_lookup(text: str, by: Actor, limit: int = 500) -> list[LedgerLine]:
    """Return the ledger lines of a trial, account, owner, reference or transfer number: the operator's lookup.

    Everyone else gets the lines of their own trials only, by the trial's id: what `rehearse` prints.
    """
    text = text.replace("\x00", "").strip()
    if not text:
        return []
    if by.is_operator:
        wanted = Q(trial_id=text) | Q(reference__startswith=text) | Q(movement=text)
        wanted |= Q(entries__account__code=text) | Q(entries__account__owner=text)
        if text.isdecimal():
            wanted |= Q(pk=int(text))
    else:
        _one(settlements_visible_to(by).filter(trial_id=text))
        wanted = Q(trial_id=text)
    transfers = LedgerTransfer.objects.filter(wanted).order_by("-pk").values_list("pk", flat=True).distinct()[:limit]
    return ledger_lines(LedgerEntry.objects.filter(transfer_id__in=list(transfers)))


def ledger_lines(entries: QuerySet[LedgerEntry]) -> list[LedgerLine]:
    """Return entries in the order they were posted."""
    return [
        LedgerLine(
            transfer_id=entry.transfer_id,
            at=entry.transfer.effective_at,
            movement=entry.transfer.movement,
            reference=entry.transfer.reference,
            trial_id=entry.transfer.trial_id or "",
            account=entry.account.code,
            amount=Amount(entry.amount, entry.account.currency),
            balance_after=None if entry.balance_after is None else Amount(entry.balance_after, entry.account.currency),
            actor=entry.transfer.actor,
            reason=entry.transfer.reason,
        )
        for entry in entries.select_related("transfer", "account").order_by("pk")
    ]
