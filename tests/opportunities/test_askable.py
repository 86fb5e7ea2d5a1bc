"""What one can ask for now: the soonest or the newest of it, and what is alike."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foretaste.accounts.models import Organization, Person
from foretaste.opportunities import queries
from foretaste.opportunities.models import Opportunity
from tests.worlds import days_from, make_company, make_published_opportunity


@pytest.fixture
def three(halden, at) -> None:
    """A guide in Berlin (3 days, 140), weekend sounds in Hamburg (2 days, 160), remote evenings (1 day, 120)."""
    make_published_opportunity(halden, at)
    sund = make_company("Sund Media", at, founder="Pia Sund", city="Hamburg")
    make_published_opportunity(
        sund, at, title="Cut radio pieces", field="culture", city="Hamburg", days=2, daily_pay_minor=16_000,
        first_on=dt.date(2026, 3, 14), skills=["Sound editing", "C++"],
    )  # fmt: skip
    make_published_opportunity(
        sund, at, title="Answer listeners", field="sales", place_kind="remote", daily_pay_minor=12_000,
        days=days_from(dt.date(2026, 3, 12), 1, starts="17:30", ends="21:30"),
    )  # fmt: skip


def titles(at: dt.datetime) -> list[str]:
    return [one.title for one in queries.askable(at)]


def test_what_can_be_asked_for_comes_soonest_first(three, at):
    assert titles(at) == ["Redraw a measuring guide", "Answer listeners", "Cut radio pieces"]


def test_what_has_begun_is_gone(three, at):
    assert titles(dt.datetime(2026, 3, 12, 17, 0, tzinfo=dt.UTC)) == ["Cut radio pieces"]


def test_what_can_no_longer_be_asked_for_is_gone(three, at):
    guide = Opportunity.objects.get(title="Redraw a measuring guide")
    assert guide.closes_at < guide.starts_at
    assert guide.title in titles(guide.closes_at - dt.timedelta(minutes=1))
    assert guide.title not in titles(guide.closes_at)


def test_what_is_alike_comes_nearest_first(three, at):
    guide = Opportunity.objects.get(title="Redraw a measuring guide")
    assert [one.title for one in queries.alike(guide, at)] == ["Answer listeners", "Cut radio pieces"]


@pytest.fixture
def many(three, at) -> None:
    """Four thousand more."""
    company, person = Organization.objects.first(), Person.objects.first()
    Opportunity.objects.bulk_create(
        Opportunity(
            organization=company,
            created_by=person,
            created_at=at,
            changed_at=at,
            state=Opportunity.State.PUBLISHED,
            title=f"Trial number {number}",
            field=("design", "data", "software")[number % 3],
            days_count=1 + number % 5,
            starts_at=at + dt.timedelta(days=3, minutes=number),
            closes_at=at + dt.timedelta(days=2, minutes=number),
            published_at=at - dt.timedelta(minutes=number),
            daily_pay_minor=10_000 + number,
            currency="EUR",
        )
        for number in range(4_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE opportunities_opportunity")


def indexes_of(plan: dict) -> set[str]:
    """Return the indexes that a plan walks, and the tables it reads to the end."""
    name = plan.get("Index Name") or (plan["Relation Name"] if plan["Node Type"] == "Seq Scan" else None)
    return {name for name in (name,) if name}.union(*(indexes_of(part) for part in plan.get("Plans", [])))


@pytest.mark.parametrize(
    ("order", "index"),
    [((), "published_by_start"), (("-published_at", "-id"), "published_newest")],
)
def test_a_list_runs_on_an_index_in_one_query(many, at, order, index):
    page = (queries.askable(at).order_by(*order) if order else queries.askable(at))[:20]
    (plan,) = json.loads(page.explain(format="json"))
    walked = indexes_of(plan["Plan"])
    assert index in walked
    assert "opportunities_opportunity" not in walked  # never read to the end
    with CaptureQueriesContext(connection) as run:
        found = list(page)
    assert (len(run), len(found)) == (1, 20)
