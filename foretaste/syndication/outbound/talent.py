"""Talent.com's XML feed. https://talent.com/integrations"""

from __future__ import annotations

import datetime as dt

from foretaste.syndication.outbound import text
from foretaste.syndication.outbound.google import number
from foretaste.syndication.outbound.mapping import EMPLOYMENT, TALENT_REMOTE
from foretaste.syndication.outbound.posting import Posting, Site
from foretaste.syndication.outbound.xml import Node, document


def feed(site: Site) -> bytes:
    head = [
        Node("publisher", site.instance_name),
        Node("publisherurl", site.home),
        Node("lastbuilddate", _moment(site.changed_at) if site.changed_at else ""),
    ]
    return document(Node("source", [*head, *(Node("job", _job(one)) for one in site.postings)]))


def _job(posting: Posting) -> list[Node]:
    pay = str(number(posting.daily_pay))
    return [
        Node("referencenumber", posting.public_id),
        Node("title", posting.title),
        Node("company", posting.company.name),
        Node("city", posting.company.city if posting.is_remote else posting.city),
        Node("state", "" if posting.is_remote else posting.region),
        Node("country", posting.country),
        Node("dateposted", _moment(posting.published_at)),
        Node("url", posting.url),
        Node("description", text.as_html(posting.sections)),
        Node("expirationdate", _moment(posting.closes_at)),
        Node("jobtype", EMPLOYMENT[posting.engagement, posting.company.audience].talent),
        Node("isremote", TALENT_REMOTE[posting.place]),
        Node(
            "salary",
            [
                Node("salary_min", pay),
                Node("salary_max", pay),
                Node("salary_currency", posting.daily_pay.currency),
                Node("period", "day"),
                Node("type", "BASE_SALARY"),
            ],
        ),
    ]


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
