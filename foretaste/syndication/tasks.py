"""The jobs of syndication."""

from __future__ import annotations

from procrastinate.contrib.django import app

from foretaste.core import calendars


@app.task(name="syndication.read_source")
def read_source(*, source_id: int) -> None:
    """Read one source now; what goes wrong there is noted at the source, and it waits its turn."""
    from foretaste.syndication.reading import read  # with what it needs to fetch: a web process never carries it

    read(source_id, at=calendars.now())
