"""The dated rules of money: wages, fees, how long a payout may wait, when pay is kept apart."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet

from foretaste.money import fees, wages
from foretaste.money.models import (
    FeeRule,
    FundingOrder,
    LedgerTransfer,
    PayoutRule,
    SeatFund,
    Settlement,
    UnclaimedRule,
    WageFloor,
)
from foretaste.money.queries.funds import fund_of_seat

NEW_FOR = dt.timedelta(days=14)  # so long after its first signature a company is new


def wage_floor_for(country: str, region: str, city: str, on: dt.date) -> wages.Floor | None:
    """Return the highest minimum wage that applies at a place on a day; None where the operator must confirm."""
    rows = WageFloor.objects.filter(country__iexact=country.strip(), valid_from__lte=on)
    return wages.highest((_floor(row) for row in rows), country, region, city, on)


def _floor(row: WageFloor) -> wages.Floor:
    return wages.Floor(
        country=row.country,
        region=row.region,
        city=row.city,
        currency=row.currency,
        hourly=row.hourly_rate,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
    )


def wage_floors() -> QuerySet[WageFloor]:
    """Return the whole wage table."""
    return WageFloor.objects.order_by("country", "region", "city", "-valid_from")


def fee_rules() -> QuerySet[FeeRule]:
    return FeeRule.objects.order_by("-valid_from")


def fee_basis_points_on(on: dt.date) -> int:
    """Return the company's fee that applies to terms written on a day."""
    rules = FeeRule.objects.values_list("basis_points", "valid_from")
    rate = fees.rate_on((fees.Rate(points, since) for points, since in rules), on)
    return settings.DEFAULT_FEE_BASIS_POINTS if rate is None else rate


def payout_delay(trial_id: str) -> dt.timedelta:
    """Return how long a payout waits for money that was funded by card: a risk rule shown before signing."""
    if not settings.CARD_FUNDED_PAYOUT_DELAY_DAYS:
        return dt.timedelta()
    by_card = SeatFund.objects.filter(trial_id=trial_id, order__method=FundingOrder.Method.CARD).exists()
    return dt.timedelta(days=settings.CARD_FUNDED_PAYOUT_DELAY_DAYS if by_card else 0)


def payout_rules() -> QuerySet[PayoutRule]:
    return PayoutRule.objects.order_by("-valid_from")


def review_before_payout(person_id: str, company_id: str, on: dt.date, *, but: str = "") -> dt.timedelta:
    """Return how long, at most, somebody may look at a first trial between new parties before its payout.

    New is an intern with no settled trial yet, however it ended, and a company whose first signature is less than
    two weeks old: what anybody sees of a company never depends on how one of its trials ended. `on` is the day of the
    signature, `but` the trial.
    """
    days = _days_to_look(on)
    if not days:
        return dt.timedelta()
    if Settlement.objects.filter(intern_id=person_id).exclude(trial_id=but).exists():
        return dt.timedelta()
    return dt.timedelta() if is_known(company_id, on) else dt.timedelta(days=days)


def first_trials_are_looked_at(on: dt.date) -> bool:
    """Say whether the same rule asks for a look at a new company's posting, before its money is set aside.

    Who will come is not known yet then: the other party is looked at before the payout.
    """
    return _days_to_look(on) > 0


def _days_to_look(on: dt.date) -> int:
    rule = PayoutRule.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    return rule.review_days if rule is not None else 0


def is_known(company_id: str, on: dt.date) -> bool:
    """Whether a company's first signature is two weeks old: nothing of how its trials ended."""
    long_ago = dt.datetime.combine(on, dt.time(), dt.UTC) - NEW_FOR
    signed = SeatFund.objects.filter(company_id=company_id, state=SeatFund.State.COMMITTED).values("trial_id")
    known = LedgerTransfer.objects.filter(movement="commit_seat_to_trial", reference__in=signed)
    return known.filter(effective_at__lte=long_ago).exists()


def review_of(trial_id: str, person_id: str) -> dt.timedelta:
    """Return the same for a signed trial, under the rule of the day it was signed."""
    fund = SeatFund.objects.filter(trial_id=trial_id).first()
    signed = LedgerTransfer.objects.filter(movement="commit_seat_to_trial", reference=trial_id).first()
    if fund is None or signed is None:
        return dt.timedelta()
    return review_before_payout(person_id, fund.company_id, signed.effective_at.date(), but=trial_id)


def payout_waits_for(seat_id: str, person_id: str, at: dt.datetime) -> tuple[int, int]:
    """Return the days a seat's payout would wait: because it was paid by card, and for somebody's look."""
    fund = fund_of_seat(seat_id)
    if fund is None:
        return 0, 0
    by_card = fund.order.method == FundingOrder.Method.CARD
    review = review_before_payout(person_id, fund.company_id, at.date())
    return settings.CARD_FUNDED_PAYOUT_DELAY_DAYS if by_card else 0, review.days


def unclaimed_after(country: str, on: dt.date) -> int | None:
    """Return the months after which what can't be paid out is kept apart; None where no rule says."""
    rules = UnclaimedRule.objects.filter(country__in=[country, ""], valid_from__lte=on)
    rule = rules.order_by("-country", "-valid_from").first()
    return rule.months if rule else None


def unclaimed_rules() -> QuerySet[UnclaimedRule]:
    return UnclaimedRule.objects.order_by("country", "-valid_from")
