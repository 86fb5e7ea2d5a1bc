"""The API recommends what the page recommends, with its reasons in words, to the person alone."""

from __future__ import annotations

import pytest

from foretaste.accounts.actors import Actor
from foretaste.matching import orders, recommending
from foretaste.matching.models import Ordering
from tests.jobs import run_all_jobs
from tests.small_world import known_wages
from tests.worlds import make_company, make_published_opportunity

pytestmark = pytest.mark.django_db


@pytest.fixture
def halden(clock) -> Actor:
    known_wages()
    halden = make_company("Halden Instruments", clock.now, founder="Rosa Maier")
    make_published_opportunity(halden, clock.now, title="Draw a map", field="design")
    make_published_opportunity(halden, clock.now, title="Count the bolts", field="operations")
    run_all_jobs("core.deliver")
    return halden


def test_what_fits_comes_with_its_reasons_as_on_the_page(call, halden, ines, clock):
    recommending.say_what_fits(fields=["design"], by=ines, at=clock.now)
    answer = call(ines, ("read",))("get", "/me/recommendations")
    (one,) = answer.json()
    assert (one["opportunity"]["title"], one["is_scarce"]) == ("Draw a map", False)
    (reason,) = one["reasons"]
    assert (reason["why"], reason["points"]) == ("field", 2.0)
    assert reason["words"].startswith("It is in a field you chose: ")
    shown = orders.recommended_to(ines, clock.now)
    assert [one.trial.title for one in shown] == ["Draw a map"]
    assert Ordering.objects.count() == 1  # what is told is logged, once


def test_who_said_nothing_is_told_nothing_and_a_company_not_even_that(call, halden, ines):
    assert call(ines)("get", "/me/recommendations").json() == []
    assert call(halden)("get", "/me/recommendations").status_code == 404
    assert call(None)("get", "/me/recommendations").status_code == 401
    assert not Ordering.objects.exists()


def test_many_are_read_with_few_questions(call, halden, ines, clock, django_assert_max_num_queries):
    for number in range(4):
        make_published_opportunity(halden, clock.now, title=f"Draw {number}", field="design")
    run_all_jobs("core.deliver")
    recommending.say_what_fits(fields=["design"], by=ines, at=clock.now)
    recommending.recommend(by=ines, at=clock.now)
    ask = call(ines)
    with django_assert_max_num_queries(40):
        assert len(ask("get", "/me/recommendations").json()) == 5


def test_the_page_of_the_api_names_it(client, db):
    assert "Trials that fit you, the best first, with the reasons" in client.get("/api/").text
