"""A small web of our own: sites by name, served by one HTTP server on this machine.

The lookup answers with a public address for the names that are served, and the last metre of cable leads here. All
between them, above all the check of the address, is the real thing.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore

from foretaste.syndication.inbound.network import Network
from foretaste.syndication.inbound.unreadable import Unreadable, Why

PUBLIC = "93.184.216.34"


@dataclass
class Reply:
    """What is answered: `drip` seconds between single bytes, `cut` bytes short of what was announced."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0
    raw: bytes | None = None  # sent as it is, instead of a proper answer


class Plain(httpcore.NetworkStream):
    """A connection to a site with https, whose encryption is left out: our server has no certificate."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self.stream = stream
        self.read, self.write, self.close = stream.read, stream.write, stream.close  # type: ignore[method-assign]
        self.get_extra_info = stream.get_extra_info  # type: ignore[method-assign]

    def start_tls(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        return self


Serve = Callable[[Any], Reply]


class Web(Network):
    """The network whose sites are `pages`: {"acme.example/jobs": Reply or bytes or function of the request}."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | bytes | str | Serve] = {}
        self.names: dict[str, list[str]] = {}  # further names, and the addresses they are said to have
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.lookups: list[str] = []
        self.connected: list[str] = []
        self.port = 0
        self.with_real_tls = False

    def look_up(self, host: str, port: int) -> list[str]:
        self.lookups.append(host)
        if host in self.names:
            return self.names[host]
        if any(page.partition("/")[0] == host for page in self.pages):
            return [PUBLIC]
        if host[:1].isdigit() or ":" in host or host == "localhost":
            return super().look_up(host, port)  # a notation of an address, or this machine: no server is asked
        raise Unreadable(Why.NO_SUCH_HOST, host)

    def connect(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        self.connected.append(address)
        assert address == PUBLIC, f"connected to {address}"
        stream = super().connect("127.0.0.1", self.port, timeout)
        return stream if self.with_real_tls else Plain(stream)

    def answer(self, handler: BaseHTTPRequestHandler) -> Reply:
        address = f"{handler.headers.get('Host', '')}{handler.path}"
        self.asked.append(address)
        self.headers.append({name.lower(): value for name, value in handler.headers.items()})
        found = self.pages.get(address, Reply(b"nothing here", 404))
        if callable(found):
            found = found(handler)
        if isinstance(found, str):
            found = found.encode()
        return Reply(found) if isinstance(found, bytes) else found

    def asked_for_listings(self) -> list[str]:
        """Return what was asked for beside the rules of the sites."""
        return [one for one in self.asked if not one.endswith(("/robots.txt", "/.well-known/tdmrep.json"))]


@contextmanager
def served() -> Iterator[Web]:
    """Run the server of a web."""
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            reply = web.answer(self)
            try:
                if reply.raw is not None:
                    self.wfile.write(reply.raw)
                    return
                self.send_response(reply.status)
                if "Content-Length" not in reply.headers and "Transfer-Encoding" not in reply.headers:
                    self.send_header("Content-Length", str(len(reply.body)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Connection", "close")
                self.end_headers()
                if reply.drip:
                    for byte in reply.body:
                        time.sleep(reply.drip)
                        self.wfile.write(bytes([byte]))
                else:
                    self.wfile.write(reply.body)
            except OSError:
                pass  # they have gone: a limit was met
            finally:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def packed(body: bytes) -> Reply:
    return Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"})
