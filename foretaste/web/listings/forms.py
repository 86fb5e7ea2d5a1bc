"""What is entered about sources and listings."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from foretaste.syndication.queries import report_reasons
from foretaste.web.rendering import PlainForm


class SourceForm(PlainForm):
    address = forms.CharField(
        label=_("Address"),
        help_text=_(
            "Of a career page, a job board or a feed: Greenhouse, Lever, Ashby, Workable, SmartRecruiters, Recruitee,"
            " Personio, Teamtailor, RSS, Atom, or any page that describes its jobs in data"
        ),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
        error_messages={"required": _("Enter the address")},
    )
    name = forms.CharField(label=_("Name (optional)"), max_length=120, required=False)


class RiipenForm(PlainForm):
    secret = forms.CharField(
        label=_("Secret of your portal’s webhook"),
        help_text=_("It is kept encrypted and shown to nobody"),
        max_length=300,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the secret")},
    )


class ReportForm(PlainForm):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=lazy(report_reasons, list),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong")},
    )
    note = forms.CharField(
        label=_("What should we know? (optional)"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HideForm(PlainForm):
    because = forms.CharField(
        label=_("Why it is hidden"), max_length=300, error_messages={"required": _("Write why it is hidden")}
    )
