"""Where we may connect to: public addresses only, and to the very address that was checked.

A name is looked up once for a connection; every address it has must be public, and the socket is opened to one of
them. So no second lookup can lead elsewhere (DNS rebinding), and no notation of an address (octal, hexadecimal, one
number, mapped into IPv6) hides what it is: what is checked is what the system made of it.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore

from foretaste.syndication.inbound.unreadable import Unreadable, Why

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
CARRIES_V4 = (  # prefixes of IPv6 that lead to an IPv4 address in their last or middle bits
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("64:ff9b:1::/48"), 0),
    (ipaddress.IPv6Network("::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
)


def is_public(address: str) -> bool:
    """Say whether an address is one of the open internet, whatever it is wrapped in."""
    try:
        found: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if "%" in address or found.teredo is not None or found.is_site_local:
            return False
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        for prefix, shift in CARRIES_V4:
            if found in prefix:
                return is_public(str(ipaddress.IPv4Address((int(found) >> shift) & 0xFFFFFFFF)))
    return found.is_global and not (
        found.is_multicast or found.is_reserved or found.is_private or found.is_loopback or found.is_unspecified
    )


class Network:
    """The way out. Tests replace the lookup and the last metre of cable, never the check between them."""

    ports = frozenset({80, 443})

    def look_up(self, host: str, port: int) -> list[str]:
        """Return every address of a name."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as failure:
            raise Unreadable(Why.NO_SUCH_HOST, host) from failure
        return list(dict.fromkeys(str(one[4][0]) for one in found))

    def connect(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        """Open a connection to an address that was checked."""
        return httpcore.SyncBackend().connect_tcp(address, port, timeout=timeout)

    def checked(self, host: str, port: int) -> list[str]:
        """Return the addresses of a name; refuse it when a single one of them isn't public."""
        if port not in self.ports:
            raise Unreadable(Why.WRONG_PORT, str(port))
        addresses = self.look_up(host, port)
        if not addresses:
            raise Unreadable(Why.NO_SUCH_HOST, host)
        for address in addresses:
            if not is_public(address):
                raise Unreadable(Why.NOT_PUBLIC, host)
        return addresses


_network: ContextVar[Network | None] = ContextVar("network", default=None)


def network() -> Network:
    return _network.get() or Network()


@contextmanager
def through(other: Network) -> Iterator[None]:
    """Go out through another network: the seam of tests and benchmarks. No setting and no variable reaches it."""
    token = _network.set(other)
    try:
        yield
    finally:
        _network.reset(token)


class CheckedBackend(httpcore.NetworkBackend):
    """Opens each connection to an address that has just been checked, and ends it at the deadline."""

    def __init__(self, network: Network, deadline: float) -> None:
        self.network = network
        self.deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in self.network.checked(host, port)[:4]:
            try:
                return BoundedStream(self.network.connect(address, port, _left(self.deadline, timeout)), self.deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        assert failure is not None
        raise failure

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise Unreadable(Why.NOT_PUBLIC)

    def sleep(self, seconds: float) -> None:
        raise Unreadable(Why.NO_ANSWER)  # nothing is tried twice


class BoundedStream(httpcore.NetworkStream):
    """A stream that ends at a moment, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self.stream = stream
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, timeout=_left(self.deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, timeout=_left(self.deadline, timeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self.stream.start_tls(ssl_context, server_hostname, timeout=_left(self.deadline, timeout))
        return BoundedStream(inner, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise Unreadable(Why.TOO_SLOW)
    return left if timeout is None else min(left, timeout)
