"""Ashby: the public job board of one organization."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import data_of
from foretaste.syndication.inbound.listing import Listing, Pay
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import Get, address, key, listed, named_after, objects, within


def read(board: str, get: Get) -> Iterator[Listing]:
    answer = get(f"https://api.ashbyhq.com/posting-api/job-board/{board}?includeCompensation=true")
    for job in objects(within(data_of(answer.body, answer.charset), "jobs")):
        if job.get("isListed") is False:
            continue
        body, text = body_of(job.get("descriptionHtml") or job.get("descriptionPlain"))
        where = line(job.get("location"), 120)
        postal = within(job, "address", "postalAddress")
        yield Listing(
            key=key(job.get("id")),
            url=address(job.get("jobUrl")),
            title=title_of(job.get("title")),
            company=named_after(board),
            body=body,
            text=text,
            place=values.place(
                where,
                city=within(postal, "addressLocality"),
                region=within(postal, "addressRegion"),
                in_country=within(postal, "addressCountry"),
            ),
            place_kind=values.place_kind(job.get("workplaceType"), where, is_remote=job.get("isRemote")),
            employment=values.employment(_spaced(job.get("employmentType"))),
            pay=_pay(job.get("compensation")) or values.pay_in(text),
            published_at=values.moment(job.get("publishedAt")),
        )


def _spaced(words: Any) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", line(words, 40))


def _pay(compensation: Any) -> Pay | None:
    """Take the one salary of the one tier; several tiers are several jobs to us."""
    tiers = listed(within(compensation, "compensationTiers"))
    parts = listed(within(tiers[0], "components")) if len(tiers) == 1 else []
    salaries = [one for one in parts if within(one, "compensationType") == "Salary"]
    if len(salaries) != 1:
        return None
    interval = line(within(salaries[0], "interval"), 40).lower().removeprefix("1 ")
    return values.pay(
        within(salaries[0], "minValue"), within(salaries[0], "maxValue"), within(salaries[0], "currencyCode"), interval
    )
