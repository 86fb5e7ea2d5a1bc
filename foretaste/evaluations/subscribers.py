"""A started trial that has ended opens its evaluations, however it ended."""

from __future__ import annotations

import datetime as dt

from foretaste.accounts.actors import CLOCK
from foretaste.core import calendars
from foretaste.core.events import subscribes_to
from foretaste.evaluations import actions
from foretaste.evaluations.events import EvaluationsRevealed, MutualYes
from foretaste.evaluations.models import Reveal
from foretaste.money.endings import EXITS
from foretaste.trials import actions as trials
from foretaste.trials import queries as trial_queries
from foretaste.trials.events import CaseDecided, TrialEnded


@subscribes_to(TrialEnded)
def open_evaluations(event: TrialEnded) -> None:
    """A trial that nobody started has nothing to evaluate."""
    if event.days_started:
        _open(event.trial_id)


@subscribes_to(CaseDecided)
def open_evaluations_of_a_claimed_day(event: CaseDecided) -> None:
    """A claim upheld after the ending may be what started the trial. Where they are open, this changes nothing."""
    _open(event.trial_id)


def _open(trial_id: str) -> None:
    trial = trial_queries.trial_of(trial_id, CLOCK)
    if trial.ended_at is None or not any(day.checked_in_at for day in trial.days.all()):
        return
    at = calendars.now()
    actions.open_exchange(
        trial_id=trial_id,
        organization_id=trial.organization_id,
        intern_id=trial.intern_id,
        title=trial.title,
        ending=trial.ending,
        ended_by_exit=trial.ending in EXITS,
        ended_at=trial.ended_at,
        counts_from=max(day.ends_at for day in trial.days.all()),
        criteria=trial.terms.get("criteria", ()),
        by=CLOCK,
        at=at,
    )


@subscribes_to(EvaluationsRevealed)
def open_the_checkpoints(event: EvaluationsRevealed) -> None:
    """The days' marks open with the evaluations."""
    trials.open_checkpoints(trial_id=event.trial_id, by=CLOCK, at=_revealed_at(event.trial_id))


@subscribes_to(MutualYes)
def let_the_two_try_again(event: MutualYes) -> None:
    """After a mutual yes the same two may sign one more trial."""
    trials.allow_another_trial(trial_id=event.trial_id, by=CLOCK, at=_revealed_at(event.trial_id))


def _revealed_at(trial_id: str) -> dt.datetime:
    return Reveal.objects.values_list("at", flat=True).get(exchange__trial_id=trial_id)
