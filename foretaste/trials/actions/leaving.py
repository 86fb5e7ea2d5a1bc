"""The intern leaves: two taps, no approval, no reason, settled in the same transaction."""

from __future__ import annotations

import datetime as dt

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.core import reading
from foretaste.core.transactions import action
from foretaste.money import settling
from foretaste.money.endings import EXITS, Ending
from foretaste.trials import lifecycle, queries, refusals
from foretaste.trials.lifecycle import TRANSITIONS, Kind
from foretaste.trials.models import Case, Trial
from foretaste.trials.steps import end_trial, lock_trial, only, open_case


@action
def exit_trial(*, trial_id: str, expected_minor: int, by: Actor, at: dt.datetime) -> Trial:
    """Leave, and be paid. `expected_minor` is the sum the preview showed; another sum is refused with the new one.

    Repeating a confirmed exit answers the same settlement. After a complete last day, leaving is completing.
    """
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.INTERN)
    if trial.has_ended:
        return _left_already(trial, expected_minor)
    reading.with_rows(trial, "cases", Case, "ORDER BY id")  # under the trial's lock: nobody opens another meanwhile
    name = queries.exit_now(trial, queries.days_of(trial), at)
    ending = TRANSITIONS[name].ending or Ending.EXIT
    now_pays = queries.split_of(trial, ending, at).paid_total
    if expected_minor != now_pays:
        raise refusals.TheSumHasChanged(expected_minor=now_pays, currency=trial.currency, ending=ending)
    end_trial(trial, name, by=CLOCK if name == "complete" else by, at=at)
    return trial


def _left_already(trial: Trial, expected_minor: int) -> Trial:
    """Answer a repeated exit with the same trial; any other ending is told as such."""
    left = trial.ending in {*EXITS, Ending.TOLD_TO_LEAVE}
    if left or (trial.ending == Ending.COMPLETION and trial.paid_minor == expected_minor):
        return trial
    raise refusals.TheTrialHasEnded(ending=trial.ending)


@action
def say_told_to_leave(*, trial_id: str, reason: str = "", by: Actor, at: dt.datetime) -> Case:
    """ "I was told to leave": for 24 hours after an exit. The company's refund waits; upheld, every day is paid."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.INTERN)
    if trial.is_running:
        raise refusals.TheTrialHasNotEnded
    if trial.ending not in EXITS or trial.ended_at is None:
        raise refusals.TheTrialHasEnded(ending=trial.ending)
    if trial.back_minor + trial.held_minor == 0:
        raise refusals.EverythingIsPaid
    if at > trial.ended_at + lifecycle.TOLD_TO_LEAVE_WINDOW or trial.refund_released_at is not None:
        raise refusals.ItIsTooLateToSay
    if trial.cases.filter(kind=Kind.TOLD_TO_LEAVE).exists():
        raise refusals.ThisIsClaimedAlready
    case = open_case(trial, Kind.TOLD_TO_LEAVE, by=by, at=at, reason=reason)
    settling.pause_return(trial_id=trial.public_id)
    return case
