"""Letters about evaluations. None lets anyone guess what is sealed, or whether the other side has sent."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from foretaste.messaging import paths
from foretaste.messaging.formats import moment
from foretaste.messaging.letter import Letter


def evaluations_opened(*, trial_id: str, title: str, closes_at: dt.datetime, zone: str, of_company: bool) -> Letter:
    return Letter(
        kind="evaluations_opened",
        subject=_("How was it? {title}").format(title=title),
        lines=(
            _("Your view and your decision go under one seal. Both sides open at the same moment:"),
            _("when both are in, or on {when}.").format(when=moment(closes_at, zone)),
        ),
        do=_("Seal yours"),
        path=paths.evaluation(trial_id, of_company=of_company),
    )


def evaluation_closes(*, trial_id: str, title: str, closes_at: dt.datetime, zone: str, of_company: bool) -> Letter:
    return Letter(
        kind="evaluation_closes",
        subject=_("One day left to say how it was"),
        lines=(
            _("If you have not sealed your view of {title}: from {when} nothing can be added.").format(
                title=title, when=moment(closes_at, zone)
            ),
        ),
        do=_("Seal yours"),
        path=paths.evaluation(trial_id, of_company=of_company),
    )


def evaluations_revealed(*, trial_id: str, title: str, of_company: bool) -> Letter:
    return Letter(
        kind="evaluations_revealed",
        subject=_("The seals are open: {title}").format(title=title),
        lines=(_("What was sent can be read now. You may reply once."),),
        do=_("Read"),
        path=paths.evaluation(trial_id, of_company=of_company),
    )


def mutual_yes(*, trial_id: str, title: str, of_company: bool) -> Letter:
    line = (
        _("You may offer the longer role now. It costs no fee.")
        if of_company
        else _("The company may offer you the longer role now. You may also agree on another trial.")
    )
    return Letter(
        kind="mutual_yes",
        subject=_("You both said yes"),
        lines=(title, _("The seals are open: what was sent can be read now. You may reply once."), line),
        do=_("Make an offer") if of_company else _("See what is next"),
        path=paths.evaluation(trial_id, of_company=of_company),
    )


def reply_written(*, trial_id: str, title: str, of_company: bool) -> Letter:
    return Letter(
        kind="reply_written",
        subject=_("There is a reply to what you wrote"),
        lines=(title,),
        do=_("Read"),
        path=paths.evaluation(trial_id, of_company=of_company),
    )


def conversion_offered(*, trial_id: str, company: str, role: str, text: str) -> Letter:
    return Letter(
        kind="conversion_offered",
        subject=_("{company} offers you more: {role}").format(company=company, role=role),
        lines=(f"“{text}”",),
        do=_("Answer"),
        path=paths.evaluation(trial_id),
    )


def conversion_answered(*, trial_id: str, name: str, role: str, accepted: bool) -> Letter:
    subject = _("{name} says yes: {role}") if accepted else _("{name} says no, thank you: {role}")
    return Letter(
        kind="conversion_answered",
        subject=subject.format(name=name, role=role),
        lines=(_("No fee is due for this."),) if accepted else (),
        do=_("See the trial"),
        path=paths.trial(trial_id, of_company=True),
    )


def contacts_exchanged(*, trial_id: str, title: str) -> Letter:
    return Letter(
        kind="contacts_exchanged",
        subject=_("You both want to keep in touch"),
        lines=(title, _("Each of you sees now how to reach the other.")),
        do=_("See it"),
        path=paths.farewell(trial_id),
    )


def thanks_sent(*, trial_id: str, name: str, text: str) -> Letter:
    return Letter(
        kind="thanks_sent",
        subject=_("{name} thanks you").format(name=name),
        lines=(f"“{text}”",),
        do=_("Read it"),
        path=paths.farewell(trial_id),
    )


def exit_note_signed(*, trial_id: str, name: str, text: str, thanks: str) -> Letter:
    return Letter(
        kind="exit_note_signed",
        subject=_("A note from {name}").format(name=name),
        lines=tuple(f"“{words}”" for words in (text, thanks) if words),
        do=_("Read the note"),
        path=paths.trial(trial_id, of_company=True),
    )
