"""After the end: what happened, what was paid, what comes next."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor
from foretaste.core.refusals import NotFound
from foretaste.evaluations import queries as evaluations
from foretaste.money import queries as money
from foretaste.money.endings import EXITS, Ending
from foretaste.money.queries import Statement
from foretaste.trials import lifecycle
from foretaste.web.asking import cards
from foretaste.web.evaluations.forms import ExitNoteForm
from foretaste.web.pay.papers import lines_of
from foretaste.web.pay.where import needs_account, payout_line
from foretaste.web.templatetags.ui import money as money_words
from foretaste.web.templatetags.ui import when as when_words
from foretaste.web.trials import forms

if TYPE_CHECKING:
    from foretaste.money.models import Payout
    from foretaste.trials.models import Trial, TrialDay


def page(trial: Trial, days: list[TrialDay], by: Actor, at: dt.datetime, filled: dict[str, Any]) -> dict[str, Any]:
    statement = money.statement_of(trial.public_id, by)
    exchange = _exchange(trial, by, at)
    account = money.payout_account_of(trial.intern.public_id)
    waits = [needs_account(payout, account) for payout in statement.payouts]
    where = {"url": reverse("pay:account"), "link": _("Add your account")}
    places = [
        payout_line(payout, trial, account) | (where if one else {})
        for payout, one in zip(statement.payouts, waits, strict=True)
    ]
    told_until = (trial.ended_at or at) + lifecycle.TOLD_TO_LEAVE_WINDOW
    told = any(case.kind == lifecycle.Kind.TOLD_TO_LEAVE for case in trial.cases.all())
    may_tell = trial.ending in EXITS and at <= told_until and not told
    left = exchange.ended_by_exit if exchange else trial.ending in EXITS - {Ending.EXIT_BEFORE_START}
    note = evaluations.exit_note_of(trial_id=trial.public_id, by=by) if exchange and left else None
    may_note = left and note is None
    return {
        "headline": headline(trial, statement),
        "next": _next(trial, statement, places, exchange, at),
        "lines": lines_of(statement),
        "total_label": _("Yours"),
        "total": statement.paid,
        "money_says": " ".join(place["text"] for place in places) or statement.sentence,
        "account_missing": any(waits),
        "alike": cards.that_fit(by, at, without={trial.organization_id}),
        "told_form": filled.get("told_form") or (forms.ToldForm(auto_id="told_%s") if may_tell else None),
        "told_until": when_words(told_until, trial.time_zone),
        "note_form": filled.get("note_form") or (ExitNoteForm(auto_id="note_%s") if may_note else None),
        "note": _note(note),
        "has_farewell": exchange is not None,
    }


def _exchange(trial: Trial, by: Actor, at: dt.datetime) -> evaluations.EvaluationPage | None:
    """The evaluations open after the commit, by a job: a moment later they are there."""
    try:
        return evaluations.evaluation_page(trial_id=trial.public_id, by=by, at=at)
    except NotFound:
        return None


def _note(note: Any) -> str:
    if note is None:
        return ""
    return (
        _("Your note is sent, with your name.")
        if note.is_signed
        else _("Your reasons are counted among at least five others.")
    )


def headline(trial: Trial, statement: Statement) -> str:
    """Say how it ended and what it pays, in one breath."""
    words = {"company": trial.organization.name, "sum": money_words(statement.paid)}
    arrived = statement.payouts and all(payout.state == payout.State.ARRIVED for payout in statement.payouts)
    on_its_way = _("%(sum)s has arrived.") % words if arrived else _("%(sum)s is on its way.") % words
    if not statement.payouts or not all(map(_moves, statement.payouts)):
        on_its_way = _("%(sum)s is yours.") % words
    match Ending(trial.ending):
        case Ending.EXIT | Ending.EXIT_BETWEEN_DAYS:
            return _("You have left.") + " " + on_its_way
        case Ending.EXIT_BEFORE_START:
            return _("You have let this trial go.")
        case Ending.COMPLETION:
            return _("You have finished.") + " " + on_its_way
        case Ending.EARLY_END:
            return _("%(company)s has ended the trial. You are paid for every day: %(sum)s.") % words
        case Ending.TOLD_TO_LEAVE:
            return _("You were told to leave. You are paid for every day: %(sum)s.") % words
        case Ending.COMPANY_NO_SHOW:
            return _("Nobody was there for you. You are paid for every day: %(sum)s.") % words
        case Ending.COMPANY_WITHDRAWS | Ending.COMPANY_WITHDRAWS_LATE:
            return _("%(company)s has withdrawn. You are paid %(sum)s.") % words
        case Ending.SENT_AWAY:
            return _("The trial has ended. What you earned is yours: %(sum)s.") % words
    if statement.paid:
        return _("The trial has ended. What you earned is yours: %(sum)s.") % words
    return _("The trial has ended without a check-in.")


def _moves(payout: Payout) -> bool:
    """Say whether it is on its way, or leaves this moment: it waits for nobody, and for no rule."""
    leaves_now = payout.state == payout.State.WAITING and payout.not_before <= payout.created_at
    return leaves_now or payout.state in (payout.State.SENT, payout.State.ARRIVED)


def _next(
    trial: Trial,
    statement: Statement,
    places: list[dict[str, str]],
    exchange: evaluations.EvaluationPage | None,
    at: dt.datetime,
) -> list[dict[str, str]]:
    company = trial.organization.name
    lines: list[dict[str, str]] = []
    if trial.ending in EXITS:
        lines.append(
            {
                "icon": "check",
                "text": _("Now: %(company)s knows that you have gone, and nothing else") % {"company": company},
            }
        )
    lines += places
    if statement.held:
        lines.append(
            {
                "icon": "scale",
                "text": _("%(sum)s more is held until a person has decided") % {"sum": money_words(statement.held)},
            }
        )
    if exchange is not None:
        address = reverse("evaluations:evaluation", args=[trial.public_id])
        if exchange.mutual_yes is not None:
            lines.append(
                {"icon": "mail-check", "text": _("Both evaluations are open."), "url": address, "link": _("Read them")}
            )
        elif exchange.sight.may_send:
            until = when_words(exchange.closes_at, trial.time_zone)
            lines.append(
                {
                    "icon": "mail-check",
                    "text": _("Until %(moment)s:") % {"moment": until},
                    "url": address,
                    "link": _("say how it was, under seal"),
                }
            )
        elif exchange.sight.sent:
            lines.append(
                {"icon": "stamp", "text": _("Your evaluation is sealed."), "url": address, "link": _("When it opens")}
            )
    return lines
