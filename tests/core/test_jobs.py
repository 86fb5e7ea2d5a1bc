"""Jobs in tests run in the test's own transaction, until none is left."""

import pytest
from procrastinate.contrib.django import app

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
