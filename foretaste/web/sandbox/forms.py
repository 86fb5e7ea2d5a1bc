"""What a payer enters at the sandbox bank."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from foretaste.money.providers.sandbox import GOOD_CARD
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
    amount_minor = forms.IntegerField(
        label=_("Sum, in the smallest unit"),
        help_text=_("Cents, pence, yen. Send less or more to see what happens."),
        min_value=1,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "width": "short"}),
        error_messages={"required": _("Enter the sum to send"), "min_value": _("Enter a sum above zero")},
    )
    account_number = forms.CharField(
        label=_("Your account number"),
        initial="DE02 1203 0000 0000 2020 51",
        max_length=42,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Enter an account number")},
    )
