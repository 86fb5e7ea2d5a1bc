"""Colleagues, and what the company says of itself."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from foretaste.web.company.forms.posting import countries
from foretaste.web.rendering import PlainForm

ROLES = [
    ("recruiter", gettext_lazy("Recruiter: posts, chooses and welcomes")),
    ("supervisor", gettext_lazy("Host: is there on the day, gives feedback, evaluates")),
    ("colleague", gettext_lazy("Colleague: sees the trials, marks who has arrived, decides nothing")),
    ("finance", gettext_lazy("Finance: funds trials and sees the money")),
]


class ColleagueForm(PlainForm):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, error_messages={"required": gettext_lazy("Enter their name")}
    )
    email = forms.CharField(
        label=gettext_lazy("Mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter their mail address")},
    )
    title = forms.CharField(
        label=gettext_lazy("What they do (optional)"),
        help_text=gettext_lazy("For example: planning lead"),
        max_length=120,
        required=False,
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("What may they do here?"),
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one")},
    )


class ProfileForm(PlainForm):
    """The dossier that someone reads before their first day."""

    name = forms.CharField(
        label=gettext_lazy("Name of the company"),
        help_text=gettext_lazy(
            "Under another name, or in another country, we verify you anew before you post or offer"
        ),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the company’s name")},
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=lazy(countries, list))
    city = forms.CharField(label=gettext_lazy("Town"), max_length=80, required=False)
    website = forms.CharField(
        label=gettext_lazy("Website"),
        required=False,
        help_text=gettext_lazy("The whole address, beginning with https://"),
        widget=forms.URLInput,
    )
    about = forms.CharField(
        label=gettext_lazy("Who you are, in a few sentences"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    mission = forms.CharField(
        label=gettext_lazy("What you are there for"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    values = forms.CharField(
        label=gettext_lazy("What you hold to"),
        help_text=gettext_lazy("Better three with an example than ten words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    recent_projects = forms.CharField(
        label=gettext_lazy("What you did lately"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    a_day_here = forms.CharField(
        label=gettext_lazy("A day here"),
        help_text=gettext_lazy("When people come, how they work, how loud it is, when they go"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    welcome_kit = forms.CharField(
        label=gettext_lazy("Welcome kit"),
        help_text=gettext_lazy("Where to ring, what to bring, what to wear, lunch, access without steps"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    safety_contact = forms.CharField(
        label=gettext_lazy("Whom to call when something is wrong"),
        help_text=gettext_lazy("A person and a number, outside the team if you can"),
        required=False,
        max_length=200,
    )
