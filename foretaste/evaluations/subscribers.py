"""A started trial that has ended opens its evaluations, however it ended."""

from __future__ import annotations

from django.apps import apps

from foretaste.accounts.actors import CLOCK
from foretaste.core.events import subscribes_to
from foretaste.evaluations import actions
from foretaste.money.endings import Ending
from foretaste.trials.events import TrialEnded

EXITS = {Ending.EXIT, Ending.EXIT_BETWEEN_DAYS}


@subscribes_to(TrialEnded)
def open_evaluations(event: TrialEnded) -> None:
    """A trial that nobody started has nothing to evaluate."""
    if event.days_started == 0:
        return
    trial = apps.get_model("trials.Trial")._default_manager.get(public_id=event.trial_id)
    actions.open_exchange(
        trial_id=event.trial_id,
        organization_id=trial.organization_id,
        intern_id=trial.intern_id,
        title=trial.title,
        ending=event.ending,
        ended_by_exit=event.ending in EXITS,
        ended_at=trial.ended_at,
        counts_from=max(day.ends_at for day in trial.days.all()),
        by=CLOCK,
        at=trial.ended_at,
    )
