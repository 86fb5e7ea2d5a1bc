"""A posting's criteria are what its company is asked after the trial: exactly these, of every intern alike."""

from __future__ import annotations

import pytest

from foretaste.core.refusals import NotAcceptable
from foretaste.evaluations import actions, queries, questions
from foretaste.evaluations.models import Exchange, Submission
from foretaste.evaluations.sealing import Side
from foretaste.opportunities.models import Opportunity
from foretaste.trials import actions as trials
from tests import at_state
from tests.evaluations.conftest import LATER, TRIAL, answers_of, make_exchange, submit

NAMED = ("Finds the wrong rows", "Asks in time")
SAID = {"work_1": "4", "work_2": "not_seen", "told_them": "yes", "good": "The list."}


def test_what_is_named_takes_the_place_of_the_general_questions():
    card = questions.card_of(Side.COMPANY, NAMED)
    assert [(one.key, str(one.asks)) for one in card.criteria] == [
        ("work_1", "Finds the wrong rows"),
        ("work_2", "Asks in time"),
        ("told_them", "Did you tell them during the trial?"),
    ]
    assert {one.values for one in card.criteria[:2]} == {("1", "2", "3", "4", "not_seen")}
    assert card.texts == questions.OF_THE_INTERN.texts


def test_the_intern_is_asked_the_same_as_ever_and_so_is_who_named_nothing():
    assert questions.card_of(Side.INTERN, NAMED) is questions.OF_THE_COMPANY
    assert questions.card_of(Side.COMPANY) is questions.OF_THE_INTERN


MARKED = "Finds the wrong rows | Left most | Found those marked | Found others too"


def test_the_company_s_own_words_are_the_marks():
    marked, plain, told = questions.card_of(Side.COMPANY, (MARKED, "Asks in time")).criteria
    assert (marked.asks, marked.values) == ("Finds the wrong rows", ("1", "2", "3", "4", "5", "not_seen"))
    assert [str(one.says) for one in marked.anchors] == [
        "Left most",
        "Between “Left most” and “Found those marked”",
        "Found those marked",
        "Between “Found those marked” and “Found others too”",
        "Found others too",
        "I did not see enough to say",
    ]
    assert plain.anchors == questions.SEEN_IN_THE_WORK
    assert told is questions.TOLD_THEM


@pytest.mark.django_db
def test_a_mark_in_own_words_is_given_and_read(ines, hedy):
    make_exchange(ines, hedy, criteria=(MARKED,))
    said = {"trial_id": TRIAL, "decision": True, "by": hedy, "at": LATER}
    with pytest.raises(NotAcceptable):
        actions.submit_evaluation(answers={"work_1": "6", "told_them": "yes"}, **said)
    assert Submission.objects.count() == 0
    actions.submit_evaluation(answers={"work_1": "5", "told_them": "yes"}, **said)
    submit(Side.INTERN, ines)
    seen = queries.evaluation_page(trial_id=TRIAL, by=ines, at=LATER)
    assert seen.other.answers["work_1"] == "5"
    assert str(seen.card(Side.COMPANY).criteria[0].anchors[4].says) == "Found others too"


@pytest.mark.django_db
def test_exactly_these_are_answered(ines, hedy):
    make_exchange(ines, hedy, criteria=NAMED)
    submitted = {"trial_id": TRIAL, "decision": True, "by": hedy, "at": LATER}
    for answers in (answers_of(Side.COMPANY), SAID | {"work_3": "4"}, {"told_them": "yes"}):
        with pytest.raises(NotAcceptable):
            actions.submit_evaluation(answers=answers, **submitted)
    assert Submission.objects.count() == 0
    actions.submit_evaluation(answers=SAID, **submitted)
    submit(Side.INTERN, ines)
    seen = queries.evaluation_page(trial_id=TRIAL, by=ines, at=LATER)
    assert seen.other.answers == SAID | {"better": "", "next": ""}
    assert [str(one.asks) for one in seen.card(Side.COMPANY).criteria[:2]] == list(NAMED)


@pytest.mark.django_db
def test_they_are_those_of_the_agreement_whatever_the_posting_says_later(hedy, ines, clock, run_jobs):
    plan = at_state.Plan()
    opportunity = at_state.posting(hedy, plan)
    Opportunity.objects.filter(pk=opportunity.pk).update(criteria=[*NAMED, MARKED])
    offer_id = at_state.offered(opportunity, hedy, ines, plan.signed_at)
    trial = trials.agree(offer_id=offer_id, by=ines, at=plan.signed_at)
    assert "Finds the wrong rows" in trial.agreement_text
    assert "“Left most” – “Found those marked” – “Found others too”" in trial.agreement_text
    Opportunity.objects.update(criteria=["Something else"])
    trials.check_in(trial_id=trial.public_id, day=1, by=ines, at=plan.at(1, "08:55"))
    at_state.leave(trial, ines, plan.at(1, "15:00"))
    clock.move_to(plan.at(3, "17:30"))
    run_jobs()
    assert Exchange.objects.get().criteria == [*NAMED, MARKED]
