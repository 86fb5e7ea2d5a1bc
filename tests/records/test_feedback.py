"""The intern asks by a link that works without an account, once, until it expires; the answer is theirs alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from foretaste.accounts.actors import VISITOR
from foretaste.core.refusals import NotAcceptable, NotFound
from foretaste.messaging.models import OutboxMail
from foretaste.records import actions, asking, queries, refusals
from foretaste.records.models import FeedbackRequest, Record
from tests import at_state
from tests.jobs import run_all_jobs
from tests.records.conftest import COMES, PLAN, live

pytestmark = pytest.mark.django_db
NOON = PLAN.at(1, "12:00")


@pytest.fixture
def trial(hedy: Any, ines: Any, clock: Any) -> Any:
    clock.move_to(NOON)
    return at_state.under_way(hedy, ines, PLAN)


def ask(trial: Any, by: Any, at: dt.datetime = NOON, question: str = "What went well?") -> FeedbackRequest:
    return asking.ask_for_feedback(trial_id=trial.public_id, asked_of="Jonas", question=question, by=by, at=at)


def give(asked: FeedbackRequest, at: dt.datetime = NOON, **more: str) -> FeedbackRequest:
    said = {"said_by": "Jonas Reimann", "good": "Asked the right thing.", "better": ""} | more
    return asking.give_feedback(link_key=asked.link_key, by=VISITOR, at=at, **said)


def test_the_answer_goes_to_the_intern_alone(
    trial: Any, ines: Any, hedy: Any, otto: Any, odile: Any, client: Any
) -> None:
    asked = ask(trial, ines)
    page = client.get(f"/feedback/{asked.link_key}/")
    assert page.status_code == 200
    assert "Ines Brandt asks you" in page.text
    sent = client.post(f"/feedback/{asked.link_key}/", {"said_by": "Jonas", "good": "Asked the right thing."})
    assert (sent.status_code, client.get(f"/feedback/{asked.link_key}/").status_code) == (303, 200)
    assert "Asked the right thing" not in client.get(f"/feedback/{asked.link_key}/").text
    run_all_jobs("core.deliver")
    assert list(OutboxMail.objects.filter(kind="feedback_given").values_list("to", flat=True)) == ["ines@example.org"]
    assert [one.good for one in queries.feedback_asked(trial.public_id, ines)] == ["Asked the right thing."]
    for by in (hedy, otto, odile, VISITOR):
        with pytest.raises(NotFound):
            queries.feedback_asked(trial.public_id, by)
        with pytest.raises(NotFound):
            ask(trial, by)
    assert FeedbackRequest.objects.count() == 1


def test_a_browser_can_send_the_answer(trial: Any, ines: Any) -> None:
    """Under "no-referrer" browsers send a form with "Origin: null" (Fetch, 3.2), and that is refused as forged."""
    asked = ask(trial, ines)
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(f"/feedback/{asked.link_key}/")
    policy = page.headers["Referrer-Policy"]
    assert policy == "same-origin"  # the link goes to no other site
    origin = "null" if policy == "no-referrer" else "http://testserver"
    said = {"said_by": "Jonas", "good": "Asked.", "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    sent = browser.post(f"/feedback/{asked.link_key}/", said, headers={"Origin": origin})
    assert sent.status_code == 303
    assert FeedbackRequest.objects.get().good == "Asked."


def test_a_link_takes_one_answer_and_none_after_its_day(trial: Any, ines: Any, client: Any, clock: Any) -> None:
    asked, late = ask(trial, ines), ask(trial, ines)
    give(asked)
    with pytest.raises(refusals.ThisIsAnswered):
        give(asked, good="Something else.")
    with pytest.raises(refusals.ThisLinkHasExpired):
        give(late, at=NOON + dt.timedelta(days=14))
    with pytest.raises(NotFound):
        asking.give_feedback(link_key="0" * 24, said_by="J", good="x", better="", by=VISITOR, at=NOON)
    for wrong in ({"good": ""}, {"said_by": " "}, {"good": "x" * 1201}):
        with pytest.raises(NotAcceptable):
            give(late, **wrong)
    assert list(FeedbackRequest.objects.order_by("id").values_list("good", flat=True)) == ["Asked the right thing.", ""]
    clock.move_to(NOON + dt.timedelta(days=14))
    assert client.get(f"/feedback/{late.link_key}/").status_code == 410


def test_one_may_ask_from_the_first_check_in_until_a_week_after_the_plan(trial: Any, ines: Any, hedy: Any) -> None:
    at_state.leave(trial, ines, PLAN.at(1, "15:00"))
    ask(trial, ines, at=COMES - dt.timedelta(minutes=1))  # left on day one, and it makes no difference
    with pytest.raises(refusals.TheTimeToAskIsOver):
        ask(trial, ines, at=COMES)
    for question in ("", "x" * 301):
        with pytest.raises(NotAcceptable):
            ask(trial, ines, question=question)
    for _ in range(9):
        ask(trial, ines)
    with pytest.raises(refusals.TenAreEnough):
        ask(trial, ines)
    assert FeedbackRequest.objects.count() == 10


def test_the_page_of_a_link_is_the_same_however_the_trial_goes_on(
    trial: Any, ines: Any, client: Any, clock: Any
) -> None:
    asked = ask(trial, ines)
    pages = []
    for at in (NOON, PLAN.at(1, "16:00")):
        clock.move_to(at)
        pages.append(client.get(f"/feedback/{asked.link_key}/").text.split("csrfmiddlewaretoken")[0])
        if at == NOON:
            at_state.leave(trial, ines, PLAN.at(1, "15:00"))
    assert pages[0].split("x-csrftoken")[1][100:] == pages[1].split("x-csrftoken")[1][100:]


def test_what_was_said_can_be_shown_in_the_record(hedy: Any, ines: Any, clock: Any, client: Any) -> None:
    trial = live("left", hedy, ines, clock)
    asked = ask(trial, ines, at=PLAN.at(2, "09:00"))
    give(asked, better="Ask for the raw files first.", at=PLAN.at(2, "10:00"))
    record = Record.objects.get(trial_id=trial.public_id)
    chosen = [one for one in queries.choices_of(record, ines, COMES) if one.key == f"better:{asked.public_id}"]
    assert [(one.said_by, one.words) for one in chosen] == [
        ("Jonas Reimann, Halden Instruments", "Ask for the raw files first.")
    ]
    actions.choose_what_shows(
        record_id=record.public_id, keys=[chosen[0].key], own_words="", is_shared=True, by=ines, at=COMES
    )
    run_all_jobs("core.deliver")
    shown = Record.objects.get(pk=record.pk).credential["evidence"]
    assert [(one["name"], one["narrative"]) for one in shown] == [(chosen[0].said_by, chosen[0].words)]
    assert "is the one they gave; nobody checked it." in client.get(f"/records/{record.public_id}/").text
