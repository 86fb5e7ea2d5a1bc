"""The five tasks of a posting. Each form keeps what was typed; the action decides what is acceptable."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.core.calendars import known_zones
from foretaste.opportunities.words import FIELDS
from foretaste.web.company.forms.fields import HoursField, LinesField, ListField, MoneyField, minor_in
from foretaste.web.countries import countries as by_name
from foretaste.web.rendering import DayInput, PlainForm

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "CAD", "AUD", "JPY", "SEK", "DKK", "NOK", "PLN", "CZK", "INR")
PLACES = [
    ("onsite", gettext_lazy("At our place")),
    ("hybrid", gettext_lazy("Partly at our place")),
    ("remote", gettext_lazy("From anywhere")),
]
ENGAGEMENTS = [
    ("contractor", gettext_lazy("As a contractor")),
    ("employee", gettext_lazy("As your employee: you pay them by payroll, before tax here")),
    ("employer_of_record", gettext_lazy("By an employer of record, before tax here")),
]
MOST_DAYS = 5
MOST_PEOPLE = 5


def countries() -> list[tuple[str, str]]:
    """Return the countries by their name in the reader's language."""
    return [("", _("Choose a country")), *by_name()]


def zones() -> list[tuple[str, str]]:
    """Return the time zones that are named after a place."""
    places = sorted(
        zone for zone in known_zones() if "/" in zone and not zone.startswith(("Etc", "SystemV", "posix", "right"))
    )
    return [("", _("Choose a time zone")), *((zone, zone.replace("_", " ")) for zone in places)]


class AdvertisementForm(PlainForm):
    """An existing advertisement, pasted or as a page: what can be read fills the draft."""

    text = forms.CharField(
        label=gettext_lazy("Text of the advertisement"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=100_000,
    )
    page = forms.FileField(
        label=gettext_lazy("Or the page, saved as HTML"),
        help_text=gettext_lazy("At most 2 MB. Nothing is fetched from elsewhere"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".html,.htm,.txt,text/html,text/plain"}),
    )

    def clean_page(self) -> str:
        page = self.cleaned_data.get("page")
        if not page:
            return ""
        if page.size > 2_000_000:
            raise ValidationError(_("Choose a page of at most 2 MB"))
        return str(page.read().decode("utf-8", errors="replace"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("text", "").strip() and not data.get("page"):
            raise ValidationError(_("Paste the text, or choose the saved page"))
        return data


class DescribeForm(PlainForm):
    title = forms.CharField(
        label=gettext_lazy("What is the trial called?"),
        help_text=gettext_lazy("Name the work, not the job title: “Three days in spare-parts data”"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give the trial a name")},
    )
    summary = forms.CharField(
        label=gettext_lazy("In one or two sentences"),
        help_text=gettext_lazy("What they will do, with whom, and what they find out"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say in a sentence or two what it is")},
    )
    brief = forms.CharField(
        label=gettext_lazy("The work itself"),
        help_text=gettext_lazy(
            "One focused piece of real work. What is there at the start, what is hard about it, who needs it"
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Describe the work in a few sentences")},
    )
    deliverable = forms.CharField(
        label=gettext_lazy("What will there be at the end?"),
        help_text=gettext_lazy("Pay never depends on it"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say what there will be at the end")},
    )
    field = forms.ChoiceField(
        label=gettext_lazy("Field of work"),
        choices=[("", gettext_lazy("Choose a field")), *FIELDS.items()],
        error_messages={"required": gettext_lazy("Choose the field of work")},
    )
    skills = ListField(
        label=gettext_lazy("Skills that help (optional)"), help_text=gettext_lazy("Separated by commas"), required=False
    )
    could_lead_to = forms.CharField(
        label=gettext_lazy("The role it could lead to (optional)"), max_length=200, required=False
    )
    criteria = LinesField(
        label=gettext_lazy("What will you look at in the work? (optional)"),
        help_text=gettext_lazy(
            "One to five things, one a line: “finds the wrong rows”, “explains a chart in plain words”. You are asked "
            "exactly these afterwards, of everyone who comes; they are part of the agreement. If you like, add what "
            "the lowest, the middle and the highest mark look like: “finds the wrong rows | left most of them | found "
            "those that are marked | found others as well”"
        ),
        required=False,
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place_kind = forms.ChoiceField(
        label=gettext_lazy("Where is the work done?"),
        choices=PLACES,
        widget=forms.RadioSelect,
        initial="onsite",
        error_messages={"required": gettext_lazy("Choose where the work is done")},
    )
    address = forms.CharField(
        label=gettext_lazy("Street and number"),
        help_text=gettext_lazy("Read only by those you welcome. Leave it empty if they work from anywhere"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    city = forms.CharField(
        label=gettext_lazy("Town"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    region = forms.CharField(
        label=gettext_lazy("State or region (optional)"),
        help_text=gettext_lazy("Its short code, where it has its own minimum wage: CA, NY, BY"),
        max_length=10,
        required=False,
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=lazy(countries, list),
        error_messages={"required": gettext_lazy("Choose the country")},
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of the place"),
        choices=lazy(zones, list),
        error_messages={"required": gettext_lazy("Choose the time zone of the place")},
    )
    language = forms.CharField(
        label=gettext_lazy("Language of the work"),
        help_text=gettext_lazy("Two letters: en, nl, fr"),
        max_length=10,
        initial="en",
    )
    hide_names = forms.BooleanField(label=gettext_lazy("Hide candidates’ names until one is welcomed"), required=False)

    def __init__(self, *args: Any, for_later: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_later:  # a draft may stay unfinished
            for field in self.fields.values():
                field.required = False


class DayForm(PlainForm):
    """One day. Left without a date it is not part of the trial."""

    on = forms.DateField(
        label=gettext_lazy("Date"),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": gettext_lazy("Enter a date, for example 9 December 2026")},
    )
    starts = forms.TimeField(
        label=gettext_lazy("From"),
        required=False,
        initial=dt.time(9),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=gettext_lazy("To"),
        required=False,
        initial=dt.time(16),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    break_minutes = forms.IntegerField(
        label=gettext_lazy("Unpaid break, in minutes (optional)"),
        required=False,
        min_value=0,
        max_value=240,
        initial=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    title = forms.CharField(label=gettext_lazy("What is this day about? (optional)"), max_length=120, required=False)
    plan = forms.CharField(
        label=gettext_lazy("Plan of the day"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    items = HoursField(
        label=gettext_lazy("Its hours (optional)"),
        help_text=gettext_lazy("One a line: “09:00 Coffee and keys, with Jonas”"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("on"):
            for name in ("starts", "ends"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Enter a time, for example 09:00"))
        return data


class AnswerByForm(PlainForm):
    answer_by = forms.DateField(
        label=gettext_lazy("When do candidates have their answer?"),
        help_text=gettext_lazy("Each of them gets one by the end of this date. Asking closes at noon of it"),
        widget=DayInput(),
        required=False,
    )


class PeopleForm(PlainForm):
    """The host, who must be one of the company's own, and the people to meet."""

    host = forms.ChoiceField(
        label=gettext_lazy("Who is the host?"),
        help_text=gettext_lazy("The person they ring on the first morning, and who is there on every day"),
        error_messages={"required": gettext_lazy("Choose the host")},
    )
    host_does = forms.CharField(
        label=gettext_lazy("What does the host do? (optional)"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: planning lead"),
    )

    def __init__(self, *args: Any, hosts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].choices = hosts  # type: ignore[attr-defined]
        if len(hosts) <= 6:
            self.fields["host"].widget = forms.RadioSelect(choices=hosts)


class PersonForm(PlainForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    does = forms.CharField(
        label=gettext_lazy("What do they do?"),
        max_length=200,
        required=False,
    )


class PayForm(PlainForm):
    """Pay for a day, the goodbye bonus of each, what a withdrawal costs, how many seats."""

    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=[(code, code) for code in CURRENCIES])
    daily_pay = MoneyField(
        label=gettext_lazy("Pay for a full day"),
        error_messages={"required": gettext_lazy("Enter the pay for a full day")},
    )
    kill_fee = MoneyField(
        label=gettext_lazy("If you withdraw before the start"),
        help_text=gettext_lazy(
            "At least one day’s pay, up to 24 hours before day 1. Later than that you pay every day"
        ),
        required=False,
    )
    engagement_type = forms.ChoiceField(
        label=gettext_lazy("How are they engaged?"),
        choices=ENGAGEMENTS,
        widget=forms.RadioSelect,
        initial="contractor",
    )
    seats_wanted = forms.IntegerField(
        label=gettext_lazy("How many people may come?"),
        help_text=gettext_lazy("Each seat has its own money, set aside before anyone signs"),
        min_value=1,
        max_value=50,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bonus_names = [f"bonus_{number}" for number in range(1, days)]
        for number, name in enumerate(self.bonus_names, 1):
            self.fields[name] = MoneyField(label=_("Leaving on day %(day)d") % {"day": number}, required=False)

    def bonuses(self) -> list[forms.BoundField]:
        return [self[name] for name in self.bonus_names]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        currency = data.get("currency")
        if not currency:
            return data
        for name in ("daily_pay", "kill_fee", *self.bonus_names):
            if name in self.errors:
                continue
            try:
                data[f"{name}_minor"] = minor_in(currency, data.get(name))
            except ValidationError as error:
                self.add_error(name, error)
        return data

    def bonus_minor(self) -> list[int]:
        """Return the bonus of each day; the last day has none."""
        return [self.cleaned_data.get(f"{name}_minor", 0) for name in self.bonus_names] + [0]


class RulesForm(PlainForm):
    use_of_work = forms.CharField(
        label=gettext_lazy("Who may use the work?"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    may_show = forms.CharField(
        label=gettext_lazy("What may the intern show?"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    confidentiality = forms.CharField(
        label=gettext_lazy("What must stay inside? (optional)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    expenses = forms.CharField(
        label=gettext_lazy("Travel, lunch and other expenses (optional)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
