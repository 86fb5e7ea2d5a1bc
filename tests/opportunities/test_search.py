"""The list: what is open and fits, by the soonest, the newest or the pay."""

from __future__ import annotations

import datetime as dt
import time

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


def titles(at: dt.datetime, **asked) -> list[str]:
    return [one.title for one in queries.search(at=at, **asked)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Redraw a measuring guide", "Answer listeners", "Cut radio pieces"]),
        ({"text": "meas"}, ["Redraw a measuring guide"]),
        ({"text": "RADIO cut"}, ["Cut radio pieces"]),
        ({"text": "sund media"}, ["Answer listeners", "Cut radio pieces"]),
        ({"text": "C++ editing"}, ["Cut radio pieces"]),
        ({"text": "'; drop table -- & | ! :*"}, []),
        ({"text": "'"}, ["Redraw a measuring guide", "Answer listeners", "Cut radio pieces"]),
        ({"place": "hamburg"}, ["Cut radio pieces"]),
        ({"place": "remote"}, ["Answer listeners"]),
        ({"days": [1, 2]}, ["Answer listeners", "Cut radio pieces"]),
        ({"pay": 14_000, "currency": "EUR"}, ["Redraw a measuring guide", "Cut radio pieces"]),
        ({"field": "culture"}, ["Cut radio pieces"]),
        ({"when": ["weekends"]}, ["Cut radio pieces"]),
        ({"when": ["evenings"]}, ["Answer listeners"]),
        ({"starts_until": dt.date(2026, 3, 12)}, ["Redraw a measuring guide", "Answer listeners"]),
        ({"order": "pay"}, ["Cut radio pieces", "Redraw a measuring guide", "Answer listeners"]),
    ],
)
def test_what_fits_is_found(three, at, asked, found):
    assert titles(at, **asked) == found


def test_what_has_begun_is_gone(three, at):
    assert titles(dt.datetime(2026, 3, 12, 17, 0, tzinfo=dt.UTC)) == ["Cut radio pieces"]


def test_what_is_alike_comes_nearest_first(three, at):
    guide = Opportunity.objects.get(title="Redraw a measuring guide")
    assert [one.title for one in queries.alike(guide, at)] == ["Answer listeners", "Cut radio pieces"]


def test_ten_thousand_postings_are_listed_in_one_quick_query(three, at):
    company = Organization.objects.first()
    person = Person.objects.first()
    starts = at + dt.timedelta(days=3)
    Opportunity.objects.bulk_create(
        Opportunity(
            organization=company,
            created_by=person,
            created_at=at,
            changed_at=at,
            state=Opportunity.State.PUBLISHED,
            title=f"Trial number {number}",
            field=("design", "data", "software")[number % 3],
            searched_text=f"Trial number {number} " + ("rare" if number % 500 == 0 else "common"),
            days_count=1 + number % 5,
            starts_at=starts + dt.timedelta(minutes=number),
            published_at=at,
            daily_pay_minor=10_000 + number,
            currency="EUR",
        )
        for number in range(10_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE opportunities_opportunity")
    for asked in ({}, {"text": "rare"}, {"order": "pay"}, {"order": "newest"}, {"field": "data", "days": [2]}):
        took = []
        for _ in range(5):
            with CaptureQueriesContext(
                connection,
            ) as run:
                began = time.perf_counter()
                page = list(queries.search(at=at, **asked)[:20])
                took.append(time.perf_counter() - began)
            assert (len(page), len(run)) == (20, 1)
        assert min(took) < 0.02, (asked, took)
