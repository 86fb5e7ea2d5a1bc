"""What a payer enters at the sandbox bank."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foretaste.money.providers.sandbox import GOOD_CARD
from foretaste.web.company.forms.fields import MoneyField, minor_in
from foretaste.web.rendering import PlainForm


class CardForm(PlainForm):
    number = forms.CharField(
        label=_("Card number"),
        help_text=_("4242 4242 4242 4242 pays. Never enter a real card here."),
        max_length=30,
        initial=" ".join(GOOD_CARD[at : at + 4] for at in range(0, 16, 4)),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Enter a card number")},
    )


class TransferForm(PlainForm):
    """A sum as one writes it, in the currency of the charge; the bank is told its minor units."""

    amount = MoneyField(
        label=_("Sum"),
        help_text=_("Send less or more to see what happens."),
        max_length=20,
        error_messages={"required": _("Enter the sum to send")},
    )
    account_number = forms.CharField(
        label=_("Your account number"),
        initial="DE02 1203 0000 0000 2020 51",
        max_length=42,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Enter an account number")},
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["amount"].label = _("Sum in %(currency)s") % {"currency": currency}

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if minor_in(self.currency, amount) <= 0:
            raise ValidationError(_("Enter a sum above zero"))
        return amount

    @property
    def amount_minor(self) -> int:
        return minor_in(self.currency, self.cleaned_data["amount"])
