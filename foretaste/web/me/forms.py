"""What an intern says of themselves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from foretaste.web.rendering import PlainForm


class ProfileForm(PlainForm):
    headline = forms.CharField(
        label=_("In one line"), help_text=_("Second-year statistics, likes tidy data"), required=False, max_length=160
    )
    about = forms.CharField(
        label=_("A little more (optional)"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    skills = forms.CharField(
        label=_("What you can do, or want to learn"),
        help_text=_("Separate with commas. Trials that name them come first."),
        required=False,
        max_length=1000,
    )
    links = forms.CharField(
        label=_("What you made (links, one a line)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    free_days = forms.CharField(
        label=_("When you are free"),
        help_text=_("In your words: Fridays, or the week of 7 December. We never work it out from your trials."),
        required=False,
        max_length=300,
    )
