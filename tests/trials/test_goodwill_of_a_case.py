"""Where a contest is upheld the intern keeps the pay, and the operator may show the company goodwill."""

import pytest

from foretaste.accounts.actors import Actor, Role
from foretaste.money.ledger.models import LedgerEntry
from foretaste.money.models import Refund
from foretaste.money.refusals import TheGoodwillLimitIsReached
from foretaste.trials import actions, refusals
from tests import at_state
from tests.at_state import Plan
from tests.cast import make_person
from tests.trials.refused import refused

pytestmark = pytest.mark.django_db
P = Plan()


def upheld_contest(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    case = actions.contest_start(trial_id=trial.public_id, day=1, reason="Nobody.", by=hedy, at=P.at(1, "12:00"))
    actions.rule_case(case_id=case.public_id, outcome="for_company", reason="So.", by=odile, at=P.at(1, "13:00"))
    return trial, case


def test_an_upheld_contest_leaves_the_interns_pay(hedy, ines, odile):
    trial, _ = upheld_contest(hedy, ines, odile)
    assert trial.days.get(number=1).is_started
    at_state.leave(trial, ines, P.at(1, "14:00"))
    assert at_state.fresh(trial).paid_minor == 21000


def test_goodwill_needs_two_people_and_stays_within_the_days_pay(hedy, ines, odile):
    _trial, case = upheld_contest(hedy, ines, odile)
    which = {"case_id": case.public_id, "at": P.at(1, "14:00")}
    with refused(refusals.TheGoodwillIsTooHigh):
        actions.propose_goodwill(amount_minor=14001, by=odile, **which)
    actions.propose_goodwill(amount_minor=14000, by=odile, **which)
    with refused(refusals.ASecondPersonMustSign):
        actions.approve_goodwill(by=odile, **which)
    olga = Actor(frozenset({Role.OPERATOR}), person_id=make_person("Olga Meier").pk)
    before = LedgerEntry.objects.count()
    actions.approve_goodwill(by=olga, **which)
    assert LedgerEntry.objects.count() == before + 2


def test_goodwill_goes_on_its_way_to_the_company(hedy, ines, odile):
    trial, case = upheld_contest(hedy, ines, odile)
    which = {"case_id": case.public_id, "at": P.at(1, "14:00")}
    actions.propose_goodwill(amount_minor=9000, by=odile, **which)
    olga = Actor(frozenset({Role.OPERATOR}), person_id=make_person("Olga Meier").pk)
    for _twice in range(2):
        actions.approve_goodwill(by=olga, **which)
    refund = Refund.objects.get()
    assert (refund.company_id, refund.amount_minor, refund.currency) == (trial.organization.public_id, 9000, "EUR")
    assert (refund.state, refund.why, refund.trial_id) == ("waiting", "ruling", "")


def test_goodwill_stays_within_the_companys_yearly_sum(hedy, ines, odile, settings):
    _trial, case = upheld_contest(hedy, ines, odile)
    settings.GOODWILL_A_YEAR_MINOR = {"EUR": 9000}
    which = {"case_id": case.public_id, "at": P.at(1, "14:00")}
    with refused(refusals.TheGoodwillIsTooHigh):
        actions.propose_goodwill(amount_minor=9001, by=odile, **which)
    actions.propose_goodwill(amount_minor=9000, by=odile, **which)
    settings.GOODWILL_A_YEAR_MINOR = {"EUR": 8999}
    olga = Actor(frozenset({Role.OPERATOR}), person_id=make_person("Olga Meier").pk)
    before = LedgerEntry.objects.count()
    with refused(TheGoodwillLimitIsReached):
        actions.approve_goodwill(by=olga, **which)
    assert LedgerEntry.objects.count() == before
    assert case.goodwill.approved_at is None


def test_goodwill_for_a_contest_that_was_not_upheld(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    case = actions.contest_start(trial_id=trial.public_id, day=1, reason="Nobody.", by=hedy, at=P.at(1, "12:00"))
    with refused(refusals.NotNow):
        actions.propose_goodwill(case_id=case.public_id, amount_minor=1, by=odile, at=P.at(1, "13:00"))
