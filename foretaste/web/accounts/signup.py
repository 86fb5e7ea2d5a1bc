"""What signing up asks beside the address. On its own: the sign-in library reads it while it loads its forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SignUpForm(forms.Form):
    """What we ask beside the address, on the same page."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )
    looks_for = forms.ChoiceField(
        label=_("What do you come for?"),
        choices=[("trial", _("To try a job")), ("people", _("To post a trial for my company"))],
        initial="trial",
        widget=forms.RadioSelect,
    )
    time_zone = forms.CharField(  # the device says it, where scripts run
        required=False, max_length=40, widget=forms.HiddenInput({"data-own-zone": ""})
    )
    field_order = ["email", "name", "looks_for", "time_zone"]

    def signup(self, request: Any, user: Any) -> None:
        """The adapter has kept it all."""
