"""A payroll that does not confirm, a provider that asks first: the intern is told where the money is."""

from __future__ import annotations

from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.money import actions, queries
from foretaste.money.endings import Ending
from foretaste.money.models import Payout, PayrollDue, ProviderAccount
from tests.money.cast_of_money import World, all_balances, books_are_right, what_the_audit_finds


def test_a_late_payroll_is_told_once_and_the_money_stays_set_aside(
    world: World, ines: Actor, odile: Actor, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(actions, "publish", told.append)
    world.fund()
    world.commit(payer="employee")
    world.start_day(1)
    world.settle(Ending.EXIT, payer="employee")
    assert "owes you this pay; it is due by" in queries.statement_of(world.trial, ines).sentence
    world.pass_time(clock, days=14)
    assert told == []
    world.pass_time(clock, minutes=1)
    world.pass_time(clock, days=1)
    assert [type(one).__name__ for one in told] == ["PayrollIsLate"]
    assert "and is late" in queries.statement_of(world.trial, ines).sentence
    assert world.balance("payroll:payable") == 21000
    assert what_the_audit_finds() == []
    actions.confirm_payroll(due_id=PayrollDue.objects.get().public_id, by=odile, at=world.at)
    assert queries.statement_of(world.trial, ines).sentence == "Paid to you by payroll."
    assert world.balance("payroll:payable") == 0
    books_are_right()


def test_a_provider_that_asks_first_blocks_no_earning_and_says_so(world: World, ines: Actor) -> None:
    world.save_account(ines)
    ProviderAccount.objects.create(
        provider="sandbox", person_id=world.intern, ref="acct_1", country="DE", created_at=world.at, missing=["id"]
    )
    world.fund()
    world.commit()
    for day in (1, 2, 3):
        world.start_day(day)
    assert world.balance("intern:earned") == 42000
    world.settle(Ending.COMPLETION)
    assert Payout.objects.get().state == "waiting"
    assert "The payment provider asks you for something first" in queries.statement_of(world.trial, ines).sentence
    assert all_balances()[f"intern:earned:{world.intern}:EUR"] == 42000
