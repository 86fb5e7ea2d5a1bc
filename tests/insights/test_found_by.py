"""How interns say they found a trial: counted among those who said it, and nothing that tells who said what."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.accounts.models import Person
from foretaste.insights import actions, queries
from foretaste.insights.audit import feedback_hides_single_people
from foretaste.insights.models import PublishedFeedback
from foretaste.insights.queries import Way
from foretaste.opportunities.models import Application, Opportunity
from tests.insights.test_record import APRIL, MAY, lived  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
ASKED = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def ask(lived: Any, hedy: Actor) -> Any:  # noqa: F811
    """Let people ask Hedy's company, for work that is over, and say how they found it: `ask("abc", "linkedin")`."""
    lived("z")  # a company with a trial is counted
    postings = [
        Opportunity.objects.create(
            organization_id=hedy.organization_id, created_by_id=hedy.person_id, created_at=ASKED, changed_at=ASKED,
            last_on=last_on,
        )
        for last_on in (dt.date(2026, 3, 10), dt.date(2026, 3, 17))
    ]  # fmt: skip

    def asks(names: str, found_by: str, *, at: dt.datetime = ASKED, posting: int = 0, verified: bool = True) -> None:
        for name in names:
            person, is_new = Person.objects.get_or_create(email=f"{name}@example.org", defaults={"name": name})
            if is_new and verified:
                EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
            Application.objects.create(
                opportunity=postings[posting], intern=person, state="accepted", found_by=found_by, created_at=at,
                submitted_at=at, answer_by=at.date(), answer_due_at=at,
            )  # fmt: skip

    return asks


def shown(hedy: Actor) -> list[tuple[str, int]]:
    return [(one.which, one.interns) for one in queries.insights_visible_to(hedy).ways["found_by"]]


def test_each_counts_once_by_what_they_said_first(ask: Any, hedy: Actor) -> None:
    ask("abcdefg", "linkedin")
    ask("hijkl", "campus")
    ask("a", "campus", at=ASKED + dt.timedelta(days=1), posting=1)
    ask("mnopq", "")
    ask("rs", "person", verified=False)
    actions.publish_figures(by=CLOCK, at=APRIL)
    assert queries.insights_visible_to(hedy).ways["found_by"] == [Way("linkedin", 7), Way("campus", 5)]
    assert PublishedFeedback.objects.get(topic="found_by").interns == 12
    assert feedback_hides_single_people().offenders == []


def test_four_voices_are_none_and_a_few_are_told_together(ask: Any, hedy: Actor) -> None:
    ask("abcd", "linkedin")
    ask("efghijk", "")
    actions.publish_figures(by=CLOCK, at=APRIL)
    assert not PublishedFeedback.objects.filter(topic="found_by").exists()
    ask("lmnop", "campus")
    ask("q", "indeed")
    actions.publish_figures(by=CLOCK, at=MAY)
    assert shown(hedy) == [("campus", 5), ("", 5)]


def test_one_more_voice_moves_nothing(ask: Any, hedy: Actor) -> None:
    """The attacker lets one known person ask, waits for the next date and compares; then four more."""
    ask("abcdef", "linkedin")
    ask("ghijk", "person")
    actions.publish_figures(by=CLOCK, at=APRIL)
    before = shown(hedy)
    ask("l", "campus")
    actions.publish_figures(by=CLOCK, at=MAY)
    assert shown(hedy) == before == [("linkedin", 6), ("person", 5)]
    ask("mnop", "campus")
    actions.publish_figures(by=CLOCK, at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    assert shown(hedy) == [("linkedin", 6), ("campus", 5), ("person", 5)]


def test_it_is_never_crossed_with_what_the_company_knows(ask: Any, hedy: Actor) -> None:
    """Who agreed is known to the company: five of LinkedIn's five, none of the others' would name each of them."""
    ask("abcde", "linkedin")
    ask("fghij", "person")
    Application.objects.filter(found_by="person").update(state="declined")
    actions.publish_figures(by=CLOCK, at=APRIL)
    client = Client()
    client.force_login(Person.objects.get(pk=hedy.person_id), backend="django.contrib.auth.backends.ModelBackend")
    rows = list(csv.reader(io.StringIO(client.get("/company/insights/ways.csv").text)))
    assert rows == [
        ["way", "which", "interns", "agreed"], ["found_by", "linkedin", "5", ""], ["found_by", "person", "5", ""],
    ]  # fmt: skip
    page = client.get("/company/insights/").text
    assert "How they found it: LinkedIn, 50%" in page.replace("\N{NO-BREAK SPACE}", "")
    assert PublishedFeedback.objects.get(topic="found_by").figures == {"groups": [["linkedin", 5], ["person", 5]]}
