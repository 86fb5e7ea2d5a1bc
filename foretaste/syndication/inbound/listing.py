"""A listing: an opportunity as another place describes it. Every source yields this and nothing else.

It is what they say, cleaned and bounded, never more: pay that isn't stated stays unknown, and the right to leave at any
moment is never assumed. Only our own postings carry the promise.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

LONGEST_TITLE = 200
LONGEST_NAME = 160
LONGEST_TEXT = 20_000
LONGEST_ADDRESS = 1_000


class PlaceKind(StrEnum):
    UNKNOWN = ""
    ONSITE = "onsite"
    HYBRID = "hybrid"
    REMOTE = "remote"


class Employment(StrEnum):
    """What kind of work the source says it is."""

    UNKNOWN = ""
    INTERN = "intern"
    TEMPORARY = "temporary"
    CONTRACT = "contract"
    PART_TIME = "part_time"
    FULL_TIME = "full_time"
    VOLUNTEER = "volunteer"
    OTHER = "other"


class Per(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ONCE = "once"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where, as far as it is said."""

    words: str = ""  # as the source says it: "Berlin, Germany"
    city: str = ""
    region: str = ""
    country: str = ""  # ISO 3166-1, two letters
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, kw_only=True)
class Pay:
    """What they say they pay; `most_minor` differs from `least_minor` in a range."""

    least_minor: int
    most_minor: int
    currency: str
    per: Per


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One opportunity of a source. `key` is the source's own id for it and never changes there."""

    key: str
    url: str
    title: str
    company: str = ""
    body: str = ""  # sanitised HTML
    text: str = ""  # the same as plain text
    language: str = ""  # two letters, where known
    place: Place = field(default_factory=Place)
    place_kind: PlaceKind = PlaceKind.UNKNOWN
    employment: Employment = Employment.UNKNOWN
    pay: Pay | None = None
    days: int | None = None  # of work, where the source says so in data
    hours: float | None = None  # in all, where the source says so in data
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    closes_on: dt.date | None = None
    skills: str = ""
    published_at: dt.datetime | None = None

    @property
    def url_key(self) -> str:
        """Equal for two addresses of one page: the first of the two keys duplicates are merged by."""
        return _digest(canonical_address(self.url))

    @property
    def job_key(self) -> str:
        """Equal for the same job at another address: employer, title, place and, where stated, the first day.

        Empty where the employer isn't known: two unknown employers are not the same one.
        """
        if not self.company:
            return ""
        where = "remote" if self.place_kind is PlaceKind.REMOTE else self.place.city or self.place.words
        return _digest(*(_folded(part) for part in (self.company, self.title, where)), str(self.starts_on or ""))


# What is added to an address to follow people about, and what says nothing about the page behind it.
TRACKERS = re.compile(
    r"utm_\w+|gh_src|gh_jid_src|lever-source.*|lever-origin|source|src|ref|refid|referrer|trk|trackingid|fbclid|gclid|"
    r"msclkid|mc_[ce]id|_hs\w+|igshid|lipi|midtoken|midsig|eid|otptoken|from|tk|cid|campaign\w*|sid|advn|adid",
    re.I,
)
LEGAL_FORMS = re.compile(r"\b(?:gmbh|ag|se|ltd|llc|inc|corp|co|plc|bv|nv|ab|as|oy|sa|sas|sarl|srl|spa|sl|kg|ug|ev)\b")


def canonical_address(address: str) -> str:
    """Return the address without trackers, `www.`, closing slash and a fragment that names no job, host lowered."""
    parts = urlsplit(address.strip())
    query = [(name, value) for name, value in parse_qsl(parts.query) if not TRACKERS.fullmatch(name)]
    host = (parts.hostname or "").removeprefix("www.")
    linkedin = re.fullmatch(r"/(?:comm/)?jobs/view/(?:[^/]*-)?(\d+)/?", parts.path)
    if linkedin and (host == "linkedin.com" or host.endswith(".linkedin.com")):
        return f"https://linkedin.com/jobs/view/{linkedin[1]}"
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    fragment = parts.fragment if re.match(r"!?/|job-", parts.fragment) else ""
    return urlunsplit(("https", host + port, parts.path.rstrip("/"), urlencode(sorted(query)), fragment))


def without_trackers(address: str) -> str:
    """Return the address as it may be shown and followed: the same page, nobody told who came from where."""
    parts = urlsplit(address.strip())
    query = [(name, value) for name, value in parse_qsl(parts.query, True) if not TRACKERS.fullmatch(name)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), parts.fragment))


def _folded(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.casefold())
    letters = re.sub(r"[^\w]+", " ", "".join(c for c in plain if not unicodedata.combining(c)))
    return " ".join(LEGAL_FORMS.sub(" ", letters).split()) or letters.strip()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
