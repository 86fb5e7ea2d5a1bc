"""Writing for one's own eyes, and taking it back. No event leaves from here: nobody is told that there is anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor, Role
from foretaste.advice import refusals
from foretaste.advice.models import PrivateJournal, PrivatePlan
from foretaste.advice.private import (
    JOURNAL_SIZE,
    LONGEST_NOTE,
    MARKS,
    PLAN_SIZE,
    Grounds,
    Journal,
    Noted,
    TrialPlan,
    Wish,
)
from foretaste.advice.queries import journal_of, journals_visible_to, plan_of, plans_visible_to, wrong_with
from foretaste.core import vault
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.trials import queries as trials

if TYPE_CHECKING:
    from foretaste.trials.models import Trial


def _key(by: Actor) -> int:
    """Return whose it is; a visitor has nothing of their own."""
    if by.person_id is None:
        raise NotAllowed
    return by.person_id


@step
def _plan(by: Actor) -> TrialPlan:
    """Return the actor's own plan, locked until it is kept."""
    plans_visible_to(by).select_for_update().first()
    return plan_of(by)


@step
def _keep_plan(plan: TrialPlan, by: Actor) -> None:
    sealed = vault.seal(plan.kept(), size=PLAN_SIZE)
    PrivatePlan.objects.update_or_create(person_id=_key(by), defaults={"sealed": sealed})


@action
def put_wish(*, wish: Wish, currency: str, by: Actor, at: dt.datetime) -> None:
    """Put a trial into one's plan, or change it there."""
    if wrong := wrong_with(asdict(wish)):
        raise NotAcceptable(**wrong)
    plan = _plan(by)
    if wish.number and wish.number not in {one.number for one in plan.wishes}:
        raise NotFound
    if not wish.number and plan.is_full:
        raise refusals.ThePlanIsFull
    if currency != plan.grounds.currency:
        if plan.wishes:
            raise refusals.AnotherCurrency
        plan = TrialPlan(Grounds(currency=currency))
    _keep_plan(plan.with_wish(wish), by)


@action
def take_wish_out(*, number: int, by: Actor, at: dt.datetime) -> None:
    """Take a wish out of one's plan. Raises `NotFound` where no wish has this number."""
    plan = _plan(by)
    if number not in {one.number for one in plan.wishes}:
        raise NotFound
    _keep_plan(plan.without(number), by)


@action
def put_grounds(*, grounds: Grounds, by: Actor, at: dt.datetime) -> None:
    """Say what the trials of one's plan are compared with."""
    _keep_plan(TrialPlan(grounds, _plan(by).wishes), by)


@action
def forget_plan(*, by: Actor, at: dt.datetime) -> None:
    """Delete one's plan. A second time changes nothing."""
    plans_visible_to(by).filter(person_id=_key(by)).delete()


@step
def _own_trial(trial_id: str, by: Actor) -> Trial:
    """Return the actor's own trial, its journal locked until it is kept."""
    trial = trials.own_trial(trial_id, by)
    journals_visible_to(by).select_for_update().filter(trial=trial).first()
    return trial


@step
def _keep_journal(trial: Trial, journal: Journal, by: Actor) -> None:
    sealed = vault.seal(journal.kept(), size=JOURNAL_SIZE)
    PrivateJournal.objects.update_or_create(trial=trial, person_id=_key(by), defaults={"sealed": sealed})


@action
def note_day(*, trial_id: str, day: int, marks: Mapping[str, int], note: str = "", by: Actor, at: dt.datetime) -> None:
    """Mark a day that was begun; a second time writes over the first."""
    trial = _own_trial(trial_id, by)
    if not trials.day_of(trial, day).is_started:
        raise refusals.TheDayHasNotBegun
    journal = journal_of(trial, by)
    noted = Noted({name: min(max(int(marks[name]), 1), 5) for name in MARKS}, note.strip()[:LONGEST_NOTE])
    days = {**journal.days, day: noted}
    _keep_journal(trial, Journal(journal.grounds, journal.hope, journal.doubt, journal.chance, days), by)


@action
def put_hopes(
    *, trial_id: str, grounds: Grounds, hope: float, doubt: str, chance: float, by: Actor, at: dt.datetime
) -> None:
    """Say what one hoped for, and what the trial is compared with."""
    trial = _own_trial(trial_id, by)
    _keep_journal(trial, Journal(grounds, hope, doubt, chance, journal_of(trial, by).days), by)


@action
def forget_journal(*, trial_id: str, by: Actor, at: dt.datetime) -> None:
    """Delete one's journal of a trial. A second time changes nothing."""
    journals_visible_to(by).filter(trial=_own_trial(trial_id, by)).delete()


@action
def reseal_private(*, after: int, most: int, by: Actor, at: dt.datetime) -> int | None:
    """Put what is private of the next people under the newest key; None when there are no more.

    People are counted, never rows: how many of them write is told to nobody.
    """
    if not by.has(Role.CLOCK):
        raise NotAllowed
    some = accounts.next_keys(after, most)
    for kind in (PrivatePlan, PrivateJournal):
        vault.reseal_rows(kind.objects.filter(person_id__in=some))
    return some[-1] if some else None
