"""What is open at a company as RSS 2.0, Atom and JSON Feed 1.1: stable ids, the whole text, a link to itself."""

from __future__ import annotations

import datetime as dt
import json
from email.utils import format_datetime

from foretaste.syndication.outbound import text
from foretaste.syndication.outbound.posting import Posting, Site
from foretaste.syndication.outbound.xml import Node, document

ATOM = "http://www.w3.org/2005/Atom"
NEVER = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # of a feed in which nothing ever stood


def rss(site: Site) -> bytes:
    """https://www.rssboard.org/rss-specification, with Atom's link to the feed itself."""
    channel = [
        Node("title", _title(site)),
        Node("link", site.base),
        Node("description", _description(site)),
        Node("language", site.language),
        Node("lastBuildDate", format_datetime((site.changed_at or NEVER).astimezone(dt.UTC), usegmt=True)),
        Node("atom:link", [], {"href": f"{site.base}feed.rss", "rel": "self", "type": "application/rss+xml"}),
        *(Node("item", _rss_item(one)) for one in site.postings),
    ]
    return document(Node("rss", [Node("channel", channel)], {"version": "2.0", "xmlns:atom": ATOM}))


def _rss_item(posting: Posting) -> list[Node]:
    return [
        Node("title", posting.title),
        Node("link", posting.url),
        Node("guid", posting.url, {"isPermaLink": "true"}),
        Node("pubDate", format_datetime(posting.published_at.astimezone(dt.UTC), usegmt=True)),
        Node("category", posting.field_name),
        *(Node("category", skill) for skill in posting.skills),
        Node("description", text.as_html(posting.sections)),
    ]


def atom(site: Site) -> bytes:
    """RFC 4287."""
    return document(
        Node(
            "feed",
            [
                Node("id", f"urn:foretaste:company:{site.company.public_id}"),
                Node("title", _title(site)),
                Node("subtitle", _description(site)),
                Node("updated", (site.changed_at or NEVER).isoformat(timespec="seconds")),
                Node("link", [], {"rel": "self", "type": "application/atom+xml", "href": f"{site.base}feed.atom"}),
                Node("link", [], {"rel": "alternate", "type": "text/html", "href": site.base}),
                Node("author", [Node("name", site.company.name)]),
                *(Node("entry", _atom_entry(one)) for one in site.postings),
            ],
            {"xmlns": ATOM, "xml:lang": site.language},
        )
    )


def _atom_entry(posting: Posting) -> list[Node]:
    return [
        Node("id", f"urn:foretaste:opportunity:{posting.public_id}"),
        Node("title", posting.title),
        Node("link", [], {"rel": "alternate", "type": "text/html", "href": posting.url}),
        Node("published", posting.published_at.isoformat(timespec="seconds")),
        Node("updated", posting.changed_at.isoformat(timespec="seconds")),
        Node("category", [], {"term": posting.field, "label": posting.field_name}),
        Node("summary", posting.summary),
        Node("content", text.as_html(posting.sections), {"type": "html"}),
    ]


def json_feed(site: Site) -> bytes:
    """https://www.jsonfeed.org/version/1.1/"""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(site),
        "description": _description(site),
        "home_page_url": site.base,
        "feed_url": f"{site.base}feed.json",
        "language": site.language,
        "authors": [{"name": site.company.name, "url": site.base}],
        "items": [
            {
                "id": posting.url,
                "url": posting.url,
                "title": posting.title,
                "summary": posting.summary,
                "content_html": text.as_html(posting.sections),
                "date_published": posting.published_at.isoformat(timespec="seconds"),
                "date_modified": posting.changed_at.isoformat(timespec="seconds"),
                "tags": [posting.field_name, *posting.skills],
                "language": posting.language,
            }
            for posting in site.postings
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _title(site: Site) -> str:
    return f"{site.company.name}: paid trials"


def _description(site: Site) -> str:
    return f"Paid work trials of one to five days at {site.company.name}. Leave any time and keep the pay."
