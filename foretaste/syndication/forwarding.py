"""Taking a forwarded mail in, as the mail server hands it over: read outside of any transaction, then noted or kept.

What it answers is for the mail server, in the exit codes that all of them know (BSD's sysexits.h): taken, nobody
has that address, or try again later. A mail that can't be read is taken, too, and its person told why: to send it
back would tell its sender, who is seldom the forwarder, that the address exists.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from email import message_from_bytes
from email.errors import MessageError
from email.policy import default
from email.utils import getaddresses
from enum import IntEnum

from django.conf import settings

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.syndication import actions, queries, refusals
from foretaste.syndication.inbound import alert_mail
from foretaste.syndication.inbound.alert_mail import LookUp, Signed
from foretaste.syndication.inbound.forwarding_mail import question_in
from foretaste.syndication.inbound.unreadable import Unreadable, Why

NAMED_IN = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
MOST_PEOPLE = 5


class Answer(IntEnum):
    """What the mail server is told, by the exit code it knows."""

    TAKEN = 0
    NOBODY = 67  # EX_NOUSER: it sends the mail back
    LATER = 75  # EX_TEMPFAIL: it keeps the mail and tries again


def address_of(token: str) -> str:
    """Return the whole address that belongs to a person's token: `alerts+TOKEN@host`."""
    local, _at, host = settings.ALERTS_ADDRESS.partition("@")
    return f"{local}+{token}@{host}"


def take_mail(
    content: bytes, *, recipients: Iterable[str], at: dt.datetime, look_up: LookUp = alert_mail.key_from_dns
) -> Answer:
    """Take one mail for everybody it is for. Without recipients they are read from the mail's own headers."""
    tokens = _tokens(recipients) or _tokens(_named_in(content))
    people = queries.people_with_alert_addresses(tokens[:MOST_PEOPLE])
    answers = [_take(content, accounts.actor_for(one, as_intern=True), at, look_up) for one in people if one.is_active]
    return max(answers, default=Answer.NOBODY)


def _take(content: bytes, by: Actor, at: dt.datetime, look_up: LookUp) -> Answer:
    try:
        actions.count_forwarded(by=by, at=at)
        question = question_in(content, look_up) if len(content) <= alert_mail.MOST_BYTES else None
        if question is not None:
            actions.note_forwarded(content=content, found=question, by=by, at=at)
            return Answer.TAKEN
        alert = alert_mail.read_mail(content, look_up)
        actions.take_forwarded(alert=alert, content=content, by=by, at=at)
    except refusals.EnoughWasBroughtToday:
        return Answer.LATER
    except refusals.TooManyListings:
        actions.note_forwarded(content=content, found=Why.TOO_MANY, by=by, at=at)
        return Answer.TAKEN
    except Unreadable as unreadable:
        actions.note_forwarded(content=content, found=unreadable.why, by=by, at=at)
        return Answer.TAKEN
    return Answer.LATER if alert.signed is Signed.UNCHECKED else Answer.TAKEN


def _tokens(addresses: Iterable[str]) -> list[str]:
    """Return the tokens in those addresses that are ours, each once, in their order."""
    local, _at, host = settings.ALERTS_ADDRESS.partition("@")
    if not host:
        return []
    ours = re.compile(rf"{re.escape(local)}\+([0-9a-z]{{20}})@{re.escape(host)}", re.I)
    found = (ours.fullmatch(one.strip()) for one in addresses)
    return list(dict.fromkeys(match[1].lower() for match in found if match))


def _named_in(content: bytes) -> list[str]:
    """Return whom the head of a mail names; nobody where it can't be read."""
    try:
        mail = message_from_bytes(content.partition(b"\n\r\n")[0].partition(b"\n\n")[0] + b"\n\n", policy=default)
        lines = [str(line) for name in NAMED_IN for line in mail.get_all(name) or []]
        return [address for _name, address in getaddresses(lines)]
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return []
