"""The same contract for what is brought and told rather than fetched: files, alert mails, Riipen's messages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

from foretaste.syndication.inbound.alert_mail import BOARDS, read_mail
from foretaste.syndication.inbound.listing import Listing
from foretaste.syndication.inbound.reading import bounded
from foretaste.syndication.inbound.riipen import read_message
from foretaste.syndication.inbound.sources import FETCHED, KINDS
from foretaste.syndication.inbound.table import read_table
from foretaste.syndication.inbound.unreadable import Unreadable, Why
from tests.syndication.mails import mail, unreachable
from tests.syndication.test_every_reader import HOSTILE, assert_is_bounded

TITLE = "Trial week, post room"
ROW = {
    "id": "4711", "job_url": "https://jobs.example/4711", "title": TITLE, "company": "Briefpost",
    "location": "Leipzig, Germany", "description": "<p>Sort a week of letters with us. <b>Paid.</b></p>",
    "min_amount": 15, "max_amount": 18, "interval": "hourly", "currency": "EUR", "date_posted": "2026-02-20",
    "job_type": "internship", "skills": "Sorting",
}  # fmt: skip
JOB = {"id": "4711", "title": TITLE, "company": "Briefpost", "location": "Leipzig, Germany"}
PROJECT = {
    "object": "Project", "id": "4711", "name": TITLE, "open": True, "hours": 20, "details": "<p>Sort letters.</p>",
    "deliverables": "<p>Sorted letters.</p>", "company": {"name": "Briefpost"}, "payment_type": "hourly",
    "payment_amount_cents": 1_500, "payment_currency": "EUR", "start_date": "2026-03-16", "end_date": "2026-03-20",
    "location_preference": "hybrid",
}  # fmt: skip
SENDERS = {
    "linkedin": "jobalerts-noreply@linkedin.com",
    "indeed": "alert@indeed.com",
    "glassdoor": "noreply@glassdoor.com",
    "handshake": "handshake@m.joinhandshake.com",
}
LINKS = {
    "indeed": "https://www.indeed.com/rc/clk/dl?jk={}",
    "glassdoor": "https://www.glassdoor.com/partner/jobListing.htm?jl={}",
    "handshake": "https://app.joinhandshake.com/jobs/{}",
}


@dataclass
class Brought:
    """A way in: how so many entries of it are written, and how they are read."""

    name: str
    entry: dict[str, Any]
    make: Callable[[list[dict[str, Any]]], bytes]
    read: Callable[[bytes], list[Listing]]
    numbers: str  # the field of an entry that tells it from others
    most: int = 5_000

    def numbered(self, count: int) -> list[dict[str, Any]]:
        short = {name: value for name, value in self.entry.items() if name != "description"}  # which takes the time
        entries = [{**short, self.numbers: str(4711 + number)} for number in range(count)]
        return [{**one, "job_url": f"https://jobs.example/{one['id']}"} if "job_url" in one else one for one in entries]


def in_csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(ROW))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def in_lines(rows: list[dict[str, Any]]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def in_list(rows: list[dict[str, Any]]) -> bytes:
    return json.dumps(rows).encode()


def in_a_table(body: bytes) -> list[Listing]:
    return list(bounded(read_table(body)))


def line(value: Any) -> str:
    """Return it as one line of a mail's text: no mail holds half a character."""
    return " ".join(str(value).split()).encode("ascii", "replace").decode().replace("\x00", "")


def linkedin(rows: list[dict[str, Any]]) -> bytes:
    blocks = [
        "\n".join([
            line(row["title"]), line(row["company"]), line(row["location"]),
            f"View job: https://www.linkedin.com/comm/jobs/view/{line(row['id'])}/?trackingId=abc",
        ])
        for row in rows
    ]  # fmt: skip
    return mail(SENDERS["linkedin"], text=f"\n\n{'-' * 40}\n\n".join(blocks) or "Nothing new this week.")


def board(kind: str) -> Callable[[list[dict[str, Any]]], bytes]:
    def make(rows: list[dict[str, Any]]) -> bytes:
        links = "".join(
            f'<div><a href="{LINKS[kind].format(line(row["id"]))}">{line(row["title"])}</a>'
            f"<p>{line(row['company'])}</p><p>{line(row['location'])}</p></div>"
            for row in rows
        )
        return mail(SENDERS[kind], html=f"<html><body><p>Your alert</p>{links}</body></html>")

    return make


def in_a_mail(body: bytes) -> list[Listing]:
    return list(bounded(read_mail(body, unreachable).listings))


def told(rows: list[dict[str, Any]]) -> bytes:
    kind, project = ("project.created", rows[0]) if rows else ("user.created", {})
    return json.dumps(
        {"id": "evt1", "type": kind, "created_at": "2026-03-01T10:00:00+00:00", "data": {"object": project}}
    ).encode()


def in_a_message(body: bytes) -> list[Listing]:
    message = read_message(body, "Halden Instruments")
    return [message.listing] if message and message.listing else []


TABLES = [
    Brought("file", ROW, in_csv, in_a_table, "id"),
    Brought("file", ROW, in_lines, in_a_table, "id"),
    Brought("file", ROW, in_list, in_a_table, "id"),
]
MAILS = [
    Brought("linkedin", JOB, linkedin, in_a_mail, "id"),
    *(Brought(kind, JOB, board(kind), in_a_mail, "id") for kind in LINKS),
]
RIIPEN = Brought("riipen", PROJECT, told, in_a_message, "id", most=1)
WAYS = [*TABLES, *MAILS, RIIPEN]
every_way = pytest.mark.parametrize("way", WAYS, ids=["csv", "lines", "list", "linkedin", *LINKS, "riipen"])


def test_every_kind_that_is_not_fetched_is_here() -> None:
    typed = {"told"}  # by a person, field by field: see test_leads.py
    assert {way.name for way in WAYS} == set(KINDS) - set(FETCHED) - typed
    assert {way.name for way in MAILS} == {one.kind for one in BOARDS}


@every_way
def test_a_normal_one(way: Brought) -> None:
    (listing,) = way.read(way.make([way.entry]))
    assert (listing.title, listing.company) == (TITLE, "Briefpost")
    assert_is_bounded(listing)
    if way is RIIPEN:
        assert (listing.place_kind, listing.hours) == ("hybrid", 20.0)
    else:
        assert listing.place.city == "Leipzig"
    if way in TABLES:
        assert (listing.place.country, listing.employment, listing.skills) == ("DE", "intern", "Sorting")
    if way not in MAILS:
        assert listing.pay is not None
        assert (listing.pay.least_minor, listing.pay.currency, listing.pay.per) == (1_500, "EUR", "hour")


@every_way
def test_an_empty_one(way: Brought) -> None:
    assert way.read(way.make([])) == []


@every_way
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[1, 2", b"null", b"17", b'"text"', b"{}", b"<html><p>Moved</p></html>", b"\xff\xfe\x00", b"[[[]]]"],
)
def test_a_malformed_one_is_refused_with_a_reason(way: Brought, body: bytes) -> None:
    """Or read as empty where its shape allows it; nothing else comes out."""
    with suppress(Unreadable):
        assert way.read(body) == []


@pytest.mark.parametrize("way", [*TABLES[2:], RIIPEN], ids=["list", "riipen"])
def test_one_that_is_cut_short_is_refused_whole(way: Brought) -> None:
    body = way.make(way.numbered(3))
    for cut in (len(body) // 3, len(body) // 2, len(body) - 3):
        with pytest.raises(Unreadable):
            way.read(body[:cut])


@pytest.mark.parametrize(
    "way", [TABLES[0], TABLES[2], MAILS[0], MAILS[3]], ids=["csv", "list", "linkedin", "handshake"]
)
def test_one_with_more_entries_than_are_read_is_refused(way: Brought) -> None:
    with pytest.raises(Unreadable, match=Why.TOO_MANY):
        way.read(way.make(way.numbered(way.most + 1)))


@every_way
def test_a_hostile_value_in_any_place_comes_out_harmless_or_not_at_all(way: Brought) -> None:
    refused = tried = 0
    for field in way.entry:
        for other in HOSTILE:
            tried += 1
            try:
                for listing in way.read(way.make([{**way.entry, field: other}])):
                    assert_is_bounded(listing)
            except Unreadable:
                refused += 1
    assert refused < tried / 2
