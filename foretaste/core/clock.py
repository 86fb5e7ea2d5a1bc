"""Time passes: sweeps do what has come due, each minute, and at once when a demo's clock is moved.

Nothing is scheduled for a moment. A sweep asks what is due at `at` and calls the actions for it, so a
machine that slept, or a clock that was moved, loses nothing. Each context keeps its sweep in its `clock.py`.
"""

from __future__ import annotations

import datetime as dt
import logging
import math
from collections.abc import Callable, Collection

from django.conf import settings
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from foretaste.core import calendars, jobs
from foretaste.core.models import ClockShift
from foretaste.core.refusals import NotAcceptable, NotFound
from foretaste.core.transactions import action

log = logging.getLogger(__name__)

Sweep = Callable[[dt.datetime], object]
_sweeps: dict[str, Sweep] = {}


class TheClockNeverRunsBackwards(NotAcceptable):
    message = _("The clock only moves forward: choose a later time.")


class TheClockIsTheWorlds(NotFound):
    message = _("Only a demo's clock can be moved.")


def register_sweep(name: str) -> Callable[[Sweep], Sweep]:
    """Register what a context does as time passes: `@register_sweep("trials") def sweep(at): ...`."""

    def register(sweep: Sweep) -> Sweep:
        _sweeps[name] = sweep
        return sweep

    return register


@register_sweep("jobs")
def take_up_again(at: dt.datetime) -> None:
    """Let nothing be lost with a worker that died in the middle of it."""
    jobs.take_up_again(at)


def run_sweeps(at: dt.datetime, only: Collection[str] = (), without: Collection[str] = ()) -> None:
    """Run every context's sweep for the moment `at`, `only` some or all `without` some.

    One that fails keeps no other from running.
    """
    autodiscover_modules("clock")
    failures: list[Exception] = []
    for name, sweep in _sweeps.items():
        if name in without or (only and name not in only):
            continue
        try:
            sweep(at)
        except Exception as failure:
            log.exception("The sweep of %s failed", name)
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Some sweeps failed", failures)


def tomorrow_at(time: dt.time, zone: str) -> dt.datetime:
    """Return tomorrow's moment on the wall of a place: what the demo's clock is usually moved to."""
    return calendars.moment(calendars.local_date(calendars.now(), zone) + dt.timedelta(days=1), time, zone)


def move_demo_clock(*, to: dt.datetime) -> dt.datetime:
    """Move the demo's clock forward to a moment, then let the sweeps do what has come due. Return the new time.

    What is due before the leap is done before it: money that was to go out now does not go out an hour later.
    """
    if settings.DEMO:
        jobs.let_the_worker_finish()
    set_demo_clock(to=to)
    at = calendars.now()
    run_sweeps(at)
    return at


@action
def set_demo_clock(*, to: dt.datetime) -> ClockShift:
    """Let a demo's clock show `to` from now on. It never runs backwards."""
    if not settings.DEMO:
        raise TheClockIsTheWorlds()
    clock, _created = ClockShift.objects.select_for_update().get_or_create(pk=1)
    seconds = math.ceil((to - (calendars.now() - calendars.shift())).total_seconds())  # never a minute short of it
    if seconds < clock.seconds:
        raise TheClockNeverRunsBackwards()
    clock.seconds = seconds
    clock.save(update_fields=["seconds"])
    return clock
