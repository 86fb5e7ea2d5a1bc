"""A live server, a browser, and people signed in to it.

`browse(who=actor, width=375, theme="light", javascript=True)` opens a page on the live server. At the end
of the test it fails on anything the console complained of: a blocked script or style, a missing file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Person
from foretaste.core import calendars
from foretaste.opportunities.models import Opportunity
from foretaste.web import stylesheets
from tests.browser.chromium import FLAGS, Browse, path_of_chromium, refuse_or_skip
from tests.browser.lively import lively, newcomer, wages  # noqa: F401 - fixtures
from tests.worlds import make_company, make_published_opportunity

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in this thread


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if path_of_chromium() is None:
        terminalreporter.section("BROWSER TESTS WERE SKIPPED: no Chromium was found", sep="!")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = path_of_chromium()
    if path is None:
        refuse_or_skip()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def folder_of_styles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the joined stylesheet lies."""
    folder = tmp_path_factory.mktemp("styles")
    (folder / stylesheets.JOINED).parent.mkdir()
    (folder / stylesheets.JOINED).write_text(stylesheets.joined())
    return folder


@pytest.fixture
def joined_styles(folder_of_styles: Path, settings: Any) -> None:
    """Link it, as an instance does."""
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, folder_of_styles]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "tests.browser.stylesheet.JoinedStyles"}}


@pytest.fixture
def browse(chromium: Any, live_server: Any, joined_styles: None) -> Iterator[Browse]:
    contexts, complaints = [], []

    def open_page(who: Actor | None = None, *, width: int = 1280, theme: str = "light", javascript: bool = True) -> Any:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            reduced_motion="reduce",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        if who is not None:
            client = Client()
            client.force_login(
                Person.objects.get(pk=who.person_id), backend="django.contrib.auth.backends.ModelBackend"
            )
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A refused form (422) or a page that is not there is told by the console too: those are answers.
    unexpected = [one for one in complaints if "server responded with a status of 4" not in one]
    assert unexpected == []


@pytest.fixture
def demo_mode(settings: Any) -> None:
    """A demo instance. Ask for it before `browse`."""
    settings.DEMO = True


@pytest.fixture
def open_opportunity(transactional_db: None) -> Opportunity:
    """Open, a week from now: three days of 140.00 EUR at Halden Instruments."""
    at = calendars.now()
    return make_published_opportunity(make_company("Halden Instruments", at), at)
