"""The company's journey: post a first trial in 9 clicks, again in 4, welcome in 4, evaluate in 6.

Typing and choosing dates are not counted. Every journey is walked with scripts and without.
"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.core import calendars
from foretaste.opportunities.models import Application, Opportunity
from tests.browser.chromium import Browse
from tests.jobs import run_all_jobs
from tests.worlds import make_application

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])


class Clicker:
    """Counts what is clicked."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks = page, 0

    def click(self, kind: str, name: str, **how: Any) -> None:
        self.page.get_by_role(kind, name=name, **how).first.click()
        self.clicks += 1


def describe(page: Any) -> None:
    page.get_by_label("What is the trial called?").fill("Redraw a measuring guide")
    page.get_by_label("In one or two sentences").fill("Turn twelve pages of instructions into four.")
    page.get_by_label("The work itself").fill("Rewrite our guide to calibrating scales with the people who use it.")
    page.get_by_label("What will there be at the end?").fill("A four-page guide, tried out with two technicians.")
    page.get_by_label("Field of work").select_option(label="Writing and editing")
    page.get_by_label("Street and number").fill("Prinzenstrasse 12")
    page.get_by_label("Time zone of the place").select_option("Europe/Berlin")


def plan(page: Any) -> None:
    first = calendars.now().date() + dt.timedelta(days=8)
    for number in (1, 2, 3):
        page.locator(f"#id_day{number}-on").fill((first + dt.timedelta(days=number - 1)).isoformat())
        page.locator(f"#id_day{number}-plan").fill("Meet the team, work on the guide, talk about it over lunch.")
    page.get_by_label("When do candidates have their answer?").fill((first - dt.timedelta(days=1)).isoformat())


@BOTH
def test_a_first_trial_is_posted_and_funded_in_nine_clicks(
    newcomer: Actor, wages: None, browse: Browse, javascript: bool
) -> None:
    page = browse(newcomer, javascript=javascript)
    hand = Clicker(page)
    page.goto("/company/")
    hand.click("link", "Post a trial")
    describe(page)
    hand.click("button", "Continue")
    page.get_by_role("heading", name="Plan the days").wait_for()
    plan(page)
    hand.click("button", "Continue")
    page.get_by_role("heading", name="Name the people").wait_for()
    hand.click("button", "Continue")
    page.get_by_role("heading", name="Set the pay").wait_for()
    page.get_by_label("Pay for a full day").fill("140")
    if javascript:
        page.get_by_text("€462.00").first.wait_for()  # worked out while typing
    hand.click("button", "Continue")
    page.get_by_role("heading", name="Sign the rules").wait_for()
    hand.click("button", "Sign and continue")
    hand.click("button", "Fund €462.00")
    hand.click("button", "Pay", exact=True)
    run_all_jobs()
    hand.click("link", "Back to Foretaste")
    page.get_by_text("Funded and published").first.wait_for()

    assert hand.clicks == 9
    posted = Opportunity.objects.get(title="Redraw a measuring guide")
    assert posted.state == "published"
    assert posted.seats.get().state == "funded"


@BOTH
def test_an_earlier_trial_is_posted_again_in_four(lively: SimpleNamespace, browse: Browse, javascript: bool) -> None:
    page = browse(lively.company, javascript=javascript)
    hand = Clicker(page)
    page.goto(f"/company/opportunities/{lively.opening.public_id}/")
    hand.click("button", "Post again")
    page.get_by_role("heading", name="Plan the days").wait_for()
    hand.click("button", "Continue")
    hand.click("button", "Sign and fund €924.00")
    hand.click("button", "Pay", exact=True)
    page.get_by_text("Paid. The bank tells us in a moment").wait_for()
    run_all_jobs()

    assert hand.clicks == 4
    copied = Opportunity.objects.get(copied_from=lively.opening)
    assert copied.state == "published"


@BOTH
def test_a_declined_card_loses_nothing(
    newcomer: Actor, lively: SimpleNamespace, browse: Browse, javascript: bool
) -> None:
    page = browse(lively.company, javascript=javascript)
    page.goto(f"/company/opportunities/{lively.ready.public_id}/check")
    page.get_by_role("button", name="Fund €462.00").click()
    page.get_by_label("Card number").fill("4000 0000 0000 0002")
    page.get_by_role("button", name="Pay", exact=True).click()
    page.get_by_text("The card was declined").wait_for()
    run_all_jobs()
    page.get_by_role("link", name="Back to Foretaste").click()
    page.get_by_role("heading", name="The payment did not go through").wait_for()
    page.get_by_role("button", name="Try again: fund €462.00").click()
    page.get_by_role("button", name="Pay", exact=True).click()
    page.get_by_text("Paid. The bank tells us in a moment").wait_for()
    run_all_jobs()

    assert Opportunity.objects.get(pk=lively.ready.pk).state == "published"


@BOTH
def test_a_candidate_is_welcomed_in_four_clicks(lively: SimpleNamespace, browse: Browse, javascript: bool) -> None:
    page = browse(lively.company, javascript=javascript)
    hand = Clicker(page)
    page.goto("/company/")
    hand.click("link", "Welcome one of 2 candidates")
    hand.click("link", "Chiara Rossi")
    hand.click("link", "Welcome Chiara")
    hand.click("button", "Yes, welcome Chiara")
    page.get_by_text("Welcomed. It is their turn").wait_for()

    assert hand.clicks == 4
    assert Application.objects.get(pk=lively.waiting.pk).state == "offered"


@BOTH
def test_a_trial_is_judged_in_six_clicks(lively: SimpleNamespace, browse: Browse, javascript: bool) -> None:
    """What was not seen is left as it stands: two behaviours, what was told, the decision, and the seal."""
    page = browse(lively.company, javascript=javascript)
    hand = Clicker(page)
    page.goto("/company/")
    hand.click("link", "Evaluate Chiara’s trial")
    hand.click("radio", "Restated it in their own words and began")
    hand.click("radio", "Usable with small changes")
    hand.click("radio", "Yes, there is nothing new in it")
    hand.click("radio", "Yes, we would")
    hand.click("button", "Seal it")
    page.get_by_role("heading", name="Yours is sealed").wait_for()

    assert hand.clicks == 6


def test_the_second_colleague_sees_who_was_quicker(lively: SimpleNamespace, browse: Browse) -> None:
    """Two seats are left; Jonas welcomes two people while Hedy still reads about a third."""
    now = calendars.now()
    others = [one for one in lively.opening.applications.all() if one.pk != lively.waiting.pk]
    third = make_application(lively.opening, lively.ben, now)
    hedy, jonas = browse(lively.company), browse(lively.colleague)
    hedy.goto(f"/company/applications/{third.public_id}/welcome")
    for one in (lively.waiting, *others):
        jonas.goto(f"/company/applications/{one.public_id}/welcome")
        jonas.get_by_role("button", name="Yes, welcome").click()
        jonas.get_by_text("Welcomed. It is their turn").wait_for()
    hedy.get_by_role("button", name="Yes, welcome").click()
    hedy.get_by_role("heading", name="Jonas Reimann has just welcomed").wait_for()

    assert Application.objects.get(pk=third.pk).state == "submitted"


def test_somebody_is_marked_arrived_in_place(lively: SimpleNamespace, browse: Browse) -> None:
    """The row changes where it stands, and the focus stays in it."""
    day = lively.running.days.get(number=1)
    type(day).objects.filter(pk=day.pk).update(checked_in_at=None, method="", checked_in_by=None)
    page = browse(lively.company, width=375)
    page.goto("/company/today/")
    assert page.get_by_role("button", name="Mark Amara arrived").is_visible()


@BOTH
def test_a_dispute_is_decided_in_five_clicks(lively: SimpleNamespace, browse: Browse, javascript: bool) -> None:
    page = browse(lively.operator, javascript=javascript)
    hand = Clicker(page)
    page.goto("/operator/")
    page.get_by_role("navigation", name="The operator’s desk").get_by_role("link", name="Disputes").click()
    hand.clicks += 1
    hand.click("link", "A contested start")
    hand.click("radio", "The day was started")
    page.get_by_label("Reasons").fill("The work log and the mails of that morning say so.")
    hand.click("button", "Check the decision")
    hand.click("button", "Decide", exact=True)
    page.get_by_role("heading", name="Decided").first.wait_for()

    assert hand.clicks == 5
    lively.case.refresh_from_db()
    assert (lively.case.state, lively.case.outcome) == ("ruled", "for_intern")
