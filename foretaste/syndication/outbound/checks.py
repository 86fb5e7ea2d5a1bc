"""What a channel would refuse, found before it does: the rules of each format, asked of the bytes that go out.

An error is a posting that the channel won't take. A warning is one that it may take with less than it could, or a
promise of ours that the channel can't keep. Nothing here changes a posting: it is the company's to change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.etree import ElementTree

from foretaste.syndication.outbound import mapping
from foretaste.syndication.outbound.mapping import Channel, Element, Format
from foretaste.syndication.outbound.posting import Engagement, Posting

TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
PAY_OR_CODE = re.compile(r"[$€£¥]|\b\d+\s?(?:EUR|USD|GBP)\b|\bper (?:day|hour)\b|#\d|\([^)]*\)", re.I)
JOOBLE_DAYS = 45
LEAST_HOURLY_CENTS = 2_000  # Parker Dewey: 20 US dollars per estimated hour


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Rule(StrEnum):
    """Each rule that can be broken. `words.py` says what to do about it."""

    UNREADABLE = "unreadable"
    WRONG_ROOT = "wrong_root"
    TWICE = "twice"
    UNKNOWN = "unknown"
    MISSING = "missing"
    NOT_PRESENT = "not_present"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    NOT_ALLOWED = "not_allowed"
    WRONG_FORM = "wrong_form"
    TAG_NOT_TAKEN = "tag_not_taken"
    ENTITY_NOT_TAKEN = "entity_not_taken"
    TITLE_SAYS_MORE = "title_says_more"
    TITLE_IS_DESCRIPTION = "title_is_description"
    NO_PLACE = "no_place"
    HYBRID_AS_REMOTE = "hybrid_as_remote"
    REMOTE_WITHOUT_COUNTRY = "remote_without_country"
    NO_PAY = "no_pay"
    NO_ORGANIZATION = "no_organization"
    NO_IDENTIFIER = "no_identifier"
    # promises that a channel can't keep, and places that refuse
    APPLY_URL_WITHOUT_WWW = "apply_url_without_www"
    PAY_IS_ROUNDED = "pay_is_rounded"
    OLDER_THAN_TAKEN = "older_than_taken"
    SCHOOLS_REFUSE_CONTRACTORS = "schools_refuse_contractors"
    SCHOOLS_REFUSE_TEMPORARY = "schools_refuse_temporary"
    PAID_ON_A_VERIFIED_DELIVERABLE = "paid_on_a_verified_deliverable"
    CONTRACTORS_ONLY = "contractors_only"
    UNITED_STATES_ONLY = "united_states_only"
    UNDER_TWENTY_DOLLARS = "under_twenty_dollars"
    HOURS_OUT_OF_BOUNDS = "hours_out_of_bounds"
    DUE_TOO_SOON = "due_too_soon"
    FIELD_IS_REFUSED = "field_is_refused"
    BRACKETS_ARE_WRITTEN_OTHERWISE = "brackets_are_written_otherwise"


WARNINGS = frozenset(
    [
        Rule.UNKNOWN, Rule.TITLE_SAYS_MORE, Rule.NO_PAY, Rule.NO_IDENTIFIER, Rule.APPLY_URL_WITHOUT_WWW,
        Rule.PAY_IS_ROUNDED, Rule.SCHOOLS_REFUSE_CONTRACTORS, Rule.SCHOOLS_REFUSE_TEMPORARY,
        Rule.PAID_ON_A_VERIFIED_DELIVERABLE, Rule.DUE_TOO_SOON, Rule.FIELD_IS_REFUSED,
        Rule.BRACKETS_ARE_WRITTEN_OTHERWISE,
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One broken rule: of which posting (empty: of the whole feed), at which element, and how it stands there."""

    rule: Rule
    posting: str = ""
    element: str = ""
    detail: str = ""

    @property
    def level(self) -> Level:
        return Level.WARNING if self.rule in WARNINGS else Level.ERROR


def of_feed(channel: Channel, content: bytes) -> list[Finding]:
    """Return what is wrong with a feed, posting by posting."""
    rules = mapping.FORMATS[channel]
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - written by us
    except ElementTree.ParseError as error:
        return [Finding(Rule.UNREADABLE, detail=str(error))]
    if root.tag != rules.root:
        return [Finding(Rule.WRONG_ROOT, element=root.tag)]
    found: list[Finding] = []
    seen: set[str] = set()
    for job in root.iter(rules.job):
        identity = _identity(job, rules)
        if not identity:
            found.append(Finding(Rule.MISSING, element=rules.identity))
        if identity in seen:
            found.append(Finding(Rule.TWICE, identity, rules.identity))
        seen.add(identity)
        found += _of_job(job, rules, identity)
    return found


def _identity(job: ElementTree.Element, rules: Format) -> str:
    if rules.identity.startswith("@"):
        return job.get(rules.identity[1:], "")
    return (job.findtext(rules.identity) or "").strip()


def _of_job(job: ElementTree.Element, rules: Format, identity: str) -> Iterator[Finding]:
    known = {one.name.split("/")[0] for one in rules.elements}
    for child in job:
        if child.tag not in known:
            yield Finding(Rule.UNKNOWN, identity, child.tag)
    for element in rules.elements:
        node = job.find(element.name)
        value = (node.text or "").strip() if node is not None else ""
        if node is None and (element.needed or element.stands):
            yield Finding(Rule.MISSING if element.needed else Rule.NOT_PRESENT, identity, element.name)
        elif not value and element.needed:
            yield Finding(Rule.MISSING, identity, element.name)
        elif value:
            yield from _of_value(value, element, identity)
    held = [name for name in rules.together if (job.findtext(name) or "").strip()]
    for name in rules.together if held else ():
        if name not in held:
            yield Finding(Rule.MISSING, identity, name)
    title = next((job.findtext(name) or "" for name in ("title", "name") if job.find(name) is not None), "")
    if PAY_OR_CODE.search(title):
        yield Finding(Rule.TITLE_SAYS_MORE, identity, "title", title)
    if title and title == (job.findtext("description") or "").strip():
        yield Finding(Rule.TITLE_IS_DESCRIPTION, identity, "description")


def _of_value(value: str, element: Element, identity: str) -> Iterator[Finding]:
    if element.longest is not None and len(value) > element.longest:
        yield Finding(Rule.TOO_LONG, identity, element.name, f"{len(value)} > {element.longest}")
    if element.shortest is not None and len(value) < element.shortest:
        yield Finding(Rule.TOO_SHORT, identity, element.name, f"{len(value)} < {element.shortest}")
    if element.allowed is not None:
        several = [one.strip() for one in value.split(",")] if element.several else [value]
        for one in several:
            if one not in element.allowed:
                yield Finding(Rule.NOT_ALLOWED, identity, element.name, one)
    if element.pattern and not re.fullmatch(element.pattern, value):
        yield Finding(Rule.WRONG_FORM, identity, element.name, value[:80])
    if element.tags is not None:
        for tag in sorted({name.lower() for name in TAG.findall(value)} - element.tags):
            yield Finding(Rule.TAG_NOT_TAKEN, identity, element.name, tag)
    if not element.entities and (entity := ENTITY.search(value)):
        yield Finding(Rule.ENTITY_NOT_TAKEN, identity, element.name, entity.group())


def of_markup(markup: dict[str, Any]) -> list[Finding]:
    """Return what is wrong with a JobPosting by Google's rules."""
    return list(_of_markup(markup, str((markup.get("identifier") or {}).get("value", ""))))


def _of_markup(markup: dict[str, Any], identity: str) -> Iterator[Finding]:
    for name in ("title", "description", "datePosted", "validThrough"):
        if not markup.get(name):
            yield Finding(Rule.MISSING, identity, name)
    for name in ("datePosted", "validThrough"):
        if markup.get(name) and not re.fullmatch(mapping.MOMENT, markup[name]):
            yield Finding(Rule.WRONG_FORM, identity, name, str(markup[name]))
    if PAY_OR_CODE.search(str(markup.get("title", ""))):
        yield Finding(Rule.TITLE_SAYS_MORE, identity, "title", str(markup["title"]))
    if markup.get("title") and markup.get("title") == markup.get("description"):
        yield Finding(Rule.TITLE_IS_DESCRIPTION, identity, "description")
    if not (markup.get("hiringOrganization") or {}).get("name"):
        yield Finding(Rule.NO_ORGANIZATION, identity, "hiringOrganization")
    if not identity:
        yield Finding(Rule.NO_IDENTIFIER, identity, "identifier")
    yield from _of_markup_place(markup, identity)
    kinds = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}
    said = markup.get("employmentType") or []
    for kind in said if isinstance(said, list) else [said]:
        if kind not in kinds:
            yield Finding(Rule.NOT_ALLOWED, identity, "employmentType", str(kind))
    pay = (markup.get("baseSalary") or {}).get("value") or {}
    if not (pay.get("value") or (pay.get("minValue") and pay.get("maxValue"))):
        yield Finding(Rule.NO_PAY, identity, "baseSalary")
    elif pay.get("unitText") not in ("HOUR", "DAY", "WEEK", "MONTH", "YEAR"):
        yield Finding(Rule.NOT_ALLOWED, identity, "baseSalary.unitText", str(pay.get("unitText")))


def _of_markup_place(markup: dict[str, Any], identity: str) -> Iterator[Finding]:
    address = (markup.get("jobLocation") or {}).get("address") or {}
    kind = markup.get("jobLocationType")
    if kind not in (None, "TELECOMMUTE"):
        yield Finding(Rule.NOT_ALLOWED, identity, "jobLocationType", str(kind))
    if kind == "TELECOMMUTE" and not (markup.get("applicantLocationRequirements") or address.get("addressCountry")):
        yield Finding(Rule.REMOTE_WITHOUT_COUNTRY, identity, "applicantLocationRequirements")
    if kind == "TELECOMMUTE" and address.get("addressLocality"):
        yield Finding(Rule.HYBRID_AS_REMOTE, identity, "jobLocationType")
    if kind is None and not address.get("addressCountry"):
        yield Finding(Rule.NO_PLACE, identity, "jobLocation.address.addressCountry")


def of_promise(channel: Channel, posting: Posting) -> list[Finding]:
    """Return where what we promise does not fit a channel, or a channel's rules of admission do not fit the trial."""
    return [Finding(rule, posting.public_id, detail=detail) for rule, detail in _of_promise(channel, posting)]


def _of_promise(channel: Channel, posting: Posting) -> Iterator[tuple[Rule, str]]:
    is_contractor = posting.engagement == Engagement.CONTRACTOR
    if channel == Channel.HANDSHAKE:
        yield Rule.SCHOOLS_REFUSE_TEMPORARY, ""
        if is_contractor:
            yield Rule.SCHOOLS_REFUSE_CONTRACTORS, ""
    if channel == Channel.INDEED and any(
        "<" in text or ">" in text
        for part in posting.sections
        for text in (part.heading, *part.paragraphs, *part.items)
    ):
        yield Rule.BRACKETS_ARE_WRITTEN_OTHERWISE, ""
    if channel == Channel.LINKEDIN:
        if not posting.url.startswith("https://www"):
            yield Rule.APPLY_URL_WITHOUT_WWW, posting.url
        if posting.daily_pay.major != int(posting.daily_pay.major):
            yield Rule.PAY_IS_ROUNDED, str(posting.daily_pay)
    if channel == Channel.JOOBLE and (posting.closes_at - posting.published_at).days >= JOOBLE_DAYS:
        yield Rule.OLDER_THAN_TAKEN, str(JOOBLE_DAYS)
    if channel in (Channel.PARKER_DEWEY, Channel.RIIPEN):
        yield Rule.PAID_ON_A_VERIFIED_DELIVERABLE, ""
    if channel == Channel.PARKER_DEWEY:
        yield from _of_parker_dewey(posting, is_contractor)


def _of_parker_dewey(posting: Posting, is_contractor: bool) -> Iterator[tuple[Rule, str]]:
    """Their published rules: contractors in the US, 5 to 40 hours, at least 20 dollars an hour, a week or more."""
    if not is_contractor:
        yield Rule.CONTRACTORS_ONLY, ""
    if posting.country != "US" or posting.daily_pay.currency != "USD":
        yield Rule.UNITED_STATES_ONLY, f"{posting.country} {posting.daily_pay.currency}".strip()
    elif posting.full_pay.minor * 60 < LEAST_HOURLY_CENTS * posting.minutes:
        yield Rule.UNDER_TWENTY_DOLLARS, str(posting.full_pay)
    if not 5 * 60 <= posting.minutes <= 40 * 60:
        yield Rule.HOURS_OUT_OF_BOUNDS, f"{posting.minutes / 60:g}"
    if (posting.last_on - posting.first_on).days < 7:
        yield Rule.DUE_TOO_SOON, ""
    if posting.field in ("health", "people"):
        yield Rule.FIELD_IS_REFUSED, posting.field_name
