"""Lever: the public postings of one site, worldwide or in the EU."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import data_of
from foretaste.syndication.inbound.listing import Listing
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import Get, address, key, listed, named_after, objects, within


def read(site: str, get: Get) -> Iterator[Listing]:
    region, _colon, name = site.rpartition(":")
    host = "api.eu.lever.co" if region == "eu" else "api.lever.co"
    answer = get(f"https://{host}/v0/postings/{name}?mode=json")
    for posting in objects(data_of(answer.body, answer.charset)):
        body, text = body_of(_description(posting))
        where = line(within(posting, "categories", "location"), 120)
        salary = posting.get("salaryRange")
        yield Listing(
            key=key(posting.get("id")),
            url=address(posting.get("hostedUrl")),
            title=title_of(posting.get("text")),
            company=named_after(name),
            body=body,
            text=text,
            place=values.place(where, in_country="" if "," in where else posting.get("country")),
            place_kind=values.place_kind(posting.get("workplaceType"), where),
            employment=values.employment(within(posting, "categories", "commitment")),
            pay=values.pay(
                within(salary, "min"), within(salary, "max"), within(salary, "currency"), within(salary, "interval")
            )
            or values.pay_in(text),
            published_at=values.moment(posting.get("createdAt")),
        )


def _description(posting: dict[str, Any]) -> str:
    parts = [posting.get("description") or posting.get("descriptionPlain")]
    for one in listed(posting.get("lists")):
        heading, content = line(within(one, "text"), 200), within(one, "content")
        parts.append(f"<h3>{heading}</h3><ul>{content}</ul>" if isinstance(content, str) else "")
    parts.append(posting.get("additional") or posting.get("additionalPlain"))
    return "\n\n".join(part for part in parts if isinstance(part, str))
