"""What every reader shares: one function that yields listings, and careful looks into other people's data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from foretaste.syndication.inbound.listing import LONGEST_ADDRESS, without_trackers
from foretaste.syndication.inbound.prose import line
from foretaste.syndication.inbound.unreadable import Unreadable, Why

if TYPE_CHECKING:  # a web process reads what people bring, and never carries what fetches
    from foretaste.syndication.inbound.fetching import Answer

Get = Callable[[str], "Answer"]
MOST_LISTINGS = 5_000  # of one source
MOST_PAGES = 60  # of one source


def objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list that should be there; refuse another shape."""
    if not isinstance(value, list):
        raise Unreadable(Why.OTHER_SHAPE)
    if len(value) > MOST_LISTINGS:
        raise Unreadable(Why.TOO_MANY, str(len(value)))
    return [one for one in value if isinstance(one, dict)]


def within(value: Any, *names: str) -> Any:
    """Return what lies at the end of a path through objects; None where it ends before."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def listed(value: Any) -> list[Any]:
    """Return a list as it is, one thing as a list of it, nothing as none."""
    if isinstance(value, list):
        return value[:200]
    return [] if value is None else [value]


def address(value: Any) -> str:
    """Return a web address that a page may link to, without trackers; empty for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    if len(text) > LONGEST_ADDRESS or re.search(r"[\x00-\x20\x7f\\<>\"]", text):
        return ""
    try:
        parts = urlsplit(text)
        is_fit = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        return without_trackers(text) if is_fit and parts.port in (None, 80, 443, parts.port) else ""
    except ValueError:
        return ""


def key(value: Any) -> str:
    """Return a source's own id of something."""
    return line(value, 200) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def bounded(listings: Iterable[Any]) -> Iterator[Any]:
    """Pass listings on, up to the most that one source may have; what has no id, title or address is left out."""
    for count, one in enumerate((one for one in listings if one.key and one.title and one.url), 1):
        if count > MOST_LISTINGS:
            raise Unreadable(Why.TOO_MANY, str(count))
        yield one


def named_after(address: str) -> str:
    """Return a company's name as its board's short name suggests it: "acme-labs" becomes "Acme Labs"."""
    return " ".join(word.capitalize() for word in re.split(r"[-_.]+", address) if word)[:120]
