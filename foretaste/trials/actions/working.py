"""During the days: the work log, deliverables, sealed checkpoints, and days that move."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

from foretaste.accounts.actors import Actor, Role
from foretaste.core import vault
from foretaste.core.calendars import local_date, moment
from foretaste.core.events import publish
from foretaste.core.identifiers import new_public_id
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.money.queries import wage_floor_for
from foretaste.money.wages import least_pay
from foretaste.trials import files, lifecycle, queries, refusals
from foretaste.trials.actions.agreeing import take_turns
from foretaste.trials.events import DayMoved, DayMoveDeclined, DayMoveProposed, DeliverableUploaded
from foretaste.trials.lifecycle import Kind
from foretaste.trials.models import Checkpoint, DayMove, Deliverable, Trial, TrialDay, WorkLogEntry
from foretaste.trials.steps import lock_trial, only, person_in

BOTH_SIDES = lifecycle.INTERN | lifecycle.COMPANY
CHECKPOINT_SIZE = 2048
LONGEST_NOTE = 280
MOST_FILES = 50
MOST_LINES = 200  # of a work log: both sides' pages show all of them
SEALS_CLOSE_AFTER = dt.timedelta(days=7)  # after the ending, when the evaluations open at the latest


@action
def log_work(*, trial_id: str, day: int, text: str, by: Actor, at: dt.datetime) -> WorkLogEntry:
    """Write what was done on a day. Nobody approves it; it helps whoever decides about a missed check-in."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.INTERN)
    if trial.state == Trial.State.CLOSED:
        raise refusals.NotNow
    if not text.strip():
        raise refusals.NothingWasWritten(text=str(refusals.NothingWasWritten.message))
    if trial.work_log.count() >= MOST_LINES:
        raise refusals.TheWorkLogIsFull
    return WorkLogEntry.objects.create(
        trial=trial,
        day=queries.day_of(trial, day).number,
        text=text.strip()[:5_000],
        written_by_id=person_in(by),
        written_at=at,
    )


@action
def upload_deliverable(
    *, trial_id: str, name: str, content: bytes, note: str = "", by: Actor, at: dt.datetime
) -> Deliverable:
    """Hand over a file. Size and type are checked by its content; no pay depends on it."""
    trial = lock_trial(trial_id, by)
    only(trial, by, lifecycle.INTERN)
    if trial.state == Trial.State.CLOSED:
        raise refusals.NotNow
    if trial.deliverables.count() >= MOST_FILES:
        raise refusals.ThereAreTooManyFiles
    if len(content) > settings.DELIVERABLE_MAX_BYTES:
        raise refusals.TheFileIsTooLarge(file=str(refusals.TheFileIsTooLarge.message))
    content_type = files.content_type_of(name, content)
    if content_type is None:
        raise refusals.TheFileCannotBeTaken(file=str(refusals.TheFileCannotBeTaken.message))
    public_id = new_public_id()
    deliverable = Deliverable.objects.create(
        public_id=public_id,
        trial=trial,
        name=files.safe_name(name),
        content_type=content_type,
        size=len(content),
        sha256=files.sha256_of(content),
        path=files.path_for(trial.public_id, public_id),
        note=note.strip()[:300],
        uploaded_by_id=person_in(by),
        uploaded_at=at,
    )
    publish(DeliverableUploaded(deliverable_id=public_id, trial_id=trial.public_id))
    files.write(deliverable.path, content)
    return deliverable


@action
def seal_checkpoint(*, trial_id: str, day: int, mark: str, note: str = "", by: Actor, at: dt.datetime) -> Trial:
    """Mark a started day "more of this / fine / not for me", sealed until the evaluations open.

    Nothing tells the other side: no event, no job, no time. One's own mark can be changed until then.
    """
    trial = lock_trial(trial_id, by)
    role = only(trial, by, BOTH_SIDES)
    row = queries.day_of(trial, day)
    if trial.checkpoints_open_at or (trial.ended_at and at >= trial.ended_at + SEALS_CLOSE_AFTER):
        raise refusals.ItIsSealed
    if not row.is_started:
        raise refusals.TheDayHasNotStarted
    if mark not in Checkpoint.Mark.values:
        raise refusals.NothingWasWritten(mark=str(refusals.NothingWasWritten.message))
    Checkpoint.objects.update_or_create(
        trial=trial,
        day=row.number,
        side=Checkpoint.Side.INTERN if role is Role.INTERN else Checkpoint.Side.COMPANY,
        defaults={"sealed": vault.seal({"mark": mark, "note": note.strip()[:LONGEST_NOTE]}, size=CHECKPOINT_SIZE)},
    )
    return trial


@action
def open_checkpoints(*, trial_id: str, by: Actor, at: dt.datetime) -> Trial:
    """The evaluations have opened: so do the marks. Only the clock's own word; repeating it changes nothing."""
    trial = lock_trial(trial_id, by)
    if not by.has(Role.CLOCK):
        raise NotAllowed
    if trial.is_running:
        raise refusals.TheTrialHasNotEnded
    if trial.checkpoints_open_at is None:
        trial.checkpoints_open_at = at
        trial.save(update_fields=["checkpoints_open_at"])
    return trial


@action
def reseal_checkpoints(*, after: int, most: int, by: Actor, at: dt.datetime) -> int | None:
    """Put the marks of the next trials under the newest key; return how far that came, None when there are no more.

    Trials are counted, never marks: how many there are would tell who has marked.
    """
    if not by.has(Role.CLOCK):
        raise NotAllowed
    trials = list(Trial.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most])
    vault.reseal_rows(Checkpoint.objects.filter(trial__in=trials))
    return trials[-1] if trials else None


# --- days that move -------------------------------------------------------------------------------
@action
def propose_day_move(
    *,
    trial_id: str,
    day: int,
    new_on: dt.date | None = None,
    new_starts: dt.time | None = None,
    is_illness: bool = False,
    note: str = "",
    by: Actor,
    at: dt.datetime,
) -> DayMove:
    """Ask the other side to move a day that has not started: same hours, same money, within the seven days.

    Without a date, the next free one is proposed. Illness is said before the day's planned end; with no
    yes it ends as an exit between days, never as a no-show.
    """
    trial = lock_trial(trial_id, by)
    role = only(trial, by, BOTH_SIDES)
    if trial.has_ended:
        raise refusals.TheTrialHasEnded(ending=trial.ending)
    row = queries.day_of(trial, day)
    if row.is_started:
        raise refusals.TheDayHasStarted
    if at > row.ends_at:
        raise refusals.TheDayIsOver
    on, starts_at, ends_at = _new_slot(trial, row, new_on, new_starts, at)
    if role is Role.INTERN:
        _be_free(trial, starts_at, ends_at)
    if trial.moves.filter(day=day, state=DayMove.State.OPEN).exists():
        raise refusals.ThisIsClaimedAlready
    move = DayMove.objects.create(
        trial=trial,
        day=day,
        proposed_by_id=person_in(by),
        proposed_by_intern=role is Role.INTERN,
        proposed_at=at,
        is_illness=is_illness and role is Role.INTERN,
        note=note.strip()[:2_000],
        old_on=row.on,
        old_starts_at=row.starts_at,
        old_ends_at=row.ends_at,
        new_on=on,
        new_starts_at=starts_at,
        new_ends_at=ends_at,
    )
    publish(DayMoveProposed(move_id=move.public_id, trial_id=trial.public_id, day=day))
    return move


@action
def answer_day_move(*, move_id: str, accept: bool, by: Actor, at: dt.datetime) -> DayMove:
    """The other side's yes moves the day; its no leaves it where it is."""
    trial_id = (
        DayMove.objects.filter(public_id=move_id, trial__in=queries.visible_to(by))
        .values_list("trial__public_id", flat=True)
        .first()
    )
    if trial_id is None:
        raise NotFound
    trial = lock_trial(trial_id, by)
    move = DayMove.objects.get(public_id=move_id)
    only(trial, by, lifecycle.COMPANY if move.proposed_by_intern else lifecycle.INTERN)
    if move.state != DayMove.State.OPEN:
        raise refusals.TheMoveIsAnswered
    if accept:
        _move_day(trial, move, at)
    move.state = DayMove.State.ACCEPTED if accept else DayMove.State.DECLINED
    move.answered_by_id = by.person_id
    move.answered_at = at
    move.save(update_fields=["state", "answered_by", "answered_at"])
    told = DayMoved if accept else DayMoveDeclined
    publish(told(move_id=move.public_id, trial_id=trial.public_id, day=move.day))
    return move


@step
def _move_day(trial: Trial, move: DayMove, at: dt.datetime) -> None:
    """Give the unstarted days their new order in time. Pay, plan and bonus stay with the day's number."""
    if trial.has_ended:
        raise refusals.TheTrialHasEnded(ending=trial.ending)
    row = queries.day_of(trial, move.day)
    if row.is_started:
        raise refusals.TheDayHasStarted
    if trial.cases.filter(queries.OPEN_CASE, kind=Kind.MISSED_CHECK_IN, day=row.number).exists():
        raise refusals.ThisIsClaimedAlready
    _check_slot(trial, row, move.new_on, move.new_starts_at, move.new_ends_at, at)
    if not move.proposed_by_intern:
        _be_free(trial, move.new_starts_at, move.new_ends_at)
    waiting = [day for day in queries.days_of(trial) if not day.is_started and (day.ends_at >= at or day == row)]
    slots = sorted(
        (move.new_starts_at, move.new_ends_at, move.new_on) if day == row else (day.starts_at, day.ends_at, day.on)
        for day in waiting
    )
    for day, (starts_at, ends_at, on) in zip(waiting, slots, strict=True):
        TrialDay.objects.filter(pk=day.pk).update(starts_at=starts_at, ends_at=ends_at, on=on)


@step
def _be_free(trial: Trial, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Refuse a slot in which the intern has promised another day; said to the intern alone.

    A company never hears it: whether its yes works would tell how the intern's other trials ended.
    """
    take_turns(f"agreements of {trial.intern_id}")
    if queries.clash(trial.intern_id, [(starts_at, ends_at)], besides=trial.pk) is not None:
        raise refusals.TheDayCannotMoveThere(new_on=str(refusals.TheDayCannotMoveThere.message))


Slot = tuple[dt.date, dt.datetime, dt.datetime]


def _new_slot(trial: Trial, row: TrialDay, on: dt.date | None, starts: dt.time | None, at: dt.datetime) -> Slot:
    """Return the proposed slot, checked; without a date the next free day at the same hours."""
    if on is not None:
        slot = _slot(trial, row, on, starts)
        _check_slot(trial, row, *slot, at)
        return slot
    for later in range(1, lifecycle.LONGEST_SPAN_DAYS):
        slot = _slot(trial, row, local_date(max(at, row.starts_at), trial.time_zone) + dt.timedelta(days=later), starts)
        try:
            _check_slot(trial, row, *slot, at)
        except refusals.TheDayCannotMoveThere:
            continue
        return slot
    raise refusals.ThereIsNoRoomToMove


def _slot(trial: Trial, row: TrialDay, on: dt.date, starts: dt.time | None) -> Slot:
    """Return the same hours on another date, on the wall of the place of work."""
    zone = ZoneInfo(trial.time_zone)
    old_start, old_end = (one.astimezone(zone).replace(tzinfo=None) for one in (row.starts_at, row.ends_at))
    new_start = dt.datetime.combine(on, starts or old_start.time())
    new_end = new_start + (old_end - old_start)
    return (
        on,
        moment(new_start.date(), new_start.time(), trial.time_zone),
        moment(new_end.date(), new_end.time(), trial.time_zone),
    )


def _check_slot(
    trial: Trial, row: TrialDay, on: dt.date, starts_at: dt.datetime, ends_at: dt.datetime, at: dt.datetime
) -> None:
    """Refuse a slot that has begun, overlaps another day, or stretches the trial beyond seven calendar days.

    And one for which this day's pay would no longer be lawful: the money stays the same.
    """
    others = [day for day in queries.days_of(trial) if day.number != row.number]
    dates = [day.on for day in others] + [on]
    stretched = (max(dates) - min(dates)).days >= lifecycle.LONGEST_SPAN_DAYS
    same_date = any(day.on == on for day in others)
    overlaps = any(day.starts_at < ends_at and day.ends_at > starts_at for day in others)
    begun_after = any(day.is_started and day.starts_at > starts_at for day in others)
    if starts_at <= at or ends_at <= starts_at or stretched or same_date or overlaps or begun_after:
        raise refusals.TheDayCannotMoveThere(new_on=str(refusals.TheDayCannotMoveThere.message))
    least = _least_pay(trial, row, on, ends_at - starts_at)
    if least > max(row.pay_minor, _least_pay(trial, row, row.on, row.ends_at - row.starts_at)):
        raise refusals.TheDayCannotMoveThere(new_on=str(refusals.TheDayCannotMoveThere.too_little))


def _least_pay(trial: Trial, row: TrialDay, on: dt.date, lasts: dt.timedelta) -> int:
    """Return what the day must pay at least on a date; 0 where no minimum wage of its currency is known.

    A new year brings another minimum wage, and a night in which clocks change is an hour longer.
    """
    place = trial.terms["place"]
    floor = wage_floor_for(trial.country, trial.region, place["city"], on)
    if floor is None or floor.currency != trial.currency:
        return 0
    return least_pay(floor, max(0, int(lasts.total_seconds()) // 60 - row.break_minutes)).minor
