"""What each page of a trial says. Chooses between before the day, the day, and after the end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.accounts.actors import Actor
from foretaste.accounts.queries import profile_of
from foretaste.core.calendars import local_date
from foretaste.money import queries as money
from foretaste.money.endings import exit_sum
from foretaste.trials import lifecycle, queries
from foretaste.web.evaluations.forms import MARKS
from foretaste.web.pay.where import before_leaving
from foretaste.web.rendering import unfilled
from foretaste.web.templatetags.ui import money as money_words
from foretaste.web.templatetags.ui import when as when_words
from foretaste.web.trials import cases, ended, forms, shown

if TYPE_CHECKING:
    from foretaste.trials.models import Trial, TrialDay

Context = dict[str, Any]


def page_of(trial: Trial, by: Actor, at: dt.datetime, **filled: Any) -> tuple[str, Context]:
    """Return the template and its context. `filled` holds forms that were refused, and a refusal's words."""
    days = queries.days_of(trial)
    shared = _shared(trial, days)
    if trial.has_ended:
        return "trials/ended.html", shared | ended.page(trial, days, by, at, filled) | filled
    if shown.is_before(trial, days, at):
        return "trials/before.html", shared | _before(trial, days, by, at, filled) | filled
    return "trials/day.html", shared | _day(trial, days, by, at, filled) | filled


def _shared(trial: Trial, days: list[TrialDay]) -> Context:
    host = next((one for one in shown.people_of(trial) if one["relation"] == "host"), None)
    host_name = host["name"] if host else (trial.host.get_full_name() if trial.host else trial.organization.name)
    return {
        "trial": trial,
        "company": trial.organization.name,
        "company_url": f"/c/{trial.organization.slug}/",
        "safety_contact": trial.organization.safety_contact,
        "host_name": host_name.split()[0] if host else host_name,
        "zone": trial.time_zone,
        "zone_short": f"{trial.time_zone} short",
        "dates": [day.on for day in days],
        "cases": cases.shown(trial),
        "moves": cases.moves(trial),
    }


# --- before the day -------------------------------------------------------------------------------------
QUESTIONS_WORTH_ASKING = (
    gettext_lazy("What does a good last day look like to you?"),
    gettext_lazy("What did the last person in this work find hardest?"),
    gettext_lazy("Which part of this would you not show to an outsider, and why?"),
    gettext_lazy("Who decides what I work on, and how do I reach them?"),
    gettext_lazy("What would I do on an ordinary Monday, three months in?"),
)


def _before(trial: Trial, days: list[TrialDay], by: Actor, at: dt.datetime, filled: Context) -> Context:
    place = trial.terms["place"]
    profile = profile_of(trial.intern)
    account = money.payout_account_of(trial.intern.public_id)
    first, *later = days
    address = ", ".join(part for part in (place["address"], place["city"]) if part)
    return {
        "headline": trial.title,
        "starts_in": shown.starts_in(days, trial.time_zone, at),
        "hours": shown.hours_of(days, trial.time_zone),
        "address": address if place["kind"] != "remote" else _("From where you sit"),
        "doors": shown.doors(trial, days, at),
        "checklist": _checklist(trial, days, place),
        "kit": trial.organization.welcome_kit,
        "people": shown.people_of(trial),
        "plan": shown.plan_of(trial, first, at),
        "later_days": later,
        "dossier": _dossier(trial),
        "questions_worth_asking": [str(one) for one in QUESTIONS_WORTH_ASKING],
        "answered": trial.opportunity.questions.filter(asked_by_id=by.person_id),
        "question_form": filled.get("question_form") or unfilled(forms.QuestionForm, auto_id="question_%s"),
        "needs_form": filled.get("needs_form")
        or forms.NeedsForm(
            initial={"access_needs": profile.access_needs, "emergency_contact": profile.emergency_contact}
        ),
        "worth": _worth(trial, days),
        "held_says": _("%(sum)s is held for you since you both signed. Nobody can take it back.")
        % {"sum": money_words(trial.amount(sum(day.pay_minor for day in days)))},
        "account_missing": account is None and not _by_payroll(trial),
        "open_day": first,
        "move_form": _move_form(trial, first, at, filled),
    }


def _checklist(trial: Trial, days: list[TrialDay], place: dict[str, str]) -> list[dict[str, str]]:
    first = days[0]
    lines = [
        {
            "icon": "clock",
            "text": _("You can check in from %(moment)s. Until then nothing can go wrong.")
            % {"moment": when_words(first.check_in_opens_at, trial.time_zone)},
        }
    ]
    if place["kind"] != "remote":
        lines.append(
            {
                "icon": "map-pin",
                "text": _("Look up the way: %(address)s")
                % {"address": ", ".join(filter(None, (place["address"], place["city"])))},
            }
        )
    else:
        lines.append({"icon": "laptop", "text": _("Try the link and your microphone the evening before.")})
    lines += [
        {
            "icon": "book-open",
            "text": _("Read the brief once more: %(brief)s") % {"brief": _short(trial.terms["brief"])},
        },
        {"icon": "message-circle", "text": _("Write down one thing you want to find out.")},
        {"icon": "door-open", "text": _("You may leave at any moment, with what is yours. No reason is asked.")},
    ]
    return lines


def _short(text: str, most: int = 160) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def _dossier(trial: Trial) -> list[dict[str, str]]:
    """What the company says of itself, and nothing where it says nothing."""
    company = trial.organization
    parts = [
        (_("Who they are"), company.about),
        (_("Mission"), company.mission),
        (_("Values"), company.values),
        (_("Recent projects"), company.recent_projects),
        (_("A day there"), company.a_day_here),
    ]
    return [{"heading": heading, "text": text} for heading, text in parts if text.strip()]


def _worth(trial: Trial, days: list[TrialDay]) -> list[dict[str, Any]]:
    """Each day one could leave on, and the end."""
    pay = [day.pay_minor for day in days]
    bonus = trial.exit_bonus_minor or [0] * len(pay)
    lines = []
    for number in range(1, len(pay)):
        hint = ""
        if bonus[number - 1]:
            hint = _("%(days)s + %(bonus)s goodbye bonus") % {
                "days": money_words(trial.amount(sum(pay[:number]))),
                "bonus": money_words(trial.amount(bonus[number - 1])),
            }
        label = _("Leave on day %(number)s") % {"number": number}
        lines.append({"label": label, "amount": trial.amount(exit_sum(pay, bonus, number)), "hint": hint})
    lines.append({"label": _("Stay to the end"), "amount": trial.amount(sum(pay)), "hint": "", "kind": "total"})
    return lines


def _by_payroll(trial: Trial) -> bool:
    return trial.terms.get("engagement_type") in ("employee", "employer_of_record")


# --- the day --------------------------------------------------------------------------------------------
def _day(trial: Trial, days: list[TrialDay], by: Actor, at: dt.datetime, filled: Context) -> Context:
    day = shown.current_day(trial, days, at)
    now = queries.if_you_leave_now(trial, at)
    account = money.payout_account_of(trial.intern.public_id)
    where, goes = before_leaving(trial, account, at)
    today = local_date(at, trial.time_zone)
    started = [one for one in days if one.is_started]
    arrive = now.check_in_first
    running = day.is_started and at <= day.ends_at
    return {
        "headline": day.title or trial.title,
        "headline_tag": _("Day %(number)s of %(count)s") % {"number": day.number, "count": len(days)},
        "today_on": day.on,
        "doors": shown.doors(trial, days, at),
        "arrive": {"number": arrive.number, "pay": trial.amount(arrive.pay_minor)} if arrive else None,
        "opens_at": when_words(day.check_in_opens_at, trial.time_zone)
        if not day.is_started and not arrive and at < day.check_in_opens_at
        else "",
        "missed": _missed(trial, days, at),
        "plan": shown.plan_of(trial, day, at),
        "leave": shown.leaving(trial, days, now.sums, at, where, goes) if started else None,
        "if_arrived": shown.if_arrived(trial, days, arrive) if arrive and not started else "",
        "stay": shown.staying(trial, days, now.sums, at),
        "checkpoint": _checkpoint(trial, day if running else _last(started), by, today),
        "log": queries.work_log_lines(trial),
        "log_form": filled.get("log_form") or (unfilled(forms.LogForm, auto_id="log_%s") if started else ""),
        "files": [_file(one) for one in queries.deliverables_of(trial)],
        "file_form": filled.get("file_form") or unfilled(forms.FileForm, auto_id="file_%s"),
        "deliverable_asked": trial.terms["deliverable"],
        "can_report_no_show": running
        and lifecycle.no_show_report_is_open(starts_at=day.starts_at, ends_at=day.ends_at, at=at)
        and not any(case["icon"] == "flag" for case in cases.shown(trial)),
        "open_day": next((one for one in days if not one.is_started and at <= one.ends_at), None),
        "move_form": _move_form(
            trial, next((o for o in days if not o.is_started and at <= o.ends_at), None), at, filled
        ),
    }


def _last(started: list[TrialDay]) -> TrialDay | None:
    return started[-1] if started else None


def _missed(trial: Trial, days: list[TrialDay], at: dt.datetime) -> list[Context]:
    claimed = {case.day for case in trial.cases.all() if case.kind == lifecycle.Kind.MISSED_CHECK_IN and case.is_open}
    return [
        {
            "number": day.number,
            "on": day.on,
            "claimed": day.number in claimed,
            "claim_until": when_words(day.claim_closes_at, trial.time_zone),
            "form": forms.ClaimForm(auto_id=f"claim_{day.number}_%s"),
        }
        for day in days
        if day.number in claimed or day.can_be_claimed(at)
    ]


def _checkpoint(trial: Trial, day: TrialDay | None, by: Actor, today: dt.date) -> Context | None:
    if day is None:
        return None
    sealed = day.number in queries.own_checkpoint_days(trial, by)
    return {
        "day": day.number,
        "choices": MARKS,
        "sealed": sealed,
        "says": _("Sealed for today. It opens with the evaluations.")
        if day.on == today
        else _("Sealed for day %(number)s. It opens with the evaluations.") % {"number": day.number},
    }


def _file(one: Any) -> Context:
    return {
        "url": f"/trials/{one.trial.public_id}/files/{one.public_id}",
        "name": one.name,
        "size": _size(one.size),
    }


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def days_it_could_move_to(trial: Trial, day: TrialDay, at: dt.datetime) -> list[dt.date]:
    """Return the free dates inside the seven calendar days of the trial that still lie ahead."""
    others = [one.on for one in queries.days_of(trial) if one.number != day.number]
    first, last = min([*others, day.on]), max([*others, day.on])
    earliest, latest = last - dt.timedelta(days=6), first + dt.timedelta(days=6)
    if others:
        earliest, latest = max(others) - dt.timedelta(days=6), min(others) + dt.timedelta(days=6)
    near = (earliest + dt.timedelta(days=step) for step in range((latest - earliest).days + 1))
    return [on for on in near if on not in others and on != day.on and shown.same_hour_on(trial, day, on) > at]


def _move_form(trial: Trial, day: TrialDay | None, at: dt.datetime, filled: Context) -> forms.MoveForm | str:
    if "move_form" in filled:
        return filled["move_form"]  # type: ignore[no-any-return]
    if day is None or any(move.day == day.number and move.state == "open" for move in trial.moves.all()):
        return ""
    days = days_it_could_move_to(trial, day, at)
    return unfilled(forms.MoveForm, days=tuple(days), auto_id="move_%s") if days else ""


# --- leaving ----------------------------------------------------------------------------------------------
def exit_of(trial: Trial, at: dt.datetime, changed: bool) -> Context:
    """The second look at the sum."""
    days = queries.days_of(trial)
    now = queries.if_you_leave_now(trial, at)
    where, goes = before_leaving(trial, money.payout_account_of(trial.intern.public_id), at)
    return {
        **_shared(trial, days),
        "leave": shown.leaving(trial, days, now.sums, at, where, goes),
        "changed": changed,
        "today": now.check_in_first,
    }
