"""What the tests of syndication share: a web of their own, and readings of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from foretaste.core import calendars
from foretaste.syndication.inbound.network import through
from foretaste.syndication.models import Source
from foretaste.syndication.reading import read
from tests.syndication.served import Web, served


@pytest.fixture(scope="session")
def the_server() -> Iterator[Web]:
    with served() as web:
        yield web


@pytest.fixture
def web(the_server: Web) -> Iterator[Web]:
    """Sites of our own, reached through the seam of the network; empty at the beginning of each test."""
    the_server.pages, the_server.names = {}, {}
    the_server.with_real_tls = False
    for noted in (the_server.asked, the_server.headers, the_server.lookups, the_server.connected):
        noted.clear()
    with through(the_server):
        yield the_server


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    """What a site said in one test says nothing in the next."""
    from foretaste.syndication import reading

    before = reading.RememberedRules
    kept: dict[str, object] = {}
    reading.RememberedRules = lambda: kept  # type: ignore[assignment,misc]
    yield
    reading.RememberedRules = before  # type: ignore[misc]


@pytest.fixture
def make_source(db: None) -> Callable[..., Source]:
    """Make a source as the action would, whatever its address."""

    def make(kind: str = "page", address: str = "http://acme.example/jobs", **fields: object) -> Source:
        at = calendars.now()
        return Source.objects.create(kind=kind, address=address, created_at=at, next_read_at=at, **fields)

    return make


@pytest.fixture
def read_source() -> Callable[[Source], Source]:
    """Read a source now, without pauses; return it as it is then."""

    def read_it(source: Source, at: dt.datetime | None = None) -> Source:
        read(source.pk, at=at or calendars.now(), pause=lambda seconds: None)
        source.refresh_from_db()
        return source

    return read_it
