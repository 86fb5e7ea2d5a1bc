"""A check-in stands in its day's hours, whoever writes it, and has earned exactly its pay; only a claim comes later.

So days start in their order, and each earns what was signed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from foretaste.accounts.actors import Actor
from foretaste.money import movements
from foretaste.money.audit import audit
from foretaste.money.models import Handover, LedgerEntry, Payout, Settlement
from foretaste.trials.models import Trial, TrialDay
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


def _handed_over(trial: Trial) -> None:
    Handover.objects.create(
        person_id=trial.intern.public_id,
        trial_id=trial.public_id,
        account_ref="acct_1",
        amount_minor=1,
        currency="EUR",
        created_at=P.at(1, "09:00"),
    )


def _paid_out(trial: Trial) -> None:
    Payout.objects.create(
        person_id=trial.intern.public_id,
        trial_id=trial.public_id,
        amount_minor=1,
        currency="EUR",
        not_before=P.at(1, "09:00"),
        created_at=P.at(1, "09:00"),
    )


@pytest.mark.parametrize("leaves", [_handed_over, _paid_out])
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
def test_of_a_day_that_was_not_started_nothing_leaves(
    hedy: Actor, ines: Actor, day: int, minor: int, method: str | None, leaves: Callable[[Trial], None]
) -> None:
    """Not started at all, another day started, another sum than its own, or no day of the trial."""
    trial = at_state.agreed(hedy, ines)
    before = (LedgerEntry.objects.count(), list(trial.days.order_by("number").values()))

    @transaction.atomic
    def leave() -> None:
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
        leaves(trial)
        at_the_commit()

    with pytest.raises(DatabaseError, match=f"day {trial.public_id}/{day} has not earned its pay"):
        leave()
    assert (LedgerEntry.objects.count(), list(trial.days.order_by("number").values())) == before
    assert not Payout.objects.exists()
    assert not Handover.objects.exists()


def test_a_trial_whose_earned_day_was_not_started_is_not_settled(hedy: Actor, ines: Actor) -> None:
    trial = at_state.under_way(hedy, ines)
    at_the_commit()
    at_state.leave(trial, ines, P.at(1, "11:00"))

    @transaction.atomic
    def commit_without_its_start() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # past the guards of the database
            cursor.execute("UPDATE trials_trialday SET checked_in_at = NULL, method = '' WHERE number = 1")
            cursor.execute("SET LOCAL session_replication_role = origin")
        at_the_commit()

    with pytest.raises(DatabaseError, match=f"day {trial.public_id}/1 has not earned its pay"):
        commit_without_its_start()
    at_the_commit()  # with it, the same ending is settled
    assert Settlement.objects.get(trial_id=trial.public_id).paid_minor > 0


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
        _paid_out(trial)
        at_the_commit()
    assert LedgerEntry.objects.filter(transfer__movement="earn_day", amount=14000).count() == 1
    assert Payout.objects.count() == 1


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
