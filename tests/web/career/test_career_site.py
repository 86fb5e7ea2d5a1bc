"""A company's career site: what strangers, search engines and feed readers find there, and when they no longer do."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import feedparser
import pytest
from django.db.models.signals import post_init
from lxml import etree

from foretaste.accounts import actions as accounts
from foretaste.opportunities import actions as opportunities
from foretaste.opportunities.models import Opportunity
from tests.small_world import known_wages
from tests.worlds import OPERATOR, make_company, make_draft, make_published_opportunity

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def on_its_host(settings: Any) -> None:
    settings.SITE_URL = "https://trials.example.org"


def markup_in(page: str) -> list[dict[str, Any]]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return [json.loads(block) for block in blocks]


def close(opportunity: Opportunity, by: Any, at: dt.datetime) -> None:
    opportunities.close_opportunity(opportunity_id=opportunity.public_id, by=by, at=at)


@pytest.fixture
def halden(db: None, posted_at: dt.datetime) -> Any:
    known_wages()
    return make_company("Halden Instruments", posted_at, founder="Hedy Vogel")


@pytest.fixture
def trial(halden: Any, posted_at: dt.datetime) -> Opportunity:
    return make_published_opportunity(halden, posted_at)


def test_the_list_shows_what_is_open_and_carries_no_markup(client, trial):
    page = client.get("/at/halden-instruments/").text

    assert f'href="https://trials.example.org/at/halden-instruments/{trial.public_id}/"' in page
    assert "€420.00" in page
    assert markup_in(page) == []


def test_a_posting_has_one_markup_with_the_words_of_the_page(client, trial):
    page = client.get(f"/at/halden-instruments/{trial.public_id}/").text
    (found,) = markup_in(page)

    assert found["@type"] == "JobPosting"
    assert found["url"] == f"https://trials.example.org/at/halden-instruments/{trial.public_id}/"
    assert found["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {"@type": "QuantitativeValue", "value": 140, "unitText": "DAY"},
    }
    assert found["validThrough"] == "2026-03-08T12:00:00+01:00"
    for words in re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", found["description"]):
        assert re.sub(r"</?strong>", "", words) in page


def test_the_page_here_names_the_same_canonical_address(client, trial):
    here = client.get(f"/opportunities/{trial.public_id}/").text
    there = client.get(f"/at/halden-instruments/{trial.public_id}/").text

    canonical = f'<link rel="canonical" href="https://trials.example.org/at/halden-instruments/{trial.public_id}/">'
    assert canonical in here
    assert canonical in there
    assert markup_in(here) == markup_in(there)


def test_the_street_is_told_to_nobody_before_the_agreement(client, trial):
    base = "/at/halden-instruments/"
    for path in ("", f"{trial.public_id}/", "postings.json", "feed.rss", "feed.atom", "feed.json", "widget/"):
        answer = client.get(base + path)
        assert answer.status_code == 200
        assert b"Prinzenstrasse" not in answer.content


def test_words_that_look_like_markup_stay_words(client, halden, posted_at):
    title = "Read </script><script>alert(1)</script> & <b>tell</b>"
    evil = make_published_opportunity(halden, posted_at, title=title)
    page = client.get(f"/at/halden-instruments/{evil.public_id}/").text

    assert "<script>alert" not in page
    assert markup_in(page)[0]["title"] == title


def test_a_closed_one_is_gone_everywhere_at_once(client, trial, halden, clock):
    clock.move_on(hours=1)
    close(trial, halden, clock.now)

    gone = client.get(f"/at/halden-instruments/{trial.public_id}/")
    assert gone.status_code == 410
    assert markup_in(gone.text) == []
    assert 'content="noindex"' in gone.text
    assert markup_in(client.get(f"/opportunities/{trial.public_id}/").text) == []
    for path in ("", "postings.json", "feed.rss", "feed.atom", "feed.json", "sitemap.xml"):
        assert trial.public_id not in client.get(f"/at/halden-instruments/{path}").text


def test_nobody_can_ask_any_more_from_noon_of_the_answer_date(client, trial, clock):
    clock.move_to(trial.closes_at)
    assert client.get(f"/at/halden-instruments/{trial.public_id}/").status_code == 410


def test_what_was_never_open_is_not_there(client, halden, posted_at):
    draft = make_draft(halden, posted_at)
    assert client.get(f"/at/halden-instruments/{draft.public_id}/").status_code == 404
    assert client.get("/at/nobody/").status_code == 404


def test_a_trial_stands_only_on_its_own_company_s_site(client, trial, posted_at):
    make_company("Rival Works", posted_at)
    assert client.get(f"/at/rival-works/{trial.public_id}/").status_code == 404


def test_a_suspended_company_shows_nothing(client, trial, halden, clock):
    accounts.suspend_company(
        organization_id=trial.organization.public_id, because="A check.", by=OPERATOR, at=clock.now
    )
    assert client.get("/at/halden-instruments/").status_code == 404
    assert "halden" not in client.get("/sitemap.xml").text
    assert markup_in(client.get(f"/opportunities/{trial.public_id}/").text) == []


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_feed_reader_reads_it_without_complaint(client, trial, kind):
    answer = client.get(f"/at/halden-instruments/feed.{kind}")
    read = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})

    assert read.bozo == 0
    assert [entry.title for entry in read.entries] == ["Redraw a measuring guide"]
    assert read.entries[0].link == f"https://trials.example.org/at/halden-instruments/{trial.public_id}/"
    (entry,) = read.entries
    assert "A four-page guide" in (entry.content[0].value if "content" in entry else entry.summary)
    etree.fromstring(answer.content)


def test_an_empty_feed_is_still_a_feed(client, halden):
    for kind in ("rss", "atom"):
        assert feedparser.parse(client.get(f"/at/halden-instruments/feed.{kind}").content).bozo == 0


def test_the_json_feed_says_all_that_version_one_asks_for(client, trial):
    feed = client.get("/at/halden-instruments/feed.json").json()

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert item["id"] == item["url"] == f"https://trials.example.org/at/halden-instruments/{trial.public_id}/"
    assert item["content_html"].startswith("<p>Turn twelve pages")


def test_the_public_json_says_pay_and_days(client, trial):
    answer = client.get("/at/halden-instruments/postings.json")
    (posting,) = answer.json()["postings"]

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert posting["pay"]["full_minor"] == 42_000
    assert posting["days"] == 3
    assert [day["starts_at"] for day in posting["plan"]] == [
        "2026-03-09T09:00+01:00", "2026-03-10T09:00+01:00", "2026-03-11T09:00+01:00",
    ]  # fmt: skip


def test_the_sitemap_tells_when_a_posting_really_changed(client, trial, halden, clock):
    clock.move_on(days=1)
    later = make_published_opportunity(halden, clock.now, title="Count the bolts")
    packed = client.get("/at/halden-instruments/sitemap.xml.gz").content
    tree = etree.fromstring(gzip.decompress(packed))
    base = "https://trials.example.org/at/halden-instruments/"

    told = {
        one.findtext("s:loc", namespaces=SITEMAP): one.findtext("s:lastmod", namespaces=SITEMAP)
        for one in tree.iterfind("s:url", SITEMAP)
    }
    assert told == {
        base: "2026-03-03T08:00:00+00:00",
        f"{base}{later.public_id}/": "2026-03-03T08:00:00+00:00",
        f"{base}{trial.public_id}/": "2026-03-02T08:00:00+00:00",
    }
    assert gzip.decompress(packed) == client.get("/at/halden-instruments/sitemap.xml").content


def test_the_index_names_every_company_with_something_open(client, trial, posted_at):
    make_company("Rival Works", posted_at)
    tree = etree.fromstring(client.get("/sitemap.xml").content)

    assert tree.xpath("//s:loc/text()", namespaces=SITEMAP) == [
        "https://trials.example.org/sitemap-pages.xml",
        "https://trials.example.org/at/halden-instruments/sitemap.xml.gz",
    ]
    assert client.get("/sitemap-pages.xml").text.count("<loc>") == 9


def test_robots_are_led_to_the_sitemap_and_away_from_what_is_somebody_s(client, db):
    said = client.get("/robots.txt").text

    assert "Sitemap: https://trials.example.org/sitemap.xml" in said
    assert "Disallow: /company/" in said


def test_only_the_widget_may_be_framed_and_it_sets_no_cookie(client, trial):
    widget = client.get("/at/halden-instruments/widget/")
    page = client.get("/at/halden-instruments/")

    assert "frame-ancestors *" in widget["Content-Security-Policy"]
    assert "X-Frame-Options" not in widget
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert not widget.cookies
    assert not page.cookies


def test_the_widget_s_headings_have_no_gap_and_its_links_say_where_they_open(client, trial):
    page = client.get("/at/halden-instruments/widget/").text
    assert re.findall(r"<h(\d)", page) == ["1", "2", "3"]
    links = re.findall(r"<a [^>]*>(.*?)</a>", page, re.S)
    assert len(links) == 2
    assert all("opens in a new window" in link for link in links)
    assert "opens in a new window" not in client.get("/at/halden-instruments/").text


def test_what_embeds_loads_no_more_than_it_shows(client, trial, halden, posted_at):
    make_published_opportunity(halden, posted_at, title="Count the bolts")
    base, site = "https://trials.example.org/at/halden-instruments/", "/at/halden-instruments/"
    for path, rows in (
        (f"{site}widget.js", 0),
        (f"/oembed?url={base}", 0),
        (f"/oembed?url={base}{trial.public_id}/", 1),
        (f"{site}widget/?only={trial.public_id}", 1),
        (f"{site}widget/?only=unknown", 0),
        (f"{site}widget/", 2),
    ):
        loaded: list[str] = []
        with counted(loaded):
            answer = client.get(path)
        assert (answer.status_code, len(loaded)) == (200, rows), path
    assert "Count the bolts" not in client.get(f"{site}widget/?only={trial.public_id}").text


@contextmanager
def counted(loaded: list[str]) -> Iterator[None]:
    """Note each posting that is made of a row."""

    def note(instance: Opportunity, **_said: object) -> None:
        loaded.append(instance.public_id)

    post_init.connect(note, sender=Opportunity)
    try:
        yield
    finally:
        post_init.disconnect(note, sender=Opportunity)


def test_the_script_makes_the_widget(client, trial):
    script = client.get("/at/halden-instruments/widget.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert 'new URL("widget/", here.src)' in script.text


def test_oembed_answers_for_a_site_and_for_a_posting(client, trial):
    base = "https://trials.example.org/at/halden-instruments/"
    whole = client.get("/oembed", {"url": base}).json()
    one = client.get("/oembed", {"url": f"{base}{trial.public_id}/", "maxwidth": "300"}).json()

    assert whole["type"] == one["type"] == "rich"
    assert f'src="{base}widget/"' in whole["html"]
    assert f'src="{base}widget/?only={trial.public_id}"' in one["html"]
    assert one["width"] == 300
    assert client.get("/oembed", {"url": base, "format": "xml"}).status_code == 501


@pytest.mark.parametrize(
    "address", ["", "https://[", "https://evil.example/at/halden-instruments/", "https://trials.example.org/company/"]
)
def test_oembed_answers_for_nothing_else(client, trial, address):
    assert client.get("/oembed", {"url": address}).status_code == 404


def test_a_site_takes_few_questions_to_the_database(client, trial, halden, posted_at, django_assert_max_num_queries):
    make_published_opportunity(halden, posted_at, title="Count the bolts")
    with django_assert_max_num_queries(6):
        client.get("/at/halden-instruments/")
