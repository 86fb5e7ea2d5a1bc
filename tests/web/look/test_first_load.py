"""Budgets of the first load, on the files as an instance serves them."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from foretaste.web import stylesheets

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


@pytest.mark.parametrize("path", ["/", "/opportunities/", "/rules/"])
def test_a_first_load_stays_under_80_kb(db, client, path):
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    page = len(answer.content)
    fonts = sum(font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2"))
    scripts = packed(htmx()) + packed((STATIC / "js" / "page.js").read_bytes())

    assert page <= 12 * KB
    assert page + packed(stylesheets.joined().encode()) + scripts + fonts <= 80 * KB
