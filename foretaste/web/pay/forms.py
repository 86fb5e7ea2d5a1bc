"""Where pay goes: one field for the account, whatever spacing it was copied with."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from foretaste.web.countries import countries_to_choose
from foretaste.web.rendering import PlainForm


class AccountForm(PlainForm):
    """The checks are the action's: it knows each country's accounts."""

    holder = forms.CharField(
        label=_("Name on the account"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "width": "middle"}),
        error_messages={"required": _("Enter the name as it stands on the account")},
    )
    number = forms.CharField(
        label=_("IBAN or account number"),
        help_text=_("Paste it as it is: spaces and dashes don’t matter"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "width": "middle"}),
        error_messages={"required": _("Enter the IBAN or account number")},
    )
    country = forms.ChoiceField(
        label=_("Country of the bank"),
        choices=lazy(countries_to_choose, list)(),
        widget=forms.Select(attrs={"autocomplete": "country", "width": "middle"}),
        help_text=_("An IBAN names it already: only for other account numbers"),
        required=False,
    )
    routing = forms.CharField(
        label=_("Sort code or routing number"),
        help_text=_("Only where there is no IBAN, such as in the UK and the US"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "width": "short"}),
    )

    def clean_number(self) -> str:
        return without_spacing(self.cleaned_data["number"])

    def clean_routing(self) -> str:
        return without_spacing(self.cleaned_data["routing"])


def without_spacing(text: str) -> str:
    """Return letters and digits only: people paste numbers with spaces, dots and dashes."""
    return "".join(one for one in text if one not in " .-–\u00a0\t").upper()
