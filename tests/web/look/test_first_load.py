"""Budgets of the first load, on the files as an instance serves them."""

from __future__ import annotations

import gzip
import random
import zlib
from pathlib import Path

import pytest

from foretaste.opportunities.models import Opportunity
from foretaste.web import stylesheets
from tests.web.postings.test_postings import copied, make_findable, minutes

STATIC = Path(stylesheets.__file__).parent / "static"
KB = 1024


def packed(content: bytes) -> int:
    return len(zlib.compress(content, 9))


def htmx() -> bytes:
    import django_htmx

    return (Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js").read_bytes()


def test_stylesheets_stay_small():
    assert packed(stylesheets.joined().encode()) <= 12 * KB


def test_scripts_stay_small():
    own = (STATIC / "js" / "page.js").read_bytes()

    assert packed(htmx()) + packed(own) <= 18 * KB


def test_fonts_stay_small():
    assert sum(font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2")) <= 36 * KB


@pytest.fixture
def full(open_opportunity):
    """Twenty more than fit on a page, each with words of its own: words that repeat pack too well."""
    dice = random.Random(7)
    for number in range(40):
        words = "".join(dice.choice("abcdefghijklmnopqrstuvwxyz    ") for _letter in range(200))
        title, starts_at = words[:60].title(), open_opportunity.starts_at + minutes(number)
        Opportunity.objects.bulk_create([copied(open_opportunity, title=title, summary=words, starts_at=starts_at)])
    make_findable()
    return open_opportunity


@pytest.mark.parametrize("path", ["/", "/opportunities/", "/opportunities/{0}/", "/rules/"])
def test_a_first_load_stays_under_80_kb(full, client, path):
    path = path.format(full.public_id)
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    page = len(answer.content)
    if path == "/opportunities/":
        assert gzip.decompress(answer.content).count(b'class="posting"') == 20
    fonts = sum(font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2"))
    scripts = packed(htmx()) + packed((STATIC / "js" / "page.js").read_bytes())

    assert page <= 12 * KB
    assert page + packed(stylesheets.joined().encode()) + scripts + fonts <= 80 * KB
