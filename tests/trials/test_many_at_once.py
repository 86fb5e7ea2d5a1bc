"""Sweeps settle many trials in one call to the ledger: as one by one, all or none, and one that changed spoils none."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.core.clock import run_sweeps
from foretaste.money.ledger import posting
from foretaste.money.models import LedgerTransfer, Refund, Settlement
from foretaste.trials import actions, clock
from foretaste.trials.due import due_to_miss
from foretaste.trials.models import Trial
from tests import at_state
from tests.at_state import Plan
from tests.cast import as_intern, registered
from tests.money.cast_of_money import books_are_right
from tests.trials.books import books
from tests.trials.test_races import all_at_once

NAMES = ("Ada", "Bo", "Cleo", "Dora", "Edda")
PLAN = Plan(seats=len(NAMES), days=2)
MISSED = PLAN.at(1, "17:00") + dt.timedelta(hours=48, minutes=1)


@pytest.fixture
def many(hedy: Actor) -> list[tuple[Trial, Actor]]:
    """Five trials of one posting, signed by five people, none of them started."""
    posted = at_state.posting(hedy, PLAN)
    people = [as_intern(registered(f"{name} Lind", is_intern=True)) for name in NAMES]
    offers = [at_state.offered(posted, hedy, one, PLAN.signed_at) for one in people]
    return [
        (actions.agree(offer_id=offer, by=one, at=PLAN.signed_at), one)
        for offer, one in zip(offers, people, strict=True)
    ]


def calls_to_the_ledger(act: Any) -> list[str]:
    made: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        made.extend(name for name in ("ledger_post_batch(", "ledger_post(") if name in sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        act()
    return made


def what_became() -> list[tuple[Any, ...]]:
    """Return what became of each trial, in the project's rows and in the ledger."""
    return [
        (one.state, one.ending, one.paid_minor, one.back_minor, one.refund_released_at, sorted(books(one).items()))
        for one in Trial.objects.order_by("id")
    ]


def test_no_shows_are_settled_in_one_call_and_as_one_by_one(many: list[tuple[Trial, Actor]]) -> None:
    from django.db import transaction

    sid = transaction.savepoint()
    for trial, _ in many:
        actions.mark_intern_no_show.__wrapped__(trial_id=trial.public_id, by=CLOCK, at=MISSED)
    one_by_one = what_became()
    transaction.savepoint_rollback(sid)
    with transaction.atomic():
        calls = calls_to_the_ledger(
            lambda: actions.mark_intern_no_shows.__wrapped__(
                trial_ids=[trial.public_id for trial, _ in many], by=CLOCK, at=MISSED
            )
        )
    assert calls == ["ledger_post_batch("]
    assert what_became() == one_by_one
    assert {row[1] for row in one_by_one} == {"intern_no_show"}
    books_are_right()


@pytest.mark.django_db(transaction=True)
def test_the_refunds_of_many_exits_go_back_in_one_call_and_leave_by_one_job(
    many: list[tuple[Trial, Actor]], run_jobs: Any
) -> None:
    for trial, person in many:
        at_state.leave(trial, person, PLAN.at(1, "08:00") - dt.timedelta(days=1))
    at = PLAN.at(1, "08:00") + dt.timedelta(minutes=1)
    assert calls_to_the_ledger(lambda: clock.sweep(at)) == ["ledger_post_batch("]
    assert {row[4] for row in what_became()} == {at}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE 'money.send_refund%'")
        assert cursor.fetchone() == (1,)
    assert calls_to_the_ledger(lambda: clock.sweep(at)) == [], "harmless to repeat"
    run_jobs("money")
    assert set(Refund.objects.values_list("attempt", flat=True)) == {1}
    assert LedgerTransfer.objects.filter(movement="start_refund").count() == len(many)
    books_are_right()


@pytest.mark.django_db(transaction=True)
def test_completions_are_settled_in_one_call(many: list[tuple[Trial, Actor]]) -> None:
    for day in (1, 2):
        for trial, person in many:
            actions.check_in(trial_id=trial.public_id, day=day, by=person, at=PLAN.at(day, "08:55"))
    assert calls_to_the_ledger(lambda: clock.sweep(PLAN.at(2, "17:01"))) == ["ledger_post_batch("]
    assert {row[1:4] for row in what_became()} == {("completion", 28000, 0)}
    books_are_right()


@pytest.mark.django_db(transaction=True)
def test_one_that_changed_meanwhile_is_passed_over_and_spoils_none(
    many: list[tuple[Trial, Actor]], hedy: Actor
) -> None:
    """Between the look at what is due and the settling, one person claims the day, and one company ends it."""
    ids = list(due_to_miss(MISSED).values_list("public_id", flat=True))
    assert len(ids) == len(many)
    (claimed, person), (ended, _) = many[1], many[3]
    actions.claim_check_in(trial_id=claimed.public_id, day=1, by=person, at=MISSED - dt.timedelta(minutes=2))
    actions.withdraw_company(trial_id=ended.public_id, by=hedy, at=MISSED - dt.timedelta(minutes=2))
    before = (books(claimed), books(ended))
    assert actions.mark_intern_no_shows(trial_ids=ids, by=CLOCK, at=MISSED) == len(many) - 2
    assert (books(claimed), books(ended)) == before
    assert at_state.fresh(claimed).state == Trial.State.AGREED
    assert sorted(Trial.objects.values_list("ending", flat=True)) == [
        "",
        "company_withdraws_late",
        *["intern_no_show"] * 3,
    ]
    books_are_right()


@pytest.mark.django_db(transaction=True)
def test_one_the_ledger_refuses_is_reported_and_the_others_are_settled(many: list[tuple[Trial, Actor]]) -> None:
    bad = many[2][0]
    Trial.objects.filter(pk=bad.pk).update(fee_basis_points=bad.fee_basis_points + 1000)  # more than was set aside
    before = books(bad)
    with pytest.raises(ExceptionGroup) as failure:
        clock.sweep(MISSED)
    assert len(failure.value.exceptions) == 1
    assert isinstance(failure.value.exceptions[0], posting.TheMoneyIsNotThere)
    assert (books(bad), at_state.fresh(bad).state) == (before, Trial.State.AGREED)
    assert Settlement.objects.count() == len(many) - 1
    books_are_right()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["before the ledger", "after the ledger"])
def test_a_crash_in_the_middle_leaves_nothing_and_the_next_minute_does_it_all(
    many: list[tuple[Trial, Actor]], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    before = what_became()
    real = posting.post_batch

    class Crash(BaseException):
        """Nobody catches it, as nobody catches a process that dies."""

    def crash(*args: Any, **kwargs: Any) -> Any:
        if moment == "after the ledger":
            real(*args, **kwargs)
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(posting, "post_batch", crash)
        with pytest.raises(Crash):
            run_sweeps(MISSED, only=["trials"])
    assert what_became() == before
    assert (Settlement.objects.count(), Refund.objects.count()) == (0, 0)
    run_sweeps(MISSED, only=["trials"])
    assert {row[1] for row in what_became()} == {"intern_no_show"}
    assert (Settlement.objects.count(), Refund.objects.count()) == (len(many), len(many))
    books_are_right()


@pytest.mark.django_db(transaction=True)
def test_people_and_four_sweeps_at_once_end_each_trial_once(many: list[tuple[Trial, Actor]], hedy: Actor) -> None:
    def acts() -> Any:
        for trial, person in many[:2]:
            at = MISSED - dt.timedelta(minutes=2)
            yield lambda trial=trial, person=person, at=at: actions.claim_check_in(
                trial_id=trial.public_id, day=1, by=person, at=at
            )
        for trial, _ in many[2:4]:
            yield lambda trial=trial: actions.withdraw_company(trial_id=trial.public_id, by=hedy, at=MISSED)

    all_at_once(*acts(), *[lambda: clock.sweep(MISSED)] * 4)
    for trial in Trial.objects.all():
        ends = trial.history.filter(to_state="ended").count()
        assert ends == Settlement.objects.filter(trial_id=trial.public_id).count() == int(trial.has_ended)
        found = books(trial)
        assert sum(found.values()) == 30800 or not trial.has_ended
    assert Trial.objects.get(pk=many[4][0].pk).ending == "intern_no_show"
    books_are_right()
