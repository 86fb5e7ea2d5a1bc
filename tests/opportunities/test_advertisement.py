"""Advertisements: what can be read is read; hostile or huge input is refused in plain words and at once."""

from __future__ import annotations

import json
import time

import pytest

from foretaste.opportunities.advertisement import read_html, read_text
from foretaste.opportunities.refusals import TheAdvertisementCannotBeRead, TheAdvertisementIsTooLong


def page(data: object) -> str:
    return f'<script data-x TYPE="application/ld+json">{json.dumps(data)}</SCRIPT>'


def test_pasted_text_fills_what_it_says():
    found = read_text(
        "Junior illustrator for two days\n\nWe draw maps for hikers and need a second pair of eyes. It is fun.\n"
        "Location: Bergen, Norway\nSkills: Drawing, Cartography\nDeliverable: one finished map\n€ 160,50 per day\n"
    )
    assert (found.title, found.city, found.country) == ("Junior illustrator for two days", "Bergen", "NO")
    assert (found.skills, found.deliverable) == (("Drawing", "Cartography"), "one finished map")
    assert (found.currency, found.daily_pay) == ("EUR", "160.50")
    assert found.summary == "We draw maps for hikers and need a second pair of eyes."


def test_a_page_is_read_from_its_json_ld():
    found = read_html(
        page(
            {
                "@type": ["JobPosting"],
                "title": "R&amp;D helper",
                "description": "&lt;p&gt;Measure &lt;b&gt;things&lt;/b&gt;.&lt;/p&gt;",
                "jobLocationType": "TELECOMMUTE",
                "applicantLocationRequirements": {"@type": "Country", "name": "USA"},
                "skills": ["Patience", {"name": "Spreadsheets"}],
            }
        )
    )
    assert (found.title, found.brief, found.place_kind) == ("R&D helper", "Measure things .", "remote")
    assert (found.country, found.skills, found.city) == ("US", ("Patience", "Spreadsheets"), "")


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "<html>no data</html>",
        '<script type="application/ld+json">{"@type": "JobPosting"}</script>',
        '<script type="application/ld+json">' + "[" * 200_000 + "</script>",
        '<script type="application/ld+json">{"@type":"JobPosting","title":' + "9" * 5_000 + "}</script>",
        "<script" * 200_000,
        '<script type="application/ld+json">x</script>' * 20_000,
        page({"@type": "JobPosting", "title": {"deep": "thing"}, "description": 7.5e300 * 0, "jobLocation": [[[]]]}),
        b"\xff\xfe\x00" * 1_000,
    ],
    ids=range(9),
)
def test_hostile_pages_are_refused_at_once(hostile):
    began = time.perf_counter()
    try:
        found = read_html(hostile)
    except TheAdvertisementCannotBeRead:
        found = None
    assert found is None or found.brief == "0.0"
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("tags", ["<" * 190_000, "<p " * 60_000, "<b>" * 60_000, "&lt;" * 40_000])
def test_a_description_of_tags_is_read_at_once(tags):
    began = time.perf_counter()
    assert read_html(page({"@type": "JobPosting", "title": "T", "description": tags})).title == "T"
    assert time.perf_counter() - began < 2


def test_what_is_too_long_is_refused():
    with pytest.raises(TheAdvertisementIsTooLong):
        read_html("x" * 2_000_001)
    with pytest.raises(TheAdvertisementIsTooLong):
        read_text("x" * 50_001)
    with pytest.raises(TheAdvertisementCannotBeRead):
        read_text(" \n\x00 ")
