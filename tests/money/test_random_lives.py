"""Random lives: any commands in any order, each sent twice, the clock moving. The books are right after every one.

The model is what PRODUCT.md promises, in a few lines: what was started is paid, nothing is paid twice,
and what one side doesn't get the other does.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.accounts.queries import person_of
from foretaste.core.refusals import Refused
from foretaste.money import actions, movements, reconciling, settling
from foretaste.money.endings import Ending
from foretaste.money.models import BankPayout, BankRefund, Settlement
from tests.money.cast_of_money import World, books_are_right
from tests.money.test_audit import broken

ACCOUNTS = ["10000001", "10000003", "10000004", "10000005", "10000006", "10000009"]
ENDINGS = [ending for ending in Ending if ending is not Ending.TOLD_TO_LEAVE]

commands = st.one_of(
    st.just(("fund",)),
    st.just(("commit",)),
    st.just(("withdraw_seat",)),
    st.tuples(st.just("start_day"), st.integers(1, 3)),
    st.tuples(st.just("settle"), st.sampled_from(ENDINGS)),
    st.just(("release",)),
    st.just(("pause",)),
    st.just(("told_to_leave",)),
    st.tuples(st.just("decide"), st.booleans()),
    st.tuples(st.just("account"), st.sampled_from(ACCOUNTS)),
    st.just(("request_payout",)),
    st.tuples(st.just("pass_time"), st.sampled_from([1, 2, 25])),
)
beginning = st.sampled_from([[], [("fund",), ("commit",)], [("fund",), ("commit",), ("start_day", 1)]])


class Life:
    """One trial's money, driven at random."""

    def __init__(self, world: World, intern: Actor, clock: Any) -> None:
        self.world, self.intern, self.clock = world, intern, clock

    def fund(self) -> None:
        self.world.fund()

    def commit(self) -> None:
        self.world.commit()

    def withdraw_seat(self) -> None:
        with transaction.atomic():
            movements.withdraw_seat_fund(seat_id=self.world.seat, at=self.world.at)

    def start_day(self, day: int) -> None:
        if day == self.world.started + 1 and not Settlement.objects.exists():  # trials start days in order
            self.world.start_day(day)

    def settle(self, ending: Ending) -> None:
        if ending is not Ending.COMPLETION or self.world.started == 3:
            self.world.settle(ending)

    def release(self) -> None:
        with transaction.atomic(), contextlib.suppress(Settlement.DoesNotExist):
            settling.release_returning(trial_id=self.world.trial, at=self.world.at)

    def pause(self) -> None:
        with transaction.atomic(), contextlib.suppress(Settlement.DoesNotExist):
            settling.pause_return(trial_id=self.world.trial)

    def told_to_leave(self) -> None:
        with transaction.atomic(), contextlib.suppress(Settlement.DoesNotExist):
            settling.pay_told_to_leave(trial_id=self.world.trial, at=self.world.at, by=CLOCK)

    def decide(self, for_intern: bool) -> None:
        act = settling.release_hold_to_intern if for_intern else settling.release_hold_to_company
        with transaction.atomic(), contextlib.suppress(Settlement.DoesNotExist):
            act(trial_id=self.world.trial, case_id="case", at=self.world.at, by=CLOCK)

    def account(self, number: str) -> None:
        self.world.save_account(self.intern, number)

    def request_payout(self) -> None:
        actions.request_payout(by=self.intern, at=self.world.at)

    def pass_time(self, hours: int) -> None:
        self.world.pass_time(self.clock, hours=hours)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(begin=beginning, life=st.lists(commands, min_size=1, max_size=10))
def test_after_any_command_sent_twice_every_cent_is_where_it_belongs(
    ines: Actor, clock: Any, run_jobs: Callable[..., list[str]], begin: list[Any], life: list[Any]
) -> None:
    before = transaction.savepoint()
    start = clock.now
    try:
        lived = Life(World(intern=person_of(ines).public_id, run_jobs=partial(run_jobs, "money")), ines, clock)
        for name, *more in begin + life:
            for _twice in range(2):
                with contextlib.suppress(Refused):
                    getattr(lived, name)(*more)
                lived.world.run_jobs()
                books_are_right()
                assert broken() == set()
        quiet(lived)
    finally:
        transaction.savepoint_rollback(before)
        clock.move_to(start)


def quiet(life: Life) -> None:
    """Let everything come to rest; then ledger, statement and bank agree to the cent."""
    world = life.world
    world.save_account(life.intern, "10000009")
    for _ in range(4):
        world.pass_time(life.clock, hours=2)
    assert broken() == set()
    assert reconciling.run(at=world.at).open_differences == 0
    arrived = sum(BankPayout.objects.filter(state="arrived").values_list("amount_minor", flat=True))
    given_back = sum(BankRefund.objects.filter(state="arrived").values_list("amount_minor", flat=True))
    settlement = Settlement.objects.first()
    if settlement is None:
        assert arrived + world.balance("intern:earned") == sum(world.pay[: world.started])
        assert world.balance("trial:returning") == 0
        return
    assert settlement.paid_minor >= sum(world.pay[: world.started])
    assert arrived == settlement.paid_minor
    assert world.balance("op:fees") == settlement.fee_minor
    returned_before = given_back - (settlement.back_minor if settlement.returned_at else 0)
    assert returned_before % (world.full + world.fee) == 0  # whole seats that were withdrawn and funded again
