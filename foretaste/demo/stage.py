"""The stage: a timeline of what people do, played in order on the instance's own clock.

Each entry is a moment and a line of the script. Between entries the sweeps run, as they would each minute,
and the jobs that were enqueued are done at once, so mails, payouts and webhooks happen when they would.
"""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from foretaste.core import calendars, clock
from foretaste.core.jobs import run_waiting_jobs

Line = Callable[[dt.datetime], object]


@dataclass
class Stage:
    """Plays lines in the order of their moments; `say` prints progress."""

    say: Callable[[str], None]
    sweeps_every: dt.timedelta = dt.timedelta(hours=12)
    lines: list[tuple[dt.datetime, int, Line]] = field(default_factory=list)
    order: itertools.count[int] = field(default_factory=itertools.count)
    swept_at: dt.datetime | None = None

    def on(self, moment: dt.datetime, line: Line) -> None:
        """Write a line for a moment. While playing, a line may write further ones for later moments."""
        heapq.heappush(self.lines, (moment, next(self.order), line))

    def money_moves(self, moment: dt.datetime) -> None:
        """Let trials end and money arrive at a moment, as it would, without waiting for the next whole sweep."""

        def sweep(at: dt.datetime) -> None:
            clock.run_sweeps(at, only=("trials", "money"))

        self.on(moment, sweep)

    def play(self, until: dt.datetime) -> int:
        """Play everything up to `until`; returns how many lines that were."""
        played, weeks_told = 0, -1
        begins = self.lines[0][0] if self.lines else until
        weeks = (until - begins).days // 7 + 1
        while self.lines and self.lines[0][0] <= until:
            moment, _, line = heapq.heappop(self.lines)
            self._let_time_pass(moment)
            if (week := (moment - begins).days // 7) > weeks_told:
                weeks_told = week
                self.say(f"  week {week + 1} of {weeks}, {moment:%-d %B %Y} ...")
            with calendars.at_time(moment):
                line(moment)
                run_waiting_jobs()
            played += 1
        self._let_time_pass(until)
        self._sweep(until, without=())
        return played

    def _let_time_pass(self, until: dt.datetime) -> None:
        """Sweep at every step between the last sweep and `until`."""
        at = self.swept_at or until
        while at + self.sweeps_every < until:
            at += self.sweeps_every
            self._sweep(at)
        self.swept_at = self.swept_at or until

    def _sweep(self, at: dt.datetime, without: Collection[str] = ("audit",)) -> None:
        """The nightly audits are left out: one run at the end of the play sees it all."""
        with calendars.at_time(at):
            clock.run_sweeps(at, without=without)
            run_waiting_jobs()
        self.swept_at = at
