"""Job-alert mails that a person brings: LinkedIn's, Indeed's, Glassdoor's and Handshake's. What they hold stays theirs.

Their layouts are nowhere promised. LinkedIn's plain text is read block by block; of the others, each link to a job with
its words as the title, and what stands directly below as company and place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlsplit

from foretaste.syndication.inbound import values
from foretaste.syndication.inbound.decoding import text_of
from foretaste.syndication.inbound.listing import LONGEST_NAME, Listing
from foretaste.syndication.inbound.prose import line, title_of
from foretaste.syndication.inbound.reading import MOST_LISTINGS, address
from foretaste.syndication.inbound.unreadable import Unreadable, Why

MOST_BYTES = 5 * 2**20
MOST_PARTS = 50
MOST_BOUNDARIES = 20
BOUNDARY = re.compile(rb"boundary[\s*\d]*=", re.I)  # in every writing that the parser takes, as boundary*0* =
LookUp = Callable[[bytes], bytes | None]


class Signed(StrEnum):
    """What is known of a mail's signature."""

    YES = "yes"  # by its sender's domain, and the mail is as it was sent
    UNSIGNED = "unsigned"  # none by its sender's domain
    UNCHECKED = "unchecked"  # there is one, and its key could not be had


@dataclass(frozen=True)
class Board:
    """Whose alerts these are: the domains they are sent from, and where in their links a job's own id stands."""

    kind: str
    domains: tuple[str, ...]
    job: re.Pattern[str]
    parameters: tuple[str, ...] = ()
    canonical: str = ""


HOST = r"(?:[\w-]+\.)*"
BOARDS = (
    Board(
        "linkedin",
        ("linkedin.com",),
        re.compile(HOST + r"linkedin\.com/(?:comm/)?jobs/view/(?:[^/?]*-)?(\d+)"),
        canonical="https://www.linkedin.com/jobs/view/{}",
    ),
    Board(
        "indeed",
        ("indeed.com",),
        re.compile(HOST + r"indeed\.[a-z.]{2,6}/(?:rc/clk|pagead/clk|viewjob|m/viewjob|applystart)"),
        parameters=("jk", "vjk"),
        canonical="https://www.indeed.com/viewjob?jk={}",
    ),
    Board(
        "glassdoor",
        ("glassdoor.com",),
        re.compile(HOST + r"glassdoor\.[a-z.]{2,6}/(?:partner/jobListing|job-listing|Job)/?"),
        parameters=("jl", "jobListingId"),
    ),
    Board(
        "handshake",
        ("joinhandshake.com", "joinhandshake.co.uk", "joinhandshake.de"),
        re.compile(HOST + r"joinhandshake\.(?:com|co\.uk|de)/(?:stu/|public/|e/)?jobs/(\d+)"),
        canonical="https://app.joinhandshake.com/jobs/{}",
    ),
)


@dataclass(frozen=True)
class Alert:
    """What a mail held."""

    kind: str
    signed: Signed
    listings: tuple[Listing, ...]


def read_mail(content: bytes, look_up: LookUp) -> Alert:
    """Read one mail; refuse it where it is of nobody known, or its signature doesn't fit."""
    if len(content) > MOST_BYTES:
        raise Unreadable(Why.TOO_LARGE, f"{len(content)} bytes")
    # The parser asks each line whether it ends any of the parts around it.
    if sum(1 for _each in BOUNDARY.finditer(content)) > MOST_BOUNDARIES:
        raise Unreadable(Why.NOT_A_MAIL, "too many parts in parts")
    try:
        mail = message_from_bytes(content, policy=default)
        senders = mail.get_all("From") or []
        domain = parseaddr(str(senders[0]))[1].rpartition("@")[2].lower() if len(senders) == 1 else ""
    except (MessageError, ValueError, LookupError, AttributeError, IndexError, TypeError, RecursionError) as failure:
        raise Unreadable(Why.NOT_A_MAIL, str(failure)) from failure
    if not domain:
        raise Unreadable(Why.NOT_A_MAIL)
    board = next((one for one in BOARDS if any(_is_of(domain, own) for own in one.domains)), None)
    if board is None:
        raise Unreadable(Why.UNKNOWN_SENDER, domain)
    signed = signature_of(content, domain, look_up)
    found: dict[str, Listing] = {}
    for listing in _listings(mail, board):
        found.setdefault(listing.key, listing)
        if len(found) > MOST_LISTINGS:
            raise Unreadable(Why.TOO_MANY)
    return Alert(board.kind, signed, tuple(found.values()))


def _is_of(domain: str, own: str) -> bool:
    return domain == own or domain.endswith("." + own)


# --- signature ------------------------------------------------------------------------------------


def signature_of(content: bytes, domain: str, look_up: LookUp) -> Signed:
    """Check the signature of the sender's own domain; refuse a mail whose signature was checked and doesn't fit."""
    import dkim

    key_was_had = False

    def keep(name: bytes, timeout: int = 5) -> bytes | None:
        nonlocal key_was_had
        key = look_up(name)
        key_was_had = key_was_had or bool(key)
        return key

    try:
        checked = dkim.DKIM(content)
        signatures = [value for name, value in checked.headers if name.lower() == b"dkim-signature"]
        result = Signed.UNSIGNED
        for number, value in enumerate(signatures[:5]):
            try:
                tags = dkim.parse_tag_value(value)
            except dkim.InvalidTagValueList:
                continue  # no signature at all
            signer = tags.get(b"d", b"").decode("ascii", errors="replace").lower()
            if not _is_of(domain, signer) or "." not in signer or b"l" in tags:
                continue  # of somebody else, or of a part of the mail only
            key_was_had = False
            if checked.verify(number, dnsfunc=keep):
                return Signed.YES
            if key_was_had:
                raise Unreadable(Why.FORGED, signer)
            result = Signed.UNCHECKED
    except dkim.DKIMException as failure:
        if key_was_had:
            raise Unreadable(Why.FORGED, str(failure)) from failure
        return Signed.UNCHECKED
    return result


def key_from_dns(name: bytes) -> bytes | None:
    """Look a signature's key up; None where it can't be had."""
    import dkim.dnsplug
    import dns.exception

    try:
        found: bytes | None = dkim.dnsplug.get_txt(name, 3)
    except (dkim.DKIMException, dns.exception.DNSException, OSError, UnicodeError, ValueError):
        return None
    return found


# --- content --------------------------------------------------------------------------------------


def _listings(mail: EmailMessage, board: Board) -> Iterator[Listing]:
    plain, markup = _parts(mail)
    published = values.moment(str(mail.get("Date", "")))
    rows = list(_blocks(plain)) if board.kind == "linkedin" else []
    for title, company, where, link in rows or _links(markup, board):
        identifier, url = _job(link, board)
        name = title_of(title)
        if identifier and url and name:
            yield Listing(
                key=identifier,
                url=url,
                title=name,
                company=line(company, LONGEST_NAME),
                place=values.place(where),
                place_kind=values.place_kind(where),
                published_at=published,
            )


def _parts(mail: EmailMessage) -> tuple[str, str]:
    texts = {"text/plain": "", "text/html": ""}
    for count, part in enumerate(mail.walk()):
        if count > MOST_PARTS:
            raise Unreadable(Why.TOO_MANY, "parts")
        kind = part.get_content_type()
        if kind in texts and not texts[kind]:
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                texts[kind] = text_of(body, (part.get_content_charset() or "utf-8"), kind="mail")
    return texts["text/plain"], texts["text/html"]


def _blocks(text: str) -> Iterator[tuple[str, str, str, str]]:
    """LinkedIn: blocks between lines of dashes; title, company, place, perhaps notes, then the link."""
    for block in re.split(r"^\s*-{10,}\s*$", text, flags=re.M):
        lines = [one.strip() for one in block.splitlines() if one.strip()]
        link = next(
            (at for at, one in enumerate(lines) if re.search(r"https?://\S*linkedin\.com/\S*jobs/view/", one)), None
        )
        if link is None:
            continue
        # What stands before the first job is the mail's own heading: the three lines before the link's notes.
        words = lines[:link]
        start = max((at for at, one in enumerate(words) if one.endswith(".")), default=-1) + 1
        words = words[start:] if len(words[start:]) >= 3 else words[-4:]
        address_in = re.search(r"https?://\S+", lines[link])
        if len(words) >= 3 and address_in:
            yield words[0], words[1], words[2], address_in[0]


def _links(markup: str, board: Board) -> Iterator[tuple[str, str, str, str]]:
    """Any other: each link to a job, its words as the title, the next two short lines as company and place."""
    from lxml import html
    from lxml.etree import ParserError

    if not markup.strip():
        return
    try:
        tree = html.document_fromstring(markup.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (ParserError, ValueError):
        return
    for link in tree.iter("a"):
        href = link.get("href") or ""
        words = [one for one in (" ".join(text.split()) for text in link.itertext()) if one]
        if not words or _at(href, board) is None:
            continue
        around = words if len(words) > 1 else [*words, *_below(link)]
        yield words[0], around[1] if len(around) > 1 else "", around[2] if len(around) > 2 else "", href


def _below(link: Any, most: int = 2) -> list[str]:
    """Return the lines of text that follow a link within its own block."""
    node: Any = link
    found: list[str] = []
    for _level in range(3):
        parent = node.getparent()
        if parent is None:
            break
        for sibling in node.itersiblings():
            if not isinstance(sibling.tag, str):
                continue
            if sibling.tag == "a" or sibling.find(".//a") is not None:
                return found[:most]
            found += [one for one in (" ".join(text.split()) for text in sibling.itertext()) if 0 < len(one) <= 100]
            if len(found) >= most:
                return found[:most]
        node = parent
    return found[:most]


def _job(link: str, board: Board) -> tuple[str, str]:
    """Return a job's own id and its plain address, without what tells the board who followed it."""
    found = _at(link, board)
    if found is None:
        return "", ""
    query = parse_qs(urlsplit(link).query)
    named = next((query[name][0] for name in board.parameters if query.get(name)), "")
    identifier = found[1] if board.job.groups else named
    if not re.fullmatch(r"[\w-]{1,64}", identifier or ""):
        return "", ""
    return identifier, board.canonical.format(identifier) if board.canonical else address(link)


def _at(link: str, board: Board) -> re.Match[str] | None:
    """Return where a link leads at its board; None where it leads elsewhere, whatever it has in its query."""
    try:
        parts = urlsplit(link.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    return board.job.match(f"{host}{parts.path}") if parts.scheme in ("http", "https") else None
