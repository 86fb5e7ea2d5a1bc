"""Every page of the company opens for the company, and is nothing to anyone else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foretaste.opportunities.models import Application
from foretaste.web.company import waiting
from foretaste.web.company.urls import urlpatterns
from tests.worlds import make_application

READ = [
    ("dashboard", ()),
    ("new", ()),
    ("opportunity", ("draft",)),
    ("describe", ("draft",)),
    ("days", ("draft",)),
    ("people_task", ("draft",)),
    ("pay", ("draft",)),
    ("rules", ("draft",)),
    ("check", ("draft",)),
    ("opportunity", ("opportunity",)),
    ("check", ("opportunity",)),
    ("invite", ("opportunity",)),
    ("candidate", ("application",)),
    ("welcome", ("application",)),
    ("not_this_time", ("application",)),
    ("today", ()),
    ("trial", ("trial",)),
    ("agreement", ("trial",)),
    ("move", ("trial",)),
    ("end", ("trial", "withdrawal")),
    ("money", ()),
    ("people", ()),
    ("profile", ()),
]


@pytest.fixture
def application(opportunity: Any, amara: Any, at: Any) -> Application:
    return make_application(opportunity, amara, at)


def address(name: str, what: tuple[str, ...], request: pytest.FixtureRequest) -> str:
    args = [request.getfixturevalue(one).public_id if one in FIXTURES else one for one in what]
    return reverse(f"company:{name}", args=args)


FIXTURES = {"draft", "opportunity", "application", "trial"}


@pytest.mark.parametrize(("name", "what"), READ)
def test_a_page_opens_for_the_company(name: str, what: tuple[str, ...], request: Any, enter: Any, halden: Any) -> None:
    path = address(name, what, request)
    answer = enter(halden).get(path)
    assert answer.status_code == 200, path
    assert "</html>" in answer.content.decode()


@pytest.mark.parametrize(("name", "what"), [one for one in READ if one[1]])
def test_another_company_finds_nothing_there(name: str, what: Any, request: Any, enter: Any, rival: Any) -> None:
    assert enter(rival).get(address(name, what, request)).status_code == 404


@pytest.mark.parametrize("name", ["dashboard", "new", "today", "money", "people", "profile"])
def test_an_intern_finds_nothing_there(name: str, enter: Any, amara: Any) -> None:
    assert enter(amara).get(reverse(f"company:{name}")).status_code == 404


def test_a_visitor_signs_in_first(db: None) -> None:
    answer = Client().get(reverse("company:dashboard"))
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/company/"


def test_every_address_answers_only_to_the_company(db: None) -> None:
    """A visitor is never let in, whatever the address."""
    for pattern in urlpatterns:
        values = {
            name: 1 if name == "day" else "withdrawal" if name == "how" else "0" * 12
            for name in pattern.pattern.converters
        }
        assert Client().get(reverse(f"company:{pattern.name}", kwargs=values)).status_code == 302, pattern.name


@pytest.mark.parametrize(("hours", "days"), [(168, 7), (167, 7), (49, 3), (48, 2), (24.5, 2), (24, 1), (1, 1), (0, 1)])
def test_a_begun_day_counts_whole_in_what_is_left(hours, days):
    at = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
    assert waiting.days_left(at + dt.timedelta(hours=hours), at) == days
