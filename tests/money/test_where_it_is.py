"""The sentence on a statement, through the real books: where the money is now, and when it arrives; never of a part
as if it were all of it, never what a risk rule or a refused account makes untrue."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.money import actions, outgoing, queries, settling
from foretaste.money.endings import Ending
from foretaste.money.events import PayoutNeedsAccount
from foretaste.money.models import Payout, PayrollDue
from tests.money.cast_of_money import AT, World

CLOSED = "10000001"  # the sandbox sends back what goes there


def says(world: World, by: Actor) -> str:
    return queries.statement_of(world.trial, by).sentence


def left_under_a_look(world: World, odile: Actor) -> None:
    """An exit on day one of a first trial between new parties: its pay leaves on 5 March, looked at or not."""
    actions.set_payout_rule(review_days=3, valid_from=AT.date(), by=odile, at=AT)
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(Ending.EXIT)
    world.run_jobs()


def test_without_an_account_it_says_when_it_goes_out_and_asks_at_once(
    world: World, ines: Actor, odile: Actor, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(outgoing, "publish", told.append)
    left_under_a_look(world, odile)
    assert says(world, ines) == (
        "It is yours and waits for you: add your bank account and it goes out on 5 March 2026."
    )
    assert [type(one) for one in told] == [PayoutNeedsAccount]  # not after the three days, when it could have left
    world.save_account(ines)
    assert says(world, ines) == "It is yours and goes out by itself, on 5 March 2026 at the latest."
    world.pass_time(clock, days=3)
    assert says(world, ines) == "On its way to your bank account, there by 5 March 2026."
    world.pass_time(clock, hours=1)
    assert says(world, ines) == "It has arrived in your bank account."


def test_an_account_that_was_refused_meanwhile_is_asked_for(
    world: World, ines: Actor, odile: Actor, clock: Any
) -> None:
    world.save_account(ines, CLOSED)
    left_under_a_look(world, odile)
    assert says(world, ines) == "It is yours and goes out by itself, on 5 March 2026 at the latest."
    other = World(intern=world.intern, run_jobs=world.run_jobs, at=world.at)
    other.fund()
    other.commit()
    other.start_day(1)
    other.settle(Ending.EXIT)
    Payout.objects.filter(trial_id=other.trial).update(not_before=world.at, review_until=None)
    world.run_jobs()
    world.pass_time(clock, hours=2)
    assert says(other, ines) == "Your bank sent it back. It is yours: correct your account and it goes out again."
    assert says(world, ines) == (
        "It is yours and waits for you: add your bank account and it goes out on 5 March 2026."
    )
    world.pass_time(clock, days=3)
    assert Payout.objects.get(trial_id=world.trial).state == "needs_account"  # so it is asked for, and never forgotten
    world.pass_time(clock, days=5)
    assert Payout.objects.get(trial_id=world.trial).reminders == 1
    world.save_account(ines)
    world.pass_time(clock, hours=2)
    assert {one.state for one in Payout.objects.all()} == {"arrived"}


def test_sent_again_it_is_not_due_when_the_first_attempt_was(world: World, ines: Actor, clock: Any) -> None:
    world.save_account(ines, CLOSED)
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(Ending.EXIT)
    world.run_jobs()
    world.pass_time(clock, hours=2)
    assert Payout.objects.get().state == "returned"
    world.pass_time(clock, days=20)
    actions.save_payout_account(
        holder="Ines Brandt", country="DE", number="DE89370400440532013000", by=ines, at=world.at
    )
    actions.send_payout(payout_id=Payout.objects.get().public_id, at=world.at)  # and the bank has not answered yet
    assert says(world, ines) == "On its way to your bank account."


def test_what_a_bank_does_not_name_in_time_is_late(world: World, ines: Actor, clock: Any) -> None:
    world.save_account(ines)
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(Ending.EXIT)
    world.run_jobs()
    due = Payout.objects.get().expected_at
    assert due is not None
    clock.move_to(due + dt.timedelta(days=1))
    assert says(world, ines) == "On its way to your bank account. It was due there by 2 March 2026 and is late."


def test_two_payouts_in_two_places_are_two_sums(world: World, ines: Actor, clock: Any) -> None:
    """A day's pay asked for before the end has arrived; what the exit adds is on its way, and a claim is undecided."""
    world.save_account(ines)
    world.fund()
    world.commit()
    world.start_day(1)
    actions.request_payout(by=ines, at=world.at)
    world.run_jobs()
    world.pass_time(clock, hours=2)
    world.settle(Ending.EXIT, rest_is_disputed=True)
    world.run_jobs()
    assert says(world, ines) == (
        "€70.00 of it: On its way to your bank account, there by 2 March 2026. "
        "€140.00 of it: It has arrived in your bank account. What is held waits for a decision."
    )
    world.pass_time(clock, hours=2)
    assert says(world, ines) == "It has arrived in your bank account. What is held waits for a decision."


def test_a_payroll_that_paid_in_part_owes_the_rest(world: World, ines: Actor, odile: Actor, clock: Any) -> None:
    world.fund()
    world.commit("employee")
    world.start_day(1)
    world.settle(Ending.EXIT, payer="employee")
    due = PayrollDue.objects.get()
    actions.confirm_payroll(due_id=due.public_id, by=odile, at=world.at)
    with transaction.atomic():
        settling.pay_told_to_leave(trial_id=world.trial, at=world.at, by=CLOCK)
    assert says(world, ines) == (
        "€210.00 of it: The company’s payroll owes you this pay; it is due by 16 March 2026. "
        "€210.00 of it: Paid to you by payroll."
    )
    world.pass_time(clock, days=15)
    assert says(world, ines).startswith("€210.00 of it: The company’s payroll owes you this pay since 16 March 2026")
