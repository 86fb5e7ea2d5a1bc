"""Which tax an operator's fee carries, and how much of it is inside the sum. Pure.

The fee is what the fund set aside, to the cent, so a tax is always inside it, never added on top: a company
pays no more than it funded. The rules are a dated table that the operator writes (`TaxRule`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

EU = "EU"
EVERYWHERE = ""
EU_COUNTRIES = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Rule:
    """From a day on, a tax for buyers of a place. `rate` is in percent; reverse charge and exemption carry none."""

    name: str
    rate: Decimal
    treatment: str  # charged | reverse_charge | exempt
    place: str  # a country, "EU" for its other members, "" for everywhere else
    needs_tax_id: bool  # only for buyers who gave theirs
    text: str
    valid_from: dt.date
    valid_to: dt.date | None = None  # the last day it applies

    def applies(self, *, country: str, has_tax_id: bool, seller_country: str, on: dt.date) -> bool:
        """Say whether the rule is for this buyer on this day."""
        if self.needs_tax_id and not has_tax_id:
            return False
        if not self.valid_from <= on or (self.valid_to is not None and on > self.valid_to):
            return False
        if self.place == EU:
            return country in EU_COUNTRIES and country != seller_country
        return self.place in (EVERYWHERE, country)

    @property
    def _nearness(self) -> tuple[int, bool]:
        return (0 if self.place == EVERYWHERE else 1 if self.place == EU else 2, self.needs_tax_id)


@dataclass(frozen=True)
class Tax:
    """One tax line of an invoice."""

    rule: Rule
    minor: int


def applicable(
    rules: Iterable[Rule], *, country: str, has_tax_id: bool, seller_country: str, on: dt.date
) -> list[Rule]:
    """Return the rules of the nearest place that has any; none means that nobody has said, and no invoice is written.

    Of two rules of one name for one place the later one holds, and of the same day the one written last:
    `rules` come in the order they were written.
    """
    found: dict[tuple[str, str, bool], Rule] = {}
    for rule in rules:
        if rule.applies(country=country, has_tax_id=has_tax_id, seller_country=seller_country, on=on):
            key = (rule.name, rule.place, rule.needs_tax_id)
            if key not in found or found[key].valid_from <= rule.valid_from:
                found[key] = rule
    if not found:
        return []
    nearest = max(rule._nearness for rule in found.values())
    return sorted((rule for rule in found.values() if rule._nearness == nearest), key=lambda rule: rule.name)


def inside(gross_minor: int, rules: Sequence[Rule]) -> list[Tax]:
    """Return what of a sum is tax, line by line. The lines sum to the whole tax, rounded half up, to the unit.

    Cents that rounding leaves over go where the largest part of a cent was lost.
    """
    if gross_minor < 0:
        raise ValueError("A sum that carries tax is not negative.")
    together = sum((rule.rate for rule in rules), Decimal(0))
    divisor = 100 + together
    parts = [gross_minor * rule.rate / divisor for rule in rules]
    floors = [int(part) for part in parts]
    whole = int(gross_minor * together / divisor + Decimal("0.5"))
    by_loss = sorted(range(len(parts)), key=lambda one: (floors[one] - parts[one], one))
    for one in by_loss[: whole - sum(floors)]:
        floors[one] += 1
    return [Tax(rule, minor) for rule, minor in zip(rules, floors, strict=True)]
