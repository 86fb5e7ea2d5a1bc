"""A posting of one's own as its pages need it: loaded, as five tasks, as candidates will find it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotFound
from foretaste.opportunities import quality, queries
from foretaste.opportunities.posting_rules import Task
from foretaste.opportunities.words import HINTS, PROBLEMS, TASKS
from foretaste.web.answers import see
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.opportunities.models import Opportunity


ADDRESSES = {
    Task.DESCRIBE: "company:describe",
    Task.DAYS: "company:days",
    Task.PEOPLE: "company:people_task",
    Task.PAY: "company:pay",
    Task.RULES: "company:rules",
}
ICONS = {
    Task.DESCRIBE: "file-text",
    Task.DAYS: "calendar-days",
    Task.PEOPLE: "users",
    Task.PAY: "banknote",
    Task.RULES: "stamp",
}
BEGUN: dict[Task, Callable[[Opportunity], bool]] = {
    Task.DESCRIBE: lambda one: bool(one.title or one.brief),
    Task.DAYS: lambda one: bool(one.days_count),
    Task.PEOPLE: lambda one: one.host_id is not None,
    Task.PAY: lambda one: bool(one.daily_pay_minor),
    Task.RULES: lambda one: False,
}


def own(request: ActingRequest, opportunity_id: str) -> Opportunity:
    """Load a posting of the actor's own company with its neighbours."""
    opportunity = queries.whole(queries.own(request.actor)).filter(public_id=opportunity_id).first()
    if opportunity is None:
        raise NotFound
    return opportunity


def onwards(request: ActingRequest, opportunity: Opportunity) -> HttpResponse:
    """Go on: to the task list when asked to keep it for later, to the next open task, or to check everything."""
    if "later" in request.POST:
        return see("company:opportunity", opportunity.public_id)
    tasks = queries.tasks_of(own(request, opportunity.public_id), request.at)
    open_tasks = [task for task, problems in tasks.items() if problems]
    if open_tasks == [Task.RULES] and opportunity.copied_from_id:  # a copy: signed on the check page
        open_tasks = []
    return see(ADDRESSES[open_tasks[0]] if open_tasks else "company:check", opportunity.public_id)


def tasks_of(opportunity: Opportunity, at: dt.datetime) -> list[dict[str, Any]]:
    """Return the five tasks as rows: open ones stand out, done ones are plain."""
    rows = []
    for task, problems in queries.tasks_of(opportunity, at).items():
        words = [str(PROBLEMS[problem]) for problem in problems]
        begun = BEGUN[task](opportunity)
        wrong = bool(problems) and begun
        rows.append(
            {
                "task": task,
                "name": TASKS[task],
                "url": resolve_url(ADDRESSES[task], opportunity.public_id),
                "problems": words,
                "hint": words[0] if wrong else "",
                "tag": _("Completed") if not problems else (_("There is a problem") if wrong else _("Open")),
                "kind": "plain" if not problems else ("now" if wrong else "in"),
                "icon": ICONS[task],
            }
        )
    return rows


@dataclass(frozen=True)
class Seen:
    """The posting as a candidate will find it in the list."""

    title: str
    summary: str
    place: str
    days: list[dt.date]
    full_pay: Amount | None


def seen(opportunity: Any) -> Seen:
    days = [day.on for day in opportunity.days.all()] if opportunity.pk else []
    pay = opportunity.full_pay if opportunity.currency and opportunity.daily_pay_minor and days else None
    place = opportunity.city if opportunity.place_kind != "remote" else _("from anywhere")
    return Seen(opportunity.title, opportunity.summary, place, days, pay)


def hints(opportunity: Any) -> list[dict[str, Any]]:
    if not opportunity.pk:
        draft = quality.Draft(
            title=opportunity.title,
            summary=opportunity.summary,
            brief=opportunity.brief,
            deliverable=opportunity.deliverable,
            could_lead_to=opportunity.could_lead_to,
            skills=opportunity.skills,  # it is no draft yet: nothing is confirmed
            people=2,
            people_who_say_what_they_do=2,
        )
    else:
        draft = queries.quality_of(opportunity)
    return [{"text": HINTS[hint], "aspect": quality.ASPECT_OF[hint]} for hint in quality.hints(draft)]
