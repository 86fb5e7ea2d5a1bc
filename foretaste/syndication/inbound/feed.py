"""Any RSS or Atom feed of a career page. It holds the newest only: what is no longer in it need not be closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import tree_of, xml_of
from foretaste.syndication.inbound.listing import LONGEST_NAME, Listing
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import MOST_LISTINGS, Get, address, key
from foretaste.syndication.inbound.unreadable import Unreadable, Why


def read(url: str, get: Get) -> Iterator[Listing]:
    answer = get(url)
    yield from read_feed(answer.body, answer.charset)


def read_feed(body: bytes, charset: str = "") -> Iterator[Listing]:
    import feedparser

    tree_of(body, charset)  # whose limits of depth hold: feedparser has none
    found = feedparser.parse(
        xml_of(body, charset),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    if found.bozo:
        raise Unreadable(Why.NOT_XML, str(found.get("bozo_exception", "")))
    if not found.version:
        raise Unreadable(Why.NOT_A_FEED)
    if len(found.entries) > MOST_LISTINGS:
        raise Unreadable(Why.TOO_MANY, str(len(found.entries)))
    company = line(found.feed.get("publisher") or found.feed.get("author") or found.feed.get("title"), LONGEST_NAME)
    language = line(found.feed.get("language"), 2)
    for entry in found.entries:
        yield _listing(entry, company, language)


def _listing(entry: Any, company: str, language: str) -> Listing:
    content: dict[str, Any] = next(iter(entry.get("content") or []), {})
    body, text = body_of(content.get("value") or entry.get("summary"))
    link = address(entry.get("link"))
    where = line(entry.get("location") or entry.get("job_location"), 120)
    tags = [tag.get("term") for tag in entry.get("tags") or [] if tag.get("term")]
    return Listing(
        key=key(entry.get("id")) or link,
        url=link,
        title=title_of(entry.get("title")),
        company=line((entry.get("author_detail") or {}).get("name"), LONGEST_NAME) or company,
        body=body,
        text=text,
        language=language,
        place=values.place(where),
        place_kind=values.place_kind(where, *tags),
        employment=values.employment(entry.get("job_type") or entry.get("jobtype"), *tags)
        if (entry.get("job_type") or entry.get("jobtype"))
        else values.employment(),
        pay=values.pay_in(text),
        skills=", ".join(line(tag, 40) for tag in tags)[:400],
        published_at=_moment(entry),
    )


def _moment(entry: Any) -> dt.datetime | None:
    return next(
        (found for name in ("published", "updated") if name in entry and (found := values.moment(entry[name]))), None
    )
