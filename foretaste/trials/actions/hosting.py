"""Who of the company is there: another host, where the one who was named can't be."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.queries import host_in
from foretaste.core.events import publish
from foretaste.core.refusals import NotAcceptable
from foretaste.core.transactions import action
from foretaste.trials import refusals
from foretaste.trials.events import HostNamed
from foretaste.trials.models import Trial
from foretaste.trials.steps import lock_trial, only


@action
def name_host(*, trial_id: str, host_id: str, by: Actor, at: dt.datetime) -> Trial:
    """Let another of the company's people host a trial that has not ended. What was signed stays as it was signed."""
    trial = lock_trial(trial_id, by)
    only(trial, by, frozenset({Role.RECRUITER}))
    if trial.has_ended:
        raise refusals.TheTrialHasEnded(ending=trial.ending)
    host = host_in(trial.organization, host_id)
    if host is None or host.pk == trial.intern_id:
        raise NotAcceptable(host=_("Choose a colleague who is a host or recruiter of your company."))
    if host.pk != trial.host_id:
        trial.host = host
        trial.save(update_fields=["host"])
        publish(HostNamed(trial_id=trial.public_id, host_id=host.public_id, at=at.isoformat()))
    return trial
