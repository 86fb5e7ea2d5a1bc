"""Workable: the public widget of one account."""

from __future__ import annotations

from collections.abc import Iterator

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import data_of
from foretaste.syndication.inbound.listing import LONGEST_NAME, Listing
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import Get, address, key, listed, named_after, objects, within


def read(account: str, get: Get) -> Iterator[Listing]:
    answer = get(f"https://apply.workable.com/api/v1/widget/accounts/{account}?details=true")
    data = data_of(answer.body, answer.charset)
    company = line(within(data, "name"), LONGEST_NAME) or named_after(account)
    for job in objects(within(data, "jobs")):
        body, text = body_of(job.get("description"))
        first = next(iter(listed(job.get("locations"))), None)
        yield Listing(
            key=key(job.get("shortcode")),
            url=address(job.get("url") or job.get("application_url")),
            title=title_of(job.get("title")),
            company=company,
            body=body,
            text=text,
            place=values.place(
                city=job.get("city") or within(first, "city"),
                region=job.get("state") or within(first, "region"),
                in_country=job.get("country") or within(first, "countryCode") or within(first, "country"),
            ),
            place_kind=values.place_kind(job.get("workplace"), is_remote=job.get("telecommuting")),
            employment=values.employment(job.get("employment_type")),
            pay=values.pay_in(text),
            published_at=values.moment(job.get("published_on") or job.get("created_at")),
        )
