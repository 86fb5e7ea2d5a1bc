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
    pay, company = str(number(posting.daily_pay)), posting.company
    nearby = company.city if posting.is_remote and company.country == posting.country else ""
    return [
        Node("referencenumber", posting.public_id),
        Node("title", posting.title),
        Node("company", company.name),
        Node("city", posting.city or nearby),
        Node("state", "" if posting.is_remote else posting.region),
        Node("country", posting.country),
        Node("dateposted", _moment(posting.published_at)),
        Node("url", posting.url),
        Node("description", text.as_html(posting.sections)),
        Node("expirationdate", _moment(posting.closes_at)),
        Node("jobtype", EMPLOYMENT[posting.engagement, company.audience].talent),
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
