"""The people around opportunities: Halden Instruments with two who choose, and two who ask."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.accounts.actors import Actor
from foretaste.money.models import WageFloor
from foretaste.opportunities.models import Opportunity
from tests.worlds import make_colleague, make_company, make_intern, make_published_opportunity


@pytest.fixture
def at(clock) -> dt.datetime:
    return clock.now  # Monday 2 March 2026, 09:00 in Berlin


@pytest.fixture
def wages(db) -> None:
    """The wage floors the tests count with: 13.90 EUR an hour in Germany, 1,100 JPY in Japan."""
    for country, currency, hourly in (("DE", "EUR", "13.90"), ("JP", "JPY", "1100")):
        WageFloor.objects.filter(country=country).delete()
        WageFloor.objects.create(
            country=country, currency=currency, hourly_rate=hourly, valid_from=dt.date(2026, 1, 1), source="the tests"
        )


@pytest.fixture
def halden(wages, at) -> Actor:
    return make_company("Halden Instruments", at, founder="Hedy Vogel")


@pytest.fixture
def jonas(halden, at) -> Actor:
    return make_colleague("Jonas Reimann", halden, at)


@pytest.fixture
def amara(db, at) -> Actor:
    return make_intern("Amara Okafor", at)


@pytest.fixture
def ben(db, at) -> Actor:
    return make_intern("Ben Lindqvist", at)


@pytest.fixture
def opportunity(halden, at) -> Opportunity:
    """Open: three days of 140.00 EUR from Monday 9 March, answers by Sunday 8 March, one funded seat."""
    return make_published_opportunity(halden, at)
