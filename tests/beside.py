"""Samples that others recorded or wrote: they lie in `shared/data` beside the project and are no part of it.

FORETASTE_SHARED_DATA may name another folder. A checkout without them skips what reads them, and says so.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path


@cache
def shared(name: str) -> Path | None:
    """Return the file or folder of that name, or None where there is none."""
    places = [Path(os.environ["FORETASTE_SHARED_DATA"])] if "FORETASTE_SHARED_DATA" in os.environ else []
    places += [parent / "shared" / "data" for parent in Path(__file__).resolve().parents]
    return next((place / name for place in places if (place / name).exists()), None)


def missing(name: str) -> str:
    """Return why a test that reads it is skipped."""
    return f"NO SAMPLES OF OTHERS: shared/data/{name} is not beside this checkout"
