"""The company ends it: it costs the company, never the intern."""

from __future__ import annotations

import datetime as dt

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.core.transactions import action, step
from foretaste.trials import lifecycle, queries, refusals
from foretaste.trials.lifecycle import Kind
from foretaste.trials.models import Trial
from foretaste.trials.steps import end_trial, lock_trial, only, open_case


@action
def withdraw_company(*, trial_id: str, note: str = "", by: Actor, at: dt.datetime) -> Trial:
    """Withdraw before the first day starts: the kill fee 24 hours before its planned start, later every day."""
    trial = lock_trial(trial_id, by)
    starts_at = min(day.starts_at for day in queries.days_of(trial))
    end_trial(trial, lifecycle.withdrawal_transition(starts_at=starts_at, at=at), by=by, at=at, note=note.strip())
    return trial


@action
def end_early(*, trial_id: str, note: str = "", by: Actor, at: dt.datetime) -> Trial:
    """End a trial that is under way: every remaining day is paid as if worked."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.COMPANY)
    if not _complete_first(trial, at):
        end_trial(trial, "end_early", by=by, at=at, note=note.strip())
    return trial


@action
def send_away(*, trial_id: str, reason: str, by: Actor, at: dt.datetime) -> Trial:
    """Send someone away for safety or misconduct: earned days stay, the rest is held until a person decides."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.COMPANY)
    if not reason.strip():
        raise refusals.AReasonIsNeeded(reason=str(refusals.AReasonIsNeeded.message))
    if _complete_first(trial, at):
        return trial
    end_trial(trial, "send_away", by=by, at=at, note=reason.strip())
    if trial.held_minor:
        open_case(trial, Kind.SENT_AWAY, by=by, at=at, reason=reason)
    return trial


@step
def _complete_first(trial: Trial, at: dt.datetime) -> bool:
    """After a complete last day there is nothing left to end: the trial completes instead."""
    if trial.is_running and queries.is_complete(queries.days_of(trial), at):
        end_trial(trial, "complete", by=CLOCK, at=at)
        return True
    return False
