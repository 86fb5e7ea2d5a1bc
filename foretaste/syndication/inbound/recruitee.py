"""Recruitee: the public offers of one company."""

from __future__ import annotations

from collections.abc import Iterator

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import data_of
from foretaste.syndication.inbound.listing import LONGEST_NAME, Listing
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import Get, address, key, listed, named_after, objects, within


def read(company: str, get: Get) -> Iterator[Listing]:
    answer = get(f"https://{company}.recruitee.com/api/offers")
    for offer in objects(within(data_of(answer.body, answer.charset), "offers")):
        parts = (offer.get("description"), offer.get("requirements"))
        body, text = body_of("".join(part for part in parts if isinstance(part, str)))
        salary = offer.get("salary")
        yield Listing(
            key=key(offer.get("id")),
            url=address(offer.get("careers_url")),
            title=title_of(offer.get("title")),
            company=line(offer.get("company_name"), LONGEST_NAME) or named_after(company),
            body=body,
            text=text,
            place=values.place(
                offer.get("location"),
                city=offer.get("city"),
                region=offer.get("state_name") or offer.get("state_code"),
                in_country=offer.get("country_code") or offer.get("country"),
            ),
            place_kind=values.place_kind(
                "on-site" if offer.get("on_site") is True else "",
                is_remote=offer.get("remote"),
                is_hybrid=offer.get("hybrid"),
            ),
            employment=values.employment(offer.get("employment_type_code")),
            pay=values.pay(
                within(salary, "min"), within(salary, "max"), within(salary, "currency"), within(salary, "period")
            )
            or values.pay_in(text),
            closes_on=values.day(offer.get("close_at")),
            skills=", ".join(line(one, 40) for one in listed(offer.get("tags")) if isinstance(one, str))[:400],
            published_at=values.moment(offer.get("published_at")),
        )
