"""Fees round down, wage floors round up, in cents and in yen; the highest known floor applies."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAllowed
from foretaste.money import actions, fees, queries, wages
from foretaste.money.models import FeeRule, WageFloor
from foretaste.money.refusals import TheRuleIsDatedBack

ON = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("minor", "currency", "points", "fee"),
    [
        (42000, "EUR", 1000, 4200),
        (999, "EUR", 1000, 99),
        (1, "GBP", 9999, 0),
        (12345, "JPY", 1250, 1543),
        (9, "JPY", 1000, 0),
        (12345, "USD", 0, 0),
        (12345, "USD", 10000, 12345),
    ],
)
def test_fees_round_down(minor: int, currency: str, points: int, fee: int) -> None:
    assert fees.fee_on(Amount(minor, currency), points) == Amount(fee, currency)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10_000))
def test_a_fee_on_a_part_is_never_more_than_on_the_whole(part: int, more: int, points: int) -> None:
    whole = fees.fee_on(Amount(part + more, "EUR"), points)
    assert fees.fee_on(Amount(part, "EUR"), points) <= whole <= Amount(part + more, "EUR")


@pytest.mark.parametrize(
    ("hourly", "currency", "minutes", "least"),
    [
        ("12.71", "GBP", 450, 9533),  # 95.325
        ("12.71", "GBP", 60, 1271),
        ("7.25", "USD", 1, 13),  # 12.08 cents
        ("12.31", "EUR", 0, 0),
        ("1121", "JPY", 450, 8408),  # 8407.5
        ("1121", "JPY", 480, 8968),
    ],
)
def test_wage_floors_round_up(hourly: str, currency: str, minutes: int, least: int) -> None:
    assert wages.least_daily_pay(Decimal(hourly), currency, minutes) == least


@given(st.decimals("0.01", "500", places=2), st.integers(0, 1440), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_a_floor_is_never_below_the_law_and_less_than_a_unit_above(
    hourly: Decimal, minutes: int, currency: str
) -> None:
    least = wages.least_daily_pay(hourly, currency, minutes)
    due = hourly * minutes * (10 ** wages.exponent(currency))
    assert due <= least * 60 < due + 60


@pytest.mark.parametrize(
    ("place", "on", "hourly"),
    [
        (("US", "TX", ""), ON, "7.25"),
        (("us", "ca", "Oakland"), ON, "16.90"),
        (("US", "NY", "Buffalo"), ON, "16.00"),
        (("US", "NY", "New York"), ON, None),  # a rate of its own, not known
        (("US", "FL", ""), dt.date(2026, 9, 29), "14.00"),
        (("US", "FL", ""), dt.date(2026, 9, 30), "15.00"),
        (("US", "CA", ""), dt.date(2026, 6, 30), "7.25"),  # only the federal row had begun
        (("GB", "", "Leeds"), ON, "12.71"),
        (("GB", "", "Leeds"), dt.date(2026, 3, 31), None),
        (("FR", "", "Lyon"), dt.date(2026, 5, 31), "12.02"),
        (("FR", "", "Lyon"), dt.date(2026, 6, 1), "12.31"),
        (("CA", "QC", ""), ON, "16.60"),
        (("CA", "SK", ""), ON, None),
        (("DE", "BE", "Berlin"), ON, None),
        (("JP", "", "Tokyo"), ON, None),
    ],
)
def test_the_highest_known_floor_applies_and_an_unknown_place_has_none(
    db: None, place: tuple[str, str, str], on: dt.date, hourly: str | None
) -> None:
    floor = queries.wage_floor_for(*place, on)
    assert (floor.hourly if floor else None) == (Decimal(hourly) if hourly else None)


def test_a_local_rate_wins_when_higher_and_never_lowers(db: None, odile: Actor) -> None:
    at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    for city, rate in (("Oakland", "17.34"), ("Nowhere", "1.00")):
        actions.set_wage_floor(
            country="us", region="CA", city=city, currency="usd", hourly_rate=Decimal(rate), valid_from=ON,
            source="the city's page", by=odile, at=at,
        )  # fmt: skip
    oakland, nowhere = (queries.wage_floor_for("US", "CA", city, ON) for city in ("oakland", "Nowhere"))
    assert oakland
    assert nowhere
    assert (oakland.hourly, nowhere.hourly) == (Decimal("17.34"), Decimal("16.90"))
    assert WageFloor.objects.get(city="Oakland").checked_on == at.date()


def test_no_seeded_wage_counts_as_checked(db: None) -> None:
    assert WageFloor.objects.exclude(checked_on=None).count() == 0
    assert WageFloor.objects.filter(official="").count() == 0


def test_a_fee_rule_applies_from_its_day(db: None, odile: Actor, hedy: Actor) -> None:
    at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    actions.set_fee(basis_points=800, valid_from=dt.date(2027, 1, 1), by=odile, at=at)
    assert queries.fee_basis_points_on(dt.date(2026, 12, 31)) == 1000
    assert queries.fee_basis_points_on(dt.date(2027, 1, 1)) == 800
    with pytest.raises(NotAllowed):
        actions.set_fee(basis_points=0, valid_from=dt.date(2027, 1, 1), by=hedy, at=at)
    with pytest.raises(TheRuleIsDatedBack):
        actions.set_fee(basis_points=0, valid_from=dt.date(2026, 11, 21), by=odile, at=at)
    assert FeeRule.objects.count() == 2


def test_yen_are_funded_and_paid_whole(world: object) -> None:
    from foretaste.money.endings import Ending
    from tests.money.cast_of_money import World, books_are_right

    assert isinstance(world, World)
    world.currency, world.pay, world.bonus = "JPY", (9005, 9005), (4001, 0)
    order = world.fund()
    assert order.amount_minor == 18010 + 1801
    world.commit()
    world.start_day(1)
    done = world.settle(Ending.EXIT)
    assert (done.paid_minor, done.fee_minor, done.back_minor) == (13006, 1300, 5505)
    books_are_right()
