"""Telling somebody about a trial. The link carries the sender's first name, signed; nothing is stored or counted."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from foretaste.syndication.outbound.linkedin import share_link
from foretaste.syndication.outbound.posting import Posting

SALT = "foretaste.web.postings.sharing"
LONGEST_NAME = 40


@dataclass(frozen=True)
class Share:
    """A link to pass on, and with whose name it is read."""

    link: str
    mail: str
    linkedin: str
    name: str


def link_of(request: HttpRequest, posting: Posting) -> Share:
    """Return the link to share: the bare page for a visitor, with one's first name for whoever is signed in."""
    here = posting.ask_url.removesuffix("ask")
    name = request.user.name.split(" ")[0][:LONGEST_NAME] if request.user.is_authenticated else ""
    signed = f"{name}~{_signature(posting, name)}" if name else ""
    link = f"{here}?{urlencode({'from': signed})}" if signed else here
    words = {"subject": f"{posting.title} – {posting.company.name}", "body": f"{posting.summary}\n{link}"}
    return Share(link, f"mailto:?{urlencode(words, quote_via=quote)}", share_link(posting.url), name)


def sender_of(request: HttpRequest, posting: Posting) -> str:
    """Return who sent this link; nobody where it was not signed here, or was signed for another trial."""
    name, is_signed, signature = request.GET.get("from", "").rpartition("~")
    return name if is_signed and constant_time_compare(signature, _signature(posting, name)) else ""


def _signature(posting: Posting, name: str) -> str:
    """Sign a name for one trial: 96 bits, which nobody guesses over the web, in a link that is still read."""
    return signing.Signer(salt=SALT).signature(f"{posting.public_id} {name}")[:16]
