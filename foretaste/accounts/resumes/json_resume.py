"""JSON Resume, schema 1.0.0 (jsonresume.org). Its sections are all optional; what isn't of its shape is passed over.

Dates aren't taken: a profile shows no age and no list of trials. Nor is what reaches a person: the account has that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from foretaste.accounts.resumes.found import (
    LONGEST_ABOUT,
    LONGEST_HEADLINE,
    Found,
    Gathering,
    LeftOut,
    line_of,
    text_of,
)
from foretaste.accounts.resumes.unreadable import Unreadable, Why

LONGEST = 512 * 1024  # letters: a person's life fits, and a list of a million empty lists does not
DEEPEST = 20  # the schema nests five deep
SECTIONS = (
    "basics", "work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages",
    "interests", "references", "projects",
)  # fmt: skip
CONTACT = ("name", "image", "picture", "email", "phone", "location")
UNPLACED = {
    "volunteer": LeftOut.VOLUNTEER,
    "certificates": LeftOut.CERTIFICATES,
    "awards": LeftOut.AWARDS,
    "references": LeftOut.REFERENCES,
    "interests": LeftOut.INTERESTS,
}
MOST = 500  # entries of a section that are looked at
BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)  # a string without an end is read once


def read(text: str) -> Found:
    """Return what a profile has a place for."""
    if len(text) > LONGEST:
        raise Unreadable(Why.TOO_LARGE)
    data = _data(text)
    if not isinstance(data, dict) or not any(isinstance(data.get(one), dict | list) for one in SECTIONS):
        raise Unreadable(Why.NO_RESUME)
    gathered = Gathering()
    _basics(data.get("basics"), gathered)
    for one in _entries(data, "education"):
        gathered.add_line(one.get("studyType"), one.get("area"), one.get("institution"))
        _dates(one, gathered)
    for one in _entries(data, "work"):
        gathered.add_line(one.get("position"), one.get("name") or one.get("company"))  # `company` before 1.0.0
        gathered.leave_out(LeftOut.WORK, bool(one.get("summary") or one.get("highlights")))
        _dates(one, gathered)
    for one in _entries(data, "skills"):
        gathered.add_skill(one.get("name"))
        words = one.get("keywords")
        for word in words[:MOST] if isinstance(words, list) else []:
            gathered.add_skill(word)
    for one in _entries(data, "languages"):
        gathered.add_skill(one.get("language"))
    for section in ("projects", "publications"):
        for one in _entries(data, section):
            gathered.leave_out(LeftOut.WITHOUT_LINK, not gathered.add_link(one.get("url")))
    for section, what in UNPLACED.items():
        gathered.leave_out(what, sum(1 for _one in _entries(data, section)))
    return gathered.found()


def _basics(basics: object, gathered: Gathering) -> None:
    if not isinstance(basics, dict):
        return
    gathered.headline = line_of(basics.get("label"), LONGEST_HEADLINE)
    gathered.about = text_of(basics.get("summary"), LONGEST_ABOUT)
    gathered.add_link(basics.get("url") or basics.get("website"))
    for one in _entries(basics, "profiles"):
        gathered.add_link(one.get("url"))
    gathered.leave_out(LeftOut.CONTACT, sum(bool(basics.get(name)) for name in CONTACT))


def _dates(entry: Mapping[str, Any], gathered: Gathering) -> None:
    gathered.leave_out(LeftOut.DATES, sum(bool(entry.get(name)) for name in ("startDate", "endDate")))


def _entries(data: Mapping[str, Any], section: str) -> Iterator[dict[str, Any]]:
    values = data.get(section)
    yield from (one for one in (values[:MOST] if isinstance(values, list) else []) if isinstance(one, dict))


def _data(text: str) -> Any:
    if _depth(text) > DEEPEST:
        raise Unreadable(Why.NOT_JSON)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(Why.NOT_JSON) from None


def _depth(text: str) -> int:
    """Return how deeply brackets are nested, those in strings left out, before anything recurses into them."""
    deepest = depth = 0
    for bracket in BRACKET.finditer(text):
        first = bracket[0][0]
        if first in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in "]}":
            depth -= 1
    return deepest
