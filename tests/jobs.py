"""The job queue in tests: jobs run in the test's own process, connection and transaction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from foretaste.core.jobs import run_waiting_jobs, waiting_jobs

run_all_jobs = run_waiting_jobs
__all__ = ["run_all_jobs", "run_jobs", "waiting_jobs"]


@pytest.fixture
def run_jobs(db: None) -> Callable[..., list[str]]:
    """Run the queued jobs to quiescence: `run_jobs()`."""
    return run_all_jobs
