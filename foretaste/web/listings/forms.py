"""What is entered about sources and listings."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from foretaste.syndication.queries import report_reasons
from foretaste.web.rendering import PlainForm

MOST_BYTES = 5 * 2**20  # of a file that is brought


def taken(form: PlainForm, name: str) -> bytes:
    """Return what a file holds; where it is too large the form says so, and nothing is read."""
    upload = form.cleaned_data[name]
    if upload.size > MOST_BYTES:
        form.add_error(name, _("Choose a file of at most 5 MB"))
        return b""
    content: bytes = upload.read()
    return content


def table_field() -> forms.FileField:
    """Return the field for a table of jobs."""
    return forms.FileField(
        label=_("The file"),
        help_text=_("CSV or JSON lines, with columns such as title, company, location, job_url, description"),
        widget=forms.FileInput(attrs={"accept": ".csv,.json,.jsonl,.tsv,text/csv,application/json"}),
        error_messages={"required": _("Choose the file")},
    )


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


class SharedFileForm(PlainForm):
    called = forms.CharField(
        label=_("What it is called"),
        help_text=_("Brought again under this name, a file adds to what it held"),
        max_length=120,
        error_messages={"required": _("Say what it is called")},
    )
    file = table_field()


class HideForm(PlainForm):
    because = forms.CharField(
        label=_("Why it is hidden"), max_length=300, error_messages={"required": _("Write why it is hidden")}
    )
