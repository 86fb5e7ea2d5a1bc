"""A started trial that has ended opens its evaluations, however it ended."""

from __future__ import annotations

from django.apps import apps

from foretaste.accounts.actors import CLOCK
from foretaste.core import calendars
from foretaste.core.events import subscribes_to
from foretaste.evaluations import actions
from foretaste.money.endings import Ending
from foretaste.trials.events import CaseDecided, TrialEnded

EXITS = {Ending.EXIT, Ending.EXIT_BETWEEN_DAYS}


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
    trial = apps.get_model("trials.Trial")._default_manager.prefetch_related("days").get(public_id=trial_id)
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
        by=CLOCK,
        at=at,
    )
