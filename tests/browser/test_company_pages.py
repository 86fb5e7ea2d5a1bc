"""Every page of a company and of the operator, looked at in one lively world."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from tests.browser.chromium import Browse, check_page
from tests.browser.lively import DESK, NEW, PAGES
from tests.browser.test_pages import ALL_WAYS, PICTURES, WAYS


def addresses(lively: SimpleNamespace, newcomer: Actor) -> list[tuple[str, str, Actor]]:
    """Return each page's name, address and reader."""
    return [
        *((name, find(lively), lively.company) for name, find in PAGES.items()),
        *((name, path, newcomer) for name, path in NEW.items()),
        *((name, find(lively), lively.operator) for name, find in DESK.items()),
    ]


def look(
    browse: Browse, lively: SimpleNamespace, newcomer: Actor, ways: list[tuple[int, str]]
) -> dict[tuple[str, int, str], Any]:
    """Open every page in one of the ways, in turn; hold it to what every page owes."""
    pages: dict[tuple[Actor, int, str], Any] = {}
    for number, (name, path, who) in enumerate(addresses(lively, newcomer)):
        for width, theme in ways if len(ways) > 2 else [ways[number % 2]]:
            page = pages.setdefault((who, width, theme), None) or browse(who, width=width, theme=theme)
            pages[who, width, theme] = page
            assert page.goto(path).status == 200, path
            check_page(page)
            if len(ways) > 2:
                Path(PICTURES).mkdir(exist_ok=True)
                page.screenshot(path=PICTURES / f"{name}-{width}-{theme}.png", full_page=True)


def test_every_page_of_a_company_owes_nothing(lively: SimpleNamespace, newcomer: Actor, browse: Browse) -> None:
    look(browse, lively, newcomer, WAYS)


@pytest.mark.pages
def test_every_page_of_a_company_is_photographed(lively: SimpleNamespace, newcomer: Actor, browse: Browse) -> None:
    look(browse, lively, newcomer, ALL_WAYS)
