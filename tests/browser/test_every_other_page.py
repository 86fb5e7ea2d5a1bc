"""Every page of the matrix of addresses that no other visit looks at: held to what every page owes.

A new page is looked at without a line being written here. The pages are made by Django's client, in the transaction of
one small world, and handed to the browser under their own addresses: no server runs, and no page costs a commit.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from tests.browser.chromium import owed
from tests.browser.test_pages import ALL_WAYS, PICTURES, WAYS
from tests.small_world import SmallWorld
from tests.web.test_every_address import Row, rows

HERE = "http://localhost"
READERS = ("ines", "hedy", "odile", "rhea", "visitor", "cora", "otto", "jonas", "franka")  # the first who may looks
# Looked at in visits.py, lively.py and test_intern_pages.py, mostly in a fuller world than this one.
NAMES = """
account_email account_login account_logout account_request_login_code account_reset_password account_signup
accounts:account accounts:link_sent accounts:register_company accounts:request_link accounts:tokens
accounts:use_link advice:costs advice:designer advice:journal advice:planner ask:ask company:agreement
company:billing company:candidate company:check company:contest company:dashboard company:days
company:describe company:document company:documents company:end company:evaluation company:invite
company:money company:move company:new company:not_this_time company:opportunity company:pay company:people
company:people_task company:profile company:rules company:skills company:today company:trial company:welcome
company:year evaluations:evaluation me:home me:listings me:offer me:profile me:skills me:trials_that_fit
me:what_fits mfa_activate_totp mfa_add_webauthn mfa_index operator:case operator:companies operator:company
operator:disputes operator:document operator:documents operator:ledger operator:overview operator:payouts
operator:people operator:rules operator:taxes operator:wages pages:check pages:compare
pages:for_career_centers pages:for_companies pages:guide pages:help pages:home pages:how_ordering_works
pages:preferences pages:proof pages:rules pay:account pay:proof pay:statement postings:company postings:list
postings:packet postings:posting trials:agreement trials:exit trials:left trials:trial
"""
ELSEWHERE = set(NAMES.split())


def reader(row: Row) -> str | None:
    return next((role for role in READERS if row.get[role] == 200), None)


class Shown:
    """A browser's page that is handed what it shows."""

    def __init__(self, page: Any, complaints: list[str]) -> None:
        self.page, self.answer, self.complaints = page, None, complaints
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route("**/*", self._hand_over)

    def look_at(self, path: str, answer: Any, name: str) -> None:
        self.answer, before = answer, len(self.complaints)
        self.page.goto(HERE + path)
        self.complaints += owed(self.page)
        self.complaints[before:] = [f"{name}: {one}" for one in self.complaints[before:]]

    def _hand_over(self, route: Any) -> None:
        """Hand over the page, then its static files; what it fetches besides is not there."""
        name = route.request.url.removeprefix(f"{HERE}/static/").split("?")[0]
        answer, self.answer = self.answer, None
        if answer is not None:
            route.fulfill(status=answer.status_code, body=answer.content, headers=dict(answer.headers))
        elif file := finders.find(name):
            route.fulfill(body=Path(file).read_bytes(), content_type=mimetypes.guess_type(name)[0])
        else:
            route.fulfill(status=204)


def look_at_all(world: SmallWorld, chromium: Any, *ways: tuple[int, str], pictures: bool = False) -> None:
    """Look at one page after the other, each in one of the ways, in turn."""
    clients = {role: world.client(role) for role in READERS}
    complaints: list[str] = []
    shown = []
    for width, theme in ways:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
        )
        shown.append(Shown(context.new_page(), complaints))
    number = 0
    for row in rows():
        who = reader(row)
        if who is None or row.name in ELSEWHERE:
            continue
        path = row.path(world)
        answer = clients[who].get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        one, (width, theme) = shown[number % len(ways)], ways[number % len(ways)]
        one.look_at(path, answer, f"{row.name} as {who}, {width} px, {theme}")
        if pictures:
            PICTURES.mkdir(exist_ok=True)
            picture = f"{row.name.replace(':', '-').replace('_', '-')}-{width}-{theme}.png"
            one.page.screenshot(path=PICTURES / picture, full_page=True)
        number += 1
    sheets = "[...document.styleSheets].map((sheet) => sheet.cssRules.length)"
    assert all(min(one.page.evaluate(sheets), default=0) > 0 for one in shown)  # they came with their looks
    for one in shown:
        one.page.context.close()
    assert complaints == []
    assert number > 50


@pytest.mark.usefixtures("joined_styles")
def test_a_page_that_no_other_visit_looks_at_owes_nothing(small_world: SmallWorld, chromium: Any) -> None:
    look_at_all(small_world, chromium, *WAYS)
    assert {row.name for row in rows()} >= ELSEWHERE


@pytest.mark.pages
@pytest.mark.usefixtures("joined_styles")
@pytest.mark.parametrize("way", ALL_WAYS)
def test_a_page_that_no_other_visit_looks_at_is_photographed(
    way: tuple[int, str], small_world: SmallWorld, chromium: Any
) -> None:
    look_at_all(small_world, chromium, way, pictures=True)
