"""The posting kit: texts that fit and always name the pay, a code, a picture; for the company's own open trials."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree

from foretaste.syndication.outbound import kit
from tests.small_world import known_wages
from tests.syndication.outbound.samples import GUIDE
from tests.worlds import make_company, make_draft, make_published_opportunity

PAY = "Paid €420.00 for 3 days. Leave any time and keep the pay."


@pytest.mark.parametrize("summary", ["", "Short.", "A long one. " * 40])
def test_the_short_text_fits_and_keeps_pay_and_address(summary):
    short = kit.of_posting(replace(GUIDE, summary=summary), PAY).short
    assert len(short) <= 280
    assert PAY in short
    assert short.endswith(GUIDE.url)


def test_the_long_text_says_all_of_the_page():
    long = kit.of_posting(GUIDE, PAY).long
    for section in GUIDE.sections:
        for words in (section.heading, *section.paragraphs, *section.items):
            assert words in long


def test_linkedin_s_link_takes_the_address_alone():
    link = urlsplit(kit.of_posting(GUIDE, PAY).linkedin)
    assert (link.netloc, link.path) == ("www.linkedin.com", "/sharing/share-offsite/")
    assert parse_qs(link.query) == {"url": [GUIDE.url]}


def test_the_code_is_a_square_of_squares_with_its_quiet_border():
    tree = etree.fromstring(kit.qr_svg(GUIDE.url))
    size = int(tree.get("viewBox").split()[2])
    assert (size - 2 * kit.QUIET - 17) % 4 == 0  # as versions 1 to 40 have it
    path = tree[1].get("d")
    columns = [int(part.split()[0]) for part in path.split("M")[1:]]
    assert min(columns) == kit.QUIET
    assert max(columns) == size - kit.QUIET - 1


@pytest.fixture
def halden(db: None, posted_at: Any) -> Any:
    known_wages()
    return make_company("Halden Instruments", posted_at, founder="Hedy Vogel")


def test_the_page_has_texts_code_and_picture(halden, posted_at, signed_in):
    trial = make_published_opportunity(halden, posted_at)
    hedy = signed_in(halden)
    page = hedy.get(f"/company/opportunities/{trial.public_id}/kit/").text
    assert PAY in page
    assert hedy.get(f"/company/opportunities/{trial.public_id}/kit/qr.svg")["Content-Type"] == "image/svg+xml"
    picture = hedy.get(f"/company/opportunities/{trial.public_id}/kit/picture.png").content
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)


def test_there_is_none_for_a_draft_or_another_company_s_trial(halden, posted_at, signed_in):
    draft = make_draft(halden, posted_at)
    theirs = make_published_opportunity(make_company("Rival Works", posted_at), posted_at)
    hedy = signed_in(halden)
    for one in (draft, theirs):
        assert hedy.get(f"/company/opportunities/{one.public_id}/kit/").status_code == 404
        assert hedy.get(f"/company/opportunities/{one.public_id}/kit/picture.png").status_code == 404
