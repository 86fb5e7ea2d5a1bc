"""The audit holds after every ending, and sees every tampering with a trial."""

import datetime as dt

import pytest
from django.db import connection

from foretaste.money.audit import audit
from foretaste.trials import actions
from foretaste.trials.clock import sweep
from tests import at_state
from tests.at_state import Plan

P = Plan()


def broken() -> set[int]:
    """Return the guarantees that trials' own checks see broken."""
    return {
        line.guarantee
        for line in audit()
        for check, finding in line.findings
        if finding.offenders and check.run.__module__ == "foretaste.trials.audit"
    }


@pytest.mark.django_db
def test_nothing_is_broken_after_many_endings(hedy, ines, odile, clock):
    from tests.cast import as_intern, make_person

    clock.move_to(P.at(3, "20:00"))
    people = [as_intern(make_person(f"Ines{number} Brandt", is_intern=True)) for number in range(4)]
    at_state.completed(hedy, people[0])
    at_state.left(hedy, people[1])
    sent = at_state.under_way(hedy, people[2])
    actions.send_away(trial_id=sent.public_id, reason="Unsafe.", by=hedy, at=P.at(1, "12:00"))
    told = at_state.left(hedy, people[3])
    case = actions.say_told_to_leave(trial_id=told.public_id, by=people[3], at=P.at(1, "12:00"))
    actions.rule_case(case_id=case.public_id, outcome="for_intern", reason="So.", by=odile, at=P.at(2, "09:00"))
    assert broken() == set()


@pytest.mark.django_db
def test_nothing_is_broken_once_everything_has_closed(hedy, ines):
    at_state.left(hedy, ines)
    sweep(P.at(3, "20:00") + dt.timedelta(days=10))
    assert broken() == set()


TAMPERINGS = [
    (1, 'UPDATE trials_trialday SET "on" = "on" + 10 WHERE number = 3'),
    (2, "UPDATE trials_trialday SET pay_minor = pay_minor + 1 WHERE number = 3"),
    (3, "UPDATE trials_trialday SET checked_in_at = now(), method = 'self' WHERE number = 3"),
    (3, "UPDATE trials_trialday SET checked_in_at = NULL, method = '' WHERE number = 1"),
    (4, "UPDATE trials_trial SET ended_at = ended_at + interval '1 second'"),
    (4, "UPDATE trials_trialhistory SET role = 'recruiter' WHERE transition = 'exit'"),
    (5, "UPDATE trials_trial SET exit_bonus_minor = '[42000, 0, 0]'"),
    (5, "UPDATE trials_trial SET paid_minor = paid_minor - 1"),
    (6, "UPDATE opportunities_seat SET state = 'funded'"),
    (6, "UPDATE trials_trial SET carries_bonus = false"),
    (7, "UPDATE trials_trial SET held_minor = 5"),
    (8, "UPDATE trials_checkpoint SET sealed = 'more'"),
    (8, "UPDATE trials_trial SET checkpoints_open_at = ended_at - interval '1 day'"),
    (10, "UPDATE trials_trial SET back_minor = back_minor + 1"),
    (
        11,
        "UPDATE trials_trial SET terms = jsonb_set(terms, '{wage_floor,least_daily_minor}', '[14001, 14001]')",
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("guarantee", "tampering"), TAMPERINGS)
def test_tampering_is_seen(hedy, ines, guarantee, tampering):
    trial = at_state.under_way(hedy, ines)
    actions.seal_checkpoint(trial_id=trial.public_id, day=1, mark="more", by=ines, at=P.at(1, "10:00"))
    at_state.leave(trial, ines, P.at(1, "11:00"))
    assert broken() == set()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what was done before is done: a commit would ask this
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL session_replication_role = replica")  # past the guards of the database
        cursor.execute(tampering)
        assert cursor.rowcount
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert guarantee in broken()
