"""What a mailbox sends first to an address it shall forward to: the question whether that address wants it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.policy import default
from email.utils import parseaddr
from urllib.parse import urlsplit

from foretaste.syndication.inbound.alert_mail import LookUp, Signed, signature_of
from foretaste.syndication.inbound.decoding import text_of

GMAIL = "forwarding-noreply@google.com"
CODE = re.compile(r"\(#(\d{6,12})\)")
LINK = re.compile(r"https://mail(?:-settings)?\.google\.com/mail/vf-\S+")
HOSTS = ("mail.google.com", "mail-settings.google.com")


@dataclass(frozen=True)
class Question:
    """What the mailbox's owner enters there, or the address they open; one of the two may be empty."""

    code: str
    link: str


def question_in(content: bytes, look_up: LookUp) -> Question | None:
    """Return what Gmail asks, where this is its mail and Google's signature fits; None for any other mail.

    Raise `Unreadable` where it bears a signature of Google's that does not fit.
    """
    try:
        mail = message_from_bytes(content, policy=default)
        senders = [parseaddr(str(one))[1].lower() for one in mail.get_all("From") or []]
        subject = str(mail.get("Subject", ""))
    except (MessageError, ValueError, LookupError, AttributeError, IndexError, TypeError, RecursionError):
        return None
    if senders != [GMAIL] or signature_of(content, "google.com", look_up) is not Signed.YES:
        return None
    body = mail.get_body(("plain",))
    payload = body.get_payload(decode=True) if body is not None else b""
    text = (
        text_of(payload, body.get_content_charset() or "utf-8", kind="mail")
        if isinstance(payload, bytes) and body
        else ""
    )
    code, link = CODE.search(subject), LINK.search(text)
    address = link[0].rstrip(".>)") if link else ""
    if len(address) > 500 or urlsplit(address).hostname not in HOSTS:
        address = ""
    return Question(code[1] if code else "", address) if code or address else None
