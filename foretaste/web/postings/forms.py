"""Looking for a trial, and asking the company something."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from foretaste.matching import asking
from foretaste.matching.asking import CURRENCIES, WHENS, WITHIN
from foretaste.matching.queries import Question
from foretaste.opportunities.words import FIELDS
from foretaste.web.rendering import DayInput, PlainForm

WHEN = tuple(WHENS.items())
PLACES = tuple(asking.PLACES.items())
PER = (("day", _("a day")), ("hour", _("an hour")))


class SearchForm(PlainForm):
    """All of it may be left out. What is asked is read by `matching.asking`; this draws it, with what can't be read."""

    q = forms.CharField(label=_("What"), required=False, max_length=100)
    place = forms.CharField(label=_("Where"), required=False, max_length=80, help_text=_("A city, or “remote”"))
    within = forms.TypedChoiceField(
        label=_("Within"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("25 km around")), *((str(one), _("%(km)s km around") % {"km": one}) for one in WITHIN)],
    )
    kind = forms.MultipleChoiceField(required=False, choices=PLACES, widget=forms.MultipleHiddenInput)
    country = forms.CharField(required=False, max_length=2, widget=forms.HiddenInput)
    skill = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    source = forms.ChoiceField(required=False, choices=[("", ""), *asking.SOURCES.items()], widget=forms.HiddenInput)
    known = forms.BooleanField(label=_("Pay is known"), required=False)
    leave = forms.BooleanField(label=_("One may leave any time, and is paid"), required=False)
    starts_from = forms.DateField(label=_("Starts from"), required=False, widget=DayInput())
    starts_until = forms.DateField(label=_("Starts until"), required=False, widget=DayInput())
    field = forms.ChoiceField(label=_("Field"), required=False, choices=[("", _("Any field")), *FIELDS.items()])
    days = forms.MultipleChoiceField(
        label=_("Days"),
        required=False,
        choices=[(str(number), str(number)) for number in range(1, 6)],
        widget=forms.CheckboxSelectMultiple,
    )
    when = forms.MultipleChoiceField(label=_("When"), required=False, choices=WHEN, widget=forms.CheckboxSelectMultiple)
    per = forms.ChoiceField(label=_("That pay is for"), required=False, choices=PER)
    pay = forms.DecimalField(label=_("Pay, at least"), required=False, min_value=0, max_value=Decimal(1_000_000))
    currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[("", _("Any")), *((code, code) for code in CURRENCIES)]
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("Best match first")),
            ("soonest", _("Soonest first")),
            ("newest", _("Newest first")),
            ("pay", _("Best paid first")),
            ("near", _("Nearest first")),
        ],
    )


def without(asked: Question) -> list[tuple[str, Question]]:
    """Return the question with one filter dropped, each named, the least telling first."""
    dropped: list[tuple[str, Question]] = []
    if asked.starts_from or asked.starts_until:
        dropped.append((str(_("the dates")), replace(asked, starts_from=None, starts_until=None)))
    if asked.when:
        dropped.append((", ".join(str(WHENS[one]) for one in asked.when), replace(asked, when=[])))
    if asked.least_day is not None or asked.least_hour is not None:
        dropped.append((str(_("the pay")), replace(asked, least_day=None, least_hour=None, currency="")))
    elif asked.currency:
        dropped.append((asked.currency, replace(asked, currency="")))
    if asked.is_pay_known or asked.may_leave:
        dropped.append((str(_("what is sure")), replace(asked, is_pay_known=False, may_leave=False)))
    if asked.own_only or asked.listed_only:
        named = asking.SOURCES["here" if asked.own_only else "elsewhere"]
        dropped.append((f"“{named}”", replace(asked, own_only=False, listed_only=False)))
    if asked.days:
        dropped.append((str(_("the number of days")), replace(asked, days=[])))
    if asked.fields:
        dropped.append((str(FIELDS.get(asked.fields[0], asked.fields[0])), replace(asked, fields=[])))
    if asked.skills:
        dropped.append((", ".join(f"“{one}”" for one in asked.skills), replace(asked, skills=[])))
    if asked.place_kinds:
        kinds = dict(PLACES)
        dropped.append((", ".join(str(kinds[one]) for one in asked.place_kinds), replace(asked, place_kinds=[])))
    if asked.country:
        dropped.append((asked.country.upper(), replace(asked, country="")))
    if asked.place:
        dropped.append((f"“{asked.place}”", replace(asked, place="")))
    if asked.text:
        dropped.append((f"“{asked.text}”", replace(asked, text="")))
    return dropped


class QuestionForm(PlainForm):
    text = forms.CharField(
        label=_("Your question"),
        max_length=1_000,
        help_text=_("The company may put its answer here for everyone; your name is never shown with it"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write your question")},
    )
