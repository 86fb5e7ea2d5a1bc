"""Riipen: messages of a company's portal about its projects, signed with the portal's secret.

The envelope is documented, the fields of a project are not: those of its documented "experience" are read where they
are there. No address of a project is documented either, so a listing leads to Riipen's app. Nothing is asked of its
API: the one path that its documentation shows is `/companies`, and how a list looks there it does not say.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import data_of
from foretaste.syndication.inbound.listing import Employment, Listing
from foretaste.syndication.inbound.prose import body_of, line, title_of
from foretaste.syndication.inbound.reading import address, key, within
from foretaste.syndication.inbound.unreadable import Unreadable, Why

APP = "https://app.riipen.com/"
KINDS_OF_OBJECT = ("project", "experience")


@dataclass(frozen=True)
class Message:
    """One message: what it says of one project, and when it was so."""

    id: str
    at: dt.datetime
    key: str
    listing: Listing | None  # None: it is not open any more


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Check the signature over the raw body: HMAC-SHA-256, in hexadecimal or base64, as it isn't said which."""
    expected = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    said = signature.strip().removeprefix("sha256=")
    try:
        given = bytes.fromhex(said) if len(said) == 64 else base64.b64decode(said, validate=True)
    except (ValueError, binascii.Error):
        return False
    return hmac.compare_digest(given, expected)


def read_message(body: bytes, company: str) -> Message | None:
    """Read one message; None where it is about something else than a project."""
    data = data_of(body)
    kind, _dot, verb = line(within(data, "type"), 80).partition(".")
    project = within(data, "data", "object")
    if kind not in KINDS_OF_OBJECT:
        return None
    at, one, message = values.moment(within(data, "created_at")), key(within(project, "id")), key(within(data, "id"))
    if at is None or not one or not message:
        raise Unreadable(Why.OTHER_SHAPE)
    if verb in ("deleted", "archived", "closed") or within(project, "open") is False:
        return Message(message, at, one, None)
    parts = [part for name in ("details", "deliverables") if isinstance(part := within(project, name), str)]
    markup, text = body_of("\n\n".join(parts))
    amount, period = within(project, "payment_amount_cents"), line(within(project, "payment_type"), 20).lower()
    hours = within(project, "hours")
    listing = Listing(
        key=one,
        url=address(within(project, "url")) or f"{APP}#job-{one}",
        title=title_of(within(project, "name")),
        company=line(within(project, "company", "name"), 160) or company,
        body=markup,
        text=text,
        place_kind=values.place_kind(within(project, "location_preference")),
        employment=Employment.CONTRACT,
        pay=None
        if within(project, "payment_required") is False  # then a sum may stand there, and nobody has to pay it
        else values.pay(
            amount,
            None,
            within(project, "payment_currency"),
            "once" if period in ("fixed", "flat") else period,
            minor=True,
        ),
        hours=float(hours)
        if isinstance(hours, int | float) and 0 < hours < 10_000 and not isinstance(hours, bool)
        else None,
        starts_on=values.day(within(project, "start_date")),
        ends_on=values.day(within(project, "end_date")),
        closes_on=values.day(within(project, "close_date")),
        published_at=at,
    )
    if not listing.title:
        raise Unreadable(Why.OTHER_SHAPE)
    return Message(message, at, one, listing)
