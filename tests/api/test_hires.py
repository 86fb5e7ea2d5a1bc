"""A company's hires and figures over the API: rows or a table, whole or not at all, and the curves as numbers."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.insights.models import Hire, PublishedFeedback
from tests.insights.test_hires import HEAD, TABLE, lines
from tests.worlds import make_company

pytestmark = pytest.mark.django_db
MANY = HEAD + lines("trial", [40, 90, 200, 300, 380, 400], "own") + lines("direct", [5, 10, 60, 70, 80, 90], "company")


@pytest.fixture
def company(clock):
    return make_company("Halden Instruments", clock.now, founder="Hedy Vogel")


@pytest.fixture
def ours(call, company):
    return call(company)


def test_rows_are_brought_in_once_and_read_page_by_page(ours):
    hires = [
        {"reference": f"A-{number}", "route": "trial", "started_on": "2025-01-06", "left_on": None, "reason": ""}
        for number in (1, 2, 3)
    ]
    for _time in range(2):
        assert ours("post", "/company/hires", {"hires": hires}).json() == {"hires": 3}
    first = ours("get", "/company/hires?limit=2").json()
    rest = ours("get", f"/company/hires?limit=2&after={first['next']}").json()
    told = [*first["items"], *rest["items"]]
    assert sorted(one["reference"] for one in told) == ["A-1", "A-2", "A-3"]
    assert rest["next"] is None
    assert (told[0]["route"], told[0]["started_on"]) == ("trial", "2025-01-06")
    assert ours("delete", "/company/hires?reference=A-2").json() == {"hires": 1}
    assert ours("delete", "/company/hires?reference=A-2").status_code == 422
    assert ours("delete", "/company/hires").status_code == 422
    assert Hire.objects.count() == 2
    assert ours("delete", "/company/hires?everything=yes").json() == {"hires": 2}


def test_a_table_with_a_mistake_is_brought_in_not_at_all(ours):
    wrong = TABLE + "A-3,carrier pigeon,2025-01-06,,\nA-4,trial,soon,,\n"
    refused = ours("post", "/company/hires", {"table": wrong})
    assert (refused.status_code, sorted(refused.json()["fields"])) == (422, ["line 4", "line 5"])
    assert ours("post", "/company/hires", {}).status_code == 422
    assert ours("post", "/company/hires", {"table": TABLE, "hires": []}).status_code == 422
    assert not Hire.objects.exists()
    assert ours("post", "/company/hires", {"table": TABLE}).status_code == 201
    assert Hire.objects.count() == 2


def test_below_five_there_is_no_figure_and_above_the_curves_are_numbers(ours):
    ours("post", "/company/hires", {"table": TABLE})
    few = ours("get", "/company/hires/retention").json()
    assert (few["people"], few["everyone"], few["routes"]) == (2, None, [])
    ours("delete", "/company/hires?everything=yes")
    ours("post", "/company/hires", {"table": MANY})
    found = ours("get", "/company/hires/retention").json()
    assert (found["people"], found["everyone"]["left"]) == (12, 12)
    by_route = {one["route"]: one for one in found["routes"]}
    assert [step["day"] for step in by_route["trial"]["steps"]] == [40, 90, 200, 300, 380, 400]
    assert by_route["trial"]["steps"][0]["share"] == pytest.approx(5 / 6)
    assert by_route["direct"]["median_days"] == 60
    assert found["difference"]["degrees"] == 1
    assert {one["people"] for one in found["ways"]} == {6}


def test_insights_are_what_was_published_and_nothing_else(ours, company):
    empty = ours("get", "/company/insights").json()
    assert (empty["funnel"], empty["shares"], empty["exits_by_day"], empty["ends"]) == ([], [], None, None)
    steps = ("asked", "welcomed", "agreed", "started", "finished", "left_early", "offers_made", "offers_taken")
    for topic, figures in (
        ("funnel", {step: 20 - place for place, step in enumerate(steps)}),
        ("exit_days", {"1": 4, "2": 2}),
    ):
        PublishedFeedback.objects.create(
            organization_id=company.organization_id, topic=topic, on=dt.date(2026, 2, 1), interns=6, figures=figures
        )
    found = ours("get", "/company/insights").json()
    assert found["funnel"] == [
        {"published_on": "2026-02-01", "interns": 6} | {step: 20 - place for place, step in enumerate(steps)}
    ]
    assert found["exits_by_day"]["rows"] == [{"which": "1", "number": 4}, {"which": "2", "number": 2}]
