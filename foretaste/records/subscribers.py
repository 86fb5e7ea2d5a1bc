"""A trial that was started will have its record; what changed is signed by the worker."""

from __future__ import annotations

from foretaste.accounts.actors import CLOCK
from foretaste.core import calendars
from foretaste.core.events import subscribes_to
from foretaste.records import actions
from foretaste.records.events import RecordChanged, RecordIssued, RecordRevoked
from foretaste.trials import queries as trials
from foretaste.trials.events import CaseDecided, DayStarted


@subscribes_to(DayStarted)
def expect_a_record(event: DayStarted) -> None:
    actions.await_record(trial_id=event.trial_id, by=CLOCK, at=calendars.now())


@subscribes_to(CaseDecided)
def expect_a_record_of_a_claimed_day(event: CaseDecided) -> None:
    """A claim upheld may be what started the trial."""
    trial = trials.trial_of(event.trial_id, CLOCK)
    if any(day.is_started for day in trials.days_of(trial)):
        actions.await_record(trial_id=event.trial_id, by=CLOCK, at=calendars.now())


@subscribes_to(RecordIssued)
def sign_it(event: RecordIssued) -> None:
    actions.sign_record(record_id=event.record_id, by=CLOCK, at=calendars.now())


@subscribes_to(RecordChanged)
def sign_it_again(event: RecordChanged) -> None:
    actions.sign_record(record_id=event.record_id, by=CLOCK, at=calendars.now())


@subscribes_to(RecordRevoked)
def sign_what_is_revoked(event: RecordRevoked) -> None:
    actions.sign_status_list(number=event.status_list, by=CLOCK, at=calendars.now())
