"""Journey (a): someone finds a trial, takes it, leaves on day one, is paid and goes on. Eight clicks, and three."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from foretaste.core import calendars
from foretaste.core.models import ClockShift
from foretaste.opportunities import actions
from foretaste.opportunities.models import Application
from foretaste.trials.models import Trial
from tests.browser.chromium import check_page
from tests.worlds import make_company, make_published_opportunity

ANSWERS = {
    "Why this one?": "The readings drift, and I want to know why.",
    "What would you like to try": "Whether I like measuring all day.",
    "What should they know about you?": "I repaired bicycles for three summers.",
}


class Clicker:
    """A page whose clicks are counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks = page, 0

    def click(self, role: str, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name).last.click()
        self.page.wait_for_load_state()


def move_clock_to(moment: dt.datetime) -> None:
    ahead = moment - calendars.now() + calendars.shift()
    ClockShift.objects.update_or_create(pk=1, defaults={"seconds": int(ahead.total_seconds())})


def look(page: Any, javascript: bool) -> None:
    """The rules of accessibility are themselves a script: they run where scripts do."""
    if javascript:
        check_page(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_eight_clicks_to_be_paid_and_three_to_ask_again(transactional_db, demo_mode, odile, ines, browse, javascript):
    now = calendars.now()
    hedy = make_company("Halden Instruments", now)
    first = make_published_opportunity(hedy, now, title="Find out why the sensors drift")
    first_on = calendars.local_date(now, "Europe/Berlin") + dt.timedelta(days=21)
    make_published_opportunity(make_company("Orla Maps", now), now, title="Draw a river that moves", first_on=first_on)
    page = browse(ines, width=375, javascript=javascript)
    intern = Clicker(page)

    page.goto("/")
    intern.click("link", "Find a trial")
    intern.click("link", "Find out why the sensors drift")
    intern.click("link", "Ask for this trial")
    for label, words in ANSWERS.items():
        page.get_by_label(label).fill(words)
    intern.click("button", "Send")
    page.get_by_text("Sent. Halden Instruments has your answers.").wait_for()

    application = Application.objects.get()
    offer = actions.make_offer(application_id=application.public_id, by=hedy, at=calendars.now())
    page.goto(f"/me/offers/{offer.public_id}/")  # the mail's link
    look(page, javascript)
    intern.click("button", "Yes, I will come")

    trial = Trial.objects.get()
    day = trial.days.get(number=1)
    move_clock_to(day.starts_at)
    page.goto(f"/trials/{trial.public_id}/")  # the morning's mail
    intern.click("button", "I am here")
    sum_of_money = "€" + page.locator(".exit .total dd").inner_text().strip("€")
    intern.click("link", f"Leave with {sum_of_money}")
    look(page, javascript)
    intern.click("button", f"Leave with {sum_of_money}")
    page.get_by_text("You have left.").wait_for()
    look(page, javascript)
    trial.refresh_from_db()
    assert (trial.ending, f"€{trial.paid_minor / 100:.2f}") == ("exit", sum_of_money)
    assert intern.clicks == 8
    assert trial.title == first.title

    intern.click("link", "See trials that fit")
    intern.click("link", "Draw a river that moves")
    intern.click("link", "Ask for this trial")
    assert intern.clicks == 11
    assert (
        page.get_by_label("What should they know about you?").input_value()
        == ANSWERS["What should they know about you?"]
    )
