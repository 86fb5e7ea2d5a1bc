"""Many refunds leave in one call to the ledger; one that can't leave keeps none of the others."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction

from foretaste.core.identifiers import new_public_id
from foretaste.money import movements, outgoing
from foretaste.money.clock import MANY, sweep
from foretaste.money.models import LedgerEntry, LedgerTransfer, ProviderOperation, Refund
from tests.money.cast_of_money import World, books_are_right

SEATS = MANY + 2


@pytest.fixture
def due(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Refund]:
    """An order of many seats, each taken back, nothing sent yet."""
    monkeypatch.setattr("foretaste.money.sending.later", lambda *_, **__: None)
    order = world.pay_card(world.order(seats=SEATS))
    for fund in order.funds.all():
        with transaction.atomic():
            movements.withdraw_seat_fund(seat_id=fund.seat_id, at=world.at)
    return list(Refund.objects.order_by("id"))


def sent() -> tuple[Any, ...]:
    """Return what their leaving wrote, without what only counts up."""
    entries = LedgerEntry.objects.filter(transfer__movement="start_refund").order_by(
        "transfer__reference", "account_id"
    )
    return (
        list(Refund.objects.order_by("id").values_list("public_id", "state", "attempt", "sent_at")),
        sorted(entries.values_list("transfer__reference", "account__code", "amount")),
        sorted(ProviderOperation.objects.filter(kind="refund").values_list("subject_id", "attempt", "amount_minor")),
        list(LedgerTransfer.objects.filter(movement="start_refund").values_list("actor", "trial_id").distinct()),
    )


def calls_to_the_ledger(act: Any) -> int:
    made = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        made.append("ledger_post" in sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        act()
    return sum(made)


def test_they_leave_in_one_call_and_as_one_by_one(due: list[Refund], world: World) -> None:
    sid = transaction.savepoint()
    for refund in due:
        with transaction.atomic():
            outgoing.send_back(refund, at=world.at)
    one_by_one = sent()
    transaction.savepoint_rollback(sid)
    assert calls_to_the_ledger(lambda: sweep(world.at)) == 1
    assert sent() == one_by_one
    assert len(one_by_one[0]) == SEATS
    assert calls_to_the_ledger(lambda: sweep(world.at)) == 0, "harmless to repeat"
    assert sent() == one_by_one
    books_are_right()


def test_one_that_can_not_leave_keeps_none_of_the_others(due: list[Refund], world: World) -> None:
    bad = due[3]
    Refund.objects.filter(pk=bad.pk).update(company_id=new_public_id())
    with pytest.raises(ExceptionGroup):
        sweep(world.at)
    states = dict(Refund.objects.values_list("pk", "state"))
    assert states.pop(bad.pk) == Refund.State.WAITING
    assert set(states.values()) == {Refund.State.SENT}
    assert LedgerTransfer.objects.filter(movement="start_refund").count() == SEATS - 1
    books_are_right()
