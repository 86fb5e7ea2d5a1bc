"""A check-in stands in its day's hours, whoever writes it, and has earned exactly its pay; only a claim comes later.

So days start in their order, and each earns what was signed.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from foretaste.accounts.actors import Actor
from foretaste.money import movements
from foretaste.money.audit import audit
from foretaste.money.models import LedgerEntry
from foretaste.trials.models import TrialDay
from tests import at_state
from tests.at_state import Plan

P = Plan()


@pytest.mark.parametrize(
    ("day", "at"), [(1, P.at(1, "07:59")), (1, P.at(1, "17:01")), (2, P.at(1, "12:00")), (2, P.at(3, "09:00"))]
)
@pytest.mark.parametrize("method", ["self", "host", "arrival_code"])
def test_a_check_in_outside_its_hours_is_refused(
    hedy: Actor, ines: Actor, day: int, at: dt.datetime, method: str
) -> None:
    trial = at_state.agreed(hedy, ines)
    with pytest.raises(DatabaseError, match="in its hours"), transaction.atomic():
        trial.days.filter(number=day).update(checked_in_at=at, method=method)
    assert not trial.days.exclude(checked_in_at=None).exists()


def at_the_commit() -> None:
    """Ask what a commit would ask."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("earned", [0, 13999, 14001])
def test_a_day_that_has_not_earned_exactly_its_pay_is_not_started(hedy: Actor, ines: Actor, earned: int) -> None:
    trial = at_state.agreed(hedy, ines)
    entries = LedgerEntry.objects.count()

    @transaction.atomic
    def start() -> None:
        if earned:
            pay = trial.amount(earned)
            movements.earn_day(
                trial_id=trial.public_id, day=1, intern_id=trial.intern.public_id, amount=pay, at=P.at(1, "09:00")
            )
        trial.days.filter(number=1).update(checked_in_at=P.at(1, "09:00"), method="self")
        at_the_commit()

    with pytest.raises(DatabaseError, match="has not earned its pay"):
        start()
    assert not trial.days.exclude(checked_in_at=None).exists()
    assert LedgerEntry.objects.count() == entries


@pytest.mark.parametrize(
    ("day", "minor", "method"),
    [
        (1, 14000, None),
        (2, 14000, "self"),
        (1, 13999, "claim"),
        (1, 28000, "claim"),
        (4, 14000, "self"),
        (10, 1, "self"),
    ],
)
def test_a_day_that_was_not_started_earns_nothing(
    hedy: Actor, ines: Actor, day: int, minor: int, method: str | None
) -> None:
    """Not started at all, another day started, another sum than its own, or no day of the trial."""
    trial = at_state.agreed(hedy, ines)
    before = (LedgerEntry.objects.count(), list(trial.days.order_by("number").values()))

    @transaction.atomic
    def earn() -> None:
        if method is not None:
            trial.days.filter(number=1).update(checked_in_at=P.at(1, "09:00"), method=method)
        for number, pay in {1: 14000, day: minor}.items() if method else [(day, minor)]:
            movements.earn_day(
                trial_id=trial.public_id,
                day=number,
                intern_id=trial.intern.public_id,
                amount=trial.amount(pay),
                at=P.at(1, "09:00"),
            )
        at_the_commit()

    with pytest.raises(DatabaseError, match="has not earned its pay"):
        earn()
    assert (LedgerEntry.objects.count(), list(trial.days.order_by("number").values())) == before


def test_an_upheld_claim_earns_its_day_and_is_started_by_it(hedy: Actor, ines: Actor) -> None:
    """In one transaction, whichever of the two is written first."""
    trial = at_state.agreed(hedy, ines)
    with transaction.atomic():
        movements.earn_day(
            trial_id=trial.public_id,
            day=1,
            intern_id=trial.intern.public_id,
            amount=trial.amount(14000),
            at=P.at(2, "12:00"),
        )
        trial.days.filter(number=1).update(checked_in_at=P.at(2, "12:00"), method="claim")
        at_the_commit()
    assert LedgerEntry.objects.filter(transfer__movement="earn_day", amount=14000).count() == 1


@pytest.mark.parametrize("change", [{"pay_minor": 14001}, {"number": 4}])
def test_the_pay_of_a_signed_day_stays(hedy: Actor, ines: Actor, change: dict[str, int]) -> None:
    trial = at_state.under_way(hedy, ines)
    before = list(trial.days.values())
    with pytest.raises(DatabaseError, match="stays what was signed"), transaction.atomic():
        trial.days.filter(number=3).update(**change)
    assert list(trial.days.values()) == before


def test_a_claim_comes_later_and_the_audit_knows(hedy: Actor, ines: Actor) -> None:
    trial = at_state.agreed(hedy, ines)
    trial.days.filter(number=1).update(checked_in_at=P.at(2, "12:00"), method="claim")

    def found() -> list[str]:
        return [
            one
            for line in audit()
            for check, finding in line.findings
            if check.title == "check-ins"
            for one in finding.offenders
        ]

    assert found() == []
    TrialDay.objects.filter(trial=trial, number=1).update(method="self")  # a claim told as a check-in
    assert found() == [f"{trial.public_id}:1"]
