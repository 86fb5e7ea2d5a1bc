"""The people behind the company's pages: Halden Instruments, a colleague, a candidate, an outsider, signed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Person
from foretaste.money.models import WageFloor
from foretaste.opportunities.models import Opportunity
from foretaste.trials import actions as trials
from foretaste.trials.models import Trial
from tests.worlds import (
    make_colleague,
    make_company,
    make_draft,
    make_intern,
    make_offer,
    make_published_opportunity,
)

Enter = Callable[[Actor], Client]


@pytest.fixture
def at(clock: Any) -> dt.datetime:
    return clock.now  # Monday 2 March 2026, 09:00 in Berlin


@pytest.fixture
def wages(db: None) -> None:
    WageFloor.objects.filter(country="DE").delete()
    WageFloor.objects.create(
        country="DE", currency="EUR", hourly_rate="13.90", valid_from=dt.date(2026, 1, 1), source="the tests"
    )


@pytest.fixture
def halden(wages: None, at: dt.datetime) -> Actor:
    return make_company("Halden Instruments", at, founder="Hedy Vogel")


@pytest.fixture
def jonas(halden: Actor, at: dt.datetime) -> Actor:
    return make_colleague("Jonas Reimann", halden, at)


@pytest.fixture
def rival(wages: None, at: dt.datetime) -> Actor:
    """Another company: to it nothing of Halden's exists."""
    return make_company("Rival Works", at, founder="Rita Sommer")


@pytest.fixture
def amara(db: None, at: dt.datetime) -> Actor:
    return make_intern("Amara Okafor", at)


@pytest.fixture
def draft(halden: Actor, at: dt.datetime) -> Opportunity:
    return make_draft(halden, at)


@pytest.fixture
def opportunity(halden: Actor, at: dt.datetime) -> Opportunity:
    return make_published_opportunity(halden, at)


@pytest.fixture
def trial(opportunity: Opportunity, halden: Actor, amara: Actor, at: dt.datetime) -> Trial:
    """Agreed: three days from Monday 9 March."""
    offer = make_offer(opportunity, amara, halden, at)
    return trials.agree(offer_id=offer.public_id, by=amara, at=at)


@pytest.fixture
def enter(db: None) -> Enter:
    """Sign somebody in."""

    def signed_in(who: Actor) -> Client:
        client = Client()
        client.force_login(Person.objects.get(pk=who.person_id), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def client_(enter: Enter, halden: Actor) -> Client:
    return enter(halden)
