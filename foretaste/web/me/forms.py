"""What an intern says of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foretaste.core.amounts import Amount
from foretaste.matching.asking import CURRENCIES, PLACES, WHENS, WITHIN
from foretaste.opportunities.words import FIELDS
from foretaste.web.company.forms.fields import MoneyField, minor_in, written
from foretaste.web.rendering import DayInput, PlainForm

if TYPE_CHECKING:
    from foretaste.matching.models import Wish


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


class WishForm(PlainForm):
    """What fits me. Nothing of it has to be said."""

    fields_of_work = forms.MultipleChoiceField(
        label=_("Fields I would like to try"),
        required=False,
        choices=list(FIELDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    learn = forms.CharField(
        label=_("What I want to learn"),
        help_text=_("Separate with commas: layout, talking to customers"),
        required=False,
        max_length=300,
    )
    city = forms.CharField(label=_("A city I can get to"), required=False, max_length=80)
    within_km = forms.TypedChoiceField(
        label=_("And around it"),
        required=False,
        coerce=int,
        empty_value="25",
        choices=[(one, _("%(km)s km") % {"km": one}) for one in WITHIN],
        initial=25,
    )
    place_kinds = forms.MultipleChoiceField(
        label=_("Where I would work"), required=False, choices=list(PLACES.items()), widget=forms.CheckboxSelectMultiple
    )
    when = forms.MultipleChoiceField(
        label=_("When I would work"), required=False, choices=list(WHENS.items()), widget=forms.CheckboxSelectMultiple
    )
    most_days = forms.TypedChoiceField(
        label=_("At most"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Any length")), (1, _("1 day")), *((n, _("%(n)s days") % {"n": n}) for n in range(2, 6))],
    )
    free_from = forms.DateField(
        label=_("Free from"),
        help_text=_("What you say here counts, and nothing else: we never work out when you are free."),
        required=False,
        widget=DayInput(),
    )
    free_until = forms.DateField(label=_("Free until"), required=False, widget=DayInput())
    least_day = MoneyField(
        label=_("For a day I hope for at least"), help_text=_("No company ever sees this."), required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=[(code, code) for code in CURRENCIES])

    @classmethod
    def of(cls, wish: Wish | None) -> dict[str, Any]:
        """Return what was said before, as the form shows it."""
        if wish is None:
            return {}
        found = {name: getattr(wish, name) for name in (
            "learn", "city", "within_km", "place_kinds", "when", "most_days", "free_from", "free_until", "currency",
        )}  # fmt: skip
        least = "" if wish.least_day_minor is None else written(wish.least_day_minor, wish.currency)
        return found | {"fields_of_work": wish.fields, "least_day": least}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("least_day") and cleaned.get("currency"):
            try:
                cleaned["least_minor"] = minor_in(cleaned["currency"], cleaned["least_day"])
            except ValidationError as error:
                self.add_error("least_day", error)
        return cleaned

    def said(self) -> dict[str, Any]:
        """Return it as the action takes it."""
        cleaned = self.cleaned_data
        names = ("learn", "city", "within_km", "place_kinds", "when", "most_days", "free_from", "free_until")
        least = cleaned.get("least_minor")
        return {name: cleaned[name] for name in names} | {
            "within_km": int(cleaned["within_km"]),
            "fields": cleaned["fields_of_work"],
            "least_day": Amount(least, cleaned["currency"]) if least else None,
        }
