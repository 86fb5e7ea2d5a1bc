"""Fetching as a guest: what a site's robots.txt and its reservation of rights allow, no more often than it likes.

One request at a time, at most five redirects, each checked anew; limits of time and size that hold for what is
unpacked too; nothing of a cookie, a proxy or a password. A refusal says why (`unreadable.Why`).
"""

from __future__ import annotations

import json
import re
import ssl
import time
import zlib
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpcore
import idna

from foretaste.syndication.inbound.network import CheckedBackend, Network
from foretaste.syndication.inbound.unreadable import Unchanged, Unreadable, Why

NAME = "Foretaste"  # what a site's robots.txt may call us
MOST_BYTES = 16 * 2**20  # of an answer, unpacked
MOST_RULES = 512 * 1024  # of robots.txt, as RFC 9309 has it
LONGEST_ANSWER = 30.0  # seconds, from the first byte of the request to the last of the answer
LONGEST_SILENCE = 10.0
LONGEST_READING = 90.0  # seconds of waiting for others in one reading: redirects, rules and pages together
MOST_REDIRECTS = 5
LONGEST_ADDRESS = 2_000
MOST_WILDCARDS = 5  # in one line of robots.txt
PAUSE = 1.0  # seconds between two requests of one reading
LONGEST_PAUSE = 10.0
RULES_LAST = 24 * 3600  # seconds a site's rules are remembered
LONGEST_WAIT = 7 * 24 * 3600


@dataclass(frozen=True)
class Answer:
    """What came back, unpacked, from where in the end."""

    url: str
    body: bytes
    kind: str = ""  # its media type
    charset: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class SiteRules:
    """What a site says of reading it: its robots.txt, and where it reserves the rights to text and data mining."""

    robots: str = ""
    reserved: tuple[str, ...] = ()


@dataclass
class Known:
    """What the last reading of the same address was answered with."""

    etag: str = ""
    last_modified: str = ""

    @property
    def is_something(self) -> bool:
        return bool(self.etag or self.last_modified)


class Fetcher:
    """Fetches for one reading of one source. `rules` remembers what sites say, by origin.

    `patience` is for how many seconds it waits for others in all; the pauses that it makes for their sake don't count.
    """

    def __init__(
        self,
        network: Network,
        *,
        contact: str,
        rules: MutableMapping[str, SiteRules] | None = None,
        known: Known | None = None,
        pause: Callable[[float], object] = time.sleep,
        patience: float = LONGEST_READING,
    ) -> None:
        self.network = network
        self.agent = f"{NAME}/1.0 (+{contact})"
        self.rules = {} if rules is None else rules
        self.known = known
        self.pause = pause
        self.patience = patience
        self.requests = 0
        self.first: Answer | None = None

    def get(self, address: str) -> Answer:
        """Return what stands at an address; `Unchanged` where the first one of a reading is as it was."""
        known = self.known if self.first is None and self.known and self.known.is_something else None
        seen: list[str] = []
        url = address
        while True:
            url = _checked_address(url)
            if url in seen:
                raise Unreadable(Why.REDIRECTED_BACK, url)
            if len(seen) > MOST_REDIRECTS:
                raise Unreadable(Why.TOO_MANY_REDIRECTS, address)
            seen.append(url)
            self._ask_the_site(url)
            status, headers, body = self._request(url, MOST_BYTES, known)
            if status in (301, 302, 303, 307, 308) and "location" in headers:
                url = _redirected(url, headers["location"])
                continue
            break
        if status == 304 and known is not None:
            raise Unchanged
        _refuse_status(status, headers)
        _refuse_reserved(headers, body)
        answer = Answer(
            url, body, *_kind(headers), headers.get("etag", "")[:200], headers.get("last-modified", "")[:80]
        )
        self.first = self.first or answer
        return answer

    # --- what the site says ---------------------------------------------------------------------

    def _ask_the_site(self, url: str) -> None:
        """Refuse what robots.txt or the site's reservation of rights closes to us."""
        from protego import Protego

        origin = "/".join(url.split("/", 3)[:3])
        rules = self.rules.get(origin)
        if rules is None:
            rules = SiteRules(self._robots(origin), self._reservations(origin))
            self.rules[origin] = rules
        robots = Protego.parse(rules.robots)
        if not robots.can_fetch(url, NAME):
            raise Unreadable(Why.ROBOTS_SAY_NO, origin)
        path = urlsplit(url).path or "/"
        if any(_matches(pattern, path) for pattern in rules.reserved):
            raise Unreadable(Why.RIGHTS_RESERVED, origin)
        if self.first is not None:
            self.pause(min(max(PAUSE, robots.crawl_delay(NAME) or 0), LONGEST_PAUSE))

    def _robots(self, origin: str) -> str:
        status, body = self._rule_file(f"{origin}/robots.txt")
        if status >= 500 or status == 429:
            raise Unreadable(Why.BROKEN_THERE, f"{origin}/robots.txt: {status}")  # unknown rules allow nothing
        return _bounded_rules(body.decode("utf-8", errors="replace")) if status == 200 else ""

    def _reservations(self, origin: str) -> tuple[str, ...]:
        """Read the TDM Reservation Protocol's file: [{"location": "/", "tdm-reservation": 1}]."""
        status, body = self._rule_file(f"{origin}/.well-known/tdmrep.json")
        if status != 200:
            return ()
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            return ()
        rows = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
        reserved = (one for one in rows if str(one.get("tdm-reservation")) == "1")
        return tuple(str(one.get("location", "/"))[:500] for one in reserved)[:200]

    def _rule_file(self, url: str) -> tuple[int, bytes]:
        for _hop in range(MOST_REDIRECTS + 1):
            status, headers, body = self._request(_checked_address(url), MOST_RULES, None, cut=True)
            if status not in (301, 302, 303, 307, 308) or "location" not in headers:
                return status, body
            url = _redirected(url, headers["location"])
        return 404, b""

    # --- one request ----------------------------------------------------------------------------

    def _request(
        self, url: str, most: int, known: Known | None, *, cut: bool = False
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask once. `cut` takes the beginning of what is too large instead of refusing it."""
        if self.patience <= 0:
            raise Unreadable(Why.TOO_SLOW, url)
        self.requests += 1
        headers: dict[bytes | str, bytes | str] = {
            "User-Agent": self.agent,
            "Accept": "application/json, application/xml, text/xml, text/html, */*;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), LONGEST_SILENCE)
        began = time.monotonic()
        backend = CheckedBackend(self.network, began + min(LONGEST_ANSWER, self.patience))
        try:
            with (
                httpcore.ConnectionPool(ssl_context=_tls(), network_backend=backend, retries=0) as pool,
                pool.stream("GET", url, headers=headers, extensions={"timeout": timeout}) as response,
            ):
                said = _headers(response.headers)
                return response.status, said, _bounded(response, said, most, cut)
        except httpcore.TimeoutException as failure:
            raise Unreadable(Why.TOO_SLOW, url) from failure
        except (httpcore.NetworkError, httpcore.ProtocolError) as failure:
            is_tls = isinstance(failure.__context__, ssl.SSLError) or "SSL" in str(failure)
            raise Unreadable(Why.NOT_SECURE if is_tls else Why.NO_ANSWER, f"{url}: {failure}") from failure
        finally:
            self.patience -= time.monotonic() - began


# --- addresses ------------------------------------------------------------------------------------


def _checked_address(address: str) -> str:
    """Return the address as it will be asked for; refuse what is none of http or https, or hides who is asked."""
    if len(address) > LONGEST_ADDRESS or re.search(r"[\x00-\x20\x7f\\]", address):
        raise Unreadable(Why.NOT_AN_ADDRESS, address)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Unreadable(Why.NOT_AN_ADDRESS, address) from None
    if parts.scheme not in ("http", "https"):
        raise Unreadable(Why.NOT_HTTP, address)
    if "@" in parts.netloc:
        raise Unreadable(Why.WITH_A_PASSWORD, parts.hostname or "")
    if port == 0:
        raise Unreadable(Why.WRONG_PORT, "0")
    host = _host(parts.hostname or "")
    where = f"{host}:{port}" if port is not None else host
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=-._~")
    query = "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=-._~") if parts.query else ""
    return f"{parts.scheme}://{where}{path}{query}"


def _host(host: str) -> str:
    if not host or "%" in host:
        raise Unreadable(Why.NOT_AN_ADDRESS, host)
    if ":" in host:
        return f"[{host}]"
    host = host.removesuffix(".")
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        if re.fullmatch(r"[a-z0-9_.-]{1,253}", host):  # names with an underscore exist; so do 0x7f.1 and 127.1.
            return host
        raise Unreadable(Why.NOT_AN_ADDRESS, host) from None


def _redirected(url: str, location: str) -> str:
    try:
        target = urljoin(url, location.strip())
    except ValueError:
        raise Unreadable(Why.NOT_AN_ADDRESS, location) from None
    if url.startswith("https:") and target.startswith("http:"):
        raise Unreadable(Why.REDIRECTED_INTO_THE_OPEN, target)
    return target.partition("#")[0]


# --- answers --------------------------------------------------------------------------------------


def _tls() -> ssl.SSLContext:
    return httpcore.default_ssl_context()


def _headers(pairs: Any) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in pairs}


def _kind(headers: Mapping[str, str]) -> tuple[str, str]:
    kind, _semicolon, rest = headers.get("content-type", "").partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", rest, re.I)
    return kind.strip().lower()[:100], charset[1].lower() if charset else ""


def _bounded(response: httpcore.Response, headers: Mapping[str, str], most: int, cut: bool) -> bytes:
    """Read and unpack an answer up to the limit."""
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length[:18]) > most and not cut:
        raise Unreadable(Why.TOO_LARGE, length[:18])
    packing = headers.get("content-encoding", "").strip().lower()
    if packing in ("", "identity"):
        unpack = None
    elif packing in ("gzip", "x-gzip", "deflate"):
        unpack = zlib.decompressobj(47)
    else:
        raise Unreadable(Why.UNEXPECTED_ANSWER, f"packed as {packing}")
    body, came = bytearray(), 0
    for chunk in response.iter_stream():
        came += len(chunk)
        if unpack is None:
            body += chunk
        else:
            try:
                body += unpack.decompress(chunk, most + 1 - len(body))
            except zlib.error as failure:
                raise Unreadable(Why.WRONG_ENCODING, str(failure)) from failure
        if len(body) > most:
            if cut:
                return bytes(body[:most])
            raise Unreadable(Why.BOMB if unpack and came * 50 < len(body) else Why.TOO_LARGE, f"{len(body)} bytes")
        if came > most:
            raise Unreadable(Why.TOO_LARGE, f"{came} bytes")
    if unpack is not None and not unpack.eof and response.status == 200:
        raise Unreadable(Why.WRONG_ENCODING, "the packed answer is cut short")
    return bytes(body)


def _refuse_status(status: int, headers: Mapping[str, str]) -> None:
    if status == 200:
        return
    if status in (404, 410):
        raise Unreadable(Why.GONE, str(status))
    if status in (401, 402, 403, 407, 451):
        raise Unreadable(Why.SIGN_IN_NEEDED, str(status))
    if status in (429, 503):
        raise Unreadable(Why.ASKED_TO_WAIT, str(status), wait=_wait(headers))
    if status >= 500:
        raise Unreadable(Why.BROKEN_THERE, str(status))
    raise Unreadable(Why.UNEXPECTED_ANSWER, str(status))


def _wait(headers: Mapping[str, str]) -> int:
    """Return for how many seconds they ask us to stay away, by their own clock."""
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return min(int(said[:9]), LONGEST_WAIT)
    try:
        until, now = parsedate_to_datetime(said), parsedate_to_datetime(headers.get("date", ""))
        return max(0, min(int((until - now).total_seconds()), LONGEST_WAIT))
    except (ValueError, TypeError):
        return 0


META = re.compile(rb"<meta\b[^>]{0,500}>", re.I)


def _refuse_reserved(headers: Mapping[str, str], body: bytes) -> None:
    """Refuse an answer whose own header or `meta` reserves the rights, or asks not to be listed."""
    if headers.get("tdm-reservation", "").strip() == "1":
        raise Unreadable(Why.RIGHTS_RESERVED, "header")
    said = headers.get("x-robots-tag", "").lower()
    if re.search(r"(?:^|,)\s*(?:foretaste:\s*)?(?:noindex|none)\b", said):
        raise Unreadable(Why.ROBOTS_SAY_NO, "X-Robots-Tag")
    for tag in META.findall(body[:65_536]):
        if re.search(rb"name\s*=\s*[\"']?tdm-reservation", tag, re.I) and re.search(
            rb"content\s*=\s*[\"']?\s*1\b", tag, re.I
        ):
            raise Unreadable(Why.RIGHTS_RESERVED, "meta")
        if re.search(rb"name\s*=\s*[\"']?(?:robots|foretaste)\b", tag, re.I) and re.search(
            rb"content\s*=\s*[\"']?[^\"'>]*\b(?:noindex|none)\b", tag, re.I
        ):
            raise Unreadable(Why.ROBOTS_SAY_NO, "meta")


def _matches(pattern: str, path: str) -> bool:
    """Match as robots.txt does: a prefix, `*` for anything, `$` for the end. One walk along the path."""
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for place, part in enumerate(others):
        if ends and place == len(others) - 1:
            return path.endswith(part) and len(path) - len(part) >= at
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return not ends or at == len(path)


def _bounded_rules(robots: str) -> str:
    """Shorten rules whose many wildcards would cost their reader: what begins alike is then closed, too."""
    lines = (line[:1_000] for line in robots.splitlines()[:20_000])
    return "\n".join(line.split("*", 1)[0] if line.count("*") > MOST_WILDCARDS else line for line in lines)
