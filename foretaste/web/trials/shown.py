"""What a trial's page shows at one moment: doors, today's plan, what leaving pays. Reads, never writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from foretaste.core.amounts import Amount
from foretaste.core.calendars import local_date, moment
from foretaste.money.endings import Sums, exit_sum
from foretaste.trials.lifecycle import State
from foretaste.web.pay.where import day_line, weekday
from foretaste.web.templatetags.ui import elsewhere
from foretaste.web.templatetags.ui import hour as hour_words
from foretaste.web.templatetags.ui import money as money_words

if TYPE_CHECKING:
    from foretaste.trials.models import Trial, TrialDay


@dataclass(frozen=True)
class Leaving:
    """What leaving pays now: every cent on its own line."""

    lines: list[dict[str, Any]]
    total: Amount
    total_label: str
    where_and_when: str = ""
    goes: str = ""


# --- which day it is ------------------------------------------------------------------------------
def current_day(trial: Trial, days: Sequence[TrialDay], at: dt.datetime) -> TrialDay:
    """Return the day the page is about: the one that runs or comes next; after the last, the last."""
    for day in days:
        if at <= day.ends_at:
            return day
    return days[-1]


def is_before(trial: Trial, days: Sequence[TrialDay], at: dt.datetime) -> bool:
    """Say whether the first day's check-in hasn't opened yet."""
    return trial.state == State.AGREED and at < days[0].check_in_opens_at


def people_of(trial: Trial) -> list[dict[str, str]]:
    """Return whom the intern meets, as signed; where the company has named another host since, that one."""
    people = [dict(one) for one in trial.terms["people"]]
    if trial.host is None or trial.host.public_id == trial.terms.get("host_id", trial.host.public_id):
        return people
    host = {"name": str(trial.host), "does": "", "relation": "host"}
    return [host, *(one for one in people if one["relation"] != "host" and one["name"] != host["name"])]


# --- doors ------------------------------------------------------------------------------------------
def doors(trial: Trial, days: Sequence[TrialDay], at: dt.datetime) -> list[dict[str, Any]]:
    """Return one door a day: open and ticked, ajar today, painted where it can be opened, shut."""
    today = local_date(at, trial.time_zone)
    return [_door(trial, day, at, today) for day in days]


def _door(trial: Trial, day: TrialDay, at: dt.datetime, today: dt.date) -> dict[str, Any]:
    is_today = day.on == today or day.check_in_opens_at <= at <= day.ends_at
    running = trial.is_running
    state, tag, kind = "shut", _("If you come"), ""
    if day.is_started:
        state, tag, kind = ("now" if is_today and running and at <= day.ends_at else "paid"), _("Yours"), "in"
    elif not running:
        tag = _("Held") if day.pay_is_held else _("Not worked")
    elif at > day.ends_at:
        tag = _("Missed")
    elif is_today:
        state, tag, kind = "offer", _("Today"), "now"
    elif trial.state == State.AGREED:
        state = "offer"
    return {
        "state": state,
        "when": _("Today") if is_today and running else weekday(day.on),
        "pay": money_words(trial.amount(day.pay_minor)),
        "tag": tag,
        "tag_kind": kind,
        "current": is_today and running,
    }


# --- the plan of a day ------------------------------------------------------------------------------
def plan_of(trial: Trial, day: TrialDay, at: dt.datetime) -> dict[str, Any]:
    """Return the day's hours with what is now marked; nothing is marked before it starts or after it ends."""
    today = local_date(at, trial.time_zone) == day.on
    words = {"day": weekday(day.on), "title": day.title}
    heading = _("Today") if today else (_("%(day)s: %(title)s") % words if day.title else words["day"])
    place = ZoneInfo(trial.time_zone)
    clock, ends = (hour_words(one.astimezone(place).time()) for one in (at, day.ends_at))
    items = [dict(item) for item in day.items]
    for item, following in zip(items, [*items, None][1:], strict=True):
        item["when"] = ""
        if today and day.starts_at <= at <= day.ends_at:
            over = clock >= (following["at"] if following else ends)
            item["when"] = "done" if over else ("now" if clock >= item["at"] else "")
    return {"heading": heading, "items": items, "text": day.plan}


# --- leaving ------------------------------------------------------------------------------------------
def leaving(
    trial: Trial, days: Sequence[TrialDay], split: Sums, at: dt.datetime, where: str = "", goes: str = ""
) -> Leaving:
    """Return the lines of the exit panel: each started day, the bonus, no fee, the sum."""
    today = local_date(at, trial.time_zone)
    lines: list[dict[str, Any]] = [day_line(trial, day, today) for day in days if day.is_started]
    if split.bonus:
        hint = _("For leaving before the last day")
        lines.append({"label": _("Goodbye bonus"), "amount": trial.amount(split.bonus), "hint": hint})
    lines.append({"label": _("Fees"), "amount": trial.amount(0), "hint": ""})
    return Leaving(lines, trial.amount(split.paid_total), _("You get"), where, goes)


def staying(trial: Trial, days: Sequence[TrialDay], split: Sums, at: dt.datetime) -> str:
    """Say what staying is worth, in one or two sentences. Never a push."""
    still = [day for day in days if not day.is_started and at <= day.ends_at]
    missed = sum(day.pay_minor for day in days if not day.is_started and at > day.ends_at)
    full = money_words(trial.amount(sum(day.pay_minor for day in days) - missed))
    if not still:
        return _("All your days are started: staying or leaving, it is %(sum)s.") % {"sum": full}
    first, last = still[0], still[-1]
    today = local_date(at, trial.time_zone)
    if first.on == today and first is last:
        return _("Start today and it is %(sum)s. You can still leave at any moment.") % {"sum": full}
    if first is last:
        return _("Come back on %(day)s and it is %(sum)s. You can still leave at any moment then.") % {
            "day": weekday(first.on),
            "sum": full,
        }
    return _("Stay until %(day)s and it is %(sum)s. You can still leave at any moment before.") % {
        "day": weekday(last.on),
        "sum": full,
    }


def if_arrived(trial: Trial, days: Sequence[TrialDay], day: TrialDay) -> str:
    """Say what leaving would pay once this day is checked in."""
    pay = [one.pay_minor for one in days]
    bonus = trial.exit_bonus_minor or [0] * len(pay)
    total = trial.amount(exit_sum(pay, bonus, day.number))
    return _("Once you have said that you are here, leaving pays %(sum)s.") % {"sum": money_words(total)}


# --- words ----------------------------------------------------------------------------------------------
def hours_of(days: Sequence[TrialDay], zone: str) -> str:
    """09:00 to 16:00, or from the earliest to the latest where days differ."""
    place = ZoneInfo(zone)
    starts = {day.starts_at.astimezone(place).time() for day in days}
    ends = {day.ends_at.astimezone(place).time() for day in days}
    words = _("%(start)s to %(end)s") % {"start": hour_words(min(starts)), "end": hour_words(max(ends))}
    words += elsewhere(days[0].starts_at, zone)
    return words if len(starts) == len(ends) == 1 else _("between %(hours)s") % {"hours": words}


def starts_in(days: Sequence[TrialDay], zone: str, at: dt.datetime) -> str:
    """Tomorrow, in 5 days: how far off the first door is."""
    left = (days[0].on - local_date(at, zone)).days
    if left <= 0:
        return _("Today")
    return _("Tomorrow") if left == 1 else _("In %(days)d days") % {"days": left}


def parts_of(text: str) -> list[dict[str, Any]]:
    """Cut an agreement's text into its parts: a heading, then its lines, an empty line between parts.

    A line that begins in lower case goes on with the sentence before it.
    """
    parts = []
    for block in text.split("\n\n"):
        heading, *rest = [line for line in block.split("\n") if line.strip()] or [""]
        lines: list[str] = []
        for line in rest:
            if lines and line[0].islower():
                lines[-1] += f" {line}"
            else:
                lines.append(line.strip())
        if heading:
            parts.append({"heading": heading, "lines": lines})
    return parts


def same_hour_on(trial: Trial, day: TrialDay, on: dt.date) -> dt.datetime:
    """Return the day's start on another date, at the same hour on the wall of the place."""
    return moment(on, day.starts_at.astimezone(ZoneInfo(trial.time_zone)).time(), trial.time_zone)
