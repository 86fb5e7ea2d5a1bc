"""Fields that more than one form uses: sums of money, lists of text, the hours of a day."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.core.amounts import Amount, exponent

TOO_MUCH = Decimal(10) ** 12  # more is a slip of the keyboard, in every currency
ITEM = re.compile(r"^\s*(\d{1,2})[:.h](\d{2})\s*[-–:]?\s*(.+?)\s*$")


class MoneyInput(forms.TextInput):
    """A sum, typed with or without decimals."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "w-money", **(attrs or {})})


class MoneyField(forms.CharField):
    """A sum as it is written; `minor_in` reads it once the currency is known."""

    widget = MoneyInput
    default_error_messages = {"required": gettext_lazy("Enter a sum, for example 140.00")}

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).replace(" ", "").replace(" ", "")
        if not text:
            return None
        if "," in text:  # 1.200,50 and 1,200.50 are both read
            text = (
                text.replace(".", "").replace(",", ".")
                if text.rfind(",") > text.rfind(".") and len(text) - text.rfind(",") <= 3
                else text.replace(",", "")
            )
        try:
            sum_ = Decimal(text)
        except InvalidOperation:
            raise ValidationError(_("Enter a sum in figures, for example 140.00")) from None
        if not sum_.is_finite() or abs(sum_) >= TOO_MUCH:
            raise ValidationError(_("Enter a sum in figures, for example 140.00"))
        if sum_ < 0:
            raise ValidationError(_("Enter a sum of 0 or more"))
        return sum_


def minor_in(currency: str, sum_: Decimal | None) -> int:
    """Return the sum in the currency's minor units. Says in plain words when it has too many decimals."""
    if sum_ is None:
        return 0
    try:
        return Amount.from_major(sum_, currency).minor
    except ValueError:
        digits = exponent(currency)
        if digits == 0:
            raise ValidationError(_("Enter a whole sum: this currency has no decimals")) from None
        raise ValidationError(_("Enter at most %(digits)d decimals") % {"digits": digits}) from None


def written(minor: int, currency: str) -> str:
    """Return the sum as one would type it: 140.00, or 9000 where there are no decimals."""
    return f"{Amount(minor, currency).major:.{exponent(currency)}f}" if currency else ""


class ListField(forms.CharField):
    """Several short texts, separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        return [part.strip() for part in re.split(r"[,;\n]", super().clean(value)) if part.strip()]


class LinesField(forms.CharField):
    """Several short texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class HoursField(forms.CharField):
    """The hours of a day, one a line: "09:00 Coffee and keys"."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "\n".join(f"{item['at']} {item['what']}" for item in value)
        return value

    def clean(self, value: Any) -> list[dict[str, str]]:
        items = []
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            found = ITEM.match(line)
            if not found or int(found[1]) > 23 or int(found[2]) > 59:
                raise ValidationError(_("Begin each line with its hour: “09:00 Coffee and keys”"))
            items.append({"at": f"{int(found[1]):02d}:{found[2]}", "what": found[3], "note": ""})
        return items
