"""Which operation an entry of a statement may be, with the reasons. It only suggests: a person confirms."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foretaste.money.providers.manual.references import found_in

if TYPE_CHECKING:
    from foretaste.money.models import ManualOrder, StatementEntry

WEIGHTS = {"reference": 100, "account": 40, "amount": 30, "name": 20}
LEAST = 30
MOST = 3


@dataclass(frozen=True)
class Open:
    """An order that an entry may belong to: what is still to come of it, and who is on the other side."""

    operation_id: uuid.UUID
    kind: str
    subject_id: str
    amount_minor: int  # signed as the statement would show it
    currency: str
    name: str
    number: str
    reference: str
    may_come_back: bool = False


@dataclass(frozen=True)
class Suggestion:
    order: Open
    reasons: tuple[str, ...]  # reference, account, amount, name
    comes_back: bool = False

    @property
    def weight(self) -> int:
        return sum(WEIGHTS[one] for one in self.reasons)


def suggestions(entry: StatementEntry, orders: Iterable[Open]) -> list[Suggestion]:
    """Return the likeliest, best first."""
    named = set(found_in(f"{entry.reference} {entry.end_to_end}"))
    key = entry.end_to_end.replace("-", "").lower()
    words = words_of(entry.reference)
    found = []
    for one in orders:
        if one.currency != entry.currency:
            continue
        comes_back = one.amount_minor < 0 < entry.amount_minor
        if (one.amount_minor < 0) != (entry.amount_minor < 0) and not (comes_back and one.may_come_back):
            continue
        if not comes_back and one.may_come_back:
            continue  # it has arrived already: only its return is still possible
        reasons = []
        ours = words_of(one.reference)
        if key == one.operation_id.hex or one.subject_id in named or (len(ours) > 1 and ours <= words):
            reasons.append("reference")
        if one.number and one.number == entry.number:
            reasons.append("account")
        if abs(one.amount_minor) == abs(entry.amount_minor):
            reasons.append("amount")
        if one.name and words_of(one.name) & words_of(entry.name):
            reasons.append("name")
        suggestion = Suggestion(one, tuple(reasons), comes_back)
        if suggestion.weight >= LEAST and (not comes_back or "reference" in reasons or entry.return_reason):
            found.append(suggestion)
    return sorted(found, key=lambda one: -one.weight)[:MOST]


def as_open(order: ManualOrder, *, settled_minor: int, name: str = "", left: bool = False) -> Open:
    """Return an order as an entry may meet it. `left`: its debit stands on a statement already."""
    missing = order.amount_minor - settled_minor
    charge = order.kind == "charge"
    return Open(
        operation_id=order.pk,
        kind=order.kind,
        subject_id=order.operation.subject_id,
        amount_minor=(missing if missing > 0 else order.amount_minor) if charge else -order.amount_minor,
        currency=order.currency,
        name=order.holder or name,
        number=order.number,
        reference=order.reference,
        may_come_back=left,
    )


def words_of(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2)
