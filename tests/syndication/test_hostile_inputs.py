"""Every input of the hostile corpus is refused with its reason, reaches no private address and leaves nothing."""

from __future__ import annotations

import time

import pytest

from foretaste.syndication import words
from foretaste.syndication.inbound import fetching
from foretaste.syndication.inbound.decoding import data_of
from foretaste.syndication.inbound.network import Network, is_public
from foretaste.syndication.inbound.unreadable import Unreadable, Why
from foretaste.syndication.models import ImportedListing, Sighting
from tests.syndication.hostile import CORPUS, PRIVATE, PRIVATE_6, Input, notations
from tests.syndication.served import PUBLIC, Reply


def test_the_corpus_is_large_and_every_input_a_different_one():
    assert len(CORPUS) >= 400
    names = [one.name for one in CORPUS]
    assert len(set(names)) == len(names), sorted(name for name in names if names.count(name) > 1)


@pytest.mark.parametrize("given", CORPUS, ids=[one.name for one in CORPUS])
def test_it_is_refused_and_nothing_is_stored(db, clock, web, make_source, read_source, monkeypatch, given: Input):
    expected = given.why if isinstance(given.why, tuple) else (given.why,)
    if Why.TOO_SLOW in expected:
        monkeypatch.setattr(fetching, "LONGEST_ANSWER", 0.5)
    web.pages, web.names = dict(given.pages), dict(given.names)
    if len(given.address) > 500 or "\x00" in given.address:  # such an address can't even be kept
        with pytest.raises(Unreadable) as refused:
            fetching.Fetcher(web, contact="mailto:help@example.org").get(given.address)
        assert refused.value.why in expected
        return
    source = read_source(make_source(given.kind, given.address))
    assert source.why in expected, source.detail
    assert str(words.WHY[Why(source.why)])
    assert (source.failures, source.last_read_at) == (1, None)
    assert (ImportedListing.objects.count(), Sighting.objects.count()) == (0, 0)
    assert set(web.connected) <= {PUBLIC}


@pytest.mark.parametrize("address", [*PRIVATE, *PRIVATE_6])
def test_no_private_address_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"]
)
def test_public_addresses_are(address):
    assert is_public(address)


def test_the_real_network_refuses_every_notation_by_itself():
    """Without the tests' web: the system's own lookup, the real check."""
    for address in PRIVATE:
        for name, written in notations(address):
            if name == "wide digits":
                continue  # made plain before it is looked up
            with pytest.raises(Unreadable) as refused:
                Network().checked(written.strip("[]"), 80)
            assert refused.value.why in (Why.NOT_PUBLIC, Why.NO_SUCH_HOST), (address, name)


def test_a_name_is_looked_up_once_for_a_connection_and_its_checked_address_is_taken(web):
    """DNS rebinding: the second answer would be private, and is never asked for by whoever connects."""
    answers = iter([[PUBLIC], [PUBLIC], [PUBLIC], ["127.0.0.1"]])
    web.look_up = lambda host, port: next(answers)
    web.pages["evil.example/x"] = b"x"
    try:
        fetcher = fetching.Fetcher(web, contact="mailto:help@example.org", pause=lambda seconds: None)
        assert fetcher.get("http://evil.example/x").body == b"x"  # the rules twice, then the page
        assert web.connected == [PUBLIC] * 3
        with pytest.raises(Unreadable, match=Why.NOT_PUBLIC):
            fetcher.get("http://evil.example/y")
        assert web.connected == [PUBLIC] * 3
    finally:
        del web.look_up


def test_a_certificate_that_can_t_be_trusted_is_refused(web):
    web.with_real_tls = True
    web.pages["evil.example/x"] = b"x"
    with pytest.raises(Unreadable, match=Why.NOT_SECURE):
        fetching.Fetcher(web, contact="mailto:help@example.org").get("https://evil.example/x")


def test_we_say_who_we_are_and_carry_nothing_else(web):
    web.pages["good.example/x"] = Reply(b"x", headers={"Set-Cookie": "a=b", "ETag": '"1"'})
    fetcher = fetching.Fetcher(web, contact="mailto:help@example.org", pause=lambda seconds: None)
    fetcher.get("http://good.example/x")
    fetcher.get("http://good.example/x")
    assert {one["user-agent"] for one in web.headers} == {"Foretaste/1.0 (+mailto:help@example.org)"}
    for headers in web.headers:
        assert not {"cookie", "authorization", "referer", "if-none-match"} & set(headers)


def test_a_reading_pauses_between_requests_as_long_as_the_site_likes(web):
    pauses: list[float] = []
    web.pages = {
        "good.example/robots.txt": "User-agent: *\nCrawl-delay: 4",
        "good.example/1": b"1",
        "good.example/2": b"2",
    }
    fetcher = fetching.Fetcher(web, contact="mailto:help@example.org", pause=pauses.append)
    fetcher.get("http://good.example/1")
    fetcher.get("http://good.example/2")
    assert pauses == [4]
    assert web.asked.count("good.example/robots.txt") == 1


def test_slow_rules_and_slow_redirects_end_together_though_each_answer_is_in_time(web):
    def slowly(handler: object) -> Reply:
        time.sleep(0.15)
        step = str(len(web.asked))
        return Reply(status=302, headers={"Location": f"/{step}"})

    web.pages = {f"slow.example/{step}": slowly for step in ("x", *map(str, range(9)))}
    fetcher = fetching.Fetcher(web, contact="mailto:help@example.org", patience=0.4)
    with pytest.raises(Unreadable, match=Why.TOO_SLOW):
        fetcher.get("http://slow.example/x")
    assert len(web.asked_for_listings()) <= 3
    with pytest.raises(Unreadable, match=Why.TOO_SLOW):
        fetcher.get("http://slow.example/y")
    assert "slow.example/y" not in web.asked


def test_quotes_without_an_end_are_counted_in_one_go():
    """Trying each of them as the beginning of a string would take hours."""
    with pytest.raises(Unreadable):
        data_of(b'{"a": ' + b'\\"' * 300_000)
