"""Saving a search: under which name, how often it is told of, and for a visitor to which address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from foretaste.matching.saved.actions import LONGEST_NAME
from foretaste.matching.saved.queries import Every
from foretaste.web.countries import NOWHERE, zones
from foretaste.web.rendering import PlainForm


class SavedForm(PlainForm):
    name = forms.CharField(label=_("Name"), required=False, max_length=LONGEST_NAME)
    every = forms.ChoiceField(
        label=_("How often"), choices=Every.choices, initial=Every.DAY, widget=forms.RadioSelect, required=False
    )
    time_zone = forms.ChoiceField(
        label=_("Where you are"),
        help_text=_("The mail comes at seven in the morning there, and only when there is something new"),
        choices=zones,
        initial=NOWHERE,
        required=False,
        widget=forms.Select(attrs={"data-own-zone": ""}),
    )

    def said(self) -> dict[str, str]:
        """Return what the actions take."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "every": cleaned["every"] or Every.DAY,
            "time_zone": cleaned["time_zone"] or NOWHERE,
        }


class MailedForm(SavedForm):
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("We ask it once whether it wants these mails"),
        error_messages={"required": _("Enter your email address")},
    )
    field_order = ("email", "every", "time_zone", "name")
