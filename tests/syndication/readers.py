"""One job as each kind of source would say it, all of it invented: what every reader's contract is tested with."""

from __future__ import annotations

import copy
import html
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

DESCRIPTION = "<p>Sort a week of letters with us. <b>Paid.</b></p>"
TEXT = "Sort a week of letters with us. Paid."


@dataclass
class Sample:
    """What a kind of source answers: `make(entries)` writes a document that holds so many of its `entry`."""

    kind: str
    address: str
    url: str  # what is asked for first
    entry: Any
    make: Callable[[list[Any]], bytes]
    expected: dict[str, Any]
    more: Callable[[list[Any]], dict[str, bytes]] = field(default=lambda entries: {})  # what is asked for besides
    most: int = 5_000

    def pages(self, entries: list[Any]) -> dict[str, bytes]:
        return {self.url: self.make(entries), **self.more(entries)}

    def numbered(self, count: int) -> list[Any]:
        """Return so many entries, each with an id of its own."""
        return [self.with_number(number) for number in range(1, count + 1)]

    def with_number(self, number: int) -> Any:
        if isinstance(self.entry, str):
            return self.entry.replace("4711", str(4711 + number))
        return json.loads(json.dumps(self.entry).replace("4711", str(4711 + number)))


def as_json(shape: Callable[[list[Any]], Any]) -> Callable[[list[Any]], bytes]:
    return lambda entries: json.dumps(shape(entries)).encode()


GREENHOUSE = Sample(
    "greenhouse",
    "briefpost",
    "https://boards-api.greenhouse.io/v1/boards/briefpost/jobs?content=true&pay_transparency=true",
    {
        "id": 4711,
        "internal_job_id": 1,
        "title": "Trial week, post room",
        "company_name": "Briefpost",
        "absolute_url": "https://boards.greenhouse.io/briefpost/jobs/4711?gh_src=abc",
        "location": {"name": "Leipzig, Germany"},
        "content": html.escape(DESCRIPTION),
        "first_published": "2026-02-20T10:00:00+01:00",
        "updated_at": "2026-02-21T10:00:00+01:00",
        "language": "en",
        "metadata": [{"name": "Employment Type", "value": "Intern"}],
        "pay_input_ranges": [
            {"min_cents": 1500, "max_cents": 1800, "currency_type": "EUR", "title": "Hourly pay", "blurb": ""}
        ],
    },
    as_json(lambda entries: {"jobs": entries, "meta": {"total": len(entries)}}),
    {
        "url": "https://boards.greenhouse.io/briefpost/jobs/4711",
        "company": "Briefpost",
        "city": "Leipzig",
        "country": "DE",
        "employment": "intern",
        "pay": (1500, 1800, "EUR", "hour"),
        "published": "2026-02-20",
    },
)
LEVER = Sample(
    "lever",
    "briefpost",
    "https://api.lever.co/v0/postings/briefpost?mode=json",
    {
        "id": "id-4711",
        "text": "Trial week, post room",
        "hostedUrl": "https://jobs.lever.co/briefpost/id-4711",
        "categories": {"location": "Leipzig", "commitment": "Internship", "team": "Post"},
        "country": "DE",
        "description": "<div>Sort a week of letters with us. <b>Paid.</b></div>",
        "lists": [],
        "workplaceType": "hybrid",
        "salaryRange": {"currency": "EUR", "interval": "per-day-wage", "min": 120, "max": 120},
        "createdAt": 1771578000000,
    },
    as_json(lambda entries: entries),
    {
        "url": "https://jobs.lever.co/briefpost/id-4711",
        "company": "Briefpost",
        "city": "Leipzig",
        "country": "DE",
        "place_kind": "hybrid",
        "employment": "intern",
        "pay": (12000, 12000, "EUR", "day"),
        "published": "2026-02-20",
    },
)
ASHBY = Sample(
    "ashby",
    "briefpost",
    "https://api.ashbyhq.com/posting-api/job-board/briefpost?includeCompensation=true",
    {
        "id": "a-4711",
        "title": "Trial week, post room",
        "employmentType": "Temporary",
        "location": "Leipzig, Germany",
        "isListed": True,
        "isRemote": False,
        "workplaceType": "OnSite",
        "publishedAt": "2026-02-20T09:00:00.000+00:00",
        "jobUrl": "https://jobs.ashbyhq.com/briefpost/a-4711",
        "descriptionHtml": DESCRIPTION,
        "compensation": {
            "compensationTiers": [
                {
                    "components": [
                        {
                            "compensationType": "Salary",
                            "interval": "1 WEEK",
                            "currencyCode": "EUR",
                            "minValue": 600,
                            "maxValue": None,
                        }
                    ]
                }
            ]
        },
    },
    as_json(lambda entries: {"apiVersion": 1, "jobs": entries}),
    {
        "url": "https://jobs.ashbyhq.com/briefpost/a-4711",
        "company": "Briefpost",
        "city": "Leipzig",
        "country": "DE",
        "place_kind": "onsite",
        "employment": "temporary",
        "pay": (60000, 60000, "EUR", "week"),
        "published": "2026-02-20",
    },
)
WORKABLE = Sample(
    "workable",
    "briefpost",
    "https://apply.workable.com/api/v1/widget/accounts/briefpost?details=true",
    {
        "shortcode": "W4711",
        "title": "Trial week, post room",
        "employment_type": "Contract",
        "telecommuting": True,
        "url": "https://apply.workable.com/j/W4711",
        "published_on": "2026-02-20",
        "city": "Leipzig",
        "state": "Saxony",
        "country": "Germany",
        "description": DESCRIPTION,
    },
    as_json(lambda entries: {"name": "Briefpost", "jobs": entries}),
    {
        "url": "https://apply.workable.com/j/W4711",
        "company": "Briefpost",
        "city": "Leipzig",
        "country": "DE",
        "place_kind": "remote",
        "employment": "contract",
        "published": "2026-02-20",
    },
)
SMART_BASE = "https://api.smartrecruiters.com/v1/companies/Briefpost/postings"
SMARTRECRUITERS = Sample(
    "smartrecruiters",
    "Briefpost",
    f"{SMART_BASE}?limit=100&offset=0",
    {
        "id": "4711",
        "name": "Trial week, post room",
        "active": True,
        "postingUrl": "https://jobs.smartrecruiters.com/Briefpost/4711",
        "company": {"name": "Briefpost"},
        "location": {"city": "Leipzig", "region": "SN", "country": "de", "latitude": "51.34", "longitude": "12.37"},
        "typeOfEmployment": {"id": "intern", "label": "Internship"},
        "releasedDate": "2026-02-20T09:00:00.000Z",
        "language": {"code": "en"},
        "jobAd": {"sections": {"jobDescription": {"title": "", "text": DESCRIPTION}}},
    },
    as_json(
        lambda entries: {
            "content": [{"id": one["id"]} if isinstance(one, dict) and "id" in one else one for one in entries[:100]],
            "totalFound": len(entries),
        }
    ),
    {
        "url": "https://jobs.smartrecruiters.com/Briefpost/4711",
        "company": "Briefpost",
        "city": "Leipzig",
        "country": "DE",
        "employment": "intern",
        "coordinates": (51.34, 12.37),
        "published": "2026-02-20",
    },
    more=lambda entries: {
        **{
            f"{SMART_BASE}?limit=100&offset={at}": json.dumps(
                {"content": [{"id": one["id"]} for one in entries[at : at + 100]]}
            ).encode()
            for at in range(100, len(entries) + 100, 100)
        },
        **{
            f"{SMART_BASE}/{one['id']}": json.dumps(one).encode()
            for one in entries
            if isinstance(one, dict) and isinstance(one.get("id"), str)
        },
    },
    most=300,
)
RECRUITEE = Sample(
    "recruitee",
    "briefpost",
    "https://briefpost.recruitee.com/api/offers",
    {
        "id": 4711,
        "title": "Trial week, post room",
        "company_name": "Briefpost",
        "employment_type_code": "internship",
        "remote": False,
        "hybrid": False,
        "on_site": True,
        "location": "Leipzig, Germany",
        "city": "Leipzig",
        "country_code": "DE",
        "salary": {"min": "600", "max": "650.50", "period": "week", "currency": "EUR"},
        "published_at": "2026-02-20 08:00:00 UTC",
        "close_at": "2026-03-15",
        "careers_url": "https://briefpost.recruitee.com/o/trial-week-4711",
        "description": DESCRIPTION,
        "requirements": "",
        "tags": ["letters"],
    },
    as_json(lambda entries: {"offers": entries}),
    {
        "url": "https://briefpost.recruitee.com/o/trial-week-4711",
        "company": "Briefpost",
        "city": "Leipzig",
        "country": "DE",
        "place_kind": "onsite",
        "employment": "intern",
        "pay": (60000, 65050, "EUR", "week"),
        "published": "2026-02-20",
        "skills": "letters",
    },
)
PERSONIO = Sample(
    "personio",
    "briefpost",
    "https://briefpost.jobs.personio.de/xml?language=en",
    "<position><id>4711</id><subcompany>Briefpost</subcompany><office>Leipzig</office><name>Trial week, post room</name>"
    f"<jobDescriptions><jobDescription><name></name><value><![CDATA[{DESCRIPTION}]]></value></jobDescription>"
    "</jobDescriptions><employmentType>intern</employmentType><schedule>full-time</schedule>"
    "<createdAt>2026-02-20T08:00:00+00:00</createdAt></position>",
    lambda entries: (
        '<?xml version="1.0" encoding="UTF-8"?><workzag-jobs>' + "".join(entries) + "</workzag-jobs>"
    ).encode(),
    {
        "url": "https://briefpost.jobs.personio.de/job/4711",
        "company": "Briefpost",
        "city": "Leipzig",
        "employment": "intern",
        "published": "2026-02-20",
    },
)
TEAMTAILOR = Sample(
    "teamtailor",
    "briefpost",
    "https://briefpost.teamtailor.com/jobs.rss?per_page=100",
    "<item><title>Trial week, post room</title>"
    f"<description>{html.escape(DESCRIPTION)}</description><pubDate>Fri, 20 Feb 2026 09:00:00 +0100</pubDate>"
    "<link>https://briefpost.teamtailor.com/jobs/4711</link><remoteStatus>hybrid</remoteStatus>"
    '<guid isPermaLink="false">t-4711</guid><tt:locations><tt:location><tt:city>Leipzig</tt:city>'
    "<tt:country>Germany</tt:country></tt:location></tt:locations></item>",
    lambda entries: (
        '<?xml version="1.0"?><rss version="2.0" xmlns:tt="https://teamtailor.com/locations"><channel>'
        "<title>Briefpost</title>" + "".join(entries[:100]) + "</channel></rss>"
    ).encode(),
    {
        "url": "https://briefpost.teamtailor.com/jobs/4711",
        "company": "Briefpost",
        "city": "Leipzig",
        "country": "DE",
        "place_kind": "hybrid",
        "published": "2026-02-20",
    },
    more=lambda entries: {
        f"https://briefpost.teamtailor.com/jobs.rss?per_page=100&offset={at}": TEAMTAILOR.make(entries[at : at + 100])
        for at in range(100, len(entries) + 100, 100)
    },
)
RSS = Sample(
    "feed",
    "https://briefpost.example/jobs.rss",
    "https://briefpost.example/jobs.rss",
    "<item><title>Trial week, post room</title><guid>f-4711</guid>"
    f"<link>https://briefpost.example/jobs/4711?utm_source=feed</link><description>{html.escape(DESCRIPTION)}"
    "</description><pubDate>Fri, 20 Feb 2026 09:00:00 +0100</pubDate></item>",
    lambda entries: (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Briefpost</title>'
        + "".join(entries)
        + "</channel></rss>"
    ).encode(),
    {"url": "https://briefpost.example/jobs/4711", "company": "Briefpost", "published": "2026-02-20"},
)
ATOM = Sample(
    "feed",
    "https://briefpost.example/jobs.atom",
    "https://briefpost.example/jobs.atom",
    "<entry><title>Trial week, post room</title><id>urn:4711</id><updated>2026-02-20T09:00:00Z</updated>"
    f'<link href="https://briefpost.example/jobs/4711"/><content type="html">{html.escape(DESCRIPTION)}</content></entry>',
    lambda entries: (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Briefpost</title><id>urn:all</id>'
        "<updated>2026-02-20T09:00:00Z</updated>" + "".join(entries) + "</feed>"
    ).encode(),
    {"url": "https://briefpost.example/jobs/4711", "company": "Briefpost", "published": "2026-02-20"},
)
PAGE = Sample(
    "page",
    "https://briefpost.example/careers",
    "https://briefpost.example/careers",
    {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": "Trial week, post room",
        "url": "https://briefpost.example/jobs/4711",
        "identifier": {"@type": "PropertyValue", "name": "Briefpost", "value": "p-4711"},
        "description": DESCRIPTION,
        "datePosted": "2026-02-20",
        "validThrough": "2026-03-15T23:59:00+01:00",
        "employmentType": ["TEMPORARY", "INTERN"],
        "jobStartDate": "2026-03-16",
        "hiringOrganization": {"@type": "Organization", "name": "Briefpost"},
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": "Leipzig", "addressCountry": "DE"},
            "geo": {"@type": "GeoCoordinates", "latitude": 51.34, "longitude": 12.37},
        },
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": {"@type": "QuantitativeValue", "value": 120, "unitText": "DAY"},
        },
        "skills": "letters",
    },
    lambda entries: (
        '<!doctype html><title>Jobs</title><script type="application/ld+json">'
        + json.dumps({"@context": "https://schema.org", "@graph": entries}).replace("</", "<\\/")
        + "</script>"
    ).encode(),
    {
        "url": "https://briefpost.example/jobs/4711",
        "company": "Briefpost",
        "city": "Leipzig",
        "country": "DE",
        "employment": "intern",
        "pay": (12000, 12000, "EUR", "day"),
        "published": "2026-02-20",
        "starts": "2026-03-16",
        "coordinates": (51.34, 12.37),
        "skills": "letters",
    },
    most=200,
)

SAMPLES = [
    GREENHOUSE, LEVER, ASHBY, WORKABLE, SMARTRECRUITERS, RECRUITEE, PERSONIO, TEAMTAILOR, RSS, ATOM, PAGE,
]  # fmt: skip
NAMES = [f"{sample.kind}-{number}" for number, sample in enumerate(SAMPLES)]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value in a document, branches too."""
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        found += leaves(one, (*path, name))
    return found


def with_other(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    """Return a copy in which something else lies at the end of a path."""
    changed = copy.deepcopy(value)
    at = changed
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = other
    return changed
