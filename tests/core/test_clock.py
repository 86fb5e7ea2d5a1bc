"""The demo's clock moves forward, in a demo only, and what has come due happens at once."""

import datetime as dt

import pytest
from django.db.migrations.loader import MigrationLoader
from django.utils.module_loading import autodiscover_modules

from foretaste.core import calendars
from foretaste.core import clock as clocks

pytestmark = pytest.mark.django_db


@pytest.fixture
def sweeps(monkeypatch):
    seen = []
    autodiscover_modules("clock")  # before the registry is exchanged: a module registers once
    monkeypatch.setattr(clocks, "_sweeps", {"tests": seen.append})
    return seen


def test_tomorrow_morning_comes_at_once_and_the_sweeps_see_it(settings, sweeps):
    settings.DEMO = True
    to = clocks.tomorrow_at(dt.time(9), "Asia/Tokyo")
    at = clocks.move_demo_clock(to=to)
    assert abs(at - to) < dt.timedelta(seconds=2)
    assert sweeps == [at]
    assert abs(calendars.now() - to) < dt.timedelta(seconds=3)


def test_the_wall_shows_the_minute_it_was_moved_to(settings, sweeps):
    settings.DEMO = True
    to = calendars.now().replace(second=0, microsecond=0) + dt.timedelta(hours=3)
    at = clocks.move_demo_clock(to=to)
    assert at >= to


def test_the_clock_never_runs_backwards(settings, sweeps):
    settings.DEMO = True
    ahead = calendars.now() + dt.timedelta(days=2)
    clocks.move_demo_clock(to=ahead)
    with pytest.raises(clocks.TheClockNeverRunsBackwards):
        clocks.move_demo_clock(to=ahead - dt.timedelta(hours=1))
    assert calendars.now() >= ahead


def test_the_worlds_clock_can_not_be_moved(sweeps):
    with pytest.raises(clocks.TheClockIsTheWorlds):
        clocks.move_demo_clock(to=calendars.now() + dt.timedelta(days=1))
    assert sweeps == []


def test_a_sweep_that_fails_keeps_no_other_from_running(monkeypatch):
    seen = []

    def failing(at):
        raise LookupError

    autodiscover_modules("clock")
    monkeypatch.setattr(clocks, "_sweeps", {"failing": failing, "tests": seen.append})
    at = calendars.now()
    with pytest.raises(ExceptionGroup):
        clocks.run_sweeps(at)
    assert seen == [at]


def test_a_demo_makes_the_clocks_table_before_a_migration_asks_what_time_it_is():
    """A field that is added is filled with the instance's time, which a demo reads from that table."""
    loader = MigrationLoader(None)
    asking = [
        key
        for key, migration in loader.graph.nodes.items()
        for operation in migration.operations
        if getattr(getattr(operation, "field", None), "default", None) is calendars.now
    ]
    assert ("accounts", "0006_a_membership_begins_with_a_yes") in asking
    early = [key for key in asking if ("core", "0001_initial") not in loader.graph.forwards_plan(key)]
    assert early == []
