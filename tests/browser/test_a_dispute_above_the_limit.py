"""Journey (e), above the limit: what the operator gives from its own money is signed by two people.

Five clicks decide and a sixth signs first; the second person opens it and signs.
"""

from __future__ import annotations

from typing import Any

import pytest

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import CLOCK, Actor
from foretaste.accounts.queries import actor_for
from foretaste.core import calendars
from foretaste.trials import actions
from foretaste.trials.models import Case
from tests import at_state
from tests.browser.chromium import check_page


@pytest.fixture
def contested(transactional_db: None, hedy: Actor, ines: Actor) -> Case:
    """A start the company contests, within 24 hours of the check-in."""
    plan = at_state.Plan()
    trial = at_state.under_way(hedy, ines, plan)
    return actions.contest_start(
        trial_id=trial.public_id, day=1, reason="Nobody was at the desk.", by=hedy, at=plan.at(1, "12:00")
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_five_clicks_decide_and_a_second_person_signs(
    contested: Case, odile: Actor, browse: Any, javascript: bool
) -> None:
    def look(page: Any) -> None:
        if javascript:
            check_page(page)

    first = browse(odile, javascript=javascript)
    first.goto("/operator/")
    first.get_by_role("link", name="Disputes").first.click()
    first.get_by_role("main").get_by_role("link", name=contested.get_kind_display()).first.click()
    first.get_by_label("The day was not started").check()
    first.get_by_label("Reasons").or_(first.locator("[name=reason]")).first.fill("The door's record shows nobody.")
    first.get_by_role("button", name="Check the decision").click()
    look(first)
    first.get_by_role("button", name="Decide").click()
    first.get_by_role("heading", name="Make the company good?").wait_for()
    first.get_by_role("button", name="Sign first").click()
    first.get_by_text("A second person has to sign it.").first.wait_for()
    assert not first.get_by_role("button", name="Sign and pay").is_visible()
    assert contested.goodwill.approved_at is None
    look(first)

    person = accounts.appoint_operator(email="olga@example.org", name="Olga Meier", by=CLOCK, at=calendars.now())
    second = browse(actor_for(person), javascript=javascript)
    second.goto("/operator/disputes/")  # the mail's link
    second.get_by_role("region", name="Waiting for a second signature").get_by_role("link").click()
    second.get_by_role("button", name="Sign and pay €140.00").click()
    second.get_by_text("Both have signed: the company is made good.").wait_for()
    look(second)
    contested.goodwill.refresh_from_db()
    assert (contested.goodwill.amount_minor, contested.goodwill.approved_by.name) == (14_000, "Olga Meier")
