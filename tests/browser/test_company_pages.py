"""Every page of a company and of the operator, looked at in one lively world."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from foretaste.accounts.actors import Actor
from tests.browser.chromium import Browse
from tests.browser.lively import DESK, NEW, PAGES
from tests.browser.test_pages import ALL_WAYS, WAYS, look_at


def addresses(lively: SimpleNamespace, newcomer: Actor) -> list[tuple[str, str, Actor]]:
    """Return each page's name, address and reader."""
    return [
        *((name, find(lively), lively.company) for name, find in PAGES.items()),
        *((name, path, newcomer) for name, path in NEW.items()),
        *((name, find(lively), lively.operator) for name, find in DESK.items()),
    ]


def test_every_page_of_a_company_owes_nothing(lively: SimpleNamespace, newcomer: Actor, browse: Browse) -> None:
    for number, (_name, path, who) in enumerate(addresses(lively, newcomer)):
        look_at(path, who, browse, [WAYS[number % 2]])


@pytest.mark.pages
@pytest.mark.parametrize("way", ALL_WAYS)
def test_every_page_of_a_company_is_photographed(
    way: tuple[int, str], lively: SimpleNamespace, newcomer: Actor, browse: Browse
) -> None:
    complaints = []
    for name, path, who in addresses(lively, newcomer):
        try:
            look_at(path, who, browse, [way], picture=name)
        except AssertionError as complaint:
            complaints.append(str(complaint))
    assert complaints == []
