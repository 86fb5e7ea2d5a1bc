"""Many act on one trial at once: exactly one ending, one settlement, and every cent in one place."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from foretaste.accounts.actors import CLOCK, Role
from foretaste.core.refusals import Refused
from foretaste.money.models import Settlement
from foretaste.trials import actions, clock, queries
from foretaste.trials.models import Trial
from tests import at_state
from tests.at_state import Plan
from tests.cast import make_member, make_organization, make_person
from tests.trials.books import books

pytestmark = pytest.mark.django_db(transaction=True)
P = Plan()


def all_at_once(*verbs: Callable[[], object]) -> list[object]:
    """Run each in a thread of its own, let loose together; return what each answered, or how it was refused."""
    gate = threading.Barrier(len(verbs))
    answers: list[object] = [None] * len(verbs)

    def run(number: int, verb: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=30)
            answers[number] = verb()
        except Exception as answer:
            answers[number] = answer
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, verb)) for number, verb in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    unexpected = [one for one in answers if isinstance(one, Exception) and not isinstance(one, Refused)]
    assert unexpected == []
    return answers


def one_ending(trial):
    trial = at_state.fresh(trial)
    assert trial.has_ended
    assert trial.history.filter(to_state="ended").count() == 1
    assert Settlement.objects.filter(trial_id=trial.public_id).count() == 1
    found = books(trial)
    assert found["fund"] == 0
    assert found["paid"] == trial.paid_minor
    assert found["paid"] + found["fee"] + found["back"] + found["waiting"] + found["held"] == 46200
    return trial


def test_eight_at_once_leave_end_check_in_and_settle(hedy, ines):
    trial = at_state.under_way(hedy, ines, days=2)
    at = P.at(3, "08:30")
    which = {"trial_id": trial.public_id, "at": at}
    sums = queries.if_you_leave_now(trial, at).expected_minor
    all_at_once(
        lambda: actions.exit_trial(expected_minor=sums, by=ines, **which),
        lambda: actions.exit_trial(expected_minor=sums, by=ines, **which),
        lambda: actions.end_early(by=hedy, **which),
        lambda: actions.end_early(by=hedy, **which),
        lambda: actions.check_in(day=3, by=ines, **which),
        lambda: actions.mark_arrived(day=3, by=hedy, **which),
        lambda: actions.send_away(reason="Unsafe.", by=hedy, **which),
        lambda: actions.complete(by=CLOCK, trial_id=trial.public_id, at=P.at(3, "17:01")),
    )
    one_ending(trial)


def test_eight_taps_on_leave_are_one_exit(hedy, ines):
    trial = at_state.under_way(hedy, ines)
    at = P.at(1, "11:00")
    tap = lambda: actions.exit_trial(trial_id=trial.public_id, expected_minor=21000, by=ines, at=at)  # noqa: E731
    answers = all_at_once(*[tap] * 8)
    assert all(isinstance(one, Trial) and one.paid_minor == 21000 for one in answers)
    assert one_ending(trial).ending == "exit"


def test_eight_check_ins_earn_one_day(hedy, ines):
    trial = at_state.agreed(hedy, ines)
    at = P.at(1, "09:00")
    mine = lambda: actions.check_in(trial_id=trial.public_id, day=1, by=ines, at=at)  # noqa: E731
    theirs = lambda: actions.mark_arrived(trial_id=trial.public_id, day=1, by=hedy, at=at)  # noqa: E731
    all_at_once(*[mine, theirs] * 4)
    assert books(trial)["paid"] == 14000
    assert at_state.fresh(trial).history.count() == 2


def test_eight_sweeps_complete_once(hedy, ines):
    trial = at_state.under_way(hedy, ines, days=3)
    all_at_once(*[lambda: clock.sweep(P.at(3, "17:30"))] * 8)
    assert one_ending(trial).ending == "completion"


def test_a_ruling_and_the_clock_decide_once(hedy, ines, odile):
    trial = at_state.under_way(hedy, ines)
    actions.send_away(trial_id=trial.public_id, reason="Unsafe.", by=hedy, at=P.at(1, "12:00"))
    case = trial.cases.get()
    late = case.due_at + dt.timedelta(minutes=1)
    rule = lambda: actions.rule_case(  # noqa: E731
        case_id=case.public_id, outcome="for_company", reason="Heard both.", by=odile, at=late
    )
    all_at_once(*[rule, lambda: actions.default_case(case_id=case.public_id, by=CLOCK, at=late)] * 4)
    trial = one_ending(trial)
    assert (trial.paid_minor, trial.held_minor) in {(42000, 0), (14000, 0)}


def test_two_agreements_for_the_same_day_at_once(hedy, ines):
    company = make_organization("Other")
    other = make_member(make_person("Ottilie Kranz"), company, Role.RECRUITER, Role.SUPERVISOR, Role.FINANCE)
    offers = [at_state.offered(at_state.posting(one, P), one, ines, P.signed_at) for one in (hedy, other)]
    all_at_once(*[lambda offer=offer: actions.agree(offer_id=offer, by=ines, at=P.signed_at) for offer in offers * 2])
    assert Trial.objects.filter(intern_id=ines.person_id).count() == 1


def test_told_to_leave_and_the_refund_at_once(hedy, ines):
    trial = at_state.left(hedy, ines)
    at = trial.ended_at + dt.timedelta(days=1)
    all_at_once(
        lambda: actions.say_told_to_leave(trial_id=trial.public_id, by=ines, at=at),
        lambda: actions.release_refund(trial_id=trial.public_id, by=CLOCK, at=at),
    )
    found = books(trial)
    waits = trial.cases.filter(kind="told_to_leave").exists()
    assert (found["waiting"], found["back"]) == ((23100, 0) if waits else (0, 23100))
