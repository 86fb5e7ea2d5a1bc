"""SmartRecruiters: the public postings of one company, page by page, then one by one.

A company that doesn't exist has an empty list there, so an empty list says nothing (see `empty_says_nothing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import data_of
from foretaste.syndication.inbound.listing import LONGEST_NAME, Listing
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import Get, address, key, named_after, objects, within
from foretaste.syndication.inbound.unreadable import Unreadable, Why

A_PAGE = 100
MOST_DETAILS = 300  # one request each, with a pause between


def read(company: str, get: Get) -> Iterator[Listing]:
    base = f"https://api.smartrecruiters.com/v1/companies/{company}/postings"
    found: list[dict[str, Any]] = []
    while len(found) <= MOST_DETAILS:
        answer = get(f"{base}?limit={A_PAGE}&offset={len(found)}")
        page = objects(within(data_of(answer.body, answer.charset), "content"))
        found += page
        if len(page) < A_PAGE:
            break
    if len(found) > MOST_DETAILS:
        raise Unreadable(Why.TOO_MANY, str(len(found)))
    for posting in found:
        if not (one := key(posting.get("id"))) or not one.replace("-", "").isalnum():
            continue
        detail = get(f"{base}/{one}")
        job = data_of(detail.body, detail.charset)
        if within(job, "active") is not False and isinstance(job, dict):
            yield _listing(job, one, company)


def _listing(job: dict[str, Any], one: str, company: str) -> Listing:
    sections = within(job, "jobAd", "sections")
    parts = (
        [sections.get(name) for name in ("jobDescription", "qualifications", "additionalInformation")]
        if isinstance(sections, dict)
        else []
    )
    markup = "".join(
        f"<h3>{line(within(part, 'title'), 120)}</h3>{text}"
        for part in parts
        if isinstance(text := within(part, "text"), str)
    )
    body, text = body_of(markup)
    where = job.get("location")
    return Listing(
        key=one,
        url=address(job.get("postingUrl") or job.get("applyUrl")),
        title=title_of(job.get("name")),
        company=line(within(job, "company", "name"), LONGEST_NAME) or named_after(company),
        body=body,
        text=text,
        language=line(within(job, "language", "code"), 2),
        place=values.place(
            city=within(where, "city"),
            region=within(where, "region"),
            in_country=within(where, "country"),
            at=(within(where, "latitude"), within(where, "longitude")),
        ),
        place_kind=values.place_kind(is_remote=within(where, "remote"), is_hybrid=within(where, "hybrid")),
        employment=values.employment(within(job, "typeOfEmployment", "id"), within(job, "typeOfEmployment", "label")),
        pay=values.pay_in(text),
        published_at=values.moment(job.get("releasedDate")),
    )
