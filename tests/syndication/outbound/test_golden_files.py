"""Each outward format, byte for byte, as somebody read it through and found it right.

After a wanted change: delete the file, run this once with WRITE_GOLDEN=1, and read what was written.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from icalendar import Calendar
from lxml import etree

from foretaste.syndication.inbound.table import read_table
from foretaste.syndication.outbound import channels, feeds, google, indeed, public, sheets, sitemap, starts
from foretaste.syndication.outbound.mapping import FEEDS, Channel
from foretaste.syndication.outbound.posting import Site
from tests.syndication.outbound.samples import EMPTY, SITE

GOLDEN = Path(__file__).parent / "golden"


def markup(site: Site) -> bytes:
    return json.dumps([google.job_posting(one) for one in site.postings], ensure_ascii=False, indent=1).encode()


def searched(site: Site, kind: str) -> feeds.Channel:
    """What a search found at several companies."""
    page = "https://www.trials.example.org/opportunities/?q=guide&days=3"
    return replace(
        feeds.of_site(site, kind), id=page, title="Trials: “guide”, 3 days", page=page, author=None,
        own=f"https://www.trials.example.org/opportunities/feed.{kind}?q=guide&days=3",
    )  # fmt: skip


FORMATS: dict[str, Callable[[Site], bytes]] = {
    "jobposting.json": markup,
    "indeed.xml": channels.WRITERS[Channel.INDEED],
    "indeed_apply.xml": lambda site: indeed.feed(replace(site, postings=site.postings[:1]), takes_applications=True),
    "linkedin.xml": channels.WRITERS[Channel.LINKEDIN],
    "handshake.xml": channels.WRITERS[Channel.HANDSHAKE],
    "talent.xml": channels.WRITERS[Channel.TALENT],
    "jooble.xml": channels.WRITERS[Channel.JOOBLE],
    "parker_dewey.csv": channels.WRITERS[Channel.PARKER_DEWEY],
    "riipen.csv": channels.WRITERS[Channel.RIIPEN],
    "feed.rss": feeds.rss,
    "feed.atom": feeds.atom,
    "feed.json": feeds.json_feed,
    "searched.rss": lambda site: feeds.channel_as_rss(searched(site, "rss")),
    "searched.atom": lambda site: feeds.channel_as_atom(searched(site, "atom")),
    "searched.json": lambda site: feeds.channel_as_json(searched(site, "json")),
    "starts.ics": lambda site: starts.calendar(searched(site, "ics")),
    "postings.json": public.as_json,
    "postings.csv": sheets.plain,
    "sitemap.xml": sitemap.of_site,
}


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_written_as_it_was_read_through(name: str) -> None:
    written = FORMATS[name](SITE)
    file = GOLDEN / name
    if os.environ.get("WRITE_GOLDEN") and not file.exists():
        file.write_bytes(written)
    assert written == file.read_bytes()


@pytest.mark.parametrize("site", [SITE, EMPTY], ids=["full", "empty"])
@pytest.mark.parametrize("name", [name for name in FORMATS if name.endswith((".xml", ".rss", ".atom"))])
def test_an_xml_reader_reads_it_without_loading_anything(name: str, site: Site) -> None:
    written = FORMATS[name](site)
    strict = etree.XMLParser(recover=False, resolve_entities=False, no_network=True, load_dtd=False)
    assert etree.fromstring(written, strict).tag is not None
    assert b"<!DOCTYPE" not in written
    assert b"<!ENTITY" not in written


@pytest.mark.parametrize("channel", FEEDS)
def test_every_text_comes_back_as_it_was_said(channel: Channel) -> None:
    """Also the odd one, whose text holds what would end a CDATA section, and a character XML can't hold."""
    tree = etree.fromstring(channels.WRITERS[channel](SITE))
    title = "name" if channel == Channel.JOOBLE else "title"
    assert [job.findtext(title) for job in tree.iter("job")] == ["Technical writer", "Data analyst", "Engineer for R&D"]
    assert "日本語" in [job.findtext("description") for job in tree.iter("job")][2]


@pytest.mark.parametrize("name", ["feed.rss", "feed.atom", "searched.rss", "searched.atom"])
def test_feedparser_reads_each_feed_with_bozo_zero(name: str) -> None:
    read = feedparser.parse(FORMATS[name](SITE))
    assert read.bozo == 0
    assert [entry.link for entry in read.entries] == [one.url for one in SITE.postings]


@pytest.mark.parametrize("name", ["searched.rss", "searched.atom"])
def test_each_entry_of_a_search_says_whose_it_is(name: str) -> None:
    read = feedparser.parse(FORMATS[name](SITE))
    assert [entry.author for entry in read.entries] == [one.company.name for one in SITE.postings]


def test_the_plain_sheet_comes_back_as_listings() -> None:
    """Whoever takes the sheet can read it with the reader of files, and loses nothing that a listing holds."""
    read = list(read_table(sheets.plain(SITE)))
    assert [
        (one.key, one.title, one.url, one.company, one.days, one.starts_on, one.ends_on, one.closes_on, one.skills)
        for one in read
    ] == [
        (
            one.public_id, one.title, one.url, one.company.name, len(one.days), one.first_on, one.last_on,
            one.closes_at.astimezone(dt.UTC).date(), ", ".join(one.skills),
        )
        for one in SITE.postings
    ]  # fmt: skip
    assert [(one.pay.least_minor, one.pay.currency, one.pay.per) for one in read if one.pay] == [
        (one.daily_pay.minor, one.daily_pay.currency, "day") for one in SITE.postings
    ]
    assert [(one.place.city, one.place.country, one.place_kind == "remote") for one in read] == [
        (one.city, one.country, one.is_remote) for one in SITE.postings
    ]
    assert list(read_table(sheets.plain(EMPTY))) == []


@pytest.mark.parametrize("name", ["feed.json", "searched.json"])
def test_a_json_feed_has_what_its_version_asks_for(name: str) -> None:
    """https://www.jsonfeed.org/version/1.1/: what is required, and the types of what is there."""
    told = json.loads(FORMATS[name](SITE))
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["feed_url"].startswith("https://")
    assert len({item["id"] for item in told["items"]}) == len(SITE.postings)
    for item in told["items"]:
        assert {type(item[key]) for key in ("id", "url", "title", "summary", "content_html", "language")} == {str}
        assert dt.datetime.fromisoformat(item["date_published"]).tzinfo is not None
        assert all(isinstance(tag, str) for tag in item["tags"])
    for whose in [told, *told["items"]]:
        assert all(author["name"] and author["url"] for author in whose.get("authors", []))


@pytest.mark.parametrize("site", [SITE, EMPTY], ids=["full", "empty"])
def test_a_calendar_library_reads_every_start(site: Site) -> None:
    written = FORMATS["starts.ics"](site)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    read = Calendar.from_ical(written)
    events = read.walk("VEVENT")
    assert not read.errors
    assert [one["dtstart"].dt for one in events] == [one.days[0].starts_at for one in site.postings]
    assert [str(one["url"]) for one in events] == [one.url for one in site.postings]
    assert len({str(one["uid"]) for one in events}) == len(site.postings)
    assert [str(one["summary"]) for one in events] == [
        f"{one.title}, {len(one.days)} days · {one.company.name}" if len(one.days) > 1
        else f"{one.title}, one day · {one.company.name}" for one in site.postings
    ]  # fmt: skip


def test_no_golden_file_is_left_behind() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == set(FORMATS)
