"""Letters about a trial: signed, tomorrow, over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from foretaste.core.calendars import local_date
from foretaste.messaging import paths
from foretaste.messaging.formats import clock, date, moment, money
from foretaste.messaging.letter import Letter

Rows = Sequence[tuple[str, str]]


def agreement_signed(
    *,
    trial_id: str,
    title: str,
    company: str,
    intern: str,
    rows: Rows,
    place: str,
    sha256: str,
    calendar: str,
    of_company: bool,
) -> Letter:
    who = intern if of_company else company
    return Letter(
        kind="agreement_signed",
        subject=_("Signed: {title} with {who}").format(title=title, who=who),
        lines=(_("Both sides have signed, and the money is held. The days are in the attached calendar file."),),
        rows=(*rows, (_("Place"), place), (_("Fingerprint of the text"), sha256[:16])),
        do=_("See the trial"),
        path=paths.trial(trial_id, of_company=of_company),
        calendar=calendar,
    )


def host_named(*, trial_id: str, title: str, company: str, host: str, of_company: bool) -> Letter:
    line = (
        _("{host} hosts this trial from now on.").format(host=host)
        if of_company
        else _("{host} is there for you at {company} from now on. Everything else stays as signed.").format(
            host=host, company=company
        )
    )
    return Letter(
        kind="host_named",
        subject=_("Another host: {title}").format(title=title),
        lines=(line,),
        do=_("See the trial"),
        path=paths.trial(trial_id, of_company=of_company),
    )


def day_before(
    *,
    trial_id: str,
    title: str,
    who: str,
    day: int,
    starts_at: dt.datetime,
    zone: str,
    place: str,
    of_company: bool,
    at: dt.datetime,
) -> Letter:
    """Within 24 hours of the day's start: mostly the day before, but not where both signed this morning."""
    when = moment(starts_at, zone)
    is_today = local_date(at, zone) == local_date(starts_at, zone)
    subject = _("Today, {time}: {title}") if is_today else _("Tomorrow, {time}: {title}")
    return Letter(
        kind="day_before",
        subject=subject.format(time=clock(starts_at, zone), title=title),
        rows=((_("Day"), str(day)), (_("With"), who), (_("When"), when), (_("Where"), place)),
        do=_("See the day"),
        path=paths.trial(trial_id, of_company=of_company),
    )


def day_started(
    *, trial_id: str, title: str, day: int, pay_minor: int, currency: str, started_at: dt.datetime, zone: str
) -> Letter:
    """To the intern alone: what a check-in has earned can't be taken back."""
    pay = money(pay_minor, currency)
    return Letter(
        kind="day_started",
        subject=_("Day {day} has begun: {sum} is yours").format(day=day, sum=pay),
        lines=(title,),
        rows=((_("Checked in"), moment(started_at, zone)), (_("Yours, before tax"), pay)),
        after=(_("This day's pay is yours in full, however the day goes on. Nobody can take it back."),),
        do=_("See the day"),
        path=paths.trial(trial_id),
    )


def deliverable_uploaded(*, trial_id: str, title: str, name: str, note: str) -> Letter:
    return Letter(
        kind="deliverable_uploaded",
        subject=_("A file was handed over: {title}").format(title=title),
        lines=(f"“{note}”",) if note else (),
        rows=((_("File"), name),),
        after=(_("No pay depends on it."),),
        do=_("See the file"),
        path=paths.trial(trial_id, of_company=True),
    )


def day_move_proposed(*, trial_id: str, day: int, old: str, new: str, note: str, of_company: bool) -> Letter:
    return Letter(
        kind="day_move_proposed",
        subject=_("Would another date do for day {day}?").format(day=day),
        lines=(f"“{note}”",) if note else (),
        rows=((_("Now"), old), (_("Proposed"), new)),
        after=(_("The money stays the same. Without your yes the day stays where it is."),),
        do=_("Answer"),
        path=paths.trial(trial_id, of_company=of_company),
    )


def day_moved(*, trial_id: str, day: int, new: str, calendar: str, of_company: bool) -> Letter:
    return Letter(
        kind="day_moved",
        subject=_("Day {day} has moved").format(day=day),
        lines=(_("The attached calendar file brings your calendar up to date."),),
        rows=((_("Day {day}").format(day=day), new),),
        do=_("See the trial"),
        path=paths.trial(trial_id, of_company=of_company),
        calendar=calendar,
    )


def day_move_declined(*, trial_id: str, day: int, old: str, of_company: bool) -> Letter:
    return Letter(
        kind="day_move_declined",
        subject=_("Day {day} stays where it is").format(day=day),
        rows=((_("Day {day}").format(day=day), old),),
        do=_("See the trial"),
        path=paths.trial(trial_id, of_company=of_company),
    )


def ended_for_intern(
    *, trial_id: str, title: str, left: bool, rows: Rows, paid_minor: int, held_minor: int, currency: str, calendar: str
) -> Letter:
    """The confirmation, with the sums of the statement."""
    paid = money(paid_minor, currency)
    held = ((_("Held until a person decides"), money(held_minor, currency)),) if held_minor else ()
    subject = _("You have left. {sum} is yours") if left else _("It is over. {sum} is yours")
    return Letter(
        kind="ended",
        subject=subject.format(sum=paid),
        lines=(title,),
        rows=(*rows, (_("Yours, before tax"), paid), *held),
        after=(_("Were you told to leave? Say so within 24 hours: then every day is paid."),) if left else (),
        do=_("See the statement"),
        path=paths.statement(trial_id),
        calendar=calendar,
    )


def ended_for_company(*, trial_id: str, title: str, intern: str, ending: str, left: bool, calendar: str) -> Letter:
    """After an exit: that they have gone, and nothing else."""
    if left:
        return Letter(
            kind="ended",
            subject=_("{intern} has gone").format(intern=intern),
            lines=(title,),
            do=_("See the trial"),
            path=paths.trial(trial_id, of_company=True),
            calendar=calendar,
        )
    said = {
        "completion": _("{intern} has finished the trial."),
        "early_end": _("You have ended the trial. Every day is paid."),
        "company_withdraws": _("You have withdrawn before the start."),
        "company_withdraws_late": _("You have withdrawn less than 24 hours before the start. Every day is paid."),
        "company_no_show": _("Nobody was there, and no answer came. Every day is paid."),
        "intern_no_show": _("{intern} did not come. The rest of the money goes back to you."),
        "sent_away": _("You have sent {intern} away. The days left are held until a person decides."),
        "told_to_leave": _("It was decided that {intern} was told to leave. Every day is paid."),
    }[ending]
    return Letter(
        kind="ended",
        subject=_("{title}: over").format(title=title),
        lines=(said.format(intern=intern),),
        do=_("See the trial"),
        path=paths.trial(trial_id, of_company=True),
        calendar=calendar,
    )


CASES = {
    "missed_check_in": "A check-in was missed, and is claimed",
    "company_no_show": "Nobody was there, says the intern",
    "contested_start": "The company contests that a day was started",
    "told_to_leave": "The intern says: I was told to leave",
    "sent_away": "The company has sent the intern away",
}


def case_opened(
    *,
    trial_id: str,
    title: str,
    kind: str,
    day: int | None,
    answer_by: dt.datetime,
    zone: str,
    yours: bool,
    of_company: bool,
) -> Letter:
    """`yours` is the side that opened it: they get the receipt, the other side is asked."""
    rows = ((_("Trial"), title), *(((_("Day"), str(day)),) if day else ()))
    line = (
        _("We have it. It is settled by the other side's yes, or a person decides by {when}.")
        if yours
        else _("Say how it was. Without an answer it is decided by {when}.")
    )
    return Letter(
        kind="case_opened",
        subject=_(CASES[kind]),
        lines=(line.format(when=moment(answer_by, zone)),),
        rows=rows,
        do=_("See it") if yours else _("Answer"),
        path=paths.trial(trial_id, of_company=of_company),
    )


def case_needs_a_decision(*, kind: str, title: str, due_at: dt.datetime, zone: str) -> Letter:
    return Letter(
        kind="case_needs_a_decision",
        subject=_("A decision is needed: {what}").format(what=_(CASES[kind])),
        rows=((_("Trial"), title), (_("Due"), moment(due_at, zone))),
        do=_("Decide"),
        path=paths.CASES,
    )


def case_decided(
    *, trial_id: str, title: str, kind: str, for_intern: bool, by_time: bool, reasons: str, of_company: bool
) -> Letter:
    outcome = _("Decided for the intern.") if for_intern else _("Decided for the company.")
    how = _("Nobody ruled in time, so it was decided as the rules say.") if by_time else ""
    return Letter(
        kind="case_decided",
        subject=_("Decided: {what}").format(what=_(CASES[kind])),
        lines=tuple(line for line in (title, outcome, how, f"“{reasons}”" if reasons else "") if line),
        after=(_("What was earned stays earned."),),
        do=_("See the trial"),
        path=paths.trial(trial_id, of_company=of_company),
    )


def told(starts_at: dt.datetime, ends_at: dt.datetime, zone: str) -> str:
    """Monday 2 March 2026, 09:00-17:00."""
    day = date(starts_at.astimezone(ZoneInfo(zone)).date())
    return f"{day}, {clock(starts_at, zone)}–{clock(ends_at, zone)}"
