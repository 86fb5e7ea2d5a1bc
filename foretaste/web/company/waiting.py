"""What waits for the person who looks: one row each, the most urgent first."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foretaste.accounts.actors import Actor, Role
from foretaste.core.amounts import Amount
from foretaste.evaluations import queries as evaluations
from foretaste.money import queries as money
from foretaste.opportunities import lifecycle as states
from foretaste.opportunities import queries as opportunities
from foretaste.trials import lifecycle
from foretaste.trials import queries as trials
from foretaste.web.company import costs
from foretaste.web.templatetags.ui import day as day_words
from foretaste.web.templatetags.ui import money as money_words
from foretaste.web.templatetags.ui import when

FAR = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    hint: str
    tag: str
    kind: str
    icon: str
    due: dt.datetime


def rows(by: Actor, at: dt.datetime) -> list[Row]:
    """Return everything that waits for somebody in these roles."""
    found: list[Row] = []
    if by.has(*lifecycle.COMPANY):
        found += [
            *_cases(by),
            *_moves(by),
            *_candidates(by),
            *_questions(by),
            *_evaluations(by, at),
            *_offers(by),
        ]
    if by.has(Role.RECRUITER, Role.FINANCE):
        found += [*_drafts(by, at), *_payroll(by, at)]
    return sorted(found, key=lambda row: row.due)


def _cases(by: Actor) -> list[Row]:
    return [
        Row(
            str(case.get_kind_display()),
            reverse("company:case", args=[case.public_id]),
            _("%(name)s, %(title)s") % {"name": case.trial.intern, "title": case.trial.title},
            _("Answer by %(when)s")
            % {"when": when(case.answer_due_at or case.due_at, f"{case.trial.time_zone} short")},
            "now",
            "scale",
            case.answer_due_at or case.due_at,
        )
        for case in trials.cases_to_answer(by)
    ]


def _moves(by: Actor) -> list[Row]:
    running = trials.visible_to(by).filter(
        state__in=["agreed", "under_way"], moves__state="open", moves__proposed_by_intern=True
    )
    return [
        Row(
            _("%(name)s would like to move a day") % {"name": trial.intern.get_short_name()},
            reverse("company:trial", args=[trial.public_id]),
            trial.title,
            _("To answer"),
            "now",
            "calendar-days",
            FAR,
        )
        for trial in running.select_related("intern").distinct()
    ]


def _candidates(by: Actor) -> list[Row]:
    waiting = opportunities.applications_visible_to(by).filter(
        state__in=[states.Application.SUBMITTED, states.Application.SHORTLISTED]
    )
    asked: dict[int, list[tuple[str, dt.datetime]]] = defaultdict(list)
    for key, candidate, due in waiting.values_list("opportunity_id", "public_id", "answer_due_at"):
        asked[key].append((candidate, due))
    found = []
    for one in opportunities.own(by).filter(pk__in=asked):
        number, candidate = len(asked[one.pk]), asked[one.pk][0][0]
        url = (
            reverse("company:candidate", args=[candidate])
            if number == 1
            else reverse("company:opportunity", args=[one.public_id])
        )
        title = (
            _("Answer a candidate") if number == 1 else _("Welcome one of %(number)d candidates") % {"number": number}
        )
        found.append(
            Row(
                title,
                url,
                _("%(title)s. Unanswered candidates are released") % {"title": one},
                _("Answer by %(day)s") % {"day": day_words(one.answer_by, "short")}
                if one.answer_by
                else _("To answer"),
                "now",
                "hand",
                min(due for _candidate, due in asked[one.pk]),
            )
        )
    return found


def _questions(by: Actor) -> list[Row]:
    open_ = opportunities.questions_visible_to(by).filter(
        opportunity__organization_id=by.organization_id or 0,
        answered_at=None,
        opportunity__state=states.Opportunity.PUBLISHED,
    )
    count: Counter[int] = Counter(open_.values_list("opportunity_id", flat=True))
    return [
        Row(
            ngettext("Answer a question", "Answer %(number)d questions", count[one.pk]) % {"number": count[one.pk]},
            reverse("company:opportunity", args=[one.public_id]) + "#questions",
            str(one),
            _("To answer"),
            "",
            "message-circle",
            one.closes_at or FAR,
        )
        for one in opportunities.own(by).filter(pk__in=count)
    ]


def days_left(until: dt.datetime, at: dt.datetime) -> int:
    """Return the days until a moment, a begun one counted whole: two and a half days are three days left."""
    return max(1, -((at - until) // dt.timedelta(days=1)))


def _evaluations(by: Actor, at: dt.datetime) -> list[Row]:
    found = []
    due = list(evaluations.awaiting_evaluation_from(by, at=at).select_related("intern"))
    theirs = trials.visible_to(by).filter(public_id__in=[exchange.trial_id for exchange in due])
    zones = dict(theirs.values_list("public_id", "time_zone"))
    for exchange in due:
        left = days_left(exchange.closes_at, at)
        found.append(
            Row(
                _("Evaluate %(name)s’s trial") % {"name": exchange.intern.get_short_name()},
                reverse("company:evaluation", args=[exchange.trial_id]),
                _("%(title)s. Sealed until you have both answered, or %(day)s")
                % {"title": exchange.title, "day": day_words(exchange.closes_at, zones.get(exchange.trial_id, "UTC"))},
                ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left},
                "now",
                "stamp",
                exchange.closes_at,
            )
        )
    return found


def _offers(by: Actor) -> list[Row]:
    """Mutual yeses to which nobody has made the offer yet."""
    open_ = evaluations.revealed_for(by).filter(reveal__mutual_yes=True, conversion=None).select_related("intern")
    return [
        Row(
            _("Make %(name)s an offer") % {"name": one.intern.get_short_name()},
            reverse("company:evaluation", args=[one.trial_id]),
            _("%(title)s. You both said yes") % {"title": one.title},
            _("Both said yes"),
            "in",
            "handshake",
            FAR,
        )
        for one in open_
    ]


def _drafts(by: Actor, at: dt.datetime) -> list[Row]:
    found = []
    drafts = opportunities.whole(opportunities.own(by).filter(state=states.Opportunity.DRAFT))
    for one in drafts[:10]:
        missing = sum(bool(problems) for problems in opportunities.tasks_of(one, at).values())
        cost = costs.worked_out(one) if not missing else None
        if missing or cost is None:
            found.append(
                Row(
                    _("Finish %(title)s") % {"title": one} if one.title else _("Finish an untitled draft"),
                    reverse("company:opportunity", args=[one.public_id]),
                    ngettext("%(open)d task is open", "%(open)d tasks are open", missing) % {"open": missing},
                    _("Draft"),
                    "",
                    "pencil",
                    FAR,
                )
            )
            continue
        found.append(
            Row(
                _("Fund %(title)s") % {"title": one},
                reverse("company:check", args=[one.public_id]),
                _("%(sum)s to hold. The trial is shown once the money is there") % {"sum": money_words(cost.fund)},
                _("Draft"),
                "",
                "banknote",
                one.closes_at or FAR,
            )
        )
    return found


def _payroll(by: Actor, at: dt.datetime) -> list[Row]:
    return [
        Row(
            _("Confirm that payroll has paid"),
            reverse("company:money") + "#payroll",
            _("%(sum)s before tax") % {"sum": money_words(Amount(due.amount_minor, due.currency))},
            _("By %(day)s") % {"day": day_words(due.due_at, "short")},
            "now" if due.due_at < at + dt.timedelta(days=3) else "",
            "receipt",
            due.due_at,
        )
        for due in money.payroll_visible_to(by).filter(confirmed_at=None).order_by("due_at")[:10]
    ]
