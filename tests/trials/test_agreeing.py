"""Agreeing: dates that clash, two trials with one company, and which agreements carry the exit bonus."""

import datetime as dt

import pytest

from foretaste.accounts.actors import CLOCK, Role
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.trials import actions, clock, queries, refusals
from tests import at_state
from tests.at_state import MONDAY, Plan
from tests.cast import make_member, make_organization, make_person
from tests.trials.refused import refused

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
P = Plan()


def test_a_date_that_is_promised_already_names_the_agreement(hedy, ines):
    first = at_state.agreed(hedy, ines)
    other = make_member(
        make_person("Ottilie Kranz"), make_organization("Other"), Role.RECRUITER, Role.SUPERVISOR, Role.FINANCE
    )
    offer_id = at_state.offered(at_state.posting(other, P), other, ines, P.signed_at)
    with refused(refusals.TheDatesClash) as said:
        actions.agree(offer_id=offer_id, by=ines, at=P.signed_at)
    assert said.value.details["trial_id"] == first.public_id
    assert "Halden Instruments" in said.value.text


def test_agreeing_again_answers_the_same_trial(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    assert actions.agree(offer_id=trial.offer_id, by=ines, at=P.signed_at).pk == trial.pk


def test_agreeing_to_somebody_elses_offer(hedy, ines, otto):
    offer_id = at_state.offered(at_state.posting(hedy, P), hedy, ines, P.signed_at)
    with refused(NotFound):
        actions.agree(offer_id=offer_id, by=otto, at=P.signed_at)
    with refused(NotAllowed):
        actions.agree(offer_id=offer_id, by=hedy, at=P.signed_at)


def next_weeks(number):
    return Plan(first_on=MONDAY + dt.timedelta(weeks=number), days=1)


def test_the_same_two_need_a_mutual_yes_and_stop_at_two_in_90_days(hedy, ines):
    first = at_state.completed(hedy, ines, next_weeks(0))
    offer_id = at_state.offered(at_state.posting(hedy, next_weeks(1)), hedy, ines, next_weeks(1).signed_at)
    with refused(refusals.YouHaveTriedThisCompany):
        actions.agree(offer_id=offer_id, by=ines, at=next_weeks(1).signed_at)
    actions.allow_another_trial(trial_id=first.public_id, by=CLOCK, at=next_weeks(1).signed_at)
    second = actions.agree(offer_id=offer_id, by=ines, at=next_weeks(1).signed_at)
    assert (second.carries_bonus, second.used_allowance) == (False, first.allowance)
    actions.check_in(trial_id=second.public_id, day=1, by=ines, at=next_weeks(1).at(1, "09:00"))
    clock.sweep(next_weeks(1).at(1, "18:00"))
    actions.allow_another_trial(trial_id=second.public_id, by=CLOCK, at=next_weeks(2).signed_at)
    third = at_state.offered(at_state.posting(hedy, next_weeks(2)), hedy, ines, next_weeks(2).signed_at)
    with refused(refusals.TwoTrialsAreEnough):
        actions.agree(offer_id=third, by=ines, at=next_weeks(2).signed_at)


def test_a_trial_that_never_started_is_no_first_trial(hedy, ines):
    trial = at_state.agreed(hedy, ines, next_weeks(0))
    actions.withdraw_company(trial_id=trial.public_id, by=hedy, at=next_weeks(0).signed_at + HOUR)
    assert at_state.agreed(hedy, ines, next_weeks(1)).carries_bonus is False


def test_nobody_writes_a_mutual_yes_by_hand(hedy, ines, odile):
    trial = at_state.completed(hedy, ines)
    for other in (hedy, ines, odile):
        with refused(NotAllowed):
            actions.allow_another_trial(trial_id=trial.public_id, by=other, at=P.at(3, "20:00"))


def test_the_first_three_agreements_in_90_days_carry_the_bonus_however_they_end(ines):
    carried = []
    for number in range(4):
        hedy = make_member(
            make_person(f"Hedy{number} Vogel"),
            make_organization(f"Company {number}"),
            Role.RECRUITER,
            Role.SUPERVISOR,
            Role.FINANCE,
        )
        plan = Plan(first_on=MONDAY + dt.timedelta(weeks=number), days=2)
        said = queries.will_carry_bonus(
            intern_id=ines.person_id, organization_id=hedy.organization_id, at=plan.signed_at
        )
        trial = at_state.agreed(hedy, ines, plan)
        assert trial.carries_bonus is said
        carried.append((trial.carries_bonus, trial.exit_bonus_minor))
    assert carried == [(True, [7000, 0])] * 3 + [(False, [])]
