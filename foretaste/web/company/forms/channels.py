"""The settings of a company's career site and channels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foretaste.web.rendering import PlainForm


class SiteForm(PlainForm):
    audience = forms.ChoiceField(
        label=_("Whom do you look for?"),
        help_text=_("Some channels call the same trial an internship or temporary work, by whom it is for."),
        choices=[
            ("everyone", _("Everyone")),
            ("students", _("Students")),
            ("career_changers", _("People who change careers")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one")},
    )
    contact_email = forms.CharField(
        label=_("Mail address of your accounts at the channels (optional)"),
        help_text=_("Indeed and LinkedIn ask for it. It is shown in those feeds, and nowhere else."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    linkedin_company_id = forms.CharField(
        label=_("Number of your LinkedIn page (optional)"),
        help_text=_("The digits in the address of your page’s administration."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    indeed_api_token = forms.CharField(
        label=_("API token of Indeed Apply (optional)"),
        help_text=_("With it and the secret, people can begin on Indeed; they go on here."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    indeed_secret = forms.CharField(
        label=_("Secret of Indeed Apply (optional)"),
        help_text=_("It is kept encrypted and never shown again. Leave it empty to keep the one you gave."),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    host = forms.CharField(
        label=_("Host name of your own (optional)"),
        help_text=_("For example jobs.company.com. The operator confirms it once the name leads here."),
        max_length=253,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    def said(self) -> dict[str, Any]:
        """Return what was entered; an empty secret means the one that is kept."""
        return {**self.cleaned_data, "indeed_secret": self.cleaned_data["indeed_secret"] or None}
