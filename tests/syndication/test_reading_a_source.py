"""A source from end to end: fetched, read, taken in; a failed reading touches nothing but the source's health."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from foretaste.accounts.actors import VISITOR
from foretaste.syndication import queries
from foretaste.syndication.models import ImportedListing, Sighting, Source
from tests.syndication.served import Reply, packed

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Acme</title>
<item><title>Paid trial day, workshop</title><guid>a1</guid><link>http://acme.example/jobs/1?utm_source=rss</link>
<description>&lt;p&gt;One day, 120 EUR per day.&lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;</description>
<pubDate>Mon, 23 Feb 2026 09:00:00 +0100</pubDate></item></channel></rss>"""


def board(*titles: str) -> bytes:
    jobs = [
        {
            "id": number,
            "internal_job_id": number,
            "title": title,
            "company_name": "Acme",
            "absolute_url": f"https://boards.greenhouse.io/acme/jobs/{number}",
            "location": {"name": "Berlin, Germany"},
            "content": "&lt;p&gt;A short-term project of &lt;b&gt;three days&lt;/b&gt;.&lt;/p&gt;",
            "first_published": "2026-02-20T10:00:00+01:00",
        }
        for number, title in enumerate(titles, 1)
    ]
    return json.dumps({"jobs": jobs}).encode()


BOARD = "boards-api.greenhouse.io/v1/boards/acme/jobs?content=true&pay_transparency=true"


@pytest.fixture
def feed(web, make_source) -> Source:
    web.pages["acme.example/feed.rss"] = Reply(RSS.encode(), headers={"ETag": '"one"'})
    return make_source("feed", "http://acme.example/feed.rss")


def test_what_a_feed_holds_becomes_listings(clock, feed, read_source):
    source = read_source(feed)
    assert (source.health, source.listings_count, source.micro_count) == ("live", 1, 1)
    listing = ImportedListing.objects.get()
    assert (listing.title, listing.company, listing.label) == ("Paid trial day, workshop", "Acme", "acme.example")
    assert listing.url == "http://acme.example/jobs/1"
    assert (listing.body, listing.text) == ("<p>One day, 120 EUR per day.</p>", "One day, 120 EUR per day.")
    assert (listing.pay_least_minor, listing.currency, listing.pay_per) == (12_000, "EUR", "day")
    assert (listing.verdict, listing.days, listing.pay_per_day_minor) == ("yes", 1, 12_000)
    assert list(queries.open_to(VISITOR, clock.now)) == [listing]
    assert source.next_read_at == clock.now + dt.timedelta(hours=6)


def test_nothing_changed_is_not_read_again(clock, web, feed, read_source):
    read_source(feed)
    web.pages["acme.example/feed.rss"] = lambda request: Reply(
        status=304 if request.headers.get("If-None-Match") == '"one"' else 500
    )
    source = read_source(feed, clock.move_on(days=29))
    assert (source.health, source.failures, source.last_read_at) == ("live", 0, clock.now)
    clock.move_on(days=29)
    assert queries.open_to(VISITOR, clock.now).count() == 1, "as fresh as when the site last said so"
    clock.move_on(days=2)
    assert queries.open_to(VISITOR, clock.now).count() == 0


@pytest.mark.parametrize(
    ("reply", "health", "why"),
    [
        (Reply(status=404), "dead", "gone"),
        (Reply(status=500), "failing", "broken_there"),
        (Reply(status=429, headers={"Retry-After": "90000"}), "failing", "asked_to_wait"),
        (Reply(RSS.encode()[:200]), "failing", "not_xml"),
        (Reply(RSS.encode(), headers={"TDM-Reservation": "1"}), "refused", "rights_reserved"),
        (Reply(raw=b"nonsense\r\n\r\n"), "failing", "no_answer"),
    ],
)
def test_a_failed_reading_deletes_and_closes_nothing(clock, web, feed, read_source, reply, health, why):
    read_source(feed)
    before = list(ImportedListing.objects.values()), list(Sighting.objects.values())
    web.pages["acme.example/feed.rss"] = reply
    at = clock.move_on(days=1)
    source = read_source(feed, at)
    assert (source.health, source.why, source.failures) == (health, why, 1)
    assert source.next_read_at == at + dt.timedelta(seconds=90_000 if why == "asked_to_wait" else 6 * 3600)
    assert (list(ImportedListing.objects.values()), list(Sighting.objects.values())) == before
    source = read_source(feed, at)
    assert source.next_read_at == at + (
        dt.timedelta(seconds=90_000) if why == "asked_to_wait" else dt.timedelta(hours=12)
    )


def test_what_a_board_no_longer_holds_is_closed_and_opens_again(clock, web, make_source, read_source):
    web.pages[BOARD] = packed(board("Trial day", "Trial week"))
    source = make_source("greenhouse", "acme")
    source.address = "acme"
    web.pages["boards-api.greenhouse.io/robots.txt"] = "User-agent: *\nDisallow: /private\n"
    read_source(source)
    assert queries.open_to(VISITOR, clock.now).count() == 2
    web.pages[BOARD] = board("Trial day")
    read_source(source, clock.move_on(hours=6))
    assert [one.title for one in queries.open_to(VISITOR, clock.now)] == ["Trial day"]
    assert ImportedListing.objects.get(title="Trial week").closed_at == clock.now
    web.pages[BOARD] = board("Trial day", "Trial week")
    read_source(source, clock.move_on(hours=6))
    assert queries.open_to(VISITOR, clock.now).count() == 2


def test_an_empty_board_closes_what_it_held_once_it_is_empty_twice(clock, web, make_source, read_source):
    web.pages[BOARD] = board("Trial day")
    source = read_source(make_source("greenhouse", "acme"))
    web.pages[BOARD] = b'{"jobs": []}'
    source = read_source(source, clock.move_on(hours=6))
    assert (source.health, queries.open_to(VISITOR, clock.now).count()) == ("empty", 1)
    source = read_source(source, clock.move_on(hours=6))
    assert (source.health, queries.open_to(VISITOR, clock.now).count()) == ("empty", 0)


def test_the_same_job_elsewhere_is_one_listing_seen_twice(clock, web, feed, make_source, read_source):
    read_source(feed)
    page = {"@context": "https://schema.org", "@type": "JobPosting", "title": "Paid Trial Day – Workshop"}
    page |= {"hiringOrganization": {"name": "ACME GmbH"}, "description": "One day.", "url": "http://jobs.example/77"}
    web.pages["jobs.example/77"] = f'<script type="application/ld+json">{json.dumps(page)}</script>'
    source = read_source(make_source("page", "http://jobs.example/77"))
    assert (source.health, source.why) == ("live", "")
    listing = ImportedListing.objects.get()
    assert queries.seen_at(listing) == [
        ("acme.example", "http://acme.example/jobs/1"),
        ("jobs.example", "http://jobs.example/77"),
    ]


def test_a_site_that_says_no_is_not_read(web, feed, read_source):
    web.pages["acme.example/robots.txt"] = "User-agent: *\nDisallow: /\n"
    source = read_source(feed)
    assert (source.health, source.why) == ("refused", "robots_say_no")
    assert web.asked_for_listings() == []
    assert ImportedListing.objects.count() == 0
