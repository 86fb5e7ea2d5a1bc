"""What every test shares: the database, the clock, the jobs, the cast."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import *  # noqa: F403 - the people are fixtures
from tests.database import clone_again, django_db_setup, start_server  # noqa: F401
from tests.jobs import run_jobs  # noqa: F401
from tests.small_world import kept_small_world, small_world  # noqa: F401

LONGEST = (
    "tests/stories/test_no_exit_shows.py",
    "tests/browser/test_company_pages.py",
    "tests/faults/test_mutants.py",
    "tests/web/test_no_dead_links.py",
    "tests/evaluations/test_nothing_differs.py",
    "tests/web/test_every_address.py",
    "tests/house/test_up.py",
    "tests/trials/test_random_lives.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    """Start the server before the workers, which share it."""
    start_server(config)


def pytest_configure(config: pytest.Config) -> None:
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = clone_again  # type: ignore[attr-defined]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, the rest at random: no worker is left alone with one at the end."""
    places = {config.rootpath / name: number for number, name in enumerate(LONGEST)}
    assert [place for place in places if not place.exists()] == []
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: let nobody look through it for garbage again and again."""
    gc.collect()
    gc.freeze()


class Clock:
    """A clock that stands still until the test moves it."""

    def __init__(self, at: dt.datetime) -> None:
        self._at = at
        self._freeze: Any = None

    @property
    def now(self) -> dt.datetime:
        return self._at

    def move_to(self, at: dt.datetime) -> dt.datetime:
        """Set the clock; return its time."""
        from foretaste.core.calendars import at_time

        self.release()
        self._at = at
        self._freeze = at_time(at)
        self._freeze.__enter__()
        return at

    def move_on(self, **how_far: float) -> dt.datetime:
        """Move the clock on: `clock.move_on(days=1)`; return its time."""
        return self.move_to(self._at + dt.timedelta(**how_far))

    def release(self) -> None:
        if self._freeze is not None:
            self._freeze.__exit__(None, None, None)
            self._freeze = None


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A frozen clock: a Monday morning in Berlin, Monday 2 March 2026, 09:00."""
    clock = Clock(dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC))
    clock.move_to(clock.now)
    yield clock
    clock.release()


@pytest.fixture
def unwatched_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw templates as an instance does: what each was given is not copied for `answer.context`.

    For the tests that fetch thousands of pages and look at what was sent alone: it takes a tenth of their time.
    """
    from django.template.base import Template

    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))


@pytest.fixture
def stripe_fake(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Stripe moves this instance's money: a Stripe of our own, behind its SDK, which only these tests load."""
    from tests.stripe_fake.instance import running

    yield from running(settings, monkeypatch)
