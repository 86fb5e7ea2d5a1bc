"""A day starts: only by a check-in, and nothing stands in its way."""

from __future__ import annotations

import datetime as dt
import hmac

from foretaste.accounts.actors import Actor
from foretaste.core.transactions import action, step
from foretaste.trials import lifecycle, queries, refusals
from foretaste.trials.lifecycle import Kind
from foretaste.trials.models import Case, Trial, TrialDay
from foretaste.trials.steps import lock_trial, only, open_case, start_day

Method = TrialDay.Method


@action
def check_in(*, trial_id: str, day: int, by: Actor, at: dt.datetime) -> Trial:
    """The intern says "I am here": the day's pay is theirs at once. Repeating it changes nothing."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.INTERN)
    return _arrive(trial, queries.day_of(trial, day), Method.SELF, by=by, at=at)


@action
def check_in_with_code(*, trial_id: str, day: int, code: str, by: Actor, at: dt.datetime) -> Trial:
    """As `check_in`, with the code the host shows at the door: such a start can't be contested."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.INTERN)
    row = queries.day_of(trial, day)
    typed = "".join(code.lower().split()).replace("-", "")
    if not hmac.compare_digest(typed.encode(), row.arrival_code.replace("-", "").encode()):
        raise refusals.TheCodeIsWrong(code=str(refusals.TheCodeIsWrong.message))
    return _arrive(trial, row, Method.ARRIVAL_CODE, by=by, at=at)


@action
def mark_arrived(*, trial_id: str, day: int, by: Actor, at: dt.datetime) -> Trial:
    """The host marks the intern arrived: worth as much as the intern's own check-in, and can't be contested."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.HOSTS)
    return _arrive(trial, queries.day_of(trial, day), Method.HOST, by=by, at=at)


@step
def _arrive(trial: Trial, day: TrialDay, method: TrialDay.Method, *, by: Actor, at: dt.datetime) -> Trial:
    if day.is_started:
        _confirm(trial, day, method)
        return trial
    if trial.has_ended:
        raise refusals.TheTrialHasEnded(ending=trial.ending)
    if at < day.check_in_opens_at:
        raise refusals.CheckInIsNotOpenYet(opens_at=day.check_in_opens_at.isoformat())
    if at > day.ends_at:
        raise refusals.TheDayIsOver
    start_day(trial, day, by=by, at=at, method=method)
    return trial


def _confirm(trial: Trial, day: TrialDay, method: TrialDay.Method) -> None:
    """A start made alone becomes certain when the host confirms it, or shows the code; nothing else changes."""
    if day.method == Method.SELF and method in (Method.HOST, Method.ARRIVAL_CODE) and trial.is_running:
        day.method = method
        day.save(update_fields=["method"])


@action
def claim_check_in(*, trial_id: str, day: int, reason: str = "", by: Actor, at: dt.datetime) -> Case:
    """ "I was there, and forgot to check in": for 48 hours after the day's planned end. The pay stays held."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.INTERN)
    row = queries.day_of(trial, day)
    if row.is_started:
        raise refusals.TheDayHasStarted
    if at <= row.ends_at:
        raise refusals.TheDayIsNotOver
    if at > row.claim_closes_at:
        raise refusals.TheClaimComesTooLate
    if trial.has_ended and not row.pay_is_held:
        raise refusals.TheTrialHasEnded(ending=trial.ending)
    return open_case(trial, Kind.MISSED_CHECK_IN, by=by, at=at, day=row.number, reason=reason)
