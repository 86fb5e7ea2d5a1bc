"""The whole matrix: every state, every transition, every role. What is not in the table is refused."""

import datetime as dt

import pytest
from django.db import transaction

from foretaste.accounts.actors import CLOCK, PROVIDER, VISITOR, Actor, Role
from foretaste.core.refusals import NotAllowed
from foretaste.money.endings import TABLE
from foretaste.money.ledger.models import LedgerEntry
from foretaste.trials import lifecycle, refusals, steps
from foretaste.trials.lifecycle import TRANSITIONS, State
from foretaste.trials.models import Trial, TrialHistory
from tests import at_state
from tests.at_state import AT_STATE, Plan

AT = Plan().at(2, "10:00")
NAMES = sorted(set(TRANSITIONS) - {"agree"})
DAY_STARTS = ("start_first_day", "start_next_day")


def as_role(trial, role):
    """Return an actor who holds this one role in this very trial."""
    if role in (Role.CLOCK, Role.PROVIDER, Role.VISITOR):
        return {Role.CLOCK: CLOCK, Role.PROVIDER: PROVIDER, Role.VISITOR: VISITOR}[role]
    if role is Role.INTERN:
        return Actor(frozenset({role}), person_id=trial.intern_id)
    return Actor(frozenset({role}), person_id=trial.host_id, organization_id=trial.organization_id)


def everything(trial):
    """Return all that a refusal must leave as it was."""
    return (
        Trial.objects.filter(pk=trial.pk).values().get(),
        list(trial.days.values()),
        TrialHistory.objects.filter(trial=trial).count(),
        LedgerEntry.objects.count(),
    )


def make(trial, name, by):
    """Make the transition by the step every action makes it by."""
    if name in DAY_STARTS:
        day = trial.days.filter(checked_in_at=None).first() or trial.days.last()
        check = steps.check_move(trial, name, by)
        assert check in by.roles
        steps._move(trial, name, by=by, at=AT, day=day.number)
    elif TRANSITIONS[name].from_states == {State.ENDED}:
        steps._move(trial, name, by=by, at=AT)
    else:
        steps.end_trial(trial, name, by=by, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["agreed", "under_way", "ended", "closed"])
def test_every_pair_of_state_and_transition_by_every_role(hedy, ines, state):
    trial = AT_STATE[state](hedy, ines)
    before = everything(trial)
    for name in NAMES:
        for role in Role:
            allowed = lifecycle.may_move(name, State(state), frozenset({role}))
            try:
                with transaction.atomic():
                    trial = at_state.fresh(trial)
                    make(trial, name, as_role(trial, role))
                    assert at_state.fresh(trial).state == TRANSITIONS[name].to_state
                    transaction.set_rollback(True)
                    outcome = True
            except (NotAllowed, refusals.NotNow):
                outcome = False
            assert outcome is allowed, (state, name, role)
            assert everything(trial) == before, (state, name, role)


def test_nobody_agrees_but_the_intern():
    assert [role for role in Role if lifecycle.may_move("agree", None, frozenset({role}))] == [Role.INTERN]


def test_every_ending_has_a_transition_that_makes_it():
    assert {row.ending for row in TRANSITIONS.values() if row.ending} == set(TABLE)


def test_every_ending_pays_something_or_says_nothing():
    assert all(row.pays is not None for row in TRANSITIONS.values() if row.ending)


def test_nothing_leads_out_of_closed():
    assert not [row.name for row in TRANSITIONS.values() if State.CLOSED in row.from_states]


def test_an_exit_is_open_to_the_intern_in_every_running_state():
    for state in (State.AGREED, State.UNDER_WAY):
        assert any(lifecycle.may_move(name, state, frozenset({Role.INTERN})) for name in ("exit", "exit_before_start"))


def test_the_exit_is_named_by_the_moment():
    ends = dt.datetime(2026, 3, 9, 16, tzinfo=dt.UTC)
    names = [
        lifecycle.exit_transition(started=started, today_ends_at=ends if started else None, at=at)
        for started, at in [(False, ends), (True, ends), (True, ends + dt.timedelta(seconds=1))]
    ]
    assert names == ["exit_before_start", "exit", "exit_between_days"]
