"""A day moves for the same money only where that money is still lawful: a new year, a longer night."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.accounts.actors import Actor
from foretaste.money.models import WageFloor
from foretaste.trials import actions, queries, refusals
from foretaste.trials.models import DayMove, Trial, TrialDay
from tests import at_state
from tests.at_state import Plan

WEDNESDAY, THURSDAY, MONDAY = dt.date(2026, 12, 30), dt.date(2026, 12, 31), dt.date(2027, 1, 4)
OLD_YEAR = {"dates": (WEDNESDAY, THURSDAY)}
JUST_ENOUGH = 10425  # 13.90 an hour, seven and a half hours
SATURDAY, NIGHT = dt.date(2026, 10, 24), {"days": 1, "starts": dt.time(22), "ends": dt.time(6)}  # clocks go back


@pytest.fixture(autouse=True)
def wages(db: None) -> None:
    WageFloor.objects.filter(country="DE").delete()
    for year, hourly in ((2026, "13.90"), (2027, "14.60")):
        WageFloor.objects.create(
            country="DE", currency="EUR", hourly_rate=hourly, valid_from=dt.date(year, 1, 1), source="the tests"
        )


def move(trial: Trial, day: int, on: dt.date, by: Actor, at: dt.datetime) -> DayMove:
    return actions.propose_day_move(trial_id=trial.public_id, day=day, new_on=on, by=by, at=at)


def when(trial: Trial) -> list[dt.date]:
    return [day.on for day in queries.days_of(at_state.fresh(trial))]


def test_not_into_a_year_whose_minimum_wage_is_higher(hedy: Actor, ines: Actor) -> None:
    plan = Plan(pay=JUST_ENOUGH, **OLD_YEAR)
    trial = at_state.agreed(hedy, ines, plan)
    for by in (ines, hedy):
        with pytest.raises(refusals.TheDayCannotMoveThere) as refusal:
            move(trial, 2, MONDAY, by, plan.signed_at)
        assert "below the minimum wage" in str(refusal.value.fields["new_on"])
    assert (when(trial), DayMove.objects.count()) == ([WEDNESDAY, THURSDAY], 0)


def test_nor_by_a_yes_after_the_wage_has_risen(hedy: Actor, ines: Actor) -> None:
    plan = Plan(pay=JUST_ENOUGH, **OLD_YEAR)
    trial = at_state.agreed(hedy, ines, plan)
    WageFloor.objects.filter(hourly_rate="14.60").delete()
    asked = move(trial, 2, MONDAY, hedy, plan.signed_at)
    WageFloor.objects.create(
        country="DE", currency="EUR", hourly_rate="14.60", valid_from=dt.date(2027, 1, 1), source="the tests"
    )
    with pytest.raises(refusals.TheDayCannotMoveThere):
        actions.answer_day_move(move_id=asked.public_id, accept=True, by=ines, at=plan.signed_at)
    assert (when(trial), DayMove.objects.get().state) == ([WEDNESDAY, THURSDAY], "open")


def test_where_the_pay_is_enough_it_moves_across_the_year_s_end(hedy: Actor, ines: Actor) -> None:
    plan = Plan(pay=10950, **OLD_YEAR)
    trial = at_state.agreed(hedy, ines, plan)
    asked = move(trial, 2, MONDAY, ines, plan.signed_at)
    actions.answer_day_move(move_id=asked.public_id, accept=True, by=hedy, at=plan.signed_at)
    assert when(trial) == [WEDNESDAY, MONDAY]


def test_a_wage_that_rose_for_the_old_date_too_keeps_nobody_from_moving(hedy: Actor, ines: Actor) -> None:
    plan = Plan(pay=JUST_ENOUGH, **OLD_YEAR)
    trial = at_state.agreed(hedy, ines, plan)
    WageFloor.objects.filter(hourly_rate="14.60").update(valid_from=dt.date(2026, 12, 1))
    assert move(trial, 2, MONDAY, ines, plan.signed_at).new_on == MONDAY


def test_not_into_the_night_that_is_an_hour_longer(hedy: Actor, ines: Actor) -> None:
    plan = Plan(pay=JUST_ENOUGH, dates=(SATURDAY - dt.timedelta(days=1),), **NIGHT)
    trial = at_state.agreed(hedy, ines, plan)
    with pytest.raises(refusals.TheDayCannotMoveThere):
        move(trial, 1, SATURDAY, ines, plan.signed_at)
    assert move(trial, 1, SATURDAY + dt.timedelta(days=1), ines, plan.signed_at).new_on == dt.date(2026, 10, 25)


def test_an_hour_that_the_clocks_skip_is_no_day(hedy: Actor, ines: Actor) -> None:
    sunday = dt.date(2026, 3, 29)  # 02:00 becomes 03:00, so that 02:15 and 03:15 are one moment
    plan = Plan(dates=(sunday - dt.timedelta(days=2),))
    trial = at_state.agreed(hedy, ines, plan)
    day = queries.day_of(trial, 1)
    TrialDay.objects.filter(pk=day.pk).update(ends_at=day.starts_at + dt.timedelta(hours=1))
    with pytest.raises(refusals.TheDayCannotMoveThere):
        actions.propose_day_move(
            trial_id=trial.public_id, day=1, new_on=sunday, new_starts=dt.time(2, 15), by=ines, at=plan.signed_at
        )
    assert not DayMove.objects.exists()
