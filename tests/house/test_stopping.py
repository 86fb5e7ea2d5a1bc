"""Ctrl-C waits for requests and jobs in flight, and for nothing else."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from foretaste.house import instance
from foretaste.house.instance import Child


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
