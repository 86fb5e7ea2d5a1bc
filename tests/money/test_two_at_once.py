"""Two who act on the same money at once, each by a connection of their own: it moves once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.accounts.queries import organization_of
from foretaste.money import actions, clock, operations
from foretaste.money.endings import Ending
from foretaste.money.models import (
    BankPayout,
    FundingOrder,
    LedgerTransfer,
    Payout,
    PayrollDue,
    ProviderOperation,
    Refund,
)
from foretaste.money.refusals import ThePayoutWaitsForNobody, ThePayrollIsConfirmed
from tests.money.cast_of_money import World, books_are_right
from tests.money.test_risks import rule
from tests.trials.test_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def left(world: World) -> Payout:
    world.fund()
    world.commit()
    world.start_day(1)
    world.settle(Ending.EXIT)
    return Payout.objects.get()


def moved(movement: str) -> int:
    return LedgerTransfer.objects.filter(movement=movement).count()


def test_one_payout_of_two_workers_a_sweep_and_whoever_corrects_the_account(world: World, ines: Actor) -> None:
    world.save_account(ines)
    payout = left(world)
    send = partial(actions.send_payout, payout_id=payout.public_id, at=world.at)
    correct = partial(
        actions.save_payout_account, holder="Ines Brandt", number="DE02120300000000202051", by=ines, at=world.at
    )
    all_at_once(send, send, partial(clock.sweep, world.at), correct, send)
    assert (moved("send_payout"), ProviderOperation.objects.filter(kind="payout").count()) == (1, 1)
    payout.refresh_from_db()
    assert (payout.state, payout.attempt) == ("sent", 1)
    asked = ProviderOperation.objects.get(kind="payout").details["account_id"]
    assert payout.account is not None
    assert payout.account.public_id == asked  # the one that the screen names is the one that the bank was told
    books_are_right()


def test_the_bank_asked_by_four_workers_pays_once(world: World, ines: Actor) -> None:
    world.save_account(ines)
    payout = left(world)
    actions.send_payout(payout_id=payout.public_id, at=world.at)
    operation = ProviderOperation.objects.get(kind="payout")
    all_at_once(*[partial(operations.perform, operation.pk, at=world.at)] * 4)
    assert [one.amount_minor for one in BankPayout.objects.all()] == [21000]
    assert sum(one.attempt for one in ProviderOperation.objects.filter(kind="payout")) == 1
    books_are_right()


def test_a_look_at_a_first_trial_and_the_end_of_its_wait(world: World, ines: Actor, odile: Actor, clock: Any) -> None:
    rule(odile)
    world.save_account(ines)
    payout = left(world)
    world.run_jobs()
    world.at = clock.move_on(days=2, hours=23)
    go = partial(actions.let_payout_go, payout_id=payout.public_id, by=odile, at=world.at)
    answers = all_at_once(go, go, partial(actions.send_payout, payout_id=payout.public_id, at=world.at), go)
    assert sum(isinstance(one, ThePayoutWaitsForNobody) for one in answers) == 2
    world.run_jobs()
    assert moved("send_payout") == 1


def test_a_payroll_confirmed_by_four_goes_back_once(world: World, odile: Actor) -> None:
    world.fund()
    world.commit("employee")
    world.start_day(1)
    world.settle(Ending.EARLY_END, payer="employee")
    due = PayrollDue.objects.get()
    answers = all_at_once(*[partial(actions.confirm_payroll, due_id=due.public_id, by=odile, at=world.at)] * 4)
    assert sum(isinstance(one, ThePayrollIsConfirmed) for one in answers) == 3
    assert (moved("confirm_payroll"), Refund.objects.filter(why="payroll").count()) == (1, 1)
    books_are_right()


def test_a_failed_refund_sent_again_by_two_and_a_sweep_leaves_once(world: World, odile: Actor) -> None:
    from django.db import transaction

    from foretaste.money import movements

    world.fund()
    with transaction.atomic():
        movements.withdraw_seat_fund(seat_id=world.seat, at=world.at)
    world.run_jobs()
    refund = Refund.objects.get()
    operations.apply(
        ProviderOperation.objects.get(kind="refund").pk,
        operations.Outcome(operations.Word.FAILED, failure="expired_or_canceled_card"),
        at=world.at,
    )
    again = partial(actions.retry_refund, refund_id=refund.public_id, by=odile, at=world.at)
    all_at_once(again, again, partial(clock.sweep, world.at), again)
    refund.refresh_from_db()
    assert (refund.state, refund.attempt, moved("start_refund")) == ("sent", 2, 2)
    assert ProviderOperation.objects.filter(kind="refund").count() == 2
    books_are_right()


def test_a_debt_paid_by_two_of_the_company_at_once_is_one_order(world: World, hedy: Actor) -> None:
    from foretaste.money.ledger.posting import post

    world.company = organization_of(hedy).public_id
    legs = {f"company:owes:{world.company}:EUR": -5000, "ext:cash:sandbox:EUR": 5000}
    post("dispute_withdrawn", reference="d1/1", legs=legs, at=world.at, actor="provider")
    pay = partial(actions.pay_debt, currency="EUR", method="card", by=hedy, at=world.at)
    all_at_once(pay, pay, pay, pay)
    assert FundingOrder.objects.count() == 1
    assert ProviderOperation.objects.filter(kind="charge").count() == 1
