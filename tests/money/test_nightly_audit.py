"""The audit runs once a night, by itself, and what it said is kept."""

import datetime as dt

import pytest

from foretaste.accounts.actors import CLOCK
from foretaste.core.clock import run_sweeps
from foretaste.core.jobs import run_waiting_jobs
from foretaste.core.refusals import NotAllowed
from foretaste.money import actions, audit, queries
from foretaste.money.invariants import INVARIANTS
from foretaste.money.models import AuditRun

pytestmark = pytest.mark.django_db


def night(clock, on: int, time: str) -> list[dt.datetime]:
    at = clock.move_to(dt.datetime.combine(dt.date(2026, 3, on), dt.time.fromisoformat(time), dt.UTC))
    run_sweeps(at, only=("audit",))
    run_waiting_jobs("money.audit")
    return list(AuditRun.objects.order_by("at").values_list("at", flat=True))


def test_it_runs_once_after_three_each_night(clock):
    assert len(night(clock, 2, "08:00")) == 1
    assert len(night(clock, 2, "23:00")) == 1
    assert len(night(clock, 3, "02:59")) == 1
    assert len(night(clock, 3, "03:00")) == 2
    assert len(night(clock, 3, "03:01")) == 2


def test_asking_twice_before_it_ran_asks_once(clock):
    run_sweeps(clock.now, only=("audit",))
    run_sweeps(clock.now, only=("audit",))
    assert run_waiting_jobs("money.audit") == ["money.audit"]


def test_a_run_keeps_a_line_for_each_guarantee(clock):
    said: list[str] = []
    assert audit.run_audit(said.append) == 0
    run = queries.latest_audit()
    assert (run.at, run.holds) == (clock.now, True)
    assert [line["guarantee"] for line in run.lines] == list(range(1, 13))
    assert [line["says"] for line in run.lines] == said[:12]
    assert [line.split()[0] for line in said[:12]] == [str(number) for number in range(1, 13)]
    assert [line.split()[0] for line in said[12:]] == [f"10.{one.number}" for one in INVARIANTS]
    assert all(line.endswith("Holds.") for line in said)


def test_nobody_writes_what_the_audit_says(ines, clock):
    with pytest.raises(NotAllowed):
        actions.record_audit(lines=[], by=ines, at=clock.now)
    assert not AuditRun.objects.exists()
    actions.record_audit(lines=[], by=CLOCK, at=clock.now)
