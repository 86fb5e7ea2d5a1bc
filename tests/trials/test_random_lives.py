"""Random lives of many trials and people: crashes between any two statements, the provider's words repeated and
in any order, a clock that moves. After every step the audit finds every guarantee kept.

A crash is an exception thrown before one of the statements of an action; what was half done must be gone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.models import Organization
from foretaste.core.calendars import at_time
from foretaste.core.refusals import Refused
from foretaste.money import clock as money_clock
from foretaste.money import operations
from foretaste.money.audit import audit
from foretaste.money.ledger.models import LedgerTransfer
from foretaste.money.models import ProviderOperation, Settlement
from foretaste.money.providers.base import Outcome, Payment, Word
from foretaste.trials import actions, clock, queries
from foretaste.trials.models import Case, DayMove, Trial, TrialHistory
from tests import at_state
from tests.at_state import Plan
from tests.cast import as_intern, make_member, make_person

SHAPES = (
    Plan(days=3),
    Plan(days=1, pay=9999),
    Plan(days=2, pay=12345, bonus=(4444, 0), currency="JPY", country="JP", city="Tokyo", zone="Asia/Tokyo"),
    Plan(days=5, engagement="employee"),
    Plan(days=2, starts=dt.time(22), ends=dt.time(6), zone="America/New_York", country="US", currency="USD", pay=30000),
)
MOMENTS = st.sampled_from([dt.timedelta(minutes=m) for m in (1, 31, 61, 121, 480, 721, 1440, 2881, 7200)])
CRASHES = st.one_of(st.none(), st.none(), st.integers(0, 30))
SPLIT = ("paid_minor", "fee_minor", "back_minor", "held_minor")


class Crash(Exception):
    """The machine dies here."""


class crash_before:  # noqa: N801 - reads as a sentence: `with crash_before(7): ...`
    """Throw before the n-th statement; None never does."""

    def __init__(self, number: int | None) -> None:
        self.left = number

    def __enter__(self) -> None:
        self.wrapper = connection.execute_wrapper(self.count)
        self.wrapper.__enter__()

    def __exit__(self, *error: Any) -> None:
        self.wrapper.__exit__(*error)

    def count(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        ours = "SAVEPOINT" not in sql
        if self.left is not None and ours:
            if self.left == 0:
                self.left = None
                raise Crash
            self.left -= 1
        return execute(sql, params, many, context)


def everything() -> list[Any]:
    """Return what a crash or a refusal must leave as it was."""
    return [
        list(Trial.objects.order_by("pk").values_list("state", "ending", *SPLIT)),
        list(Case.objects.order_by("pk").values_list("state", "outcome", "award_minor")),
        TrialHistory.objects.count(),
        LedgerTransfer.objects.count(),
        Settlement.objects.count(),
    ]


class Lives(RuleBasedStateMachine):
    """The people, the marketplace, the bank and the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block._from_testcase = True  # type: ignore[attr-defined]
        self.block.__enter__()
        self.paid: dict[int, int] = {}

    def teardown(self) -> None:
        try:
            if hasattr(self, "trials"):
                self.everything_comes_to_rest()
        finally:
            self.roll_back()

    def everything_comes_to_rest(self) -> None:
        """A month later nothing runs, and what is held waits for a person, who then decides."""
        self.now += dt.timedelta(days=30)
        self.sweep()
        self.every_guarantee_holds()
        for case in Case.objects.filter(queries.OPEN_CASE).order_by("pk"):
            how = {"case_id": case.public_id, "outcome": "for_intern", "reason": "So."}
            self.attempt(None, actions.rule_case, by=self.odile, **how)
        self.sweep()
        self.every_guarantee_holds()
        self.now += dt.timedelta(days=30)
        self.sweep()
        self.every_guarantee_holds()
        assert set(Trial.objects.values_list("state", "held_minor")) == {("closed", 0)}

    def sweep(self) -> None:
        with at_time(self.now):
            while clock.sweep(self.now):
                pass

    def roll_back(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    # --- the world ---------------------------------------------------------------------------------
    @initialize(shapes=st.lists(st.tuples(st.sampled_from(SHAPES), st.sets(st.integers(1, 4))), min_size=1, max_size=3))
    def agree(self, shapes: list[tuple[Plan, set[int]]]) -> None:
        """Some agreements; of each, some days were started and others missed."""
        self.now = Plan().signed_at + dt.timedelta(days=1)
        organization = Organization.objects.create(
            kind="company", name="Halden Instruments", slug="halden", country="DE", city="Berlin"
        )
        roles = (Role.RECRUITER, Role.SUPERVISOR, Role.FINANCE)
        self.hedy = make_member(make_person("Hedy Vogel"), organization, *roles)
        operator = Organization.objects.create(kind="operator", name="Foretaste", slug="foretaste")
        self.odile = make_member(make_person("Odile Marchand"), operator, Role.OPERATOR)
        self.trials: list[tuple[Trial, Actor]] = []
        for number, (plan, started) in enumerate(shapes):
            ines = as_intern(make_person(f"Ines{number} Brandt", is_intern=True))
            days = sorted(day for day in started if day <= len(plan.on))
            trial = at_state.under_way(self.hedy, ines, plan, days)
            self.trials.append((trial, ines))
            self.now = max([self.now, *[queries.day_of(trial, day).starts_at for day in days]])
        for trial, ines in self.trials:
            for day in [one for one in queries.days_of(trial) if one.can_be_claimed(self.now)]:
                self.attempt(None, actions.claim_check_in, trial_id=trial.public_id, day=day.number, by=ines)

    def one(self, data: Any) -> tuple[Trial, Actor]:
        """Choose one: as a rule one that still runs."""
        everyone = [(at_state.fresh(trial), ines) for trial, ines in self.trials]
        running = [pair for pair in everyone if pair[0].is_running]
        return data.draw(st.sampled_from(running if running and data.draw(st.integers(0, 3)) else everyone))

    def attempt(self, crash: int | None, verb: Callable[..., Any], **how: Any) -> None:
        """Do it; a refusal or a crash must have changed nothing."""
        before = everything()
        try:
            with at_time(self.now), crash_before(crash):
                verb(**how, at=self.now)
        except (Refused, Crash):
            assert everything() == before

    # --- what people do ----------------------------------------------------------------------------
    @rule(data=st.data(), crash=CRASHES, days=st.integers(1, 5), how=st.sampled_from(["check_in", "mark_arrived"]))
    def some_days_start(self, data: Any, crash: int | None, days: int, how: str) -> None:
        """Time walks to the next days of one trial; now and then one is missed."""
        trial, ines = self.one(data)
        for day in [one for one in queries.days_of(trial) if not one.is_started and one.ends_at > self.now][:days]:
            self.now = max(self.now, day.starts_at - dt.timedelta(minutes=5))
            if data.draw(st.integers(0, 4)):
                by = self.hedy if how == "mark_arrived" else ines
                self.attempt(crash, getattr(actions, how), trial_id=trial.public_id, day=day.number, by=by)

    @rule(data=st.data(), crash=CRASHES, wait=st.booleans())
    def a_missed_day_is_claimed(self, data: Any, crash: int | None, wait: bool) -> None:
        trial, ines = self.one(data)
        for day in [one for one in queries.days_of(trial) if not one.is_started][:1]:
            if wait:
                self.now = max(self.now, day.ends_at + dt.timedelta(minutes=30))
            self.attempt(crash, actions.claim_check_in, trial_id=trial.public_id, day=day.number, by=ines)

    @rule(data=st.data(), crash=CRASHES, off=st.sampled_from([0, 0, 0, 1]))
    def leave(self, data: Any, crash: int | None, off: int) -> None:
        trial, ines = self.one(data)
        if trial.is_running and data.draw(st.booleans()):
            return  # not yet
        sum_seen = trial.paid_minor if trial.has_ended else queries.if_you_leave_now(trial, self.now).expected_minor
        self.attempt(crash, actions.exit_trial, trial_id=trial.public_id, expected_minor=sum_seen + off, by=ines)

    @rule(data=st.data(), crash=CRASHES, how=st.sampled_from(["withdraw_company", "end_early", "send_away"]))
    def the_company_ends_it(self, data: Any, crash: int | None, how: str) -> None:
        trial, _ = self.one(data)
        more = {"reason": "Unsafe."} if how == "send_away" else {}
        self.attempt(crash, getattr(actions, how), trial_id=trial.public_id, by=self.hedy, **more)

    @rule(data=st.data(), crash=CRASHES, wait=st.booleans())
    def nobody_is_there(self, data: Any, crash: int | None, wait: bool) -> None:
        trial, ines = self.one(data)
        started = [day for day in queries.days_of(trial) if day.is_started]
        day = started[-1].number if started else 1
        if wait and started:
            self.now = max(self.now, started[-1].starts_at + dt.timedelta(minutes=31))
        self.attempt(crash, actions.report_company_no_show, trial_id=trial.public_id, day=day, by=ines)

    @rule(data=st.data(), crash=CRASHES, day=st.integers(1, 3))
    def contest(self, data: Any, crash: int | None, day: int) -> None:
        trial, _ = self.one(data)
        self.attempt(crash, actions.contest_start, trial_id=trial.public_id, day=day, reason="No.", by=self.hedy)

    @rule(data=st.data(), crash=CRASHES)
    def told_to_leave(self, data: Any, crash: int | None) -> None:
        trial, ines = self.one(data)
        self.attempt(crash, actions.say_told_to_leave, trial_id=trial.public_id, by=ines)

    @rule(data=st.data(), crash=CRASHES, day=st.integers(1, 3), accept=st.booleans(), ill=st.booleans())
    def a_day_moves(self, data: Any, crash: int | None, day: int, accept: bool, ill: bool) -> None:
        trial, ines = self.one(data)
        self.attempt(None, actions.propose_day_move, trial_id=trial.public_id, day=day, is_illness=ill, by=ines)
        move = DayMove.objects.filter(trial=trial, state="open").first()
        if move is not None and data.draw(st.booleans()):
            self.attempt(crash, actions.answer_day_move, move_id=move.public_id, accept=accept, by=self.hedy)

    # --- answers and decisions ---------------------------------------------------------------------
    def some_case(self, data: Any) -> Case | None:
        cases = list(Case.objects.filter(queries.OPEN_CASE).order_by("pk"))
        return data.draw(st.sampled_from(cases)) if cases else None

    @rule(data=st.data(), crash=CRASHES, agrees=st.booleans())
    def the_other_side_answers(self, data: Any, crash: int | None, agrees: bool) -> None:
        if case := self.some_case(data):
            own = next(ines for trial, ines in self.trials if trial.pk == case.trial_id)
            by = own if case.kind in ("sent_away", "contested_start") else self.hedy
            self.attempt(crash, actions.answer_case, case_id=case.public_id, agrees=agrees, by=by)

    @rule(data=st.data(), crash=CRASHES, outcome=st.sampled_from(["for_intern", "for_company"]))
    def a_person_decides(self, data: Any, crash: int | None, outcome: str) -> None:
        if case := self.some_case(data):
            award = data.draw(st.one_of(st.none(), st.integers(0, 40000))) if outcome == "for_intern" else None
            self.attempt(
                crash, actions.rule_case, case_id=case.public_id, outcome=outcome, award_minor=award, reason="So.",
                by=self.odile,
            )  # fmt: skip

    # --- time and the bank --------------------------------------------------------------------------
    @rule(how_far=MOMENTS, crash=CRASHES)
    def time_passes(self, how_far: dt.timedelta, crash: int | None) -> None:
        """The clock comes round, dies somewhere, and comes round again."""
        self.now += how_far
        with at_time(self.now):
            if crash is not None:
                try:
                    with crash_before(crash):
                        clock.sweep(self.now)
                except (Crash, ExceptionGroup):
                    pass
        self.sweep()

    @rule()
    def money_moves_on(self) -> None:
        with at_time(self.now):
            money_clock.sweep(self.now)

    @precondition(lambda self: ProviderOperation.objects.exists())
    @rule(data=st.data(), crash=CRASHES)
    def the_bank_repeats_a_payment(self, data: Any, crash: int | None) -> None:
        """The word about a payment comes again, however late: it is booked once."""
        charges = list(ProviderOperation.objects.filter(kind="charge").order_by("pk"))
        operation = data.draw(st.sampled_from(charges))
        paid = Payment(
            ref=f"pay_{operation.subject_id}", amount_minor=operation.amount_minor, available=data.draw(st.booleans())
        )
        if not paid.available:
            return
        before = everything()
        try:
            with at_time(self.now), crash_before(crash):
                operations.apply(operation.pk, Outcome(word=Word.SUCCEEDED, payments=(paid,)), at=self.now)
        except Crash:
            pass
        assert everything() == before

    # --- what always holds --------------------------------------------------------------------------
    @invariant()
    def every_guarantee_holds(self) -> None:
        if not hasattr(self, "trials"):
            return
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        with at_time(self.now):
            broken = {
                f"{line.guarantee} {check.title}": finding.offenders
                for line in audit()
                for check, finding in line.findings
                if finding.offenders and check.title not in AFTER_A_SWEEP
            }
        assert broken == {}

    @invariant()
    def an_ending_is_final_and_pay_never_falls(self) -> None:
        for trial in Trial.objects.exclude(ending=""):
            assert trial.paid_minor >= self.paid.get(trial.pk, 0)
            self.paid[trial.pk] = trial.paid_minor
            assert trial.history.filter(to_state="ended", from_state__in=["agreed", "under_way"]).count() == 1


AFTER_A_SWEEP = {"decisions", "payouts", "provider operations", "applications", "answers"}  # what only the clock mends


@pytest.mark.django_db
def test_random_lives_keep_every_guarantee():
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=14,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],  # shrinking lives on a real database takes too long
            suppress_health_check=list(HealthCheck),
        ),
    )
