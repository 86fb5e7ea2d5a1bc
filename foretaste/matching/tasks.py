"""The jobs of matching."""

from __future__ import annotations

from procrastinate.contrib.django import app

from foretaste.accounts.actors import CLOCK
from foretaste.core import calendars
from foretaste.matching import actions, market, recommending, suggesting


@app.task(name="matching.read_skills")
def read_skills(*, reading_id: int) -> None:
    """Read one text for the skills it names. It holds no lock meanwhile; a text changed since is read anew."""
    from foretaste.skills.linked import codes_in  # with its tables: a web process never carries them

    reading = suggesting.reading_with(reading_id)
    if reading is None:
        return
    text = suggesting.text_of(reading)
    codes = codes_in(text, suggesting.MOST)
    actions.note_skills_read(reading_id=reading_id, text=text, codes=codes, by=CLOCK, at=calendars.now())


@app.task(name="matching.fit", queueing_lock="matching.fit", lock="matching.fit", priority=-1)
def fit_tonight() -> None:
    """Fit the market, unless that was done tonight; let go of what the log no longer keeps."""
    at = calendars.now()
    if market.fit_is_due(at):
        recommending.fit_market(by=CLOCK, at=at)
    recommending.prune_orders(by=CLOCK, at=at)
