"""Greenhouse: the public Job Board API of one board."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import data_of
from foretaste.syndication.inbound.listing import LONGEST_NAME, Listing, Pay, Per
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import Get, address, key, listed, named_after, objects, within


def read(board: str, get: Get) -> Iterator[Listing]:
    answer = get(f"https://boards-api.greenhouse.io/v1/boards/{board}/jobs?content=true&pay_transparency=true")
    for job in objects(within(data_of(answer.body, answer.charset), "jobs")):
        if "internal_job_id" in job and job["internal_job_id"] is None:
            continue  # a pool for prospects, no job
        body, text = body_of(job.get("content"), escaped=True)
        where = line(within(job, "location", "name"), 120)
        fields = [one for one in listed(job.get("metadata")) if isinstance(one, dict)]
        kinds = [one.get("value") for one in fields if "type" in line(one.get("name"), 80).lower()]
        yield Listing(
            key=key(job.get("id")),
            url=address(job.get("absolute_url")),
            title=title_of(job.get("title")),
            company=line(job.get("company_name"), LONGEST_NAME) or named_after(board),
            body=body,
            text=text,
            language=line(job.get("language"), 2),
            place=values.place(where),
            place_kind=values.place_kind(where),
            employment=values.employment(*kinds),
            pay=_pay(job.get("pay_input_ranges")) or values.pay_in(text),
            closes_on=values.day(job.get("application_deadline")),
            published_at=values.moment(job.get("first_published")) or values.moment(job.get("updated_at")),
        )


def _pay(ranges: Any) -> Pay | None:
    """Take a single range whose own words say what it is for; Greenhouse says sums without a period."""
    found = [one for one in ranges or [] if isinstance(one, dict)] if isinstance(ranges, list) else []
    if len(found) != 1:
        return None
    words = f"{line(found[0].get('title'), 200)} {line(found[0].get('blurb'), 400)}".casefold()
    periods = {Per.HOUR: ("hour", "stunde"), Per.DAY: ("daily", "per day"), Per.WEEK: ("weekly", "per week")}
    for period, names in periods.items():
        if any(name in words for name in names):
            return values.pay(
                found[0].get("min_cents"), found[0].get("max_cents"), found[0].get("currency_type"), period, minor=True
            )
    return None
