"""Jobs in tests run in the test's own transaction, until none is left."""

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from foretaste.core import jobs
from foretaste.core.calendars import now
from foretaste.money import tasks
from tests.jobs import waiting_jobs

seen: list[str] = []


@app.task(name="tests.second")
def second(*, word: str) -> None:
    seen.append(word)


@app.task(name="tests.first")
def first(*, word: str) -> None:
    seen.append(word)
    second.defer(word=word.upper())


@app.task(name="tests.failing")
def failing() -> None:
    raise LookupError("told you so")


def test_jobs_run_until_none_is_left(run_jobs):
    seen.clear()
    first.defer(word="hello")
    assert run_jobs() == ["tests.first", "tests.second"]
    assert seen == ["hello", "HELLO"]
    assert waiting_jobs() == []


def test_a_job_that_raises_fails_the_test(run_jobs):
    failing.defer()
    with pytest.raises(LookupError):
        run_jobs()


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_worker_was_doing_is_taken_up_again_and_its_lock_is_free() -> None:
    """A worker that was killed leaves its jobs "doing"; nobody else could ever run what waits for the same lock."""
    tasks.reconcile_tonight.defer()
    tasks.audit_tonight.defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        assert jobs.take_up_again(now()) == 0  # they have only just begun
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '1 hour'")
        tasks.audit_tonight.defer()  # the same waits already
        assert jobs.take_up_again(now()) == 2
        cursor.execute("SELECT task_name, status FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [
            ("money.reconcile", "todo"), ("money.audit", "failed"), ("money.audit", "todo"),
        ]  # fmt: skip
    assert jobs.take_up_again(now()) == 0
