"""What the clock does: completion, no-shows, refunds that waited, and closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress

from foretaste.accounts.actors import Actor
from foretaste.core.events import publish
from foretaste.core.refusals import Refused
from foretaste.core.transactions import action, step
from foretaste.money import settling
from foretaste.money.together import together
from foretaste.trials import lifecycle, queries, refusals
from foretaste.trials.due import due_to_close, due_to_miss, due_to_release_refund, due_to_release_unclaimed
from foretaste.trials.events import RefundReleased, TrialClosed
from foretaste.trials.models import DayMove, Trial
from foretaste.trials.steps import _move, end_trial, lock_trial, note_settlement, only, stop_holding


@action
def complete(*, trial_id: str, by: Actor, at: dt.datetime) -> Trial:
    """At the end of the last day: every day was started, every day is paid."""
    return _complete(trial_id, by, at)


@action
def complete_many(*, trial_ids: Sequence[str], by: Actor, at: dt.datetime) -> int:
    """The same for many at once, with one call to the ledger."""
    return _many(_complete, trial_ids, by, at)


@step
def _complete(trial_id: str, by: Actor, at: dt.datetime) -> Trial:
    trial = lock_trial(trial_id, by)
    if trial.is_running and not queries.is_complete(queries.days_of(trial), at):
        only(trial, by, lifecycle.CLOCK)
        raise refusals.NotNow
    end_trial(trial, "complete", by=by, at=at)
    return trial


@action
def mark_intern_no_show(*, trial_id: str, by: Actor, at: dt.datetime) -> Trial:
    """A day was missed and nobody claimed it in 48 hours. Someone who was ill has left between days instead."""
    return _mark_intern_no_show(trial_id, by, at)


@action
def mark_intern_no_shows(*, trial_ids: Sequence[str], by: Actor, at: dt.datetime) -> int:
    """The same for many at once, with one call to the ledger."""
    return _many(_mark_intern_no_show, trial_ids, by, at)


@step
def _mark_intern_no_show(trial_id: str, by: Actor, at: dt.datetime) -> Trial:
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.CLOCK)
    if trial.has_ended:
        raise refusals.TheTrialHasEnded(ending=trial.ending)
    if not due_to_miss(at).filter(pk=trial.pk).exists():
        raise refusals.NotNow
    missed = [day.number for day in queries.days_of(trial) if not day.is_started and day.ends_at < at]
    ill = trial.moves.filter(day__in=missed, is_illness=True).exclude(state=DayMove.State.ACCEPTED).exists()
    name = "find_intern_absent"
    if ill:
        name = "leave_ill_before_start" if trial.state == Trial.State.AGREED else "leave_ill"
    end_trial(trial, name, by=by, at=at)
    return trial


@action
def release_refund(*, trial_id: str, by: Actor, at: dt.datetime) -> Trial:
    """24 hours after an exit, with no open "I was told to leave": the company's part goes back."""
    return _release_refund(trial_id, by, at)


@action
def release_refunds(*, trial_ids: Sequence[str], by: Actor, at: dt.datetime) -> int:
    """The same for many at once, with one call to the ledger."""
    return _many(_release_refund, trial_ids, by, at)


@step
def _release_refund(trial_id: str, by: Actor, at: dt.datetime) -> Trial:
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.CLOCK)
    if not due_to_release_refund(at).filter(pk=trial.pk).exists():
        raise refusals.NotNow
    note_settlement(trial, settling.release_returning(trial_id=trial.public_id, at=at, by=by))
    publish(RefundReleased(trial_id=trial.public_id))
    return trial


@action
def release_unclaimed(*, trial_id: str, by: Actor, at: dt.datetime) -> Trial:
    """The 48 hours to claim a missed day are over: its pay is not held any more."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.CLOCK)
    if not due_to_release_unclaimed(at).filter(pk=trial.pk).exists():
        raise refusals.NotNow
    claimed = set(trial.cases.filter(queries.OPEN_CASE).values_list("day", flat=True))
    over = [day.number for day in queries.days_of(trial) if day.pay_is_held and day.claim_closes_at < at]
    unclaimed = [number for number in over if number not in claimed]
    stop_holding(trial, unclaimed, reference="unclaimed-" + "-".join(map(str, unclaimed)), by=by, at=at)
    return trial


@action
def close_trial(*, trial_id: str, by: Actor, at: dt.datetime) -> Trial:
    """Nothing is held, waiting or undecided any more."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.CLOCK)
    if trial.state == Trial.State.ENDED and not due_to_close(at).filter(pk=trial.pk).exists():
        raise refusals.NotNow
    _move(trial, "close", by=by, at=at, closed_at=at)
    publish(TrialClosed(trial_id=trial.public_id))
    return trial


def _many(one: Callable[[str, Actor, dt.datetime], Trial], trial_ids: Sequence[str], by: Actor, at: dt.datetime) -> int:
    """Do one for each trial, in one transaction; return for how many. One that has changed meanwhile is passed over.

    Every trial is locked before the first account is. Anything else than a refusal undoes all of them.
    """
    done = 0
    with together() as apart:
        for trial_id in trial_ids:
            with suppress(Refused), apart():
                one(trial_id, by, at)
                done += 1
    return done
