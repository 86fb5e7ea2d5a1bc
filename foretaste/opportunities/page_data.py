"""What an uploaded page says about its jobs in data: schema.org JobPosting as JSON-LD or microdata.

Read by extruct in a process of its own (docs/decisions/0011): a web process never carries the 40 MB it weighs, and a
hostile page meets limits of time and memory that the system keeps.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

READER = Path(__file__).with_name("page_reader.py")
LONGEST_READING = 10.0  # seconds
LONGEST_DATA = 4_000_000  # bytes


def job_postings(page: bytes, most: int = 5) -> list[dict[str, Any]]:
    """Return up to `most` JobPostings of a page, JSON-LD first; none where it can't be read within the limits."""
    try:
        read = subprocess.run(  # noqa: S603 - our own file, isolated
            [sys.executable, "-I", str(READER), str(most)],
            input=page,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_READING,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return []
    if read.returncode != 0 or len(read.stdout) > LONGEST_DATA:
        return []
    found: list[dict[str, Any]] = json.loads(read.stdout)
    return found
