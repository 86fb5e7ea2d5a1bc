"""Counting: what Stripe says it holds for us, and every line of it: for the audit and for reconciliation."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator

from foretaste.money.models import ProviderAccount
from foretaste.money.providers.base import Balance, MoneyLine
from foretaste.money.providers.stripe.asking import Plain, asking, each, plain

KINDS = {
    "charge": "charge",
    "payment": "charge",
    "refund": "refund",
    "payment_refund": "refund",
    "refund_failure": "refund",
    "payment_failure_refund": "refund",
    "transfer": "transfer",
    "transfer_refund": "reversal",
    "transfer_cancel": "reversal",
    "transfer_failure": "reversal",
    "adjustment": "dispute",
    "payout": "payout",
    "payout_failure": "payout",
    "payout_cancel": "payout",
    "stripe_fee": "fee",
    "network_cost": "fee",
    "tax_fee": "fee",
}


def list_money(since: dt.datetime) -> list[MoneyLine]:
    """Return our own account's lines, and the payouts that left interns' accounts."""
    lines = [_line(one) for one in _lines(since)]
    for account in _accounts():
        lines += [line for one in _lines(since, account) if (line := _line(one)).kind == "payout"]
    return sorted(lines, key=lambda line: (line.at, line.ref))


def _lines(since: dt.datetime, account: str = "") -> Iterator[Plain]:
    with asking() as stripe:
        listed = stripe.v1.balance_transactions.list(
            {"created": {"gte": int(since.timestamp())}, "expand": ["data.source"], "limit": 100},
            {"stripe_account": account} if account else {},
        )
        yield from each(listed)


def _line(line: Plain) -> MoneyLine:
    source = line.get("source")
    key = ((source or {}).get("metadata") or {}).get("operation", "") if isinstance(source, dict) else ""
    try:
        operation_id = uuid.UUID(key)
    except ValueError:
        operation_id = None
    return MoneyLine(
        at=dt.datetime.fromtimestamp(line["created"], dt.UTC),
        operation_id=operation_id,
        kind=KINDS.get(line["type"], "other"),
        amount_minor=line["amount"],
        currency=line["currency"].upper(),
        ref=line["id"],
        fee_minor=line["fee"],
        about=(source["id"] if isinstance(source, dict) else source) or "",
    )


def balances() -> tuple[Balance, ...]:
    """Return what lies in our account and, in all, in those of the interns."""
    held: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    with asking() as stripe:
        own = plain(stripe.v1.balance.retrieve())
        others = [plain(stripe.v1.balance.retrieve(None, {"stripe_account": one})) for one in _accounts()]
    for place, part in enumerate(("available", "pending")):
        for sum_ in own.get(part) or []:
            held[sum_["currency"].upper()][place] += sum_["amount"]
    for other in others:
        for part in ("available", "pending"):
            for sum_ in other.get(part) or []:
                held[sum_["currency"].upper()][2] += sum_["amount"]
    return tuple(Balance(currency, *sums) for currency, sums in sorted(held.items()) if any(sums))


def _accounts() -> list[str]:
    known = ProviderAccount.objects.filter(provider="stripe").exclude(ref="").order_by("id")
    return list(known.values_list("ref", flat=True))
