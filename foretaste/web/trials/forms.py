"""The small forms of a trial's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foretaste.web.evaluations.forms import MARKS
from foretaste.web.rendering import PlainForm
from foretaste.web.templatetags.ui import day as day_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _words(
    label: _StrPromise, hint: _StrPromise | str = "", *, required: _StrPromise | str = "", rows: int = 3
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required, "max_length": _("Shorten this to 2000 characters.")},
    )


class ClaimForm(PlainForm):
    text = _words(_("What you did that day"), _("A line or two. Your work log is read as well."))


class LogForm(PlainForm):
    text = _words(_("What you did"), required=_("Write a line first."), rows=2)


class FileForm(PlainForm):
    file = forms.FileField(label=_("File"), error_messages={"required": _("Choose a file.")})
    note = forms.CharField(label=_("A word about it (optional)"), required=False, max_length=300)


class CheckpointForm(PlainForm):
    mark = forms.ChoiceField(
        label=_("How is it so far?"),
        choices=MARKS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )


class ToldForm(PlainForm):
    reason = _words(_("What happened, and who said it"), required=_("Say what happened, in a line or two."))


class AnswerForm(PlainForm):
    answer = _words(_("Your side of it"), required=_("Say what happened, in a line or two."))


class QuestionForm(PlainForm):
    text = _words(_("Your question"), required=_("Write your question."), rows=2)


class NeedsForm(PlainForm):
    """Kept on the profile; shared with a company only from the agreement to the end of a trial."""

    access_needs = _words(
        _("What you need to work well there (optional)"),
        _("A step-free way, a quiet place, a chair, food. This company reads it until the trial ends."),
        rows=2,
    )
    emergency_contact = forms.CharField(
        label=_("Whom to call in an emergency (optional)"),
        help_text=_("A name and a number. This company reads it until the trial ends."),
        required=False,
        max_length=200,
    )


class MoveForm(PlainForm):
    """To which day, and whether it is for illness."""

    on = forms.ChoiceField(
        label=_("To which day"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a day."), "invalid_choice": _("Choose one of these days.")},
    )
    is_illness = forms.BooleanField(label=_("I am ill"), required=False)
    note = forms.CharField(label=_("A word to the host (optional)"), required=False, max_length=300)

    def __init__(self, *args: Any, days: Sequence[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["on"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(day.isoformat(), day_words(day)) for day in days]
