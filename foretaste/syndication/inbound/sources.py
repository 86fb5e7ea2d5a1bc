"""Every kind of source: what it is called, how an address of it is recognised, which module reads it.

Light: a web process looks addresses up here; the readers are loaded by the job that reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import cast
from urllib.parse import parse_qs, urlsplit

from foretaste.syndication.inbound.listing import Listing
from foretaste.syndication.inbound.unreadable import Unreadable, Why

NAME = r"([A-Za-z0-9][A-Za-z0-9_-]{0,79})"
LANGUAGE = r"(?:/[a-z]{2}(?:-[A-Za-z]{2})?)?"


@dataclass(frozen=True)
class Kind:
    """One kind of source. `label` is a proper name, the same in every language."""

    name: str
    label: str
    module: str = ""  # what reads it; empty where nothing is fetched
    is_whole: bool = True  # a reading holds everything that is open, so what is missing is closed
    empty_says_nothing: bool = False  # a wrong address is answered with an empty list, too
    shows: str = "https://{}"  # where a person finds what it holds

    def reader(self) -> Callable[..., Iterator[Listing]]:
        read = import_module(f"foretaste.syndication.inbound.{self.module}").read
        return cast("Callable[..., Iterator[Listing]]", read)

    def page(self, address: str) -> str:
        """Return the address of the page that people look at."""
        if self.name == "personio":
            name, ending = _personio(address)
            return f"https://{name}.jobs.personio.{ending}"
        return self.shows.format(address.removeprefix("eu:"))


KINDS = {
    kind.name: kind
    for kind in (
        Kind("greenhouse", "Greenhouse", "greenhouse", shows="https://boards.greenhouse.io/{}"),
        Kind("lever", "Lever", "lever", shows="https://jobs.lever.co/{}"),
        Kind("ashby", "Ashby", "ashby", shows="https://jobs.ashbyhq.com/{}"),
        Kind("workable", "Workable", "workable", shows="https://apply.workable.com/{}"),
        Kind("smartrecruiters", "SmartRecruiters", "smartrecruiters", empty_says_nothing=True,
             shows="https://jobs.smartrecruiters.com/{}"),
        Kind("recruitee", "Recruitee", "recruitee", shows="https://{}.recruitee.com"),
        Kind("personio", "Personio", "personio"),
        Kind("teamtailor", "Teamtailor", "teamtailor", shows="https://{}.teamtailor.com/jobs"),
        Kind("feed", "RSS or Atom", "feed", is_whole=False, shows="{}"),
        Kind("page", "Web page", "json_ld", is_whole=False, shows="{}"),
        Kind("file", "File", is_whole=False, shows=""),
        Kind("told", "word of mouth", is_whole=False, shows=""),
        Kind("riipen", "Riipen", is_whole=False, shows="https://app.riipen.com"),
        Kind("linkedin", "LinkedIn", is_whole=False, shows="https://www.linkedin.com/jobs"),
        Kind("indeed", "Indeed", is_whole=False, shows="https://www.indeed.com"),
        Kind("glassdoor", "Glassdoor", is_whole=False, shows="https://www.glassdoor.com"),
        Kind("handshake", "Handshake", is_whole=False, shows="https://app.joinhandshake.com"),
    )
}  # fmt: skip
FETCHED = [name for name, kind in KINDS.items() if kind.module]

NAMELESS = {"feed", "page", "file"}


def label_of(kind: str, url: str) -> str:
    """Return what a listing is labelled by: its board's name, else the site that it leads to."""
    if kind not in NAMELESS:
        return KINDS[kind].label
    return (urlsplit(url).hostname or KINDS[kind].label).removeprefix("www.")


HOSTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("greenhouse", rf"(?:boards|job-boards)(?:\.eu)?\.greenhouse\.io/{NAME}"),
        ("greenhouse", rf"boards-api\.greenhouse\.io/v1/boards/{NAME}"),
        ("lever", rf"(?:jobs|api)\.lever\.co/(?:v0/postings/)?{NAME}"),
        ("lever:eu", rf"(?:jobs|api)\.eu\.lever\.co/(?:v0/postings/)?{NAME}"),
        ("ashby", r"jobs\.ashbyhq\.com/([A-Za-z0-9][A-Za-z0-9_.%-]{0,79})"),
        ("ashby", rf"api\.ashbyhq\.com/posting-api/job-board/{NAME}"),
        ("workable", rf"apply\.workable\.com/(?:api/v1/widget/accounts/)?{NAME}"),
        ("workable", rf"{NAME}\.workable\.com(?:/|$)"),
        ("smartrecruiters", rf"(?:jobs|careers)\.smartrecruiters\.com/{NAME}"),
        ("smartrecruiters", rf"api\.smartrecruiters\.com/v1/companies/{NAME}"),
        ("recruitee", rf"{NAME}\.recruitee\.com(?:/|$)"),
        ("personio", rf"{NAME}\.jobs\.personio\.(?:de|com)(?:/|$)"),
        ("teamtailor", rf"{NAME}\.teamtailor\.com(?:/|$)"),
    )
)  # fmt: skip
NOT_NAMES = {"embed", "api", "www", "apply", "app", "help", "support", "v1", "j", "careers"}
FEEDS = re.compile(r"(?:\.(?:rss|atom|xml)|/(?:feed|rss|atom)(?:\.xml)?)/?$", re.I)
WITHOUT_A_WAY_IN = re.compile(
    r"(?:^|\.)(?:linkedin|indeed|glassdoor|ziprecruiter|monster)\.(?:[a-z]{2,3})(?:\.[a-z]{2})?$", re.I
)


def recognised(address: str) -> tuple[str, str]:
    """Return which kind of source an address is of, and what that kind calls it: ("greenhouse", "acme")."""
    text = address.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, path = (parts.hostname or "").lower(), parts.path
        token = parse_qs(parts.query).get("for", [""])[0]
    except ValueError:
        raise Unreadable(Why.NOT_AN_ADDRESS, address) from None
    if parts.scheme not in ("http", "https"):
        raise Unreadable(Why.NOT_HTTP, address)
    if not host or "." not in host or re.search(r"[\s\\<>\"]", text) or len(text) > 500:
        raise Unreadable(Why.NOT_AN_ADDRESS, address)
    if "@" in parts.netloc:
        raise Unreadable(Why.WITH_A_PASSWORD)
    if host.endswith("greenhouse.io") and re.fullmatch(NAME, token):
        return "greenhouse", token
    for name, pattern in HOSTS:
        found = pattern.match(host + path)
        if found and found[1].lower() not in NOT_NAMES:
            kind, _colon, region = name.partition(":")
            if kind == "personio" and host.endswith(".com"):
                return kind, f"{found[1]}.com"
            return kind, f"{region}:{found[1]}" if region else found[1]
    return ("feed" if FEEDS.search(path) else "page"), text.partition("#")[0]


def has_no_way_in(address: str) -> bool:
    """Say whether an address is of a board that lets nobody read it: its alert mails can be brought instead."""
    try:
        host = urlsplit(address if "://" in address else f"https://{address}").hostname or ""
    except ValueError:
        return False
    return WITHOUT_A_WAY_IN.search(host) is not None


def _personio(address: str) -> tuple[str, str]:
    name, _dot, ending = address.rpartition(".")
    return (name, ending) if ending in ("de", "com") and name else (address, "de")
