"""A trial's money from the first cent to the last: every ending, to the cent, on the ledger and at the bank."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.money import settling
from foretaste.money.endings import Ending
from foretaste.money.models import BankPayout, BankRefund, Payout, Refund, Settlement
from foretaste.money.refusals import TheRefundIsUnderWay, TheTrialIsSettled
from tests.money.cast_of_money import World, all_balances, books_are_right, count_entries

E = Ending
# ending, days started -> to the intern, fee, back to the company
ENDINGS = [
    (E.COMPLETION, 3, 42000, 4200, 0),
    (E.EXIT, 1, 21000, 2100, 23100),
    (E.EXIT, 2, 31500, 3150, 11550),
    (E.EXIT, 3, 42000, 4200, 0),
    (E.EXIT_BETWEEN_DAYS, 1, 21000, 2100, 23100),
    (E.EXIT_BEFORE_START, 0, 0, 0, 46200),
    (E.COMPANY_WITHDRAWS, 0, 14000, 1400, 30800),
    (E.COMPANY_WITHDRAWS_LATE, 0, 42000, 4200, 0),
    (E.EARLY_END, 1, 42000, 4200, 0),
    (E.COMPANY_NO_SHOW, 1, 42000, 4200, 0),
    (E.INTERN_NO_SHOW, 1, 14000, 1400, 30800),
]


@pytest.mark.parametrize(("ending", "days", "paid", "fee", "back"), ENDINGS)
def test_every_ending_pays_to_the_cent(
    world: World, ines: Actor, clock: Any, ending: Ending, days: int, paid: int, fee: int, back: int
) -> None:
    world.save_account(ines)
    world.fund()
    world.commit()
    for day in range(1, days + 1):
        world.start_day(day)
    world.settle(ending)
    world.run_jobs()
    books_are_right()
    world.pass_time(clock, hours=25)
    with transaction.atomic():
        settling.release_returning(trial_id=world.trial, at=world.at)
    world.pass_time(clock, hours=25)
    world.pass_time(clock, hours=1)
    books_are_right()
    expected = {"ext:cash:sandbox:EUR": -fee, "op:fees:all:EUR": fee}
    assert all_balances() == {name: minor for name, minor in expected.items() if minor}
    assert sum(BankPayout.objects.filter(state="arrived").values_list("amount_minor", flat=True)) == paid
    assert sum(BankRefund.objects.filter(state="arrived").values_list("amount_minor", flat=True)) == back
    assert set(Payout.objects.values_list("state", flat=True)) <= {"arrived"}
    assert set(Refund.objects.values_list("state", flat=True)) <= {"arrived"}


def test_a_refund_after_an_exit_waits_24_hours(world: World, clock: Any) -> None:
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(E.EXIT)
    world.pass_time(clock, hours=23, minutes=59)
    with transaction.atomic():
        settling.release_returning(trial_id=world.trial, at=world.at)
    assert (world.balance("trial:returning"), Refund.objects.count()) == (23100, 0)
    world.pass_time(clock, minutes=1)
    with transaction.atomic():
        settling.release_returning(trial_id=world.trial, at=world.at)
        settling.release_returning(trial_id=world.trial, at=world.at)
    assert (world.balance("trial:returning"), Refund.objects.get().amount_minor) == (0, 23100)


def test_told_to_leave_pays_every_day_out_of_what_was_coming_back(world: World, ines: Actor, clock: Any) -> None:
    world.save_account(ines)
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(E.EXIT)
    with transaction.atomic():
        settling.pause_return(trial_id=world.trial)
    world.pass_time(clock, days=3)
    with transaction.atomic():
        settling.release_returning(trial_id=world.trial, at=world.at)
    assert world.balance("trial:returning") == 23100
    with transaction.atomic():
        settling.pay_told_to_leave(trial_id=world.trial, at=world.at, by=CLOCK)
    world.run_jobs()
    world.pass_time(clock, hours=2)
    world.pass_time(clock, hours=2)
    assert all_balances() == {"ext:cash:sandbox:EUR": -4200, "op:fees:all:EUR": 4200}
    assert sum(Payout.objects.values_list("amount_minor", flat=True)) == 42000
    settlement = Settlement.objects.get()
    assert (settlement.paid_minor, settlement.fee_minor, settlement.back_minor) == (42000, 4200, 0)
    assert [(line.kind, line.amount_minor) for line in settlement.lines.all()] == [
        ("day", 14000),
        ("bonus", 7000),
        ("ruling", 21000),
        ("fee", 4200),
    ]


def test_told_to_leave_comes_too_late_once_the_money_went_back(world: World, clock: Any) -> None:
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(E.EXIT)
    world.pass_time(clock, hours=24)
    with transaction.atomic():
        settling.release_returning(trial_id=world.trial, at=world.at)
    before = count_entries()
    for late in (
        lambda: settling.pause_return(trial_id=world.trial),
        lambda: settling.pay_told_to_leave(trial_id=world.trial, at=world.at, by=CLOCK),
    ):
        with pytest.raises(TheRefundIsUnderWay), transaction.atomic():
            late()
    assert count_entries() == before


@pytest.mark.parametrize(("award", "paid", "fee", "back"), [(None, 42000, 4200, 0), (0, 14000, 1400, 30800)])
def test_what_is_held_goes_as_a_person_decides(world: World, award: int | None, paid: int, fee: int, back: int) -> None:
    world.fund()
    world.commit()
    world.start_day(1)
    held = world.settle(E.SENT_AWAY)
    assert (held.held_minor, world.balance("trial:hold"), world.balance("intern:earned")) == (30800, 30800, 14000)
    with transaction.atomic():
        if award is None:
            settling.release_hold_to_intern(trial_id=world.trial, case_id="c1", at=world.at, by=CLOCK)
        else:
            settling.release_hold_to_company(trial_id=world.trial, case_id="c1", at=world.at, by=CLOCK)
    done = Settlement.objects.get()
    assert (done.paid_minor, done.fee_minor, done.back_minor, done.held_minor) == (paid, fee, back, 0)
    assert world.balance("trial:hold") == 0
    assert sum(Refund.objects.values_list("amount_minor", flat=True)) == back
    books_are_right()


def test_one_claimed_day_of_two_is_awarded_and_the_other_goes_back(world: World) -> None:
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(E.INTERN_NO_SHOW, days_claimed={2, 3})
    with transaction.atomic():
        settling.release_hold_to_intern(trial_id=world.trial, case_id="c2", at=world.at, by=CLOCK, award_minor=14000)
        settling.release_hold_to_company(trial_id=world.trial, case_id="c3", at=world.at, by=CLOCK, pay_minor=14000)
    done = Settlement.objects.get()
    assert (done.paid_minor, done.fee_minor, done.back_minor, done.held_minor) == (28000, 2800, 15400, 0)
    books_are_right()


def test_a_trial_is_settled_once(world: World) -> None:
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(E.EXIT)
    before = count_entries()
    for again in (E.EXIT, E.EARLY_END, E.COMPLETION):
        with pytest.raises(TheTrialIsSettled):
            world.settle(again)
    assert (count_entries(), Settlement.objects.count()) == (before, 1)


def test_in_employee_mode_the_gross_goes_to_the_payroll_and_is_tracked(world: World, hedy: Actor, clock: Any) -> None:
    from foretaste.accounts.queries import organization_of
    from foretaste.core.refusals import NotFound
    from foretaste.money import actions, queries
    from foretaste.money.models import PayrollDue
    from foretaste.money.refusals import ThePayrollIsConfirmed
    from tests.cast import as_intern, make_person

    world.company = organization_of(hedy).public_id
    world.fund()
    world.commit(payer="employee")
    world.start_day(1)
    world.settle(E.EXIT, payer="employee")
    due = PayrollDue.objects.get()
    assert (due.amount_minor, world.balance("payroll:payable"), world.balance("intern:earned")) == (21000, 21000, 0)
    assert Payout.objects.count() == 0
    assert list(queries.payroll_overdue(world.at)) == []
    clock.move_on(days=15)
    assert list(queries.payroll_overdue(clock.now)) == [due]
    with pytest.raises(NotFound):
        actions.confirm_payroll(due_id=due.public_id, by=as_intern(make_person("Otto")), at=clock.now)
    actions.confirm_payroll(due_id=due.public_id, note="slip 7", by=hedy, at=clock.now)
    with pytest.raises(ThePayrollIsConfirmed):
        actions.confirm_payroll(due_id=due.public_id, by=hedy, at=clock.now)
    assert world.balance("payroll:payable") == 0
    assert Refund.objects.get(why="payroll").amount_minor == 21000


def test_in_employee_mode_no_day_is_paid_out_past_the_payroll(world: World, ines: Actor) -> None:
    from foretaste.money import actions
    from foretaste.money.refusals import NothingToPayOut

    world.save_account(ines)
    world.fund()
    world.commit(payer="employee")
    world.start_day(1)
    before = count_entries()
    with pytest.raises(NothingToPayOut):
        actions.request_payout(by=ines, at=world.at)
    assert (count_entries(), Payout.objects.count(), world.balance("intern:earned")) == (before, 0, 14000)
