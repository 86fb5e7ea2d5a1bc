"""Each outward format, byte for byte, as somebody read it through and found it right.

After a wanted change: delete the file, run this once with WRITE_GOLDEN=1, and read what was written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from foretaste.syndication.outbound import channels, feeds, google, indeed, public, sitemap
from foretaste.syndication.outbound.mapping import FEEDS, Channel
from foretaste.syndication.outbound.posting import Site
from tests.syndication.outbound.samples import EMPTY, SITE

GOLDEN = Path(__file__).parent / "golden"


def markup(site: Site) -> bytes:
    return json.dumps([google.job_posting(one) for one in site.postings], ensure_ascii=False, indent=1).encode()


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
    "postings.json": public.as_json,
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


@pytest.mark.parametrize("name", ["feed.rss", "feed.atom"])
def test_feedparser_reads_each_feed_with_bozo_zero(name: str) -> None:
    read = feedparser.parse(FORMATS[name](SITE))
    assert read.bozo == 0
    assert [entry.link for entry in read.entries] == [one.url for one in SITE.postings]


def test_no_golden_file_is_left_behind() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == set(FORMATS)
