"""A lead by word of mouth: what somebody was told, as they type it. Nobody has confirmed any of it."""

from __future__ import annotations

import hashlib

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.listing import LONGEST_NAME, Listing
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import address

KIND = "told"
NOWHERE = "/me/listings/#job-"  # where one that has no page of its own leads: to the list of what one brought


def read_lead(*, title: str, company: str, place: str, link: str, note: str, home: str) -> Listing:
    """Return it as a listing; its title or its link is empty where what was typed is none."""
    name, who, where = title_of(title), line(company, LONGEST_NAME), line(place, 120)
    key = hashlib.sha256("\x1f".join((name, who, where, link.strip())).encode()).hexdigest()[:32]
    body, text = body_of(note)
    return Listing(
        key=key,
        url=address(link) if link.strip() else f"{home}{NOWHERE}{key}",
        title=name,
        company=who,
        body=body,
        text=text,
        place=values.place(where),
        place_kind=values.place_kind(where),
        pay=values.pay_in(text),
    )


def has_a_page(url: str) -> bool:
    """Say whether a lead leads anywhere."""
    return NOWHERE not in url
