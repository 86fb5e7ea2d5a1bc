"""Account numbers and bank codes, checked by schwifty's tables: length and shape by country, and the check digits."""

from __future__ import annotations

import hashlib


def iban(text: str) -> str:
    """Return an IBAN without its spaces, in capitals; "" where it can't be one."""
    from schwifty import IBAN  # large: only who saves or pays to an account carries it
    from schwifty.exceptions import SchwiftyException

    try:
        return str(IBAN(text).compact)
    except SchwiftyException:
        return ""


def bic(text: str) -> str:
    """Return a bank's BIC in capitals; "" where it can't be one."""
    from schwifty import BIC
    from schwifty.exceptions import SchwiftyException

    try:
        return str(BIC(text).compact)
    except SchwiftyException:
        return ""


def fingerprint_of(number: str) -> str:
    """Return what tells an account apart: of the one that pays and the one that is paid alike. "" of no number."""
    return hashlib.sha256(f"account:{number}".encode()).hexdigest() if number else ""


def payable(number: str, routing: str = "") -> bool:
    """Say whether a bank can be told to pay there: an IBAN, or a national number with its bank's code."""
    if number[:2].isalpha():
        return bool(iban(number))
    return number.isascii() and number.isalnum() and 6 <= len(number) <= 34 and bool(routing.strip())
