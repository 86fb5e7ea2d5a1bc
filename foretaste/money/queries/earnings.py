"""An intern's money: earned, on its way, arrived; income by year; where it goes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max, QuerySet, Sum

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.money.ledger.kinds import Kind
from foretaste.money.ledger.posting import code
from foretaste.money.models import Payout, Settlement
from foretaste.money.queries.ledger import balances

INTERN_S = (Kind.INTERN_EARNED, Kind.INTERN_TRANSIT, Kind.INTERN_UNCLAIMED)


@dataclass(frozen=True)
class Earnings:
    """What one person earned in one currency. Gross, as earned; `by_year` by the ending's day at its place."""

    currency: str
    total: Amount
    by_year: dict[int, Amount]
    waiting: Amount  # yours, not yet at your bank
    arrived: Amount
    settlements: list[Settlement] = field(default_factory=list)


def earnings_of(person_id: str) -> list[Earnings]:
    """Return what a person (public id) earned, by currency."""
    rows: dict[str, list[Settlement]] = defaultdict(list)
    for settlement in Settlement.objects.filter(intern_id=person_id, paid_minor__gt=0).order_by("-settled_at", "-id"):
        rows[settlement.currency].append(settlement)
    found = []
    for currency, mine in sorted(rows.items()):
        years: dict[int, Amount] = defaultdict(lambda: Amount.zero(currency))  # noqa: B023 - used in this turn only
        for settlement in mine:
            years[settlement.settled_on.year] += Amount(settlement.paid_minor, currency)
        kept = balances(code(kind, person_id, currency) for kind in INTERN_S)
        arrived = Payout.objects.filter(person_id=person_id, currency=currency, state=Payout.State.ARRIVED)
        found.append(
            Earnings(
                currency=currency,
                total=sum((years[year] for year in years), Amount.zero(currency)),
                by_year=dict(years),
                waiting=Amount(sum(kept.values()), currency),
                arrived=Amount(arrived.aggregate(sum=Sum("amount_minor"))["sum"] or 0, currency),
                settlements=mine,
            )
        )
    return found


@dataclass(frozen=True)
class IncomeLine:
    """Income as the neutral proof shows it: month and sum, no kinds, no days, no endings."""

    month: dt.date
    amount: Amount


def income_lines(person_id: str, *, year: int | None = None) -> list[IncomeLine]:
    """Return a person's income by month and currency, the oldest first. No line says how a trial ended."""
    settled = Settlement.objects.filter(intern_id=person_id, paid_minor__gt=0)
    if year is not None:
        settled = settled.filter(settled_on__year=year)
    months: dict[tuple[dt.date, str], int] = defaultdict(int)
    for settlement in settled:
        months[settlement.settled_on.replace(day=1), settlement.currency] += settlement.paid_minor
    return [IncomeLine(month, Amount(minor, currency)) for (month, currency), minor in sorted(months.items())]


def payouts_of(person_id: str) -> QuerySet[Payout]:
    return Payout.objects.filter(person_id=person_id).order_by("-created_at", "-id")


def payouts_visible_to(by: Actor) -> QuerySet[Payout]:
    """Payouts: one's own, all for the operator."""
    if by.is_operator:
        return Payout.objects.order_by("-created_at", "-id")
    return payouts_of(accounts.person_of(by).public_id) if by.is_intern and by.person_id else Payout.objects.none()


@dataclass(frozen=True)
class Paid:
    """What money knows of an ended trial: what its intern was paid, when it was settled, when all of it arrived."""

    amount: Amount
    settled_at: dt.datetime
    arrived_at: dt.datetime | None


def paid_for(trial_ids: Iterable[str], before: dt.datetime) -> dict[str, Paid]:
    """Return what was paid for each of these trials, by a date."""
    ids = list(trial_ids)
    arrived = dict(
        Payout.objects.filter(trial_id__in=ids, arrived_at__lt=before)
        .values_list("trial_id")
        .annotate(last=Max("arrived_at"))
        .order_by()
    )
    return {
        row.trial_id: Paid(Amount(row.paid_minor, row.currency), row.settled_at, arrived.get(row.trial_id))
        for row in Settlement.objects.filter(trial_id__in=ids, settled_at__lt=before)
    }
