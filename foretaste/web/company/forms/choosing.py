"""Answering candidates: the welcome's date, a kind word with a no, an invitation, an answer to a question."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from foretaste.web.rendering import DayInput, PlainForm


class WelcomeForm(PlainForm):
    answer_by_on = forms.DateField(
        label=gettext_lazy("Until when do you wait for their answer?"),
        help_text=gettext_lazy("The end of that day, in the place’s own time"),
        widget=DayInput(),
        error_messages={
            "required": gettext_lazy("Choose a date"),
            "invalid": gettext_lazy("Enter a date, for example 27 November 2026"),
        },
    )


class NotThisTimeForm(PlainForm):
    note = forms.CharField(
        label=gettext_lazy("A word with it (optional)"),
        help_text=gettext_lazy("What was good, or what would help next time. They read it as you write it"),
        required=False,
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InviteForm(PlainForm):
    email = forms.CharField(
        label=gettext_lazy("Their mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter their mail address")},
    )
    message = forms.CharField(
        label=gettext_lazy("Why you thought of them"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
    )


class AnswerForm(PlainForm):
    answer = forms.CharField(
        label=gettext_lazy("Your answer"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write an answer")},
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Show question and answer to everyone"), required=False, initial=True
    )
