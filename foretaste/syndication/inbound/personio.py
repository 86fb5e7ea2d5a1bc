"""Personio: the XML feed of one company's open positions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import tree_of
from foretaste.syndication.inbound.listing import LONGEST_NAME, Listing
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import MOST_LISTINGS, Get, address, key, named_after
from foretaste.syndication.inbound.unreadable import Unreadable, Why


def read(company: str, get: Get) -> Iterator[Listing]:
    name, _dot, ending = company.rpartition(".")
    name, ending = (name, ending) if ending in ("de", "com") else (company, "de")
    host = f"https://{name}.jobs.personio.{ending}"
    answer = get(f"{host}/xml?language=en")
    root = tree_of(answer.body, answer.charset)
    if root.tag != "workzag-jobs":
        raise Unreadable(Why.OTHER_SHAPE, str(root.tag))
    positions = root.findall("position")
    if len(positions) > MOST_LISTINGS:
        raise Unreadable(Why.TOO_MANY, str(len(positions)))
    for position in positions:
        yield _listing(position, host, name)


def _listing(position: Any, host: str, name: str) -> Listing:
    def said(field: str) -> str:
        return position.findtext(field) or ""

    sections = position.findall("jobDescriptions/jobDescription")
    body, text = body_of(
        "".join(f"<h3>{line(one.findtext('name'), 200)}</h3>{one.findtext('value') or ''}" for one in sections)
    )
    office = line(said("office"), 80)
    return Listing(
        key=key(said("id")),
        url=address(f"{host}/job/{said('id')}") if said("id").isdigit() else "",
        title=title_of(said("name")),
        company=line(said("subcompany"), LONGEST_NAME) or named_after(name),
        body=body,
        text=text,
        place=values.place(office),
        place_kind=values.place_kind(office),
        employment=values.employment(said("employmentType"), said("schedule")),
        pay=values.pay_in(text),
        skills=line(said("keywords"), 400),
        published_at=values.moment(said("createdAt")),
    )
