"""What is open as RSS 2.0, Atom and JSON Feed 1.1: stable ids, the whole text, a link to itself.

One channel is a company's site, or what a search finds of everybody's: there each entry says whose it is.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any

from foretaste.syndication.outbound import text
from foretaste.syndication.outbound.posting import Posting, Site
from foretaste.syndication.outbound.xml import Node, document

ATOM = "http://www.w3.org/2005/Atom"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
NEVER = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # of a feed in which nothing ever stood


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A feed as a whole. `author` is whose all of it is: name and page; None where each entry says its own."""

    id: str
    title: str
    description: str
    page: str  # what the feed is of, for people
    own: str  # the feed's own address
    language: str
    author: tuple[str, str] | None
    postings: tuple[Posting, ...]

    @property
    def changed_at(self) -> dt.datetime:
        return max((one.changed_at for one in self.postings), default=NEVER)


def of_site(site: Site, kind: str) -> Channel:
    """Return a company's site as a channel; `kind` is rss, atom or json."""
    return Channel(
        id=f"urn:foretaste:company:{site.company.public_id}",
        title=f"{site.company.name}: paid trials",
        description=f"Paid work trials of one to five days at {site.company.name}. Leave any time and keep the pay.",
        page=site.base,
        own=f"{site.base}feed.{kind}",
        language=site.language,
        author=(site.company.name, site.base),
        postings=site.postings,
    )


def rss(site: Site) -> bytes:
    return channel_as_rss(of_site(site, "rss"))


def atom(site: Site) -> bytes:
    return channel_as_atom(of_site(site, "atom"))


def json_feed(site: Site) -> bytes:
    return channel_as_json(of_site(site, "json"))


def channel_as_rss(channel: Channel) -> bytes:
    """https://www.rssboard.org/rss-specification, with Atom's link to the feed itself."""
    inside = [
        Node("title", channel.title),
        Node("link", channel.page),
        Node("description", channel.description),
        Node("language", channel.language),
        Node("lastBuildDate", format_datetime(channel.changed_at.astimezone(dt.UTC), usegmt=True)),
        Node("atom:link", [], {"href": channel.own, "rel": "self", "type": "application/rss+xml"}),
        *(Node("item", _rss_item(one, says_whose=channel.author is None)) for one in channel.postings),
    ]
    spaces = {"xmlns:atom": ATOM} | ({"xmlns:dc": DUBLIN_CORE} if channel.author is None else {})
    return document(Node("rss", [Node("channel", inside)], {"version": "2.0"} | spaces))


def _rss_item(posting: Posting, *, says_whose: bool) -> list[Node]:
    return [
        Node("title", posting.title),
        Node("link", posting.url),
        Node("guid", posting.url, {"isPermaLink": "true"}),
        *([Node("dc:creator", posting.company.name)] if says_whose else []),
        Node("pubDate", format_datetime(posting.published_at.astimezone(dt.UTC), usegmt=True)),
        Node("category", posting.field_name),
        *(Node("category", skill) for skill in posting.skills),
        Node("description", text.as_html(posting.sections)),
    ]


def channel_as_atom(channel: Channel) -> bytes:
    """RFC 4287."""
    return document(
        Node(
            "feed",
            [
                Node("id", channel.id),
                Node("title", channel.title),
                Node("subtitle", channel.description),
                Node("updated", channel.changed_at.isoformat(timespec="seconds")),
                Node("link", [], {"rel": "self", "type": "application/atom+xml", "href": channel.own}),
                Node("link", [], {"rel": "alternate", "type": "text/html", "href": channel.page}),
                *([Node("author", [Node("name", channel.author[0])])] if channel.author else []),
                *(Node("entry", _atom_entry(one, says_whose=channel.author is None)) for one in channel.postings),
            ],
            {"xmlns": ATOM, "xml:lang": channel.language},
        )
    )


def _atom_entry(posting: Posting, *, says_whose: bool) -> list[Node]:
    return [
        Node("id", f"urn:foretaste:opportunity:{posting.public_id}"),
        Node("title", posting.title),
        *([Node("author", [Node("name", posting.company.name)])] if says_whose else []),
        Node("link", [], {"rel": "alternate", "type": "text/html", "href": posting.url}),
        Node("published", posting.published_at.isoformat(timespec="seconds")),
        Node("updated", posting.changed_at.isoformat(timespec="seconds")),
        Node("category", [], {"term": posting.field, "label": posting.field_name}),
        Node("summary", posting.summary),
        Node("content", text.as_html(posting.sections), {"type": "html"}),
    ]


def channel_as_json(channel: Channel) -> bytes:
    """https://www.jsonfeed.org/version/1.1/"""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.page,
        "feed_url": channel.own,
        "language": channel.language,
    }
    if channel.author:
        feed["authors"] = [{"name": channel.author[0], "url": channel.author[1]}]
    feed["items"] = [_json_item(one, says_whose=channel.author is None) for one in channel.postings]
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _json_item(posting: Posting, *, says_whose: bool) -> dict[str, Any]:
    company = posting.company
    return {
        "id": posting.url,
        "url": posting.url,
        "title": posting.title,
        **({"authors": [{"name": company.name, "url": company.record_url}]} if says_whose else {}),
        "summary": posting.summary,
        "content_html": text.as_html(posting.sections),
        "date_published": posting.published_at.isoformat(timespec="seconds"),
        "date_modified": posting.changed_at.isoformat(timespec="seconds"),
        "tags": [posting.field_name, *posting.skills],
        "language": posting.language,
    }
