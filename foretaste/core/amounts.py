"""Amounts of money: whole minor units of one currency, never a float, never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_precision


def exponent(currency: str) -> int:
    """Return how many decimals the currency has (ISO 4217: EUR 2, JPY 0, KWD 3)."""
    return get_currency_precision(currency)


TOO_MUCH = 2**63  # minor units: no account can hold them


@dataclass(frozen=True, order=False)
class Amount:
    """So many minor units (cents, pence, yen) of one currency."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError(f"An amount is a whole number of minor units, not {self.minor!r}.")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"A currency is three capital letters, not {self.currency!r}.")

    @classmethod
    def zero(cls, currency: str) -> Amount:
        return cls(0, currency)

    @classmethod
    def from_major(cls, major: Decimal | str | int, currency: str) -> Amount:
        """Read "140.00" EUR as 14000 cents.

        Raises ValueError where the currency has fewer decimals than were written.
        """
        scaled = Decimal(major).scaleb(exponent(currency))
        if not scaled.is_finite() or abs(scaled) >= TOO_MUCH:
            raise ValueError(f"{major} is no sum.")
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{currency} has {exponent(currency)} decimals; {major} has more.")
        return cls(int(scaled), currency)

    @property
    def major(self) -> Decimal:
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def _same(self, other: Amount) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} can't be mixed.")

    def __add__(self, other: Amount) -> Amount:
        self._same(other)
        return Amount(self.minor + other.minor, self.currency)

    def __sub__(self, other: Amount) -> Amount:
        self._same(other)
        return Amount(self.minor - other.minor, self.currency)

    def __mul__(self, times: int) -> Amount:
        return Amount(self.minor * times, self.currency)

    def __lt__(self, other: Amount) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Amount) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.major:.{exponent(self.currency)}f} {self.currency}"
