"""Letters about what an intern takes with them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from foretaste.messaging import paths
from foretaste.messaging.letter import Letter


def record_issued(*, record_id: str, title: str) -> Letter:
    return Letter(
        kind="record_issued",
        subject=_("Your record of {title}").format(title=title),
        lines=(
            _("It says that you took part, and nothing of how long. Only you see it until you choose otherwise."),
            _("Add your words and what they said of your work, take it along, or leave it."),
        ),
        do=_("Look at it"),
        path=paths.record(record_id),
    )


def feedback_given(*, trial_id: str, said_by: str, title: str) -> Letter:
    return Letter(
        kind="feedback_given",
        subject=_("{name} has answered you").format(name=said_by),
        lines=(_("You asked about your work in {title}. Only you can read it.").format(title=title),),
        do=_("Read"),
        path=paths.feedback(trial_id),
    )


def safety_reported(*, report_id: str, name: str) -> Letter:
    """Say that it is there, and nothing of what it says: mail is read on shared screens."""
    return Letter(
        kind="safety_reported",
        subject=_("A report of harassment or danger waits"),
        lines=(_("It was sent to {name}. Read it today; no company knows of it.").format(name=name),),
        do=_("Read it"),
        path=paths.report(report_id),
    )


def safety_report_answered(*, trial_id: str, is_of_a_note: bool = False) -> Letter:
    return Letter(
        kind="safety_report_answered",
        subject=_("Your report has an answer"),
        lines=(_("Only you can read it, on your page."),),
        do=_("Read it"),
        path=paths.farewell(trial_id) if is_of_a_note else paths.own_report(trial_id),
    )
