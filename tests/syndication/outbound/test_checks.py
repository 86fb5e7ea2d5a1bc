"""The rules of each channel bite: what is right passes them all, and each broken rule is found by its name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from foretaste.core.amounts import Amount
from foretaste.syndication.outbound import checks, google
from foretaste.syndication.outbound.channels import WRITERS, findings
from foretaste.syndication.outbound.checks import Level, Rule
from foretaste.syndication.outbound.mapping import FEEDS, FORMATS, Channel, Element
from foretaste.syndication.outbound.posting import Engagement, Place, Section
from tests.syndication.outbound.samples import EMPTY, GUIDE, NEW_YORK, ODD, ONE, REMOTE, days

ELIGIBLE = replace(  # for Parker Dewey, its week of waiting aside
    REMOTE, days=days(NEW_YORK, 2), daily_pay=Amount(16_000, "USD"), field="writing"
)


@pytest.mark.parametrize("channel", FEEDS)
def test_a_good_feed_breaks_no_rule(channel: Channel) -> None:
    assert checks.of_feed(channel, WRITERS[channel](ONE)) == []
    assert checks.of_feed(channel, WRITERS[channel](EMPTY)) == []


@pytest.mark.parametrize("posting", [GUIDE, REMOTE, ODD])
def test_a_good_markup_breaks_no_rule(posting: Any) -> None:
    assert checks.of_markup(google.job_posting(posting)) == []


def feed(channel: Channel) -> str:
    return WRITERS[channel](ONE).decode()


def job(text: str) -> str:
    start, end = text.index("  <job"), text.index("</job>") + len("</job>\n")
    return text[start:end]


def without(text: str, name: str) -> str:
    start, end = text.index(f"<{name}>"), text.index(f"</{name}>") + len(f"</{name}>")
    return text[:start] + text[end:]


def holding(text: str, name: str, value: str) -> str:
    start, end = text.index(f"<{name}>"), text.index(f"</{name}>")
    return f"{text[:start]}<{name}><![CDATA[{value}]]>{text[end:]}"


INDEED, LINKEDIN, JOOBLE = feed(Channel.INDEED), feed(Channel.LINKEDIN), feed(Channel.JOOBLE)
HANDSHAKE, TALENT = feed(Channel.HANDSHAKE), feed(Channel.TALENT)
BROKEN_FEEDS = [
    (Rule.UNREADABLE, Channel.INDEED, INDEED.replace("</source>", "")),
    (Rule.WRONG_ROOT, Channel.INDEED, INDEED.replace("source>", "feed>")),
    (Rule.TWICE, Channel.INDEED, INDEED.replace(job(INDEED), job(INDEED) * 2)),
    (Rule.TWICE, Channel.JOOBLE, JOOBLE.replace(job(JOOBLE), job(JOOBLE) * 2)),
    (Rule.UNKNOWN, Channel.HANDSHAKE, HANDSHAKE.replace("</job>", "<pay>1</pay></job>")),
    (Rule.MISSING, Channel.INDEED, without(INDEED, "email")),
    (Rule.MISSING, Channel.INDEED, holding(INDEED, "state", "")),
    (Rule.MISSING, Channel.LINKEDIN, without(LINKEDIN, "lowEnd")),
    *((Rule.MISSING, Channel.HANDSHAKE, without(HANDSHAKE, name)) for name in ("country", "state", "city")),
    (Rule.NOT_PRESENT, Channel.INDEED, without(INDEED, "remotetype")),
    (Rule.TOO_LONG, Channel.LINKEDIN, holding(LINKEDIN, "partnerJobId", "a" * 41)),
    (Rule.TOO_LONG, Channel.HANDSHAKE, holding(HANDSHAKE, "title", "a" * 151)),
    (Rule.TOO_LONG, Channel.HANDSHAKE, holding(HANDSHAKE, "description", "a" * 50_001)),
    (Rule.TOO_SHORT, Channel.LINKEDIN, holding(LINKEDIN, "description", "<p>Short.</p>")),
    (Rule.TOO_SHORT, Channel.TALENT, holding(TALENT, "description", "<p>Short.</p>")),
    (Rule.NOT_ALLOWED, Channel.LINKEDIN, holding(LINKEDIN, "jobtype", "TEMPORARY")),
    (Rule.NOT_ALLOWED, Channel.LINKEDIN, holding(LINKEDIN, "workplaceTypes", "remote")),
    (Rule.NOT_ALLOWED, Channel.INDEED, holding(INDEED, "jobtype", "temporary, trial")),
    (Rule.NOT_ALLOWED, Channel.INDEED, holding(INDEED, "remotetype", "Remote")),
    (Rule.WRONG_FORM, Channel.INDEED, holding(INDEED, "date", "2 March 2026")),
    (Rule.WRONG_FORM, Channel.INDEED, holding(INDEED, "url", "https://www.trials.example.org/at/x/")),
    (Rule.WRONG_FORM, Channel.INDEED, holding(INDEED, "company", "Halden (Berlin)")),
    (Rule.WRONG_FORM, Channel.INDEED, holding(INDEED, "salary", "A fine €140 per day, and a bonus")),
    (Rule.WRONG_FORM, Channel.LINKEDIN, holding(LINKEDIN, "companyId", "halden")),
    (Rule.WRONG_FORM, Channel.HANDSHAKE, holding(HANDSHAKE, "source_reference", "a b")),
    (Rule.WRONG_FORM, Channel.TALENT, holding(TALENT, "dateposted", "2026-03-02")),
    (Rule.WRONG_FORM, Channel.JOOBLE, holding(JOOBLE, "pubdate", "2026-03-02")),
    (Rule.TAG_NOT_TAKEN, Channel.LINKEDIN, holding(LINKEDIN, "description", "<h2>The work</h2>" + "a" * 100)),
    (Rule.TAG_NOT_TAKEN, Channel.INDEED, holding(INDEED, "description", "<a href='x'>The work</a>")),
    (Rule.ENTITY_NOT_TAKEN, Channel.INDEED, holding(INDEED, "description", "<p>This &amp; that</p>")),
    (Rule.TITLE_SAYS_MORE, Channel.INDEED, holding(INDEED, "title", "Writer (Berlin), €140 per day")),
    (Rule.TITLE_IS_DESCRIPTION, Channel.HANDSHAKE, holding(HANDSHAKE, "description", "Technical writer")),
]


@pytest.mark.parametrize(("rule", "channel", "text"), BROKEN_FEEDS)
def test_a_broken_feed_is_found_out(rule: Rule, channel: Channel, text: str) -> None:
    assert rule in {one.rule for one in checks.of_feed(channel, text.encode())}


def changed(text: str, path: str, value: str | None) -> str | None:
    """Return a feed with one element of its first posting given another text, or taken out; None if it isn't there."""
    root = ElementTree.fromstring(text)
    first = next(root.iter("job"))
    node, parent = first.find(path), first.find(path.rpartition("/")[0] or ".")
    if node is None or parent is None:
        return None
    if value is None:
        parent.remove(node)
    node.text = value
    return ElementTree.tostring(root, encoding="unicode")


def breaking(element: Element) -> Iterator[tuple[Rule, str | None]]:
    """Say what breaks each thing that the table says of one element."""
    if element.needed:
        yield Rule.MISSING, None
        yield Rule.MISSING, ""
    elif element.stands:
        yield Rule.NOT_PRESENT, None
    if element.longest is not None:
        yield Rule.TOO_LONG, "a" * (element.longest + 1)
    if element.shortest is not None:
        yield Rule.TOO_SHORT, "a" * (element.shortest - 1)
    if element.allowed is not None:
        yield Rule.NOT_ALLOWED, "Something Else"
    if element.pattern:
        yield Rule.WRONG_FORM, "(☃"
    if element.tags is not None:
        yield Rule.TAG_NOT_TAKEN, "<marquee>" + "a" * 100
    if not element.entities:
        yield Rule.ENTITY_NOT_TAKEN, "this &amp; that"


@pytest.mark.parametrize("channel", FEEDS)
def test_each_line_of_the_table_bites_in_each_of_its_columns(channel: Channel) -> None:
    tried = 0
    for element in FORMATS[channel].elements:
        for rule, value in breaking(element):
            wrong = changed(feed(channel), element.name, value)
            assert wrong is not None, f"{element.name} is not in the sample"
            found = {(one.rule, one.element) for one in checks.of_feed(channel, wrong.encode())}
            assert (rule, element.name) in found, (rule, element.name, found)
            tried += 1
    assert tried >= len(FORMATS[channel].elements)


MARKUP = google.job_posting(GUIDE)
TELECOMMUTE = google.job_posting(REMOTE)
PAY = MARKUP["baseSalary"]
BROKEN_MARKUP: list[tuple[Rule, dict[str, Any]]] = [
    *((Rule.MISSING, MARKUP | {name: ""}) for name in ("title", "description", "datePosted", "validThrough")),
    (Rule.WRONG_FORM, MARKUP | {"validThrough": "2026-03-08"}),
    (Rule.TITLE_SAYS_MORE, MARKUP | {"title": "Writer #42"}),
    (Rule.TITLE_IS_DESCRIPTION, MARKUP | {"description": MARKUP["title"]}),
    (Rule.NO_ORGANIZATION, MARKUP | {"hiringOrganization": {"@type": "Organization"}}),
    (Rule.NO_IDENTIFIER, MARKUP | {"identifier": None}),
    (Rule.NO_PLACE, MARKUP | {"jobLocation": {"@type": "Place", "address": {"addressLocality": "Berlin"}}}),
    (Rule.NOT_ALLOWED, MARKUP | {"jobLocationType": "HYBRID"}),
    (Rule.HYBRID_AS_REMOTE, MARKUP | {"jobLocationType": "TELECOMMUTE"}),
    (Rule.REMOTE_WITHOUT_COUNTRY, TELECOMMUTE | {"applicantLocationRequirements": None}),
    (Rule.NOT_ALLOWED, MARKUP | {"employmentType": ["Temporary"]}),
    (Rule.NO_PAY, MARKUP | {"baseSalary": None}),
    (Rule.NOT_ALLOWED, MARKUP | {"baseSalary": PAY | {"value": PAY["value"] | {"unitText": "ONCE"}}}),
]


@pytest.mark.parametrize(("rule", "markup"), BROKEN_MARKUP)
def test_a_broken_markup_is_found_out(rule: Rule, markup: dict[str, Any]) -> None:
    assert rule in {one.rule for one in checks.of_markup(markup)}


PROMISES = [
    (Rule.APPLY_URL_WITHOUT_WWW, Channel.LINKEDIN, replace(GUIDE, url="https://trials.example.org/x/")),
    (Rule.PAY_IS_ROUNDED, Channel.LINKEDIN, REMOTE),
    (Rule.OLDER_THAN_TAKEN, Channel.JOOBLE, replace(GUIDE, published_at=GUIDE.closes_at - dt.timedelta(days=46))),
    (Rule.SCHOOLS_REFUSE_CONTRACTORS, Channel.HANDSHAKE, REMOTE),
    (Rule.SCHOOLS_REFUSE_TEMPORARY, Channel.HANDSHAKE, GUIDE),
    (Rule.PAID_ON_A_VERIFIED_DELIVERABLE, Channel.PARKER_DEWEY, GUIDE),
    (Rule.PAID_ON_A_VERIFIED_DELIVERABLE, Channel.RIIPEN, GUIDE),
    (Rule.CONTRACTORS_ONLY, Channel.PARKER_DEWEY, GUIDE),
    (Rule.UNITED_STATES_ONLY, Channel.PARKER_DEWEY, GUIDE),
    (Rule.UNDER_TWENTY_DOLLARS, Channel.PARKER_DEWEY, replace(ELIGIBLE, daily_pay=Amount(13_999, "USD"))),
    (Rule.HOURS_OUT_OF_BOUNDS, Channel.PARKER_DEWEY, replace(ELIGIBLE, days=days(NEW_YORK, 1, hours=5))),
    (Rule.DUE_TOO_SOON, Channel.PARKER_DEWEY, ELIGIBLE),
    (Rule.FIELD_IS_REFUSED, Channel.PARKER_DEWEY, replace(ELIGIBLE, field="health")),
    (Rule.BRACKETS_ARE_WRITTEN_OTHERWISE, Channel.INDEED, ODD),
]


@pytest.mark.parametrize(("rule", "channel", "posting"), PROMISES)
def test_what_does_not_fit_a_channel_is_said(rule: Rule, channel: Channel, posting: Any) -> None:
    assert rule in {one.rule for one in checks.of_promise(channel, posting)}


def test_every_rule_was_seen_to_bite() -> None:
    assert {rule for rule, *_rest in (*BROKEN_FEEDS, *BROKEN_MARKUP, *PROMISES)} == set(Rule)


def test_exactly_twenty_dollars_an_hour_are_enough() -> None:
    said = checks.of_promise(Channel.PARKER_DEWEY, replace(ELIGIBLE, daily_pay=Amount(14_000, "USD")))
    assert [one.rule for one in said] == [Rule.PAID_ON_A_VERIFIED_DELIVERABLE, Rule.DUE_TOO_SOON]
    assert {one.level for one in said} == {Level.WARNING}


def test_a_promise_that_fits_is_not_warned_of() -> None:
    assert checks.of_promise(Channel.LINKEDIN, GUIDE) == []
    assert checks.of_promise(Channel.JOOBLE, GUIDE) == []
    assert checks.of_promise(Channel.INDEED, GUIDE) == []
    employee = replace(REMOTE, engagement=Engagement.EMPLOYEE, place=Place.REMOTE)
    assert [one.rule for one in checks.of_promise(Channel.HANDSHAKE, employee)] == [Rule.SCHOOLS_REFUSE_TEMPORARY]


def test_a_channel_s_findings_name_the_posting_and_the_element() -> None:
    unknown = replace(GUIDE.company, contact_email="")
    found = findings(Channel.INDEED, replace(ONE, company=unknown, postings=(replace(GUIDE, company=unknown),)))
    assert [(one.rule, one.posting, one.element) for one in found] == [(Rule.MISSING, GUIDE.public_id, "email")]


def test_every_written_element_is_in_the_table() -> None:
    """Nothing is written that no rule knows, and the sections are the page's own."""
    for channel in FEEDS:
        assert {one.name for one in FORMATS[channel].elements}
        assert not [one for one in checks.of_feed(channel, WRITERS[channel](ONE)) if one.rule == Rule.UNKNOWN]
    assert all(isinstance(one, Section) for one in GUIDE.sections)
