"""What is being asked or decided about a trial, in the intern's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from foretaste.trials.lifecycle import Kind
from foretaste.web.templatetags.ui import day as day_words
from foretaste.web.templatetags.ui import when as when_words

if TYPE_CHECKING:
    from foretaste.trials.models import Case, DayMove, Trial


def shown(trial: Trial) -> list[dict[str, Any]]:
    """Return the cases of the trial, the newest first, each as a heading and what it means for the intern."""
    return [
        _shown(case, trial)
        for case in sorted(trial.cases.all(), key=lambda case: -case.pk)
        if case.state != case.State.MOOT
    ]


def _shown(case: Case, trial: Trial) -> dict[str, Any]:
    due = when_words(case.due_at, trial.time_zone)
    company = trial.organization.name
    heading = {
        Kind.MISSED_CHECK_IN: _("You said you were there."),
        Kind.COMPANY_NO_SHOW: _("You reported that nobody came."),
        Kind.CONTESTED_START: _("%(company)s asks whether a day was started.") % {"company": company},
        Kind.TOLD_TO_LEAVE: _("You said you were told to leave."),
        Kind.SENT_AWAY: _("%(company)s has sent you away.") % {"company": company},
    }[Kind(case.kind)]
    if not case.is_open:
        return {"kind": "note", "icon": "scale", "heading": heading, "text": _decided(case), "id": case.public_id}
    text = {
        Kind.MISSED_CHECK_IN: _("%(company)s answers, else a person decides by %(due)s. That day’s pay stays held."),
        Kind.COMPANY_NO_SHOW: _("Today is yours. %(company)s answers within two hours, else every day is paid."),
        Kind.CONTESTED_START: _("What you earned is yours, whatever is decided. A person looks at it by %(due)s."),
        Kind.TOLD_TO_LEAVE: _(
            "A person decides by %(due)s. Until then the company’s part waits. With no decision you are paid."
        ),
        Kind.SENT_AWAY: _(
            "Your started days are yours. The rest is held; a person decides by %(due)s. With no decision you are paid."
        ),
    }[Kind(case.kind)] % {"company": company, "due": due}
    if case.kind == Kind.COMPANY_NO_SHOW and case.state == case.State.ANSWERED:
        text = _(
            "%(company)s says that it is there. A person decides by %(due)s;"
            " today stays yours, and you may leave meanwhile."
        ) % {
            "company": company,
            "due": due,
        }
    to_answer = case.state == case.State.OPEN and case.kind in (Kind.CONTESTED_START, Kind.SENT_AWAY)
    reason = case.reason if to_answer else ""
    return {
        "kind": "now", "icon": "scale", "heading": heading, "text": text, "id": case.public_id,
        "reason": reason, "to_answer": to_answer,
    }  # fmt: skip


def _decided(case: Case) -> str:
    if case.state == case.State.AGREED:
        return _("The company has agreed.")
    for_you = case.outcome == case.Outcome.FOR_INTERN
    if case.state == case.State.DEFAULTED:
        return _("Nobody decided in time, so it is decided for you.")
    words = _("Decided for you.") if for_you else _("Decided for the company. What you have earned stays yours.")
    return f"{words} {case.decision}".strip()


def moves(trial: Trial) -> list[dict[str, Any]]:
    """Return the open wishes to move a day."""
    return [_move(move, trial) for move in trial.moves.all() if move.state == move.State.OPEN]


def _move(move: DayMove, trial: Trial) -> dict[str, Any]:
    words = {
        "number": move.day,
        "day": day_words(move.new_on),
        "moment": when_words(move.new_starts_at, trial.time_zone),
        "company": trial.organization.name,
    }
    if move.proposed_by_intern:
        heading = _("You asked to move day %(number)s to %(day)s.") % words
        return {"id": move.public_id, "heading": heading, "text": _("It moves when %(company)s says yes.") % words}
    return {
        "id": move.public_id,
        "heading": _("%(company)s would like to move day %(number)s to %(moment)s.") % words,
        "text": " ".join([move.note, _("Same pay. Only your yes moves it.")]).strip(),
        "to_answer": True,
    }
