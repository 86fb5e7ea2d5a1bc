"""Teamtailor: the public RSS of one company's jobs, with its own elements for the place, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import tree_of
from foretaste.syndication.inbound.listing import LONGEST_NAME, Listing
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import MOST_PAGES, Get, address, key, named_after
from foretaste.syndication.inbound.unreadable import Unreadable, Why

A_PAGE = 100
TT = "{https://teamtailor.com/locations}"


def read(company: str, get: Get) -> Iterator[Listing]:
    seen: set[str] = set()
    for page in range(MOST_PAGES):
        more = f"&offset={page * A_PAGE}" if page else ""
        answer = get(f"https://{company}.teamtailor.com/jobs.rss?per_page={A_PAGE}{more}")
        root = tree_of(answer.body, answer.charset)
        if root.tag != "rss":
            raise Unreadable(Why.OTHER_SHAPE, str(root.tag))
        name = line(root.findtext("channel/title"), LONGEST_NAME) or named_after(company)
        items = root.findall("channel/item")
        fresh = [one for one in (_listing(item, name) for item in items) if one.key not in seen]
        seen.update(one.key for one in fresh)
        yield from fresh
        if len(items) < A_PAGE or not fresh:
            break


def _listing(item: Any, company: str) -> Listing:
    body, text = body_of(item.findtext("description"))
    where = item.find(f"{TT}locations/{TT}location")
    spot = None if where is None else where.findtext
    return Listing(
        key=key(item.findtext("guid")),
        url=address(item.findtext("link")),
        title=title_of(item.findtext("title")),
        company=company,
        body=body,
        text=text,
        place=values.place(
            city=spot(f"{TT}city") or spot(f"{TT}name") if spot else "", in_country=spot(f"{TT}country") if spot else ""
        ),
        place_kind=values.place_kind(item.findtext("remoteStatus")),
        employment=values.employment(item.findtext("employmentType")),
        pay=values.pay_in(text),
        published_at=values.moment(item.findtext("pubDate")),
    )
