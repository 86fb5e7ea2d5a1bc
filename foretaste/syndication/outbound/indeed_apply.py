"""What Indeed sends when somebody applies there: checked by its signature, read, and little of it kept.

https://docs.indeed.com/indeed-apply/add-indeed-apply, its references of application data and delivery.
Any field may be missing. Nothing but who it is and for which posting is read: no CV, no letter, no phone number.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 10 * 1024 * 1024  # with a CV inside, which is thrown away
SAME_FOR_DAYS = 120
LONGEST_NAME, MOST_WORDS = 80, 6
LETTER = r"(?:[^\W\d_][\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0dff\u200c\u200d]*)"
PLAIN = re.compile(rf"{LETTER}+(?:['’\u02bc\-‐·]{LETTER}+)*['’]?[.,]?")  # Jr. and D'Arcy-Müller, but nothing.like.this


@dataclass(frozen=True)
class Arrived:
    """Who applied for what."""

    apply_id: str
    posting_id: str
    name: str
    email: str


class Unreadable(ValueError):
    """The body is no application."""


def signature_of(body: bytes, secret: str) -> str:
    """Return what stands in X-Indeed-Signature: HMAC-SHA1 of the raw body, as base64."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha1).digest()).decode()


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Compare in constant time; what is no base64 is no signature."""
    try:
        given = base64.b64decode(signature.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    return bool(secret) and hmac.compare_digest(given, hmac.new(secret.encode(), body, hashlib.sha1).digest())


def read(body: bytes) -> Arrived:
    """Read who applied for what. `Unreadable` where it is no JSON, or names neither."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("The body is not JSON.") from None
    if not isinstance(said, dict):
        raise Unreadable("The body is not an object.")
    job, applicant = _object(said, "job"), _object(said, "applicant")
    name = _text(applicant, "fullName") or f"{_text(applicant, 'firstName')} {_text(applicant, 'lastName')}".strip()
    arrived = Arrived(
        apply_id=_text(said, "id")[:100],
        posting_id=_text(job, "jobId")[:256],
        name=plain_name(name),
        email=_text(applicant, "email").lower(),
    )
    if not arrived.posting_id or not arrived.email or len(arrived.email) > 254:
        raise Unreadable("The job or the applicant's mail address is missing.")
    return arrived


def plain_name(text: str) -> str:
    """Return the words of a name that are plain: letters, as names write them. A mail carries it to its owner.

    A word that a mail program would make a link of, or that holds digits or other signs, is left out: whoever can send
    applications could else write to strangers in our name.
    """
    words = [word for word in text[:1_000].split() if PLAIN.fullmatch(word)]
    return " ".join(words[:MOST_WORDS])[:LONGEST_NAME].strip()


def _object(said: dict[str, Any], name: str) -> dict[str, Any]:
    value = said.get(name)
    return value if isinstance(value, dict) else {}


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""
