"""The agreement, moved days, and how it ended: the intern gets the sums."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foretaste.core import calendars
from foretaste.core.events import subscribes_to
from foretaste.core.places import address
from foretaste.messaging import letters, sources
from foretaste.messaging.calendars import DayEntry, days_as_ics
from foretaste.messaging.formats import money
from foretaste.messaging.letters.trials import told
from foretaste.messaging.paths import trial as trial_path
from foretaste.messaging.subscribers.telling import tell, tell_both
from foretaste.money.endings import EXITS
from foretaste.trials import events as trials


def place_of(trial: Any) -> str:
    place = trial.terms["place"]
    return address(place["address"], place["city"], country=place["country"], language=get_language() or "en")


def _calendar(trial: Any, days: Iterable[Any], *, of_company: bool, sequence: int, cancelled: bool = False) -> str:
    entries = [DayEntry(number=day.number, starts_at=day.starts_at, ends_at=day.ends_at) for day in days]
    if not entries:
        return ""
    return days_as_ics(
        trial_id=trial.public_id,
        title=trial.title,
        company=trial.organization.name,
        place=place_of(trial),
        zone=trial.time_zone,
        url=settings.SITE_URL.rstrip("/") + trial_path(trial.public_id, of_company=of_company),
        days=entries,
        sequence=sequence,
        at=calendars.now(),
        cancelled=cancelled,
    )


def _day_rows(trial: Any) -> list[tuple[str, str]]:
    rows = [
        (
            _("Day {number}").format(number=day.number),
            f"{told(day.starts_at, day.ends_at, trial.time_zone)}, {money(day.pay_minor, trial.currency)}",
        )
        for day in trial.days.all()
    ]
    return [*rows, (_("Together, before tax"), money(sum(d.pay_minor for d in trial.days.all()), trial.currency))]


@subscribes_to(trials.HostNamed)
def say_who_hosts(event: trials.HostNamed) -> None:
    trial = sources.trial(event.trial_id)
    tell_both(
        trial,
        f"host_named:{event.trial_id}:{event.at}",
        lambda of_company: letters.host_named(
            trial_id=event.trial_id,
            title=trial.title,
            company=trial.organization.name,
            host=str(trial.host),
            of_company=of_company,
        ),
    )


@subscribes_to(trials.TrialAgreed)
def say_that_it_is_signed(event: trials.TrialAgreed) -> None:
    trial = sources.trial(event.trial_id)
    tell_both(
        trial,
        f"agreement_signed:{event.trial_id}",
        lambda of_company: letters.agreement_signed(
            trial_id=event.trial_id,
            title=trial.title,
            company=trial.organization.name,
            intern=str(trial.intern),
            rows=_day_rows(trial),
            place=place_of(trial),
            sha256=trial.agreement_sha256,
            calendar=_calendar(trial, trial.days.all(), of_company=of_company, sequence=0),
            of_company=of_company,
        ),
    )


@subscribes_to(trials.DayStarted)
def say_that_the_day_s_pay_is_theirs(event: trials.DayStarted) -> None:
    trial = sources.trial(event.trial_id)
    day = next(day for day in trial.days.all() if day.number == event.day)
    tell(
        [trial.intern],
        f"day_started:{event.trial_id}:{event.day}",
        lambda: letters.day_started(
            trial_id=event.trial_id,
            title=trial.title,
            day=day.number,
            pay_minor=day.pay_minor,
            currency=trial.currency,
            started_at=day.checked_in_at,
            zone=trial.time_zone,
        ),
    )


@subscribes_to(trials.DeliverableUploaded)
def pass_a_deliverable_on(event: trials.DeliverableUploaded) -> None:
    """The file itself stays where only those of the trial can read it."""
    trial = sources.trial(event.trial_id)
    deliverable = trial.deliverables.get(public_id=event.deliverable_id)
    tell(
        sources.hosts_of(trial),
        f"deliverable_uploaded:{event.deliverable_id}",
        lambda: letters.deliverable_uploaded(
            trial_id=event.trial_id, title=trial.title, name=deliverable.name, note=deliverable.note
        ),
    )


def _sum_rows(trial: Any) -> list[tuple[str, str]]:
    settlement = sources.settlement(trial.public_id)
    if settlement is None:
        return []
    names = {
        "day": _("Day {day}"),
        "remaining": _("Day {day}, paid as if worked"),
        "bonus": _("Goodbye bonus"),
        "kill_fee": _("For the cancelled start"),
        "ruling": _("Decided"),
    }
    return [
        (names[line.kind].format(day=line.day_number), money(line.amount_minor, settlement.currency))
        for line in settlement.lines.all()
        if line.kind in names and line.amount_minor
    ]


def _say_how_it_ended(trial_id: str, ending: str) -> None:
    """The intern gets the sums; the company, after an exit, that they have gone, and nothing else."""
    trial = sources.trial(trial_id)
    settlement = sources.settlement(trial_id)
    paid, held = (settlement.paid_minor, settlement.held_minor) if settlement else (trial.paid_minor, trial.held_minor)
    left = ending in EXITS
    open_days = [day for day in trial.days.all() if day.checked_in_at is None]
    sequence = 1000  # beyond every move
    tell(
        [trial.intern],
        f"ended:{trial_id}:{ending}",
        lambda: letters.ended_for_intern(
            trial_id=trial_id,
            title=trial.title,
            left=left,
            rows=_sum_rows(trial),
            paid_minor=paid,
            held_minor=held,
            currency=trial.currency,
            calendar=_calendar(trial, open_days, of_company=False, sequence=sequence, cancelled=True),
        ),
    )
    tell(
        sources.hosts_of(trial),
        f"ended:{trial_id}:{ending}",
        lambda: letters.ended_for_company(
            trial_id=trial_id,
            title=trial.title,
            intern=str(trial.intern),
            ending=ending,
            left=left,
            calendar=_calendar(trial, open_days, of_company=True, sequence=sequence, cancelled=True),
        ),
    )


@subscribes_to(trials.TrialEnded)
def say_that_it_is_over(event: trials.TrialEnded) -> None:
    _say_how_it_ended(event.trial_id, event.ending)


@subscribes_to(trials.EndingChanged)
def say_that_a_decision_changed_the_ending(event: trials.EndingChanged) -> None:
    _say_how_it_ended(event.trial_id, event.ending)


@subscribes_to(trials.DayMoveProposed)
def ask_whether_a_day_may_move(event: trials.DayMoveProposed) -> None:
    move = sources.move(event.move_id)
    trial = sources.trial(event.trial_id)
    people = sources.hosts_of(trial) if move.proposed_by_intern else [trial.intern]
    tell(
        people,
        f"day_move_proposed:{event.move_id}",
        lambda: letters.day_move_proposed(
            trial_id=event.trial_id,
            day=move.day,
            old=told(move.old_starts_at, move.old_ends_at, trial.time_zone),
            new=told(move.new_starts_at, move.new_ends_at, trial.time_zone),
            note=move.note,
            of_company=move.proposed_by_intern,
        ),
    )


@subscribes_to(trials.DayMoved)
def say_that_a_day_moved(event: trials.DayMoved) -> None:
    move = sources.move(event.move_id)
    trial = sources.trial(event.trial_id)
    sequence = trial.moves.filter(state="accepted").count()
    day = [one for one in trial.days.all() if one.number == event.day]
    tell_both(
        trial,
        f"day_moved:{event.move_id}",
        lambda of_company: letters.day_moved(
            trial_id=event.trial_id,
            day=event.day,
            new=told(move.new_starts_at, move.new_ends_at, trial.time_zone),
            calendar=_calendar(trial, day, of_company=of_company, sequence=sequence),
            of_company=of_company,
        ),
    )


@subscribes_to(trials.DayMoveDeclined)
def say_that_a_day_stays(event: trials.DayMoveDeclined) -> None:
    move = sources.move(event.move_id)
    trial = sources.trial(event.trial_id)
    people = [trial.intern] if move.proposed_by_intern else sources.hosts_of(trial)
    tell(
        people,
        f"day_move_declined:{event.move_id}",
        lambda: letters.day_move_declined(
            trial_id=event.trial_id,
            day=move.day,
            old=told(move.old_starts_at, move.old_ends_at, trial.time_zone),
            of_company=not move.proposed_by_intern,
        ),
    )
