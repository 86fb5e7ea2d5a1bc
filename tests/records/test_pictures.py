"""A picture of a record costs a process of its own: whoever asks again gets the same one."""

from __future__ import annotations

import subprocess
from typing import Any

from foretaste.web import documents

WORDS = {"title": "Redraw", "lines": [], "person": "Ines", "company": "Halden", "month": "March 2026", "instance": "F"}


def test_the_press_is_asked_once_for_the_same_picture(monkeypatch: Any) -> None:
    asked: list[bytes] = []

    def press(*command: Any, input: bytes, **more: Any) -> Any:
        asked.append(input)
        return subprocess.CompletedProcess(command, 0, b"picture %d" % len(asked), b"")

    monkeypatch.setattr(documents.subprocess, "run", press)
    documents._drawn.cache_clear()
    drawn = [documents.png("badge", WORDS | {"title": title}) for title in ("One", "Two", "One", "Two")]
    documents._drawn.cache_clear()
    assert (drawn, len(asked)) == ([b"picture 1", b"picture 2", b"picture 1", b"picture 2"], 2)
