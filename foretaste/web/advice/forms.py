"""What is entered for advice: guesses on a scale of 0 to 10, sums, dates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.advice.private import DOUBTS, LONGEST_NAME, LONGEST_NOTE, MARKS, Grounds, Wish
from foretaste.advice.queries import wrong_with
from foretaste.web.company.forms.fields import MoneyField
from foretaste.web.rendering import PlainForm

DOUBT_WORDS = [
    ("little", gettext_lazy("Quite sure: rarely off by more than a point or two")),
    ("some", gettext_lazy("Roughly: it may well be two or three points off")),
    ("much", gettext_lazy("No idea: it could be anything")),
]
assert [key for key, _words in DOUBT_WORDS] == list(DOUBTS)


class PointsField(forms.FloatField):
    """A guess from 0 to 10."""

    def __init__(self, **options: Any) -> None:
        wrong = gettext_lazy("Enter a number from 0 to 10")
        options.setdefault("widget", forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "width": "short"}))
        super().__init__(
            min_value=0,
            max_value=10,
            localize=True,
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
            **options,
        )


class CurrencyField(forms.CharField):
    """Three letters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Currency"),
            max_length=3,
            min_length=3,
            widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "width": "short"}),
            error_messages=dict.fromkeys(
                ("required", "min_length", "max_length"), gettext_lazy("Enter three letters, for example EUR")
            ),
            **options,
        )

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).upper()
        if not text and not self.required:
            return ""
        if not (text.isascii() and text.isalpha()):
            raise ValidationError(_("Enter three letters, for example EUR"))
        return text


def money(label: Any, hint: Any = "", **options: Any) -> MoneyField:
    return MoneyField(label=label, help_text=hint, max_length=14, **options)


def number_of(sum_: Decimal | None) -> float:
    return float(sum_ or 0)


def typed(value: float) -> str:
    """Return a sum as one would type it: 140, or 92.50."""
    return f"{value:.0f}" if value == round(value) else f"{value:.2f}"


class WishForm(PlainForm):
    """A trial somebody thinks of doing."""

    name = forms.CharField(
        label=gettext_lazy("What and where"),
        max_length=LONGEST_NAME,
        error_messages={"required": gettext_lazy("Give it a name")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    pay = money(gettext_lazy("Pay a day"))
    days = forms.IntegerField(
        label=gettext_lazy("How many days"),
        min_value=1,
        max_value=5,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "width": "short"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Enter a number from 1 to 5")
        ),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("First day (optional)"),
        help_text=gettext_lazy("Leave it out if you can choose; with dates, the plan never has you in two places"),
        required=False,
        widget=forms.DateInput({"type": "date", "width": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Choose a date")},
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day (optional)"),
        required=False,
        widget=forms.DateInput({"type": "date", "width": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Choose a date")},
    )
    hope = PointsField(
        label=gettext_lazy("How good could it be for you?"),
        help_text=gettext_lazy(
            "From 0, never, to 10, could not be better. Your honest guess before you have been there"
        ),
    )
    doubt = forms.ChoiceField(
        label=gettext_lazy("How sure are you of that guess?"),
        choices=DOUBT_WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three")},
    )
    costs = money(
        gettext_lazy("What it costs you (optional)"),
        gettext_lazy("Travel, a room, somebody to stay with your child: for all days together"),
        required=False,
    )
    bonus = money(
        gettext_lazy("Goodbye bonus (optional)"),
        gettext_lazy(
            "What you would be paid for leaving before the last day. It stands on the posting, and counts where your "
            "agreement carries it"
        ),
        required=False,
    )
    leaves_after = forms.IntegerField(
        label=gettext_lazy("After which day would you decide? (optional)"),
        help_text=gettext_lazy("The bonus is that of this day’s evening. Day 1 if you leave it out"),
        min_value=1,
        max_value=4,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "width": "short"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), gettext_lazy("Enter a number from 1 to 4")),
    )
    found = PointsField(
        label=gettext_lazy("Already tried? What it turned out to be (optional)"),
        help_text=gettext_lazy("From 0 to 10. The plan then goes on from there"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, why in wrong_with(cleaned).items():
            self.add_error(name, why)
        return cleaned

    def wish(self, number: int, opportunity_id: str = "") -> Wish:
        """Return what was entered."""
        given = self.cleaned_data
        return Wish(
            number=number,
            name=given["name"].strip(),
            pay=number_of(given["pay"]),
            days=given["days"],
            hope=given["hope"],
            doubt=given["doubt"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            costs=number_of(given["costs"]),
            found=given["found"],
            opportunity_id=opportunity_id,
            bonus=number_of(given["bonus"]),
            leaves_after=given["leaves_after"] or 1,
        )

    @staticmethod
    def filled(wish: Wish) -> dict[str, Any]:
        return {
            "name": wish.name,
            "pay": typed(wish.pay) if wish.pay else "",
            "days": wish.days,
            "starts_on": wish.starts_on,
            "ends_on": wish.ends_on,
            "hope": wish.hope,
            "doubt": wish.doubt,
            "costs": typed(wish.costs) if wish.costs else "",
            "bonus": typed(wish.bonus) if wish.bonus else "",
            "leaves_after": wish.leaves_after if wish.bonus else None,
            "found": wish.found,
        }


class GroundsForm(PlainForm):
    """What everything is compared with."""

    have = PointsField(
        label=gettext_lazy("How good is what you have without any of them?"),
        help_text=gettext_lazy("From 0 to 10: the job, the studies or the search you would go on with"),
    )
    day_worth = money(
        gettext_lazy("What a day brings you otherwise"),
        gettext_lazy("What you would earn, or what a free day is worth to you. 0 if nothing"),
    )
    per_point = money(
        gettext_lazy("What one point more is worth to you"),
        gettext_lazy("If one place were a point better for you than another, how much pay would you give up for it?"),
    )

    def clean_per_point(self) -> Decimal:
        sum_: Decimal | None = self.cleaned_data["per_point"]
        if not sum_:
            raise ValidationError(_("Enter a sum above 0"))
        return sum_

    @staticmethod
    def of(grounds: Grounds) -> dict[str, Any]:
        return {
            "have": grounds.have,
            "day_worth": typed(grounds.day_worth),
            "per_point": typed(grounds.per_point),
            "currency": grounds.currency,
            "latest": grounds.latest,
        }


class PlanGroundsForm(GroundsForm):
    latest = forms.DateField(
        label=gettext_lazy("When do you want to have decided? (optional)"),
        help_text=gettext_lazy("What ends later is left out"),
        required=False,
        widget=forms.DateInput({"type": "date", "width": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Choose a date")},
    )
    currency = CurrencyField()

    def grounds(self) -> Grounds:
        given = self.cleaned_data
        return Grounds(
            given["currency"],
            given["have"],
            number_of(given["per_point"]),
            number_of(given["day_worth"]),
            given["latest"],
        )


SCALE = [
    ("1", gettext_lazy("1, poor")),
    ("2", "2"),
    ("3", gettext_lazy("3, fine")),
    ("4", "4"),
    ("5", gettext_lazy("5, very good")),
]
MARK_WORDS = {
    "work": gettext_lazy("The work itself"),
    "people": gettext_lazy("The people"),
    "place": gettext_lazy("How things are done there"),
}
assert tuple(MARK_WORDS) == MARKS


class DayForm(PlainForm):
    """A few marks, each from 1 to 5; nobody else reads them."""

    note = forms.CharField(
        label=gettext_lazy("A line for yourself (optional)"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": gettext_lazy("Shorten this to 400 characters")},
    )
    field_order = (*MARKS, "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in MARK_WORDS.items():
            self.fields[name] = forms.ChoiceField(
                label=words,
                choices=SCALE,
                widget=forms.RadioSelect({"class": "scale"}),
                error_messages={"required": gettext_lazy("Choose a mark from 1 to 5")},
            )
        self.order_fields(self.field_order)

    def marks(self) -> dict[str, int]:
        return {name: int(self.cleaned_data[name]) for name in MARKS}


class HopesForm(GroundsForm):
    """What was hoped for, and what staying is compared with."""

    hope = PointsField(label=gettext_lazy("Before the first day: how good did you think it would be?"))
    have = PointsField(
        label=gettext_lazy("How good is what you have without it?"),
        help_text=gettext_lazy("From 0 to 10: the job, the studies or the search you would go on with"),
    )
    doubt = forms.ChoiceField(
        label=gettext_lazy("How sure were you?"),
        choices=DOUBT_WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three")},
    )
    chance = forms.IntegerField(
        label=gettext_lazy("How likely would they ask you to go on, if you wanted to? (per cent)"),
        help_text=gettext_lazy("Your guess. 50 if you can’t tell"),
        min_value=0,
        max_value=100,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "width": "short"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Enter a number from 0 to 100")
        ),
    )
    field_order = ("hope", "doubt", "chance", "have", "day_worth", "per_point")

    def grounds(self, currency: str) -> Grounds:
        given = self.cleaned_data
        return Grounds(currency, given["have"], number_of(given["per_point"]), number_of(given["day_worth"]))
