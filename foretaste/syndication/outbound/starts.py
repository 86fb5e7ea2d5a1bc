"""When trials begin, as a calendar that one subscribes to: RFC 5545, one event for each, on its first day.

Written out, so that a web process need not load a calendar library for it; a test reads it with one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from foretaste.syndication.outbound.feeds import Channel
from foretaste.syndication.outbound.posting import Posting
from foretaste.syndication.outbound.text import plain_characters

LONGEST = 75  # octets of a line, the break not counted


def calendar(channel: Channel) -> bytes:
    """Return the calendar. Times are said in UTC: a subscriber's own clock shows them."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Foretaste//starts of trials//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(channel.title)}",
        f"X-WR-CALNAME:{_text(channel.title)}",
        f"URL:{channel.page}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *(line for one in channel.postings for line in _event(one)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(posting: Posting) -> Iterable[str]:
    first, count = posting.days[0], len(posting.days)
    days = "one day" if count == 1 else f"{count} days"
    said = (
        f"{posting.summary}\n{posting.full_pay} for all days, before tax. Every day you start is paid in full, and you"
        f" may leave any time.\n{posting.url}"
    )
    where = (
        "From anywhere"
        if posting.is_remote
        else ", ".join(part for part in (posting.city, posting.country_name) if part)
    )
    return [
        "BEGIN:VEVENT",
        f"UID:{posting.public_id}-start@foretaste",
        f"DTSTAMP:{_moment(posting.changed_at)}",
        f"LAST-MODIFIED:{_moment(posting.changed_at)}",
        f"SEQUENCE:{_sequence(posting)}",
        f"DTSTART:{_moment(first.starts_at)}",
        f"DTEND:{_moment(first.ends_at)}",
        f"SUMMARY:{_text(f'{posting.title}, {days} · {posting.company.name}')}",
        f"DESCRIPTION:{_text(said)}",
        f"LOCATION:{_text(where)}",
        f"URL:{posting.url}",
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _sequence(posting: Posting) -> int:
    """Return a number that grows with each change: the seconds since it was published."""
    return max(0, int((posting.changed_at - posting.published_at).total_seconds()))


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    plain = plain_characters(value).replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Cut a line between characters where it would be longer than the format takes."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LONGEST - bool(pieces):  # a continued line begins with a space
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
