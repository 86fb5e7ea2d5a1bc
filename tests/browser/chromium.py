"""Chromium for the browser tests: where it is, how it is started, how a page is looked at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

Browse = Callable[..., Any]  # browse(who=None, width=1280, theme="light", javascript=True) -> Page
REQUIRED = "FORETASTE_BROWSER_REQUIRED"  # set where a skip would hide something
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def path_of_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def refuse_or_skip() -> None:
    """Say loudly that no browser was found; refuse to go on where one is required."""
    words = "No Chromium was found: the browser tests did not run. Install it, or name it in CHROMIUM."
    if os.environ.get(REQUIRED):
        pytest.fail(words)
    pytest.skip(words)


def owed(page: Page) -> list[str]:
    """Return what a page lacks of what every page owes: no accessibility violation, and no sideways scroll."""
    asked = {"runOnly": RULES, "resultTypes": ["violations"]}  # what is in order is not told place by place
    found = Axe().run(page, options=asked).response["violations"]
    told = [f"{page.url}: {one['id']}: {one['help']} {[node['target'] for node in one['nodes']][:3]}" for one in found]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return told + ([f"{page.url} scrolls sideways by {wide} px."] if wide > 0 else [])


def check_page(page: Page) -> None:
    """Hold a page to what every page owes."""
    assert owed(page) == [], page.viewport_size
