"""A worker gives way to whoever waits for a page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

WHAT_IT_IS_AFTERWARDS = """
import os
from foretaste.house.children import give_way
give_way()
print(os.nice(0), open("/proc/self/autogroup").read() if os.path.exists("/proc/self/autogroup") else "")
"""


def niceness() -> str:
    asked = [sys.executable, "-c", WHAT_IT_IS_AFTERWARDS]
    return subprocess.run(asked, capture_output=True, text=True, check=True, start_new_session=True).stdout


def test_the_process_is_nice() -> None:
    assert niceness().split()[0] == "10"


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="only a kernel with autogroups shares by session")
def test_so_is_its_session() -> None:
    assert niceness().split()[-2:] == ["nice", "10"]
