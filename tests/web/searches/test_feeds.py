"""Any search as a feed: what anybody would find, of our own; asked again, unchanged it costs nothing."""

from __future__ import annotations

import datetime as dt
import json

import feedparser
import pytest
from icalendar import Calendar

from foretaste.accounts.actors import CLOCK, Actor, Role
from foretaste.matching import actions as found
from foretaste.matching.findable import Findable, Kind
from foretaste.opportunities import actions
from foretaste.opportunities.models import Opportunity
from foretaste.web.postings import feeding

pytestmark = pytest.mark.django_db
KINDS = ("rss", "atom", "json", "ics")
TITLE = "Redraw a measuring guide"


def titles(client, kind: str, query: str = "") -> list[str]:
    content = client.get(f"/opportunities/feed.{kind}?{query}").content
    if kind == "json":
        return [item["title"] for item in json.loads(content)["items"]]
    if kind == "ics":
        return [str(event["summary"]).split(",")[0] for event in Calendar.from_ical(content).walk("VEVENT")]
    read = feedparser.parse(content)
    assert read.bozo == 0
    return [entry.title for entry in read.entries]


@pytest.mark.parametrize("kind", KINDS)
def test_a_search_is_a_feed(kind, client, open_opportunity):
    assert titles(client, kind) == [TITLE]
    assert titles(client, kind, "days=3&q=measuring&after=x") == [TITLE]
    assert titles(client, kind, "days=2") == []


def test_the_list_names_the_feeds_of_what_it_shows(client, open_opportunity):
    page = client.get("/opportunities/?when=&days=3&q=a%26b").text
    head, body = page.split("</head>")
    for kind in KINDS:
        link = f'href="/opportunities/feed.{kind}?q=a%26b&amp;days=3"'
        assert link in head
        assert link in body


def test_each_entry_leads_to_the_page_here(client, open_opportunity):
    entry = feedparser.parse(client.get("/opportunities/feed.rss").content).entries[0]
    assert entry.link == f"http://localhost:8000/opportunities/{open_opportunity.public_id}/"
    assert entry.author == "Halden Instruments"
    assert "€420.00" in entry.summary


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_listed_elsewhere_is_in_no_feed(kind, client, signed_in, ines):
    """Neither for everybody nor for whom it was brought by: a feed is the same for all."""
    at = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
    found.put_listings(
        listings=[
            Findable(key="listed/1", kind=Kind.LISTED, title="Elsewhere", source="Lever", published_at=at),
            Findable(key="listed/2", kind=Kind.LISTED, title="Hers", published_at=at, only_for=ines.person_id),
        ],
        by=CLOCK,
    )
    assert titles(client, kind) == titles(signed_in(ines), kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_not_changed_is_not_sent_again(kind, client, open_opportunity, clock):
    path = f"/opportunities/feed.{kind}"
    first = client.get(path)
    clock.move_on(minutes=10)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (first["Last-Modified"], first["Cache-Control"]) == ("Mon, 02 Mar 2026 08:00:00 GMT", "public, max-age=300")
    assert "Set-Cookie" not in first


def test_what_has_closed_leaves_at_once(client, open_opportunity, clock):
    first = client.get("/opportunities/feed.rss")
    by = Actor(frozenset({Role.RECRUITER}), open_opportunity.created_by_id, open_opportunity.organization_id)
    actions.close_opportunity(opportunity_id=open_opportunity.public_id, by=by, at=clock.now)
    assert Opportunity.objects.get().state == "closed"
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = client.get("/opportunities/feed.rss", headers=headers)
        assert again.status_code == 200
        assert TITLE not in again.content.decode()


def test_one_address_asks_only_so_often(client, monkeypatch, clock):
    monkeypatch.setattr(feeding, "ASKED_A_MINUTE", 2)
    answers = [client.get("/opportunities/feed.ics") for _each in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"


def test_fifty_postings_are_read_with_few_questions(client, open_opportunity, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get("/opportunities/feed.rss")
