"""Who may do what in a trial: everybody else is refused, and nothing has changed."""

import pytest

from foretaste.accounts.actors import Role
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.trials import actions, queries
from tests import at_state
from tests.at_state import Plan
from tests.cast import make_member, make_organization, make_person
from tests.trials.refused import refused

pytestmark = pytest.mark.django_db
P = Plan()


def test_an_outsider_finds_nothing(hedy, ines, otto, cora):
    trial = at_state.under_way(hedy, ines)
    other = make_member(make_person("Ottilie Kranz"), make_organization("Other"), Role.RECRUITER, Role.SUPERVISOR)
    for stranger in (otto, cora, other):
        for verb, more in [
            (actions.check_in, {"day": 2}),
            (actions.exit_trial, {"expected_minor": 21000}),
            (actions.end_early, {}),
            (actions.mark_arrived, {"day": 2}),
            (actions.log_work, {"day": 1, "text": "x"}),
        ]:
            with refused(NotFound):
                verb(trial_id=trial.public_id, by=stranger, at=P.at(1, "10:00"), **more)
        with pytest.raises(NotFound):
            queries.trial_of(trial.public_id, stranger)


def test_the_company_cant_leave_for_the_intern_nor_the_intern_end_for_the_company(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    with refused(NotAllowed):
        actions.exit_trial(trial_id=trial.public_id, expected_minor=21000, by=hedy, at=P.at(1, "10:00"))
    with refused(NotAllowed):
        actions.end_early(trial_id=trial.public_id, by=ines, at=P.at(1, "10:00"))


def test_finance_sees_a_trial_but_ends_none(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    frida = make_member(make_person("Frida Bauer"), trial.organization, Role.FINANCE)
    assert queries.trial_of(trial.public_id, frida) == trial
    with refused(NotAllowed):
        actions.end_early(trial_id=trial.public_id, by=frida, at=P.at(1, "10:00"))
