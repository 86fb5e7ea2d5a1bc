"""On the days: a mark, a move, a contest, an answer, an ending."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from foretaste.web.rendering import DayInput, PlainForm


class CheckpointForm(PlainForm):
    mark = forms.ChoiceField(
        label=gettext_lazy("How is it so far?"),
        choices=[
            ("more", gettext_lazy("More of this")),
            ("fine", gettext_lazy("Fine")),
            ("not_for_me", gettext_lazy("Not for us")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one")},
    )


class HostForm(PlainForm):
    host = forms.ChoiceField(
        label=gettext_lazy("Who is the host?"),
        help_text=gettext_lazy("Both of you are told by mail. What was signed stays as it was signed"),
        error_messages={"required": gettext_lazy("Choose the host")},
    )

    def __init__(self, *args: object, hosts: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].choices = hosts  # type: ignore[attr-defined]


class MoveForm(PlainForm):
    day = forms.TypedChoiceField(
        label=gettext_lazy("Which day?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the day")},
    )
    new_on = forms.DateField(
        label=gettext_lazy("To which date?"),
        help_text=gettext_lazy("Within seven calendar days of the trial. Same hours, same money"),
        widget=DayInput(),
        error_messages={"required": gettext_lazy("Choose a date")},
    )
    note = forms.CharField(
        label=gettext_lazy("Why (optional)"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: object, days: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = days  # type: ignore[attr-defined]


class ContestForm(PlainForm):
    reason = forms.CharField(
        label=gettext_lazy("Why do you think the day was not started?"),
        help_text=gettext_lazy("The intern and the operator read it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why")},
    )


class CaseAnswerForm(PlainForm):
    agrees = forms.TypedChoiceField(
        label=gettext_lazy("Your answer"),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one answer")},
    )
    answer = forms.CharField(
        label=gettext_lazy("In your words (optional)"),
        help_text=gettext_lazy("A person who has to decide reads it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, kind: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agrees"].choices = CHOICES.get(kind, CHOICES["told_to_leave"])  # type: ignore[attr-defined]


CHOICES = {
    "missed_check_in": [
        ("yes", gettext_lazy("Yes, they were here: the day is paid")),
        ("no", gettext_lazy("No, they were not here")),
    ],
    "company_no_show": [
        ("no", gettext_lazy("We are here")),
        ("yes", gettext_lazy("Nobody of us was there: every day is paid")),
    ],
    "told_to_leave": [
        ("yes", gettext_lazy("Yes, we asked them to leave: every day is paid")),
        ("no", gettext_lazy("No, they left of their own accord")),
    ],
}


class EndForm(PlainForm):
    """A word with a withdrawal or an early end: never asked for, always possible."""

    note = forms.CharField(
        label=gettext_lazy("A word to them (optional)"),
        required=False,
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SendAwayForm(PlainForm):
    reason = forms.CharField(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy("For safety or misconduct only. The intern and the operator read it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what happened")},
    )
