"""While the demo world is made, each week of it is told: nobody looks at a still screen for minutes."""

import datetime as dt

import pytest

from foretaste.demo import stage

START = dt.datetime(2026, 8, 3, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def nothing_else(monkeypatch):
    monkeypatch.setattr(stage.clock, "run_sweeps", lambda *_how, **_which: None)
    monkeypatch.setattr(stage, "run_waiting_jobs", lambda: None)


def test_each_week_with_something_in_it_is_told_once(nothing_else):
    said, played = [], []
    show = stage.Stage(said.append)
    for days in (0, 1, 6, 7, 22, 23):
        show.on(START + dt.timedelta(days=days), played.append)
    assert show.play(START + dt.timedelta(days=24)) == len(played) == 6
    assert said == [
        "  week 1 of 4, 3 August 2026 ...",
        "  week 2 of 4, 10 August 2026 ...",
        "  week 4 of 4, 25 August 2026 ...",
    ]
