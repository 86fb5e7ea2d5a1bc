"""One submission under one seal; both opened side by side; one reply."""

from __future__ import annotations

import pytest

from foretaste.evaluations import actions, questions
from foretaste.evaluations.models import Conversion, Reply, Submission
from foretaste.evaluations.sealing import Side
from tests import at_state

LEAST = {"go_back": "yes", "told_them": "yes", "decision": "yes"}


def words(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def finished(hedy, ines, plan, clock, run_jobs):
    trial = at_state.completed(hedy, ines, plan)
    clock.move_to(plan.at(3, "17:30"))
    run_jobs()
    return trial


def answers_of(side: Side) -> dict[str, str]:
    return {one.key: one.values[-1] for one in questions.SCORECARDS[side].criteria}


def seal_theirs(trial, hedy, clock, decision=True) -> None:
    actions.submit_evaluation(
        trial_id=trial.public_id, answers=answers_of(Side.COMPANY), decision=decision, by=hedy, at=clock.now
    )


def test_three_answers_and_the_seal_are_enough(as_ines, finished):
    answer = as_ines.post(f"/trials/{finished.public_id}/evaluation", LEAST)
    assert answer.url == f"/trials/{finished.public_id}/evaluation"
    assert Submission.objects.get().side == "intern"
    assert "Yours is sealed" in words(as_ines.get(answer.url))


def test_no_decision_no_seal(as_ines, finished):
    answer = as_ines.post(f"/trials/{finished.public_id}/evaluation", {"go_back": "yes", "told_them": "yes"})
    assert answer.status_code == 422
    assert "Say yes or no. Nobody learns of a no." in words(answer)
    assert not Submission.objects.exists()


def test_what_is_missing_is_named(as_ines, finished):
    """Two lines that said “Choose one answer.” were two riddles."""
    page = words(as_ines.post(f"/trials/{finished.public_id}/evaluation", {"decision": "yes"}))
    for question in ("Would you go back there?", "Did you tell them during the trial?"):
        assert f"Choose an answer to “{question}”" in page
    assert not Submission.objects.exists()


def test_the_page_is_the_same_whether_they_have_sent(as_ines, finished, hedy, clock):
    page = f"/trials/{finished.public_id}/evaluation"
    before = as_ines.get(page)
    token = before.context["csrf_token"]
    seal_theirs(finished, hedy, clock)
    after = as_ines.get(page)
    assert words(before).replace(str(token), "").count("Theirs") == words(after).count("Theirs")
    assert len(before.content) == len(after.content)


def test_both_are_opened_side_by_side(as_ines, finished, hedy, clock):
    as_ines.post(f"/trials/{finished.public_id}/evaluation", LEAST | {"good": "The team."})
    seal_theirs(finished, hedy, clock)
    page = words(as_ines.get(f"/trials/{finished.public_id}/evaluation"))
    for part in (
        "You both said yes",
        "Halden Instruments about your work",
        "You about Halden Instruments",
        "The team.",
    ):
        assert part in page


def test_a_lone_yes_is_never_told(as_ines, finished, hedy, clock):
    as_ines.post(f"/trials/{finished.public_id}/evaluation", LEAST)
    seal_theirs(finished, hedy, clock, decision=False)
    page = words(as_ines.get(f"/trials/{finished.public_id}/evaluation"))
    assert "No offer opens." in page
    assert "said yes" not in page


def test_one_reply(as_ines, finished, hedy, clock):
    as_ines.post(f"/trials/{finished.public_id}/evaluation", LEAST)
    seal_theirs(finished, hedy, clock)
    as_ines.post(f"/trials/{finished.public_id}/evaluation/reply", {"text": "Thank you."})
    again = as_ines.post(f"/trials/{finished.public_id}/evaluation/reply", {"text": "And another."})
    assert again.status_code == 422
    assert Reply.objects.get().text == "Thank you."


def test_an_offer_of_more_is_answered(as_ines, finished, hedy, clock):
    as_ines.post(f"/trials/{finished.public_id}/evaluation", LEAST)
    seal_theirs(finished, hedy, clock)
    actions.offer_conversion(
        trial_id=finished.public_id, kind="job", role="Analyst", text="Four days.", by=hedy, at=clock.now
    )
    assert "Analyst" in words(as_ines.get(f"/trials/{finished.public_id}/evaluation"))
    as_ines.post(f"/trials/{finished.public_id}/conversion", {"answer": "yes"})
    assert Conversion.objects.get().state == "accepted"


def test_an_outsider_neither_reads_nor_writes(signed_in, otto, hedy, finished):
    for who in (otto, hedy):
        client = signed_in(who)
        assert client.get(f"/trials/{finished.public_id}/evaluation").status_code == 404
        assert client.post(f"/trials/{finished.public_id}/evaluation", LEAST).status_code == 404
        assert client.post(f"/trials/{finished.public_id}/evaluation/reply", {"text": "x"}).status_code == 404
    assert signed_in(otto).post(f"/trials/{finished.public_id}/conversion", {"answer": "yes"}).status_code == 404
    assert signed_in(otto).post(f"/trials/{finished.public_id}/exit-note", {"reasons": ["people"]}).status_code == 404
    assert not Submission.objects.exists()
