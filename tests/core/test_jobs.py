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


@pytest.mark.django_db
class TestLettingTheWorkerFinish:
    def a_worker(self, heartbeat: str = "0 seconds") -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)", [heartbeat]
            )

    def test_waits_until_what_is_due_is_done(self):
        self.a_worker()
        first.defer(word="a")
        pauses = []

        def pause():
            pauses.append(waiting_jobs())
            if len(pauses) == 2:
                jobs.run_waiting_jobs()

        assert jobs.let_the_worker_finish(looks=5, pause=pause)
        assert pauses == [["tests.first"], ["tests.first"]]

    def test_waits_for_no_job_of_later_and_not_for_ever(self):
        self.a_worker()
        first.configure(schedule_in={"hours": 1}).defer(word="later")
        pauses = []
        assert jobs.let_the_worker_finish(looks=3, pause=lambda: pauses.append(1))
        assert pauses == []
        first.defer(word="now")
        assert not jobs.let_the_worker_finish(looks=3, pause=lambda: pauses.append(1))
        assert pauses == [1, 1, 1]

    @pytest.mark.parametrize("heartbeat", [None, "31 seconds"])
    def test_waits_for_no_worker_that_is_not_there(self, heartbeat):
        if heartbeat:
            self.a_worker(heartbeat)
        first.defer(word="a")
        pauses = []
        assert jobs.let_the_worker_finish(looks=3, pause=lambda: pauses.append(1))
        assert pauses == []
