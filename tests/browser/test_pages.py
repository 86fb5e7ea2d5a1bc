"""Every page, looked at: no accessibility violation, no sideways scroll, nothing blocked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from foretaste.accounts.actors import Actor
from tests.browser.chromium import Browse, owed
from tests.browser.visits import VISITS, Visit

WAYS = [(375, "light"), (1280, "dark")]
ALL_WAYS = [(width, theme) for width in (320, 375, 1280) for theme in ("light", "dark")]
PICTURES = Path(__file__).parent.parent.parent / "pictures"


def look(visit: Visit, browse: Browse, request: pytest.FixtureRequest, *ways: tuple[int, str]) -> None:
    """Make what the page needs once, then hold it to what every page owes in each way of looking."""
    path, who = visit.of(request)
    look_at(path, who, browse, ways, status=visit.status, picture=visit.name if len(ways) > 1 else "")


def look_at(
    path: str,
    who: Actor | None,
    browse: Browse,
    ways: Iterable[tuple[int, str]],
    *,
    status: int = 200,
    picture: str = "",
) -> None:
    """Open a page in each way, with a picture where one is named; complain of all ways at once."""
    complaints = []
    for width, theme in ways:
        page = browse(who, width=width, theme=theme)
        assert page.goto(path).status == status, path
        if picture:
            PICTURES.mkdir(exist_ok=True)
            page.screenshot(path=PICTURES / f"{picture}-{width}-{theme}.png", full_page=True)
        complaints += [f"{width} px, {theme}: {one}" for one in owed(page)]
        page.close()
    assert complaints == []


def test_the_pages_that_need_nothing_owe_nothing(browse: Browse, request: pytest.FixtureRequest) -> None:
    """One after the other on one empty instance, which no visit changes."""
    plain = [visit for visit in VISITS if not visit.needs]
    assert len(plain) > 20
    for number, visit in enumerate(plain):
        look(visit, browse, request, WAYS[number % 2])


@pytest.mark.parametrize(
    ("visit", "way"),
    [(visit, WAYS[number % 2]) for number, visit in enumerate(VISITS) if visit.needs],
    ids=[visit.name for visit in VISITS if visit.needs],
)
def test_a_page_owes_nothing(
    visit: Visit, way: tuple[int, str], browse: Browse, request: pytest.FixtureRequest
) -> None:
    look(visit, browse, request, way)


@pytest.mark.pages
@pytest.mark.parametrize("visit", VISITS, ids=[visit.name for visit in VISITS])
def test_a_page_is_photographed(visit: Visit, browse: Browse, request: pytest.FixtureRequest) -> None:
    look(visit, browse, request, *ALL_WAYS)
