"""A year of pay ends where the work was done, and what arrives in the next one is found there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from foretaste.core.dates import dated
from foretaste.money import queries as money
from foretaste.money import years
from foretaste.money.models import Settlement
from tests import at_state
from tests.at_state import Plan
from tests.web.intern.conftest import save_account

NEW_YEARS_EVE = dt.date(2026, 12, 31)


def totals(person_id: str) -> dict[int, list[tuple[str, int]]]:
    return {
        year: [(one.currency, one.earned.minor) for one in years.earned_in(person_id, year)] for year in (2026, 2027)
    }


@pytest.mark.parametrize(
    ("zone", "time", "in_utc"),
    [("America/Los_Angeles", "16:30", 2027), ("Europe/Berlin", "16:30", 2026)],
)
def test_an_evening_on_new_years_eve_is_of_the_old_year_west_of_greenwich_too(
    signed_in: Any, hedy: Any, ines: Any, clock: Any, zone: str, time: str, in_utc: int
) -> None:
    plan = Plan(zone=zone, first_on=NEW_YEARS_EVE, days=2, dates=(NEW_YEARS_EVE, dt.date(2027, 1, 4)))
    trial = at_state.left(hedy, ines, plan, time=time)
    clock.move_to(trial.ended_at + dt.timedelta(hours=1))
    intern = trial.intern.public_id
    assert (trial.ended_at.year, Settlement.objects.get().settled_on) == (in_utc, NEW_YEARS_EVE)
    assert totals(intern) == {2026: [("EUR", 21000)], 2027: []}
    assert {year: one.minor for year, one in money.earnings_of(intern)[0].by_year.items()} == {2026: 21000}
    assert [line.month for line in money.income_lines(intern, year=2026)] == [dt.date(2026, 12, 1)]
    assert money.income_lines(intern, year=2027) == []
    own: Client = signed_in(ines)
    assert "settled on 31 December 2026" in own.get("/me/pay/years/2026/").text
    assert "31 December 2026" in own.get(f"/me/pay/{trial.public_id}/").text


def test_a_morning_on_new_years_day_is_of_the_new_year_east_of_greenwich(
    signed_in: Any, hedy: Any, ines: Any, clock: Any
) -> None:
    plan = Plan(zone="Pacific/Auckland", dates=(dt.date(2027, 1, 4), dt.date(2027, 1, 5)), first_on=dt.date(2027, 1, 4))
    trial = at_state.agreed(hedy, ines, plan)
    new_year = plan.at(1, "09:00") - dt.timedelta(days=3, hours=1)  # 8:00 there, still New Year's Eve in UTC
    at_state.leave(trial, ines, clock.move_to(new_year))
    assert (at_state.fresh(trial).ended_at.year, Settlement.objects.get().settled_on) == (2026, dt.date(2027, 1, 1))


def test_what_was_earned_in_one_year_and_arrived_in_the_next_is_found_in_both(
    signed_in: Any, hedy: Any, ines: Any, clock: Any, run_jobs: Any
) -> None:
    from foretaste.money.clock import sweep

    plan = Plan(first_on=NEW_YEARS_EVE, days=2, dates=(NEW_YEARS_EVE, dt.date(2027, 1, 4)))
    trial = at_state.left(hedy, ines, plan)
    clock.move_to(dt.datetime(2027, 1, 2, 10, tzinfo=dt.UTC))
    save_account(ines, plan)
    run_jobs("money")
    sweep(clock.move_on(hours=2))
    run_jobs("money")
    ((old,), (new,)) = (years.earned_in(trial.intern.public_id, year) for year in (2026, 2027))
    assert (old.earned.minor, old.arrived.minor) == (21000, 0)
    assert (new.earned.minor, new.arrived.minor, new.settlements) == (0, 21000, [])
    own: Client = signed_in(ines)
    assert 'href="/me/pay/years/2027/"' in own.get("/me/pay/").text
    page = own.get("/me/pay/years/2027/").text
    assert "€210.00 arrived in your bank account in 2027." in page
    assert dated(NEW_YEARS_EVE) not in page
