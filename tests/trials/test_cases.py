"""A day that is contested, a report, and what the operator may award."""

import pytest

from foretaste.core.refusals import NotAllowed
from foretaste.trials import actions, queries, refusals
from tests import at_state
from tests.at_state import Plan
from tests.trials.refused import refused

pytestmark = pytest.mark.django_db
P = Plan()


def test_contesting_too_late_or_without_a_reason_or_a_day_not_started(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    which = {"trial_id": trial.public_id, "by": hedy}
    with refused(refusals.ItIsTooLateToContest):
        actions.contest_start(day=1, reason="Nobody was here.", at=P.at(2, "08:56"), **which)
    with refused(refusals.AReasonIsNeeded):
        actions.contest_start(day=1, reason="", at=P.at(1, "12:00"), **which)
    with refused(refusals.TheDayHasNotStarted):
        actions.contest_start(day=2, reason="Nobody was here.", at=P.at(1, "12:00"), **which)


def test_contesting_what_the_host_marked_or_the_code_proves(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    actions.mark_arrived(trial_id=trial.public_id, day=1, by=hedy, at=P.at(1, "09:00"))
    code = queries.arrival_code(trial, 2, hedy)
    actions.check_in_with_code(trial_id=trial.public_id, day=2, code=code, by=ines, at=P.at(2, "09:00"))
    for day in (1, 2):
        with refused(refusals.TheStartIsCertain):
            actions.contest_start(trial_id=trial.public_id, day=day, reason="Nobody.", by=hedy, at=P.at(day, "12:00"))


def test_a_case_is_decided_once_by_the_operator_alone(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    case = actions.contest_start(trial_id=trial.public_id, day=1, reason="Nobody.", by=hedy, at=P.at(1, "12:00"))
    which = {"case_id": case.public_id, "outcome": "for_company", "at": P.at(1, "13:00")}
    for other in (hedy, ines):
        with refused(NotAllowed):
            actions.rule_case(reason="So.", by=other, **which)
    with refused(refusals.AReasonIsNeeded):
        actions.rule_case(reason="", by=odile, **which)
    actions.rule_case(reason="So.", by=odile, **which)
    with refused(refusals.TheCaseIsDecided):
        actions.rule_case(reason="So.", by=odile, **which)


def test_an_award_above_what_is_held(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    actions.send_away(trial_id=trial.public_id, reason="Unsafe.", by=hedy, at=P.at(1, "12:00"))
    with refused(refusals.TheAwardIsTooHigh):
        actions.rule_case(
            case_id=trial.cases.get().public_id,
            outcome="for_intern",
            award_minor=28001,
            reason="So.",
            by=odile,
            at=P.at(2, "12:00"),
        )


def test_an_interns_answer_gives_no_pay_away(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    actions.send_away(trial_id=trial.public_id, reason="Unsafe.", by=hedy, at=P.at(1, "12:00"))
    case = actions.answer_case(
        case_id=trial.cases.get().public_id, agrees=True, answer="Fine.", by=ines, at=P.at(1, "13:00")
    )
    assert (case.state, at_state.fresh(trial).held_minor) == ("answered", 30800)


BONUS = Plan(bonus=(6000, 6000, 0))


def claimed_and_left(hedy, ines):
    """Nobody checked in on day 1; the intern says they were there, and leaves: day 1 and its bonus are held."""
    trial = at_state.agreed(hedy, ines, BONUS)
    case = actions.claim_check_in(trial_id=trial.public_id, day=1, reason="I was.", by=ines, at=BONUS.at(1, "17:30"))
    at_state.leave(trial, ines, BONUS.at(1, "18:00"))
    return case, 14_000 + 6_000


def told_to_leave(hedy, ines):
    trial = at_state.left(hedy, ines, BONUS)
    case = actions.say_told_to_leave(trial_id=trial.public_id, reason="They said go.", by=ines, at=BONUS.at(1, "12:00"))
    return case, 3 * 14_000 - 20_000


def sent_away(hedy, ines):
    trial = at_state.under_way(hedy, ines, BONUS)
    actions.send_away(trial_id=trial.public_id, reason="Unsafe.", by=hedy, at=BONUS.at(1, "12:00"))
    return trial.cases.get(), 2 * 14_000


@pytest.mark.parametrize("opened", [claimed_and_left, told_to_leave, sent_away])
def test_the_desk_is_told_beforehand_what_a_decision_for_the_intern_pays(hedy, ines, odile, opened):
    case, pays = opened(hedy, ines)
    case = type(case).objects.get(pk=case.pk)
    assert queries.paid_if_upheld(case) == pays
    actions.rule_case(case_id=case.public_id, outcome="for_intern", reason="So.", by=odile, at=BONUS.at(2, "09:00"))
    case.refresh_from_db()
    assert case.award_minor == pays
