"""Reconciliation: the provider's money against the ledger's `ext:*` accounts, operation by operation.

Every line that the provider lists is kept (`ProviderLine`), so a run asks only for the days since the last one. Of
each operation touched since, all of the ledger is compared with all of the lines. What the provider did a moment ago
and we have not heard of yet is no difference; after a day or, for what banks take long with, ten, it is.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.db import connection
from django.db.models import Max, Min, Q, Sum

from foretaste.money.models import (
    Difference,
    Dispute,
    FundingOrder,
    ProviderLine,
    ProviderOperation,
    ReconciliationRun,
)
from foretaste.money.movements import CAME_BACK
from foretaste.money.providers.base import Balance, MoneyLine, Provider

OVERLAP = dt.timedelta(days=10)  # days that each run reads again
HEARD_WITHIN = dt.timedelta(days=1)
ARRIVES_WITHIN = dt.timedelta(days=10)  # what a bank may take for a payout or refund
CLEARS_WITHIN = dt.timedelta(days=30)
OPEN_STATES = (ProviderOperation.State.READY, ProviderOperation.State.SENT, ProviderOperation.State.UNKNOWN)
ASKED_FOR = ("charge", "refund", "payout", "transfer", "reversal")  # kinds of lines that we ask for ourselves
WAITS_FOR_A_PERSON = "waiting"  # a line of which somebody here will say what it is
INSIDE = ("transfer", "reversal")  # from one place at the provider to another
KIND_OF = {  # which operation a movement that touches the provider's accounts is of
    "payout_arrived": "payout",
    "payout_bounced": "payout",
    "refund_arrived": "refund",
    "refund_bounced": "refund",
    "hand_over": "transfer",
    "take_back_handover": "reversal",
    "fx_out": "refund",  # of a refund that left in another currency
    "fx_in": "refund",
}
Kind = Difference.Kind


@dataclass(frozen=True)
class Found:
    """A difference as a run sees it."""

    kind: Kind
    key: str
    about: str
    currency: str
    ours_minor: int
    theirs_minor: int
    began_at: dt.datetime
    note: str = ""  # a person has explained it already


@dataclass(frozen=True)
class Read:
    """What the provider says of the days asked for. `upto`: the last movement of ours it can know."""

    since: dt.datetime
    lines: tuple[MoneyLine, ...]
    balances: tuple[Balance, ...] | None  # None where money went on moving meanwhile
    upto: int


@dataclass
class Side:
    """What one operation, dispute or line moved, as one of the two tells it."""

    sums: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lines: list[ProviderLine] = field(default_factory=list)
    at: dt.datetime | None = None


# --- reading --------------------------------------------------------------------------------------


def begins_at(provider: str, at: dt.datetime) -> dt.datetime:
    """Return from when on a run reads: ten days before the last one, or before the first operation of all."""
    last: dt.datetime | None = ReconciliationRun.objects.filter(provider=provider).aggregate(at=Max("at"))["at"]
    if last is not None:
        return min(last, at) - OVERLAP
    first: dt.datetime | None = ProviderOperation.objects.filter(provider=provider).aggregate(at=Min("created_at"))[
        "at"
    ]
    return min(first or at, at) - dt.timedelta(days=1)


def read(bank: Provider, since: dt.datetime) -> Read:
    """Ask the provider, outside every transaction. Balances count only if they were the same before and after."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_transfer")
        upto = int(cursor.fetchone()[0])
    for _try in range(3):
        before = bank.balances()
        lines = tuple(_named(bank.list_money(since)))
        if bank.balances() == before:
            return Read(since, lines, before, upto)
    return Read(since, lines, None, upto)


def _named(lines: Sequence[MoneyLine]) -> Iterator[MoneyLine]:
    """Give each line a name of its own, where the provider gives none or the same twice."""
    seen: dict[str, int] = defaultdict(int)
    for line in sorted(lines, key=lambda one: (one.at, one.ref, one.amount_minor)):
        name = line.ref or f"{line.kind}:{line.operation_id}"
        seen[name] += 1
        yield replace(line, ref=name if seen[name] == 1 else f"{name}:{seen[name]}")


def keep_lines(read: Read, provider: str, at: dt.datetime) -> list[Found]:
    """Keep the lines; return where one says something else than it did, or is gone."""
    parts: dict[str, int] = defaultdict(int)
    for line in read.lines:
        if line.replaces:
            parts[line.replaces] += line.amount_minor
    known = {
        one.ref: one
        for one in ProviderLine.objects.select_for_update().filter(
            Q(ref__in=[*(line.ref for line in read.lines), *parts]) | Q(at__gte=read.since), provider=provider
        )
    }
    for ref, together in parts.items():
        if ref in known and known[ref].amount_minor == together:
            known.pop(ref).delete()  # the same money, told apart: its parts are the lines now
    found, new, changed = [], [], []
    for line in read.lines:
        kept = known.pop(line.ref, None)
        told = {
            "at": line.at,
            "kind": line.kind[:12],
            "operation_id": line.operation_id,
            "about": line.about[:80],
            "amount_minor": line.amount_minor,
            "fee_minor": line.fee_minor,
            "currency": line.currency,
            "explained": line.explained[:200],
        }
        if kept is None:
            new.append(ProviderLine(provider=provider, ref=line.ref, first_seen_at=at, **told))
            continue
        before = kept.amount_minor - kept.fee_minor, kept.currency
        now = line.amount_minor - line.fee_minor, line.currency
        if kept.gone_at is not None or any(getattr(kept, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(kept, name, value)
            kept.gone_at = None
            changed.append(kept)
        if before != now:
            found.append(Found(Kind.CHANGED, line.ref, line.ref, line.currency, before[0], now[0], at))
    for kept in known.values():
        if kept.gone_at is None:
            kept.gone_at = at
            changed.append(kept)
    ProviderLine.objects.bulk_create(new, batch_size=1000)
    names = ["at", "kind", "operation_id", "about", "amount_minor", "fee_minor", "currency", "explained", "gone_at"]
    ProviderLine.objects.bulk_update(changed, names, batch_size=500)
    gone = ProviderLine.objects.filter(provider=provider).exclude(gone_at=None)
    return found + [
        Found(Kind.CHANGED, one.ref, one.ref, one.currency, one.amount_minor - one.fee_minor, 0, one.gone_at or at)
        for one in gone
    ]


# --- comparing --------------------------------------------------------------------------------------


def compare(read: Read, provider: str, at: dt.datetime) -> tuple[list[Found], int]:
    """Return every difference, and how many operations were compared."""
    recent = ProviderLine.objects.filter(provider=provider, at__gte=read.since)
    touched = {one for one in recent.values_list("operation_id", flat=True) if one is not None}
    open_ones = Difference.objects.filter(provider=provider).exclude(state=Difference.State.RESOLVED)
    touched |= {key for one in open_ones.values_list("key", flat=True) if (key := _uuid(one))}
    operations = {
        one.pk: one
        for one in ProviderOperation.objects.filter(
            Q(pk__in=touched) | Q(ended_at__gte=read.since) | Q(state__in=OPEN_STATES), provider=provider
        )
    }
    by_order = _orders_captured_since(read.since)
    operations |= {
        one.pk: one
        for one in ProviderOperation.objects.filter(provider=provider, kind="charge", subject_id__in=by_order)
    }
    ours = _ledger_of(operations.values(), provider, read.upto)
    theirs = _lines_of(provider, touched | operations.keys())
    found: list[Found] = []
    for key, operation in operations.items():
        found += _compare_one(operation, ours[key], theirs[key], at)
    for key in touched - operations.keys():
        if theirs[key].lines:
            found.append(_of_lines(Kind.UNKNOWN_OPERATION, str(key), theirs[key]))
    found += _compare_disputes(provider, read, at)
    found += _nobody_asked(provider, at)
    found += _balance_differs(read, provider, at)
    found += _does_not_clear(provider, at)
    return found, len(operations)


def _compare_one(operation: ProviderOperation, ours: Side, theirs: Side, at: dt.datetime) -> list[Found]:
    """Compare what the ledger and the provider have of one operation, in its currency and any other."""
    about, began = f"{operation.kind} {operation.subject_id}", ours.at or operation.created_at
    mine, their = ours.sums[operation.currency], theirs.sums[operation.currency]
    strange = [line for line in theirs.lines if line.currency != operation.currency]
    if any(ours.sums[money] != theirs.sums[money] for money in {line.currency for line in strange}):
        if operation.kind == "charge" and at - strange[0].at < HEARD_WITHIN:
            return []  # converted on its way in, which we have not heard of yet
        about = f"{about} in {strange[0].currency}"
        return [Found(Kind.CURRENCY, str(operation.pk), about, operation.currency, mine, their, strange[0].at)]
    for money in sorted({one for one, sum_ in ours.sums.items() if sum_} - {line.currency for line in theirs.lines}):
        if money != operation.currency:  # booked here as converted, and the provider has nothing in that currency
            sums = ours.sums[money], 0
            return [Found(Kind.CURRENCY, str(operation.pk), f"{about} in {money}", money, *sums, began)]
    if mine == their and not _moved_twice(operation, theirs):
        return []
    newest = max((line.at for line in theirs.lines), default=began)
    found = Found(Kind.AMOUNT, str(operation.pk), about, operation.currency, mine, their, newest)
    if not theirs.lines:
        return [replace(found, kind=Kind.NO_MOVEMENT, began_at=began)]
    if _moved_twice(operation, theirs):
        return [replace(found, kind=Kind.TWICE)]
    fresh = at - newest < _heard_within(operation)
    one_way = len({line.amount_minor > 0 for line in theirs.lines}) == 1
    if fresh and not (one_way and abs(mine) > abs(their)):
        return []
    if mine == 0:
        failed = operation.state == ProviderOperation.State.FAILED
        return [replace(found, kind=Kind.FAILED_BUT_MOVED if failed else Kind.NOT_BOOKED)]
    return [found]


def _moved_twice(operation: ProviderOperation, theirs: Side) -> bool:
    """Whether something that is done once was done more often than it came back."""
    if operation.kind == "charge":
        return False
    sign = 1 if operation.kind == "reversal" else -1
    there = sum(1 for line in theirs.lines if line.amount_minor * sign > 0)
    back = sum(1 for line in theirs.lines if line.amount_minor * sign < 0)
    return there > 1 and there - back > 1


def _heard_within(operation: ProviderOperation) -> dt.timedelta:
    slow = operation.kind in ("payout", "refund") and operation.state in OPEN_STATES
    return ARRIVES_WITHIN if slow else HEARD_WITHIN


def _compare_disputes(provider: str, read: Read, at: dt.datetime) -> Iterator[Found]:
    """A chargeback is nobody's operation: its lines and its bookings are compared under its own name."""
    theirs: dict[str, Side] = defaultdict(Side)
    for line in ProviderLine.objects.filter(provider=provider, kind="dispute", operation_id=None, gone_at=None):
        _add(theirs[line.about or line.ref], line)
    disputes = {one.ref: one for one in Dispute.objects.filter(provider=provider)}
    booked = _disputes_booked(disputes.values(), provider, read.upto)
    for ref in sorted(theirs.keys() | disputes.keys()):
        side, dispute = theirs[ref], disputes.get(ref)
        own = dispute.currency if dispute else side.lines[0].currency
        newest = max((line.at for line in side.lines), default=dispute.opened_at if dispute else at)
        if side.lines and at - newest < HEARD_WITHIN:
            continue
        for currency in sorted({own, *side.sums, *(money for one, money in booked if one == ref)}):
            mine, their = booked.get((ref, currency), 0), side.sums[currency]
            if mine == their:
                continue
            kind = Kind.NO_MOVEMENT if not side.lines else Kind.AMOUNT if mine else Kind.NOT_BOOKED
            key = f"dispute:{ref}" if currency == own else f"dispute:{ref}:{currency}"
            yield Found(kind, key, ref, currency, mine, their, newest)


def _nobody_asked(provider: str, at: dt.datetime) -> Iterator[Found]:
    """Lines that name no operation: made by hand in the provider's dashboard, its fees, the operator's own money."""
    lines = ProviderLine.objects.filter(provider=provider, operation_id=None, gone_at=None).exclude(kind="dispute")
    for line in lines:
        if line.kind == WAITS_FOR_A_PERSON and at - line.first_seen_at < HEARD_WITHIN:
            continue
        kind = Kind.BY_HAND if line.kind in ASKED_FOR else Kind.UNKNOWN_MOVEMENT
        net = line.amount_minor - line.fee_minor
        about = f"{line.kind} {line.about or line.ref}"
        yield Found(kind, line.ref, about, line.currency, 0, net, line.at, line.explained)


def _balance_differs(read: Read, provider: str, at: dt.datetime) -> Iterator[Found]:
    """What the provider says it holds is the sum of its lines; what is not, it does not tell."""
    if read.balances is None:
        return
    sums = _sums_of_lines(provider)
    held = {one.currency: one.available_minor + one.pending_minor + one.connected_minor for one in read.balances}
    for currency in sorted(sums.keys() | held.keys()):
        more = held.get(currency, 0) - sums.get(currency, 0)
        if more:
            yield Found(Kind.BALANCE, currency, f"{provider} {currency}", currency, 0, more, at)


def _does_not_clear(provider: str, at: dt.datetime) -> Iterator[Found]:
    """What waits for the provider's word too long, and accounts that should be empty by now."""
    waiting = ProviderOperation.objects.filter(
        provider=provider, state__in=OPEN_STATES, created_at__lte=at - ARRIVES_WITHIN
    ).exclude(kind="charge")
    for one in waiting:
        sign = 1 if one.kind == "reversal" else -1
        about = f"{one.kind} {one.subject_id}"
        yield Found(Kind.STUCK, str(one.pk), about, one.currency, sign * one.amount_minor, 0, one.created_at)
    captured = FundingOrder.objects.filter(
        captured_at__lte=at - ARRIVES_WITHIN,
        received_minor__gt=0,
        state=FundingOrder.State.CAPTURED,
        public_id__in=ProviderOperation.objects.filter(provider=provider, kind="charge").values("subject_id"),
    )
    for order in captured:
        key = f"order:{order.public_id}"
        sums = order.received_minor, order.available_minor
        yield Found(Kind.STUCK, key, f"charge {order.public_id}", order.currency, *sums, order.captured_at or at)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT a.code, a.currency, a.balance, s.settled_at FROM money_settlement s
                 JOIN ledger_account a ON a.owner = s.trial_id AND a.kind LIKE 'trial:%%' AND a.balance <> 0
                WHERE s.settled_at <= %s""",
            [at - CLEARS_WITHIN],
        )
        for code, currency, balance, since in cursor.fetchall():
            yield Found(Kind.NOT_CLEARED, code, code, currency, int(balance), 0, since)


# --- the two sides ------------------------------------------------------------------------------------


def _lines_of(provider: str, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Side]:
    sides: dict[uuid.UUID, Side] = defaultdict(Side)
    for line in ProviderLine.objects.filter(provider=provider, operation_id__in=list(keys), gone_at=None):
        if line.operation_id is not None:
            _add(sides[line.operation_id], line)
    return sides


def _add(side: Side, line: ProviderLine) -> None:
    side.lines.append(line)
    side.sums[line.currency] += line.amount_minor - line.fee_minor


def _ledger_of(operations: Iterable[ProviderOperation], provider: str, upto: int) -> dict[uuid.UUID, Side]:
    """Return what the ledger has of each operation at the provider: what came in above zero, what left below."""
    sides: dict[uuid.UUID, Side] = defaultdict(Side)
    operations = list(operations)
    charges = {one.subject_id: one.pk for one in operations if one.kind == "charge"}
    asked = sorted(operations, key=lambda one: (one.state == ProviderOperation.State.SUCCEEDED, one.attempt))
    others = {(one.kind, _reference(one)): one.pk for one in asked if one.kind != "charge"}
    others |= {("refund", f"{_reference(one)}{CAME_BACK}"): one.pk for one in asked if one.kind == "refund"}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT f.owner, x.currency, -sum(e.amount), min(t.effective_at)
                 FROM ledger_account f JOIN ledger_entry o ON o.account_id = f.id AND o.amount > 0
                 JOIN ledger_transfer c ON c.id = o.transfer_id AND c.movement = 'capture_funding' AND c.id <= %s
                 JOIN ledger_transfer t ON t.reference = c.reference AND t.id <= %s
                  AND t.movement IN ('capture_funding', 'fx_out', 'fx_in')
                 JOIN ledger_entry e ON e.transfer_id = t.id
                 JOIN ledger_account x ON x.id = e.account_id AND x.kind LIKE 'ext:%%' AND x.owner = %s
                WHERE f.kind = 'order:fund' AND f.owner = ANY (%s) GROUP BY 1, 2""",
            [upto, upto, provider, list(charges)],
        )
        for order, currency, amount, since in cursor.fetchall():
            side = sides[charges[order]]
            side.sums[currency] += int(amount)
            side.at = since
        cursor.execute(
            """SELECT t.movement, t.reference, x.currency, x.kind, -sum(e.amount), min(t.effective_at)
                 FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id
                 JOIN ledger_account x ON x.id = e.account_id AND x.kind LIKE 'ext:%%' AND x.owner = %s
                WHERE t.movement = ANY (%s) AND t.reference = ANY (%s) AND t.id <= %s GROUP BY 1, 2, 3, 4""",
            [provider, list(KIND_OF), [reference for _, reference in others], upto],
        )
        for movement, reference, currency, kind, amount, since in cursor.fetchall():
            key = others.get((KIND_OF[movement], reference))
            if key is None or (KIND_OF[movement] in INSIDE and kind == "ext:connected"):
                continue
            sides[key].sums[currency] += int(amount)
            sides[key].at = since
    return sides


def _reference(operation: ProviderOperation) -> str:
    """Return under which reference its movement is booked: a handover's is the same at every attempt."""
    subject = operation.subject_id
    return subject if operation.kind in INSIDE else f"{subject}/{operation.attempt}"


def _disputes_booked(disputes: Iterable[Dispute], provider: str, upto: int) -> dict[tuple[str, str], int]:
    """Return what the ledger has of each dispute at the provider, by the dispute and the currency."""
    refs = {one.public_id: one.ref for one in disputes}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT split_part(t.reference, '/', 1), x.currency, -sum(e.amount)
                 FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id
                 JOIN ledger_account x ON x.id = e.account_id AND x.kind LIKE 'ext:%%' AND x.owner = %s
                WHERE t.movement IN ('dispute_withdrawn', 'dispute_returned', 'fx_out', 'fx_in') AND t.id <= %s
                GROUP BY 1, 2""",
            [provider, upto],
        )
        return {(refs[one], currency): int(amount) for one, currency, amount in cursor.fetchall() if one in refs}


def _orders_captured_since(since: dt.datetime) -> list[str]:
    return list(FundingOrder.objects.filter(captured_at__gte=since).values_list("public_id", flat=True))


def _sums_of_lines(provider: str) -> dict[str, int]:
    lines = ProviderLine.objects.filter(provider=provider, gone_at=None).exclude(kind__in=INSIDE)
    summed = lines.values_list("currency").annotate(sum=Sum("amount_minor"), fees=Sum("fee_minor"))
    return {currency: amount - fees for currency, amount, fees in summed}


def totals(read: Read, provider: str) -> dict[str, dict[str, int | None]]:
    """Return the three totals by currency: what the ledger says lies there, the sum of the lines, the balance."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT x.currency, -sum(e.amount) FROM ledger_account x JOIN ledger_entry e ON e.account_id = x.id
                WHERE x.kind LIKE 'ext:%%' AND x.owner = %s AND e.transfer_id <= %s GROUP BY 1""",
            [provider, read.upto],
        )
        ledger = {currency: int(amount) for currency, amount in cursor.fetchall()}
    lines = _sums_of_lines(provider)
    held = {one.currency: one.available_minor + one.pending_minor + one.connected_minor for one in read.balances or ()}
    return {
        currency: {
            "ledger": ledger.get(currency, 0),
            "lines": lines.get(currency, 0),
            "balance": held.get(currency, 0) if read.balances is not None else None,
        }
        for currency in sorted(ledger.keys() | lines.keys() | held.keys())
    }


def _of_lines(kind: Kind, key: str, side: Side) -> Found:
    first = side.lines[0]
    about = f"{first.kind} {first.ref}"
    return Found(kind, key, about, first.currency, 0, side.sums[first.currency], first.at)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
