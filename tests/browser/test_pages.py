"""Every page, looked at: no accessibility violation, no sideways scroll, nothing blocked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import Browse, check_page
from tests.browser.visits import VISITS, Visit

WAYS = [(375, "light"), (1280, "dark")]
ALL_WAYS = [(width, theme) for width in (320, 375, 1280) for theme in ("light", "dark")]
PICTURES = Path(__file__).parent.parent.parent / "pictures"


def look(visit: Visit, browse: Browse, request: pytest.FixtureRequest, width: int, theme: str) -> Any:
    path, who = visit.of(request)
    page = browse(who, width=width, theme=theme)
    answer = page.goto(path)
    assert answer.status == visit.status
    check_page(page)
    return page


@pytest.mark.parametrize(
    ("visit", "way"),
    [(visit, WAYS[number % 2]) for number, visit in enumerate(VISITS)],
    ids=[visit.name for visit in VISITS],
)
def test_a_page_owes_nothing(
    visit: Visit, way: tuple[int, str], browse: Browse, request: pytest.FixtureRequest
) -> None:
    look(visit, browse, request, *way)


@pytest.mark.pages
@pytest.mark.parametrize(("width", "theme"), ALL_WAYS)
@pytest.mark.parametrize("visit", VISITS, ids=[visit.name for visit in VISITS])
def test_a_page_is_photographed(
    visit: Visit, width: int, theme: str, browse: Browse, request: pytest.FixtureRequest
) -> None:
    page = look(visit, browse, request, width, theme)
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{visit.name}-{width}-{theme}.png", full_page=True)
