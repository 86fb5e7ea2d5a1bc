"""Printed documents: the same words as the page, as a tagged PDF that a screen reader can read and an archive can keep.

One `.typ` file per document, its data handed in as JSON; `_sheet.typ` holds what they share. Fonts are the
project's own, so a document looks the same on every machine, and its bytes are the same for the same data.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse

HERE = Path(__file__).resolve().parent
STANDARDS = ["ua-1", "a-2a"]
TIME_TO_PRINT = 30  # seconds


def pdf(name: str, data: dict[str, Any], *, made_at: dt.datetime) -> bytes:
    """Return the document as PDF/UA-1 and PDF/A-2a, set by a process of its own (`press.py`).

    A script our fonts don't hold (a name in Chinese) is set in a font of the machine. Where it has none either,
    the document still comes, without the promise of accessibility that it can't keep.
    """
    job = {
        "source": str(HERE / f"{name}.typ"),
        "root": str(HERE),
        "font_paths": [str(HERE / "fonts")],
        "standards": STANDARDS,
        "timestamp": int(made_at.timestamp()),
        "inputs": {"data": json.dumps({"instance": settings.INSTANCE_NAME, **data}, ensure_ascii=False)},
    }
    return _set(job)


def png(name: str, data: dict[str, Any]) -> bytes:
    """Return a picture, one pixel for each point of its page.

    Anybody may ask for one, as often as they like; the press is asked once for each of those asked for lately.
    """
    return _drawn(name, json.dumps(data, ensure_ascii=False))


@lru_cache(maxsize=64)
def _drawn(name: str, data: str) -> bytes:
    return _set(
        {
            "source": str(HERE / f"{name}.typ"),
            "root": str(HERE),
            "font_paths": [str(HERE / "fonts")],
            "ppi": 72,
            "inputs": {"data": data},
        }
    )


def _set(job: dict[str, Any]) -> bytes:
    printed = subprocess.run(  # noqa: S603 - our own program, its whole input is on standard input
        [sys.executable, "-I", str(HERE / "press.py")],
        input=json.dumps(job).encode(),
        capture_output=True,
        timeout=TIME_TO_PRINT,
        check=False,
    )
    if printed.returncode:
        raise RuntimeError(printed.stderr.decode(errors="replace")[-2000:])
    return printed.stdout


def download(made: bytes, name: str) -> HttpResponse:
    """Hand a printed document over, for this person alone."""
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
