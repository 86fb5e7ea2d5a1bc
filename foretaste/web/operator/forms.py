"""What the operator fills in: a decision, a rule with its date, a suspension, a confirmed wage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.core.amounts import Amount
from foretaste.web.company.forms.fields import MoneyField, minor_in
from foretaste.web.company.forms.posting import CURRENCIES, countries
from foretaste.web.rendering import DayInput, PlainForm

if TYPE_CHECKING:
    from foretaste.money.models import Conversion


class DecisionForm(PlainForm):
    """A preset outcome with its sums, and the reasons both sides read."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an outcome")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reasons"),
        help_text=gettext_lazy("Both sides get the same letter. Say what you looked at and what follows"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write the reasons")},
    )

    def __init__(self, *args: Any, outcomes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]


class RuleForm(PlainForm):
    """A row of a table of rules."""

    def said(self) -> dict[str, Any]:
        """Return what was entered, as the action that writes the row takes it."""
        return self.cleaned_data


class FeeForm(RuleForm):
    percent = forms.DecimalField(
        label=gettext_lazy("Fee in percent of what the intern is paid"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "w-money"}),
        error_messages={"required": gettext_lazy("Enter the fee in percent")},
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Applies from"),
        help_text=gettext_lazy("Today or later. Signed terms keep their fee"),
        widget=DayInput(),
        error_messages={"required": gettext_lazy("Choose a date")},
    )
    note = forms.CharField(label=gettext_lazy("Note (optional)"), required=False, max_length=200)

    def said(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        return said | {"basis_points": int(said.pop("percent") * 100)}


class PayoutRuleForm(RuleForm):
    """How long a first trial between new parties may be looked at before its payout."""

    review_days = forms.IntegerField(
        label=gettext_lazy("Days to look, at most"),
        help_text=gettext_lazy("0 to 14. It delays the payout only; interns read it before they sign"),
        min_value=0,
        max_value=14,
        error_messages={"required": gettext_lazy("Enter the days")},
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Applies from"),
        help_text=gettext_lazy("Today or later. Signed trials keep their rule"),
        widget=DayInput(),
        error_messages={"required": gettext_lazy("Choose a date")},
    )
    note = forms.CharField(label=gettext_lazy("Note (optional)"), required=False, max_length=200)


class UnclaimedRuleForm(RuleForm):
    """After how many months pay that can't be sent is kept apart."""

    country = forms.ChoiceField(
        label=gettext_lazy("Country of the bank (empty: everywhere else)"),
        choices=lazy(lambda: [("", "–"), *countries()], list),
        required=False,
    )
    months = forms.IntegerField(
        label=gettext_lazy("Months"),
        min_value=3,
        max_value=600,
        error_messages={"required": gettext_lazy("Enter the months")},
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Applies from"),
        widget=DayInput(),
        error_messages={"required": gettext_lazy("Choose a date")},
    )
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=300, error_messages={"required": gettext_lazy("Name the source")}
    )
    note = forms.CharField(label=gettext_lazy("Note (optional)"), required=False, max_length=300)


class CorrectionForm(PlainForm):
    """A correction with the operator's own money, and why. Its key makes it one, however often it is sent."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    kind = forms.ChoiceField(
        label=gettext_lazy("What to put right"),
        choices=[
            ("make_good", gettext_lazy("Make an error good to a company")),
            ("write_off", gettext_lazy("Give up what a company owes")),
            ("pay_intern", gettext_lazy("Pay an intern what an error cost them")),
            ("take_back_handover", gettext_lazy("Move pay back from an intern's account at the provider")),
            ("put_in_own_money", gettext_lazy("Put in your own money, for what was lost")),
            ("withdraw_fees", gettext_lazy("Take your fees out")),
        ],
    )
    company_id = forms.ChoiceField(label=gettext_lazy("Company (where it is about one)"), required=False)
    trial_id = forms.CharField(
        label=gettext_lazy("Number of the trial (where it is about an intern's pay)"), required=False, max_length=12
    )
    sum = MoneyField(label=gettext_lazy("Sum"), error_messages={"required": gettext_lazy("Enter the sum")})
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=[(code, code) for code in CURRENCIES])
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It stands in the ledger for good. No names of people"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say why")},
    )

    def __init__(self, *args: Any, companies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company_id"].choices = [("", "-"), *companies]  # type: ignore[attr-defined]


class ConversionForm(PlainForm):
    """How a payment that lies in another currency ends: exchanged back, or given back."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    kind = forms.ChoiceField(
        label=gettext_lazy("What to do with it"),
        choices=[
            ("exchange_back", gettext_lazy("I have exchanged it back at the provider: fund its seats")),
            ("give_converted_back", gettext_lazy("Give it back to the company")),
        ],
    )
    sum = MoneyField(
        label=gettext_lazy("What you gave for it"),
        help_text=gettext_lazy("In the currency it lies in. Empty where it is given back"),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=200, error_messages={"required": gettext_lazy("Say why")}
    )

    def __init__(self, *args: Any, conversion: Conversion, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{conversion.public_id}_%s", **kwargs)
        self.conversion = conversion

    def clean(self) -> dict[str, Any]:
        """Add the amount it is about: all of what was paid, or what was given for it."""
        said = super().clean() or {}
        if said.get("kind") == "give_converted_back":
            return said | {"amount": self.conversion.amount}
        try:
            given = minor_in(self.conversion.settled_currency, said.get("sum"))
        except forms.ValidationError as error:
            self.add_error("sum", error)
        else:
            if not given and "sum" in said:
                self.add_error("sum", _("Enter what you gave for it"))
            said["amount"] = Amount(given, self.conversion.settled_currency)
        return said


class WageForm(RuleForm):
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=lazy(countries, list),
        error_messages={"required": gettext_lazy("Choose the country")},
    )
    region = forms.CharField(label=gettext_lazy("Region (optional)"), required=False, max_length=40)
    city = forms.CharField(label=gettext_lazy("Town (optional)"), required=False, max_length=80)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=[(code, code) for code in CURRENCIES])
    hourly_rate = MoneyField(
        label=gettext_lazy("Least pay for an hour"),
        help_text=gettext_lazy("Empty: a rate of its own applies here and is not known"),
        required=False,
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Applies from"),
        widget=DayInput(),
        error_messages={"required": gettext_lazy("Choose a date")},
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The law or the official page"),
        max_length=300,
        error_messages={"required": gettext_lazy("Name the source")},
    )
    note = forms.CharField(label=gettext_lazy("Note (optional)"), required=False, max_length=300)


class ReasonForm(PlainForm):
    because = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The company reads it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why")},
    )


class WageAnswerForm(PlainForm):
    note = forms.CharField(
        label=gettext_lazy("What you relied on, or what to change"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say what you relied on, or what to change")},
    )


class GoodwillForm(PlainForm):
    amount = MoneyField(label=gettext_lazy("Make the company good with"))


class StatementForm(PlainForm):
    """The bank's statement; for CSV, which column holds what."""

    COLUMNS = ("date", "amount", "name", "number", "reference", "end_to_end", "bank_ref")

    file = forms.FileField(
        label=gettext_lazy("The bank’s statement"),
        help_text=gettext_lazy("camt.053 or CSV, at most 5 MB. The same file again changes nothing"),
        error_messages={"required": gettext_lazy("Choose the file")},
        widget=forms.FileInput(attrs={"accept": ".xml,.csv,.txt"}),
    )
    date = forms.CharField(label=gettext_lazy("Column of the day"), required=False, max_length=80)
    amount = forms.CharField(label=gettext_lazy("Column of the sum"), required=False, max_length=80)
    name = forms.CharField(label=gettext_lazy("Column of the other side’s name"), required=False, max_length=80)
    number = forms.CharField(label=gettext_lazy("Column of their account"), required=False, max_length=80)
    reference = forms.CharField(label=gettext_lazy("Column of the reference"), required=False, max_length=80)
    end_to_end = forms.CharField(label=gettext_lazy("Column of EndToEndId"), required=False, max_length=80)
    bank_ref = forms.CharField(label=gettext_lazy("Column of the bank’s own number"), required=False, max_length=80)
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), required=False, choices=[(code, code) for code in CURRENCIES]
    )
