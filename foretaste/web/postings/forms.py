"""Looking for a trial, and asking the company something."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foretaste.core.amounts import Amount
from foretaste.opportunities.queries import Search
from foretaste.opportunities.words import FIELDS
from foretaste.web.rendering import PlainForm

CURRENCIES = ("EUR", "GBP", "USD", "CHF", "JPY")
WHEN = (("weekdays", _("Weekdays")), ("evenings", _("Evenings")), ("weekends", _("Weekends")))


class SearchForm(PlainForm):
    """All of it may be left out. What can't be read is left out too: a list never answers with an error."""

    q = forms.CharField(label=_("What"), required=False, max_length=100)
    place = forms.CharField(label=_("Where"), required=False, max_length=80, help_text=_("A city, or “remote”"))
    field = forms.ChoiceField(label=_("Field"), required=False, choices=[("", _("Any field")), *FIELDS.items()])
    days = forms.MultipleChoiceField(
        label=_("Days"),
        required=False,
        choices=[(str(number), str(number)) for number in range(1, 6)],
        widget=forms.CheckboxSelectMultiple,
    )
    when = forms.MultipleChoiceField(label=_("When"), required=False, choices=WHEN, widget=forms.CheckboxSelectMultiple)
    pay = forms.DecimalField(label=_("At least, a day"), required=False, min_value=0, max_value=Decimal(1_000_000))
    currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[("", _("Any")), *((code, code) for code in CURRENCIES)]
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("soonest", _("Soonest first")), ("newest", _("Newest first")), ("pay", _("Best paid first"))],
    )

    def search(self) -> Search:
        """Return what is looked for."""
        self.is_valid()
        cleaned: dict[str, Any] = self.cleaned_data
        pay, currency = cleaned.get("pay"), cleaned.get("currency") or ""
        if pay is not None:
            currency = currency or CURRENCIES[0]
            pay = Amount.from_major(pay.quantize(Decimal(1)), currency).minor
        return Search(
            text=cleaned.get("q", ""),
            place=cleaned.get("place", ""),
            days=[int(day) for day in cleaned.get("days", [])],
            pay=pay,
            currency=currency,
            field=cleaned.get("field", ""),
            when=cleaned.get("when", []),
            order=cleaned.get("order") or "soonest",
        )


def without(search: Search) -> list[tuple[str, Search]]:
    """Return the search with one filter dropped, each named, the least telling first."""
    dropped: list[tuple[str, Search]] = []
    if search.when:
        names = dict(WHEN)
        dropped.append((", ".join(str(names[one]) for one in search.when), replace(search, when=[])))
    if search.pay is not None:
        dropped.append((str(_("the pay")), replace(search, pay=None, currency="")))
    elif search.currency:
        dropped.append((search.currency, replace(search, currency="")))
    if search.days:
        dropped.append((str(_("the number of days")), replace(search, days=[])))
    if search.field:
        dropped.append((str(FIELDS.get(search.field, search.field)), replace(search, field="")))
    if search.place:
        dropped.append((f"“{search.place}”", replace(search, place="")))
    if search.text:
        dropped.append((f"“{search.text}”", replace(search, text="")))
    return dropped


class QuestionForm(PlainForm):
    text = forms.CharField(
        label=_("Your question"),
        max_length=1_000,
        help_text=_("The company may put its answer here for everyone; your name is never shown with it"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write your question")},
    )
