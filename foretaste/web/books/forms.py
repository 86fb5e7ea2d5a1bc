"""What bookkeeping fills in: a range of days, a company's or the operator's details, a tax rule."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from foretaste.web.countries import countries, countries_to_choose
from foretaste.web.rendering import DayInput, PlainForm


def _places() -> list[tuple[str, str]]:
    return [("", str(_("Everywhere else"))), ("EU", str(_("Other countries of the EU"))), *countries()]


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(
        widget=DayInput(),
        error_messages={"required": _("Choose a date"), "invalid": _("Choose a date")},
        **more,
    )


class RangeForm(PlainForm):
    """Both days are part of the range."""

    first = _day(label=_("From"))
    last = _day(label=_("To"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in ("first", "last"):
            if found.get(name) and not 2000 <= found[name].year < 3000:
                self.add_error(name, _("Choose a date"))
        if found.get("first") and found.get("last") and found["first"] > found["last"]:
            self.add_error("last", _("The last day comes after the first"))
        return found


class _DetailsForm(PlainForm):
    name = forms.CharField(
        label=_("Name, as the law wants it on an invoice"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Enter the name")},
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        error_messages={"required": _("Enter the address")},
    )
    country = forms.ChoiceField(
        label=_("Country"),
        choices=lazy(countries_to_choose, list)(),
        error_messages={"required": _("Choose the country")},
    )


class BillingForm(_DetailsForm):
    """A company for its documents."""

    tax_id = forms.CharField(
        label=_("Tax number (optional)"),
        help_text=_("Such as DE123456789. Between countries it can decide who owes the tax"),
        max_length=40,
        required=False,
    )
    reference = forms.CharField(
        label=_("Your reference (optional)"),
        help_text=_("A cost center or order number that your bookkeeping wants to read"),
        max_length=60,
        required=False,
    )


class SellerForm(_DetailsForm):
    """The operator for its documents."""

    tax_id = forms.CharField(
        label=_("Tax number"), max_length=40, error_messages={"required": _("Enter the tax number")}
    )
    registration = forms.CharField(label=_("Register and number (optional)"), max_length=120, required=False)
    email = forms.EmailField(label=_("Mail address for questions (optional)"), max_length=120, required=False)


class TaxForm(PlainForm):
    name = forms.CharField(
        label=_("Name of the tax"),
        help_text=_("As it stands on the invoice: VAT, MwSt., GST"),
        max_length=40,
        error_messages={"required": _("Name the tax")},
    )
    treatment = forms.ChoiceField(
        label=_("Is it charged?"),
        choices=[
            ("charged", _("Charged: it is inside the fee")),
            ("reverse_charge", _("Reverse charge: the company owes it")),
            ("exempt", _("Exempt, or no such tax")),
        ],
    )
    rate = forms.DecimalField(
        label=_("Rate in percent"),
        help_text=_("0 where it is not charged"),
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "w-money"}),
        error_messages={"required": _("Enter the rate"), "invalid": _("Enter the rate as a number")},
    )
    place = forms.ChoiceField(label=_("For companies in"), choices=lazy(_places, list)(), required=False)
    needs_tax_id = forms.BooleanField(label=_("Only for companies that gave a tax number"), required=False)
    text = forms.CharField(
        label=_("Sentence on the invoice"),
        help_text=_("Needed where the tax is not charged: the law’s own words"),
        max_length=300,
        required=False,
    )
    valid_from = _day(label=_("Applies from"), help_text=_("Not before a day on which an invoice was issued"))
    valid_to = _day(label=_("Last day (optional)"), required=False)
