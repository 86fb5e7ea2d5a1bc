"""An existing advertisement, read: pasted text, or an uploaded page with schema.org JobPosting as JSON-LD or microdata.

Nothing is fetched and nothing is guessed. What can be read fills a draft in, the rest is asked. Input may
be hostile: its size is limited, every step is linear in it, and what can't be read is refused in plain words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale

from foretaste.opportunities.page_data import job_postings
from foretaste.opportunities.refusals import TheAdvertisementCannotBeRead, TheAdvertisementIsTooLong

LONGEST_PAGE = 2_000_000  # bytes
LONGEST_TEXT = 50_000
LONGEST_BRIEF = 8_000
TAG = re.compile(r"<[^<>]{0,5000}>")
BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|section|article)\b[^<>]{0,5000}>", re.I)
SPACES = re.compile(r"[ \t\xa0]{1,}")
DAILY = re.compile(r"(?:per|a|/|pro)\s?(?:day|tag|jour)\b", re.I)
NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,2})?")
SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "₹": "INR"}
LABELS = {
    "title": ("title", "role", "position", "job title"),
    "deliverable": ("deliverable", "deliverables", "outcome", "result", "you will deliver", "what you will deliver"),
    "skills": ("skills", "required skills", "you bring", "requirements"),
    "city": ("location", "place", "city", "where"),
    "could_lead_to": ("could lead to", "next role"),
}


PAY_LABELS = ("pay", "salary", "compensation", "rate", "wage")


@cache
def _country_names() -> dict[str, str]:
    """Return countries' codes by their names in the languages advertisements are mostly written in."""
    names = {
        name.casefold(): code
        for language in ("en", "de", "fr", "es", "it", "nl", "pl", "pt")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return names | {"usa": "US", "uk": "GB", "united states of america": "US"}


@dataclass(frozen=True, kw_only=True)
class Advertisement:
    """What could be read; an empty field was not there."""

    title: str = ""
    summary: str = ""
    brief: str = ""
    deliverable: str = ""
    skills: tuple[str, ...] = ()
    could_lead_to: str = ""
    language: str = ""
    place_kind: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    address: str = ""
    currency: str = ""
    daily_pay: str = ""  # in major units, only where the advertisement speaks of a day

    def description(self) -> dict[str, Any]:
        """Return what goes into the draft's description."""
        fields = {
            "title": self.title[:120],
            "summary": self.summary[:300],
            "brief": self.brief,
            "deliverable": self.deliverable,
            "skills": list(self.skills),
            "could_lead_to": self.could_lead_to[:200],
            "language": self.language[:10],
            "place_kind": self.place_kind,
            "country": self.country,
            "region": self.region[:10],
            "city": self.city[:80],
            "address": self.address[:200],
        }
        return {field: value for field, value in fields.items() if value}

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.brief)


def read_text(text: str) -> Advertisement:
    """Read pasted text: the first line is the title, labelled lines fill their fields, all of it is the brief."""
    if len(text) > LONGEST_TEXT:
        raise TheAdvertisementIsTooLong
    text = _clean(text)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        raise TheAdvertisementCannotBeRead
    labelled = dict(_labelled(lines))
    title = labelled.get("title") or lines[0]
    rest = [line for line in lines[1:] if line != title and not _is_read_elsewhere(line)]
    currency, pay = _daily_pay(lines)
    return Advertisement(
        title=_cut(title, 120),
        summary=_first_sentence(rest),
        brief="\n".join(rest)[:LONGEST_BRIEF],
        deliverable=labelled.get("deliverable", ""),
        skills=_skills(labelled.get("skills", "")),
        could_lead_to=labelled.get("could_lead_to", ""),
        city=_cut(labelled.get("city", "").split(",")[0].strip(), 80)
        if not _is_remote(labelled.get("city", ""))
        else "",
        country=_country_names().get(labelled.get("city", "").split(",")[-1].strip().casefold(), ""),
        place_kind="remote" if _is_remote(labelled.get("city", "")) else "",
        currency=currency,
        daily_pay=pay,
    )


def read_html(page: str | bytes) -> Advertisement:
    """Read an uploaded page: the first JobPosting in its JSON-LD, else in its microdata."""
    if len(page) > LONGEST_PAGE:
        raise TheAdvertisementIsTooLong
    for posting in job_postings(page.encode("utf-8", errors="replace") if isinstance(page, str) else page):
        found = _from_posting(posting)
        if not found.is_empty:
            return found
    raise TheAdvertisementCannotBeRead


# --- pages --------------------------------------------------------------------------------------------


def _from_posting(posting: dict[str, Any]) -> Advertisement:
    address = _address(posting.get("jobLocation"))
    currency, pay = _salary(posting.get("baseSalary"))
    brief = _plain(_string(posting.get("description")))
    remote = _string(posting.get("jobLocationType")).upper() == "TELECOMMUTE"
    country = address.get("addressCountry") or posting.get("applicantLocationRequirements")
    return Advertisement(
        title=_cut(_plain(_string(posting.get("title")) or _string(posting.get("name"))), 120),
        summary=_first_sentence(brief.split("\n")),
        brief=brief[:LONGEST_BRIEF],
        deliverable=_plain(_string(posting.get("responsibilities")))[:LONGEST_BRIEF],
        skills=_skills(posting.get("skills")),
        language=_string(posting.get("inLanguage"))[:2].lower(),
        place_kind="remote" if remote else ("onsite" if address else ""),
        country=_country(country),
        region=_string(address.get("addressRegion"))[:10] if len(_string(address.get("addressRegion"))) <= 3 else "",
        city=_cut(_string(address.get("addressLocality")), 80),
        address=_cut(_string(address.get("streetAddress")), 200),
        currency=currency,
        daily_pay=pay,
    )


def _address(location: Any) -> dict[str, Any]:
    first = location[0] if isinstance(location, list) and location else location
    address = first.get("address") if isinstance(first, dict) else None
    if isinstance(address, str):
        return {"addressLocality": address}
    return address if isinstance(address, dict) else {}


def _country(value: Any) -> str:
    first = value[0] if isinstance(value, list) and value else value
    name = _string(first.get("name") if isinstance(first, dict) else first)
    code = name.upper()
    return code if code in _country_names().values() else _country_names().get(name.casefold(), "")


def _salary(value: Any) -> tuple[str, str]:
    if not isinstance(value, dict):
        return "", ""
    currency = _string(value.get("currency")).upper()[:3]
    inner = value.get("value")
    if isinstance(inner, dict) and _string(inner.get("unitText")).upper() == "DAY":
        pay = _string(inner.get("value") or inner.get("minValue"))
        return currency, pay if NUMBER.fullmatch(pay) else ""
    return currency, ""


# --- text ---------------------------------------------------------------------------------------------


def _labelled(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in reversed(lines):  # the first of a kind wins
        label, colon, rest = line.partition(":")
        for field, names in LABELS.items():
            if colon and rest.strip() and label.strip(" *-#").casefold() in names:
                yield field, rest.strip()


def _is_read_elsewhere(line: str) -> bool:
    """Say whether a line only names what stands in a field of its own: "Location: Utrecht", "Pay: 120 EUR a day"."""
    label, colon, rest = line.partition(":")
    label = label.strip(" *-#").casefold()
    return bool(colon and rest.strip()) and (label in PAY_LABELS or any(label in names for names in LABELS.values()))


def _daily_pay(lines: list[str]) -> tuple[str, str]:
    for line in lines:
        short = line[:400]
        day = DAILY.search(short)
        numbers = NUMBER.findall(short[: day.start()]) if day else []
        if numbers:
            sign = next((code for sign, code in SIGNS.items() if sign in short), "")
            code = re.search(r"\b(EUR|USD|GBP|JPY|CHF|CAD|AUD|INR|SEK|NOK|DKK|PLN)\b", short)
            return (code.group() if code else sign), numbers[-1].replace(",", ".")
    return "", ""


def _skills(value: Any) -> tuple[str, ...]:
    some = value if isinstance(value, list) else re.split(r"[,;•\n]", _plain(_string(value)))
    names = (_cut(_plain(_string(one.get("name") if isinstance(one, dict) else one)), 60) for one in some[:50])
    return tuple(dict.fromkeys(name for name in names if name))[:12]


def _first_sentence(lines: list[str]) -> str:
    text = next((line for line in lines if len(line) > 20), "")
    end = text.find(". ")
    return _cut(text[: end + 1] if 0 < end < 300 else text, 300)


def _is_remote(text: str) -> bool:
    return "remote" in text.casefold()


def _plain(text: str) -> str:
    """Turn the HTML of a description into text with line breaks."""
    text = text[: 4 * LONGEST_TEXT]
    if not TAG.search(text):  # some write their tags escaped; beside real tags an escaped bracket is a bracket
        text = html.unescape(text)
    return _clean(html.unescape(TAG.sub(" ", BLOCK.sub("\n", text))))


def _clean(text: str) -> str:
    lines = (SPACES.sub(" ", line).strip() for line in text.replace("\x00", "").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def _string(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_string(one) for one in value[:50])
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
