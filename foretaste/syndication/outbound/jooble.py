"""Jooble's XML feed: dates as DD.MM.YYYY, one id per posting, only postings younger than 45 days."""

from __future__ import annotations

import datetime as dt

from foretaste.syndication.outbound import text
from foretaste.syndication.outbound.indeed import written
from foretaste.syndication.outbound.mapping import EMPLOYMENT
from foretaste.syndication.outbound.posting import Posting, Site
from foretaste.syndication.outbound.xml import Node, document


def feed(site: Site) -> bytes:
    return document(Node("jobs", [Node("job", _job(one), {"id": one.public_id}) for one in site.postings]))


def _job(posting: Posting) -> list[Node]:
    parts = ("Remote", posting.country_name) if posting.is_remote else (posting.city, posting.region, posting.country)
    return [
        Node("link", posting.url),
        Node("name", posting.title),
        Node("region", ", ".join(part for part in parts if part)),
        Node("description", text.as_html(posting.sections)),
        Node("pubdate", _date(posting.published_at)),
        Node("updated", _date(posting.changed_at)),
        Node("salary", f"{written(posting.daily_pay)} per day"),
        Node("company", posting.company.name),
        Node("expire", _date(posting.closes_at)),
        Node("jobtype", EMPLOYMENT[posting.engagement, posting.company.audience].talent),
    ]


def _date(at: dt.datetime) -> str:
    return f"{at:%d.%m.%Y}"
