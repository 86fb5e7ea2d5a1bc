"""Telling somebody about a trial. The link carries the sender's first name, signed; nothing is stored or counted."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.core import signing
from django.http import HttpRequest

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
    signed = signing.Signer(salt=SALT).sign_object({"trial": posting.public_id, "name": name}) if name else ""
    link = f"{here}?{urlencode({'from': signed})}" if signed else here
    words = {"subject": f"{posting.title} – {posting.company.name}", "body": f"{posting.summary}\n{link}"}
    return Share(link, f"mailto:?{urlencode(words, quote_via=quote)}", share_link(posting.url), name)


def sender_of(request: HttpRequest, posting: Posting) -> str:
    """Return who sent this link; nobody where it was not signed here, or was signed for another trial."""
    if not request.GET.get("from"):
        return ""
    try:
        said = signing.Signer(salt=SALT).unsign_object(request.GET.get("from", ""))
    except (signing.BadSignature, ValueError):
        return ""
    return str(said["name"]) if said.get("trial") == posting.public_id else ""
