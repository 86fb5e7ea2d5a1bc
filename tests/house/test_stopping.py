"""Ctrl-C waits for requests and jobs in flight, and for nothing else."""

from __future__ import annotations

import signal
import time
from types import SimpleNamespace
from typing import Any

import pytest

from foretaste.cli import main
from foretaste.house import instance
from foretaste.house.instance import CODE_CRASHING, CRASHES_TOO_MANY, Child
from foretaste.house.trouble import CannotStart


@pytest.mark.parametrize(
    ("port", "has_answered", "patience"),
    [
        (8000, False, 0),  # a web server that is being started (again): nobody waits for it
        (8000, True, 25),
        (None, False, 25),  # the worker: its jobs are finished
    ],
)
def test_a_web_server_that_has_answered_nobody_is_stopped_at_once(
    monkeypatch: pytest.MonkeyPatch, port: int | None, has_answered: bool, patience: float
) -> None:
    stopped: list[Any] = []
    monkeypatch.setattr(instance, "stop", lambda *how: stopped.append(how))
    child = Child("it", [], {}, port, has_answered)
    child.stop(patience=25)
    assert stopped == []  # it has not been started
    child.process = process = object()  # type: ignore[assignment]
    child.stop(patience=25)
    assert stopped == [(process, signal.SIGTERM, patience)]


def test_what_keeps_crashing_ends_the_instance_with_a_code_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "end_group", lambda process: None)
    child, said = Child("worker", [], {}), list[str]()

    def crash(at: float) -> None:
        child.process, child.started_at = SimpleNamespace(poll=lambda: 9), at  # type: ignore[assignment]
        child.look_after(said.append)

    for number in range(1, CRASHES_TOO_MANY):
        crash(time.monotonic())
        assert (child.crashes, child.process) == (number, None)
    crash(time.monotonic() - 3600)  # after an hour of work one begins to count again
    assert child.crashes == 1
    for _crash in range(2, CRASHES_TOO_MANY):
        crash(time.monotonic())
    with pytest.raises(CannotStart, match="The worker keeps crashing") as trouble:
        crash(time.monotonic())
    assert (trouble.value.code, CODE_CRASHING) == (6, 6)
    assert len(said) == 2 * (CRASHES_TOO_MANY - 1)


@pytest.mark.parametrize("wrong", [["worker", "--concurrency", "0"], ["provider", "check", "--minutes", "-1"]])
def test_a_number_that_makes_no_sense_is_wrong_usage(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(wrong)
    assert refused.value.code == 2
    assert "enter a whole number from 1 to" in capsys.readouterr().err
