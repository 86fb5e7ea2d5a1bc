"""Advertisements: what can be read is read; hostile or huge input is refused in plain words and at once."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from foretaste.opportunities import page_data
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


MICRODATA = """<!doctype html><title>Jobs</title><div itemscope itemtype="https://schema.org/JobPosting">
<h1 itemprop="title">Sound editor</h1><div itemprop="description"><p>Cut three radio pieces.</p>
<p>In the studio.</p></div>
<div itemprop="jobLocation" itemscope itemtype="https://schema.org/Place"><span itemprop="address" itemscope
itemtype="https://schema.org/PostalAddress"><span itemprop="addressLocality">Hamburg</span>
<meta itemprop="addressCountry" content="Germany"></span></div>
<div itemprop="baseSalary" itemscope itemtype="https://schema.org/MonetaryAmount">
<meta itemprop="currency" content="EUR"><span itemprop="value" itemscope itemtype="https://schema.org/QuantitativeValue">
<meta itemprop="unitText" content="DAY"><span itemprop="value">150</span></span></div>
<ul><li itemprop="skills">Patience</li><li itemprop="skills">Ears</li></ul>
</div>"""


def test_a_page_is_read_from_its_microdata():
    found = read_html(MICRODATA)
    assert (found.title, found.city, found.country) == ("Sound editor", "Hamburg", "DE")
    assert found.brief == "Cut three radio pieces.\nIn the studio."
    assert (found.currency, found.daily_pay, found.skills) == ("EUR", "150", ("Patience", "Ears"))


def test_data_in_json_comes_before_microdata_and_a_broken_block_hides_neither():
    broken = '<script type="application/ld+json">{"@type": "JobPosting", </script>'
    whole = page({"@type": "JobPosting", "title": "Radio helper"}).replace("ld+json", "ld+json; charset=utf-8")
    assert read_html(broken + MICRODATA + whole).title == "Radio helper"
    assert read_html(broken + MICRODATA).title == "Sound editor"


def test_reading_a_page_leaves_nothing_of_the_library_in_the_process():
    code = "import sys; from foretaste.opportunities.page_data import job_postings;"
    code += "found = job_postings(sys.stdin.buffer.read());"
    code += "print(len(found), {'extruct', 'rdflib', 'lxml', 'html_text'} & sys.modules.keys())"
    page = MICRODATA if isinstance(MICRODATA, bytes) else MICRODATA.encode()
    ran = subprocess.run([sys.executable, "-c", code], input=page, capture_output=True, check=False)
    assert ran.stdout.decode().strip() == "1 set()", ran.stderr


def test_a_page_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(page_data, "LONGEST_READING", 0.01)
    with pytest.raises(TheAdvertisementCannotBeRead):
        read_html(MICRODATA)


def test_the_reader_reaches_no_other_machine():
    trial = f"import sys; sys.path.insert(0, {str(page_data.READER.parent)!r}); import page_reader, socket;"
    trial += "sys.addaudithook(page_reader._refuse); socket.create_connection(('127.0.0.1', 9))"
    ran = subprocess.run([sys.executable, "-I", "-c", trial], capture_output=True, text=True, check=False)
    assert "PermissionError: socket." in ran.stderr


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
        '<div itemscope itemtype="https://schema.org/JobPosting">' * 30_000,
        '<div itemscope itemtype="https://schema.org/JobPosting" itemref="a" id="a" itemprop="title">' * 200,
        '<b itemprop="x">' * 100_000,
    ],
    ids=range(12),
)
def test_hostile_pages_are_refused_in_time(hostile):
    began = time.perf_counter()
    try:
        found = read_html(hostile)
    except TheAdvertisementCannotBeRead:
        found = None
    assert found is None or found.brief == "0.0"
    assert time.perf_counter() - began < page_data.LONGEST_READING + 5


@pytest.mark.parametrize("tags", ["<" * 190_000, "<p " * 60_000, "<b>" * 60_000, "&lt;" * 40_000])
def test_a_description_of_tags_is_read_in_time(tags):
    began = time.perf_counter()
    assert read_html(page({"@type": "JobPosting", "title": "T", "description": tags})).title == "T"
    assert time.perf_counter() - began < page_data.LONGEST_READING + 5


def test_what_is_too_long_is_refused():
    with pytest.raises(TheAdvertisementIsTooLong):
        read_html("x" * 2_000_001)
    with pytest.raises(TheAdvertisementIsTooLong):
        read_text("x" * 50_001)
    with pytest.raises(TheAdvertisementCannotBeRead):
        read_text(" \n\x00 ")
