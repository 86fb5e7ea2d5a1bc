"""An exchange of Ines and Hedy's company, whose trial ended on Monday at 16:00 by an exit."""

import datetime as dt

import pytest

from foretaste.accounts.actors import CLOCK
from foretaste.evaluations import actions, questions
from foretaste.evaluations.sealing import Side

ENDED = dt.datetime(2026, 3, 2, 16, 0, tzinfo=dt.UTC)
LATER = ENDED + dt.timedelta(hours=2)
OVER = ENDED + dt.timedelta(days=7)
TRIAL = "tr1a1sta0001"


def answers_of(side: Side, tick: str = "3", **words: str) -> dict[str, str]:
    """Answer every question of a side: this tick where the scale has it, its last answer elsewhere."""
    criteria = questions.SCORECARDS[side].criteria
    return {c.key: tick if tick in c.values else c.values[-1] for c in criteria} | words


def make_exchange(intern, company, *, trial_id=TRIAL, ended_by_exit=True, ended_at=ENDED, criteria=()):
    return actions.open_exchange(
        trial_id=trial_id,
        organization_id=company.organization_id,
        intern_id=intern.person_id,
        title="Sort the sensor archive",
        ending="exit" if ended_by_exit else "completion",
        ended_by_exit=ended_by_exit,
        ended_at=ended_at,
        counts_from=ended_at,
        criteria=criteria,
        by=CLOCK,
        at=ended_at,
    )


def submit(side, by, *, yes=True, at=LATER, trial_id=TRIAL, **answers):
    return actions.submit_evaluation(trial_id=trial_id, answers=answers_of(side, **answers), decision=yes, by=by, at=at)


@pytest.fixture
def exchange(ines, hedy):
    return make_exchange(ines, hedy)
