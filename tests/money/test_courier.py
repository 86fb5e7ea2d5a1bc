"""The sandbox bank's messages come by HTTP where our own server listens, else in process by the same door."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from django.test import override_settings

from foretaste.core import calendars
from foretaste.money import courier
from foretaste.money.models import BankPayment, ProviderEvent
from tests.money.cast_of_money import World


@contextmanager
def listening(status: int) -> Iterator[list[bytes]]:
    """Listen as a server of ours would, or another's; yield what was sent to it."""
    seen: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with override_settings(SANDBOX_WEBHOOK_URL=f"http://127.0.0.1:{server.server_port}/webhooks/sandbox/"):
            yield seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def at_the_worlds_time(act: Any) -> Any:
    """Do it in a thread of its own, for which no test has frozen the clock."""
    found: list[Any] = []

    def run() -> None:
        assert not calendars.is_frozen()
        try:
            found.append(act())
        except httpx.HTTPError as failure:
            found.append(type(failure))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


@pytest.mark.parametrize(("status", "came"), [(204, True), (400, httpx.HTTPStatusError)])
def test_a_message_goes_to_our_server_and_is_sent_again_if_it_says_no(status, came):
    with listening(status) as seen:
        assert at_the_worlds_time(lambda: courier._post(b"{}", {})) == came
    assert seen == [b"{}"]


def test_where_nobody_listens_it_comes_in_process():
    with listening(204) as seen:
        pass
    assert at_the_worlds_time(lambda: courier._post(b"{}", {})) is False
    assert seen == []


def test_at_a_time_that_nobody_else_knows_it_comes_in_process_whoever_listens(world: World):
    with listening(400) as seen:
        world.fund()
    assert seen == []
    assert BankPayment.objects.get().arrived
    assert ProviderEvent.objects.exists()
