"""Any page with schema.org JobPosting, as JSON-LD or microdata: what search engines read, read the same way.

extruct runs in a process of its own, with limits (docs/decisions/0011).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from foretaste.opportunities.page_data import job_postings
from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import text_of
from foretaste.syndication.inbound.feed import read_feed
from foretaste.syndication.inbound.listing import LONGEST_NAME, Listing, Pay, Place
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import Get, address, key, listed, within
from foretaste.syndication.inbound.unreadable import Unreadable, Why

MOST_ON_A_PAGE = 200
PLANNED = re.compile(r"(\d{4}-\d\d-\d\d) \d\d:\d\d-\d\d:\d\d", re.ASCII)
FEED = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.S
)  # an address may be of a feed, too


def read(url: str, get: Get) -> Iterator[Listing]:
    answer = get(url)
    if FEED.match(answer.body[:2_000].lstrip()):
        yield from read_feed(answer.body, answer.charset)
        return
    page = text_of(answer.body, answer.charset, kind="html")
    yield from read_page(page, answer.url)


def read_page(page: str, url: str) -> Iterator[Listing]:
    """Yield the postings of a page that stands at `url`."""
    found = job_postings(page.encode("utf-8", errors="replace"), most=MOST_ON_A_PAGE)
    if not found:
        raise Unreadable(Why.NO_JOBS_IN_DATA)
    for posting in found:
        yield _listing(posting, url, is_alone=len(found) == 1)


def _listing(posting: dict[str, Any], url: str, *, is_alone: bool) -> Listing:
    body, text = body_of(_words(posting.get("description")))
    title = title_of(_words(posting.get("title")) or _words(posting.get("name")))
    own = address(urljoin(url, _words(posting.get("url")))) if _words(posting.get("url")) else ""
    company = line(_named(posting.get("hiringOrganization")), LONGEST_NAME)
    identifier = key(_words(within(_first(posting.get("identifier")), "value")) or _words(posting.get("identifier")))
    made_up = hashlib.sha256(f"{url}\n{title}\n{company}".encode()).hexdigest()[:32]
    link = own or address(url if is_alone else f"{url.partition('#')[0]}#job-{made_up[:12]}")
    is_remote = "TELECOMMUTE" in _words(posting.get("jobLocationType")).upper()
    on = _planned(_words(posting.get("workHours")))
    pay = _pay(posting.get("baseSalary")) or _pay(posting.get("estimatedSalary")) if posting.get("baseSalary") else None
    return Listing(
        key=identifier or (own if own and not is_alone else made_up),
        url=link,
        title=title,
        company=company,
        body=body,
        text=text,
        language=line(_words(posting.get("inLanguage")), 2).lower(),
        place=_place(posting),
        place_kind=values.place_kind(is_remote=is_remote),
        employment=values.employment(*(_words(one) for one in listed(posting.get("employmentType")))),
        pay=pay or values.pay_in(text),
        days=len(on) or None,
        starts_on=values.day(_words(posting.get("jobStartDate"))) or (on[0] if on else None),
        ends_on=on[-1] if on else None,
        closes_on=values.day(_words(posting.get("validThrough"))),
        skills=line(", ".join(_named(one) for one in listed(posting.get("skills"))), 400),
        published_at=values.moment(_words(posting.get("datePosted"))),
    )


def _planned(hours: str) -> list[dt.date]:
    """Return the days of work, where the hours are said of each and of nothing else: "2026-03-09 09:00-17:00; ..."."""
    said = [PLANNED.fullmatch(one.strip()) for one in hours[:2_000].split(";")]
    found = [values.day(one[1]) for one in said if one is not None]
    return sorted({one for one in found if one is not None}) if len(found) == len(said) else []


def _place(posting: dict[str, Any]) -> Place:
    location = _first(posting.get("jobLocation"))
    if location is None:
        required = _first(posting.get("applicantLocationRequirements"))
        return values.place(in_country=_named(required)) if required else Place()
    postal = _first(within(location, "address"))
    if isinstance(postal, str) or isinstance(location, str):
        return values.place(postal if isinstance(postal, str) else location)
    geo = _first(within(location, "geo"))
    return values.place(
        city=_words(within(postal, "addressLocality")),
        region=_words(within(postal, "addressRegion")),
        in_country=_named(within(postal, "addressCountry")),
        at=(within(geo, "latitude"), within(geo, "longitude")),
    )


def _pay(salary: Any) -> Pay | None:
    one = _first(salary)
    value = _first(within(one, "value"))
    currency = _words(within(one, "currency")) or _words(within(value, "currency"))
    if not isinstance(value, dict):
        return None
    least = _first(value.get("minValue")) or _first(value.get("value"))
    most = _first(value.get("maxValue")) or _first(value.get("value"))
    return values.pay(least, most, currency, _words(value.get("unitText")))


def _first(value: Any) -> Any:
    return next(iter(listed(value)), None)


def _words(value: Any) -> str:
    one = _first(value)
    return str(one) if isinstance(one, str | int | float) and not isinstance(one, bool) else ""


def _named(value: Any) -> str:
    one = _first(value)
    return _words(within(one, "name")) if isinstance(one, dict) else _words(one)
