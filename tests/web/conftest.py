"""What the tests of pages share: clients signed in as somebody, an open posting, a demo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Person
from foretaste.core import calendars
from foretaste.opportunities.models import Opportunity
from tests.worlds import make_company, make_published_opportunity


@pytest.fixture
def signed_in(db: None) -> Callable[[Actor], Client]:
    """Return a client signed in as the actor: `signed_in(ines).get("/me/")`."""

    def sign_in(who: Actor) -> Client:
        client = Client()
        person = Person.objects.get(pk=who.person_id)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def demo_mode(settings) -> None:
    settings.DEMO = True


@pytest.fixture
def posted_at(clock) -> dt.datetime:
    return clock.now


@pytest.fixture
def open_opportunity(db: None, posted_at) -> Opportunity:
    """Open: three days of 140.00 EUR from Monday 9 March 2026 at Halden Instruments."""
    company = make_company("Halden Instruments", posted_at, founder="Hedy Vogel")
    return make_published_opportunity(company, posted_at)


@pytest.fixture
def now() -> dt.datetime:
    return calendars.now()
