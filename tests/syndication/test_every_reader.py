"""The contract of every reader: normal, empty, dead, malformed, huge and hostile sources, all through one suite."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from foretaste.syndication.inbound.fetching import Answer
from foretaste.syndication.inbound.listing import Listing
from foretaste.syndication.inbound.reading import bounded
from foretaste.syndication.inbound.sources import FETCHED, KINDS
from foretaste.syndication.inbound.unreadable import Unreadable, Why
from tests.syndication.readers import NAMES, SAMPLES, TEXT, Sample, leaves, with_other

every_reader = pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)


def getting(pages: dict[str, bytes]) -> Callable[[str], Answer]:
    def get(url: str) -> Answer:
        if url not in pages:
            raise Unreadable(Why.GONE, url)
        return Answer(url, pages[url])

    return get


def read(sample: Sample, pages: dict[str, bytes]) -> list[Listing]:
    return list(bounded(KINDS[sample.kind].reader()(sample.address, getting(pages))))


def assert_is_bounded(listing: Listing) -> None:
    """Whatever a source says: one line of title, a web address, a body without anything that acts."""
    for words, longest in ((listing.title, 200), (listing.company, 160), (listing.place.words, 120)):
        assert len(words) <= longest
        assert not re.search(r"[<>\x00-\x1f\x7f\u202e]", words), words
    assert listing.title
    assert 0 < len(listing.key) <= 200
    parts = urlsplit(listing.url)
    assert parts.scheme in ("http", "https")
    assert parts.hostname
    assert "@" not in parts.netloc
    assert len(listing.body) <= 60_000
    assert len(listing.text) <= 20_000
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z][a-zA-Z0-9]*)([^>]*)>", listing.body))
    kept = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "h3", "h4", "blockquote"}
    assert {name for name, _rest in tags} <= kept
    assert all(not rest.strip(" /") for _name, rest in tags), tags
    if listing.pay is not None:
        assert 0 < listing.pay.least_minor <= listing.pay.most_minor <= 10**12
    if listing.place.latitude is not None:
        assert -90 <= listing.place.latitude <= 90


def test_every_kind_that_is_fetched_has_a_sample():
    assert {sample.kind for sample in SAMPLES} == set(FETCHED)


@every_reader
def test_a_normal_source(sample):
    (listing,) = read(sample, sample.pages([sample.entry]))
    pay, place = listing.pay, listing.place
    found = {
        "url": listing.url,
        "company": listing.company,
        "city": place.city,
        "country": place.country,
        "place_kind": listing.place_kind.value,
        "employment": listing.employment.value,
        "pay": (pay.least_minor, pay.most_minor, pay.currency, pay.per.value) if pay else None,
        "published": listing.published_at.date().isoformat() if listing.published_at else None,
        "starts": listing.starts_on.isoformat() if listing.starts_on else None,
        "coordinates": (place.latitude, place.longitude) if place.latitude is not None else None,
        "skills": listing.skills,
    }
    nothing = {"city": "", "country": "", "place_kind": "", "employment": "", "skills": ""}
    assert found == {**dict.fromkeys(found), **nothing, **sample.expected}
    assert (listing.title, " ".join(listing.text.split())) == ("Trial week, post room", TEXT)
    assert_is_bounded(listing)


@every_reader
def test_an_empty_source(sample):
    pages = sample.pages([])
    if sample.kind == "page":
        with pytest.raises(Unreadable, match=Why.NO_JOBS_IN_DATA):
            read(sample, pages)
    else:
        assert read(sample, pages) == []


@every_reader
def test_a_dead_source(sample):
    with pytest.raises(Unreadable, match=Why.GONE):
        read(sample, {})


@every_reader
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[1, 2",
        b"null",
        b"17",
        b'"text"',
        b"{}",
        b"<html><p>Moved</p></html>",
        b"\xff\xfe\x00",
        b"[[[]]]",
        b"<a>",
    ],
)
def test_a_malformed_source_is_refused_with_a_reason(sample, body):
    """Or read as empty where the shape allows it; nothing else comes out of a reader."""
    with suppress(Unreadable):
        assert read(sample, {sample.url: body}) == []


@every_reader
def test_a_source_that_is_cut_short_is_refused_whole(sample):
    body = sample.make(sample.numbered(3))
    for cut in (len(body) // 3, len(body) // 2, len(body) - 3):
        with pytest.raises(Unreadable):
            read(sample, {**sample.pages(sample.numbered(3)), sample.url: body[:cut]})


@every_reader
def test_a_source_with_more_entries_than_are_read_is_refused(sample):
    entries = sample.numbered(sample.most + 1)
    if sample.kind == "page":
        assert len(read(sample, sample.pages(entries))) == sample.most
        return
    with pytest.raises(Unreadable, match=Why.TOO_MANY):
        read(sample, sample.pages(entries))


HOSTILE = [
    None,
    True,
    -1,
    10**400,
    1e308,
    "",
    "x" * 100_000,
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://me:secret@127.0.0.1/",
    "\x00\x1b[31m\u202egnp.exe",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    [],
    {},
    [[[]]],
    {"name": {"name": {"name": "deep"}}},
    [None, 1, {"@type": "JobPosting"}],
]


@every_reader
def test_a_hostile_value_in_any_place_comes_out_harmless_or_not_at_all(sample):
    """Each value is replaced by each hostile one: what comes out is harmless, or all of it is refused."""
    if isinstance(sample.entry, str):
        documents = [
            sample.entry.replace(
                words, str(other).replace("&", "&amp;").replace("<", "&lt;").replace("\x00", "").replace("\x1b", "")
            )
            for words in ("Trial week, post room", "4711", "Leipzig", "2026", "https://", "intern", "hybrid")
            for other in HOSTILE
        ]
    else:
        documents = [with_other(sample.entry, path, other) for path in leaves(sample.entry) for other in HOSTILE]
    if sample.kind == "page":
        documents = documents[::13]  # each starts a process
    refused = 0
    for document in documents:
        try:
            for listing in read(sample, sample.pages([document, sample.with_number(1)])):
                assert_is_bounded(listing)
        except Unreadable:
            refused += 1
    assert refused < len(documents) / 2


def test_json_that_nests_too_deeply_is_refused():
    for body in (b"[" * 100_000, b'{"jobs":' * 5_000, json.dumps({"jobs": []}).encode() + b"}" * 9):
        with pytest.raises(Unreadable, match=Why.NOT_JSON):
            read(SAMPLES[0], {SAMPLES[0].url: body})


@every_reader
@pytest.mark.parametrize("title", ["Probewoche für Grüße", "Tydzień próbny, Łódź", "お試しの一週間", "Пробная неделя"])
def test_every_script_is_read_as_it_is_written(sample, title):
    if isinstance(sample.entry, str):
        entry = sample.entry.replace("Trial week, post room", title)
    else:
        name = {"lever": "text", "smartrecruiters": "name"}.get(sample.kind, "title")
        entry = {**sample.entry, name: title}
    assert [one.title for one in read(sample, sample.pages([entry]))] == [title]
