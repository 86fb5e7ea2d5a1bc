"""Countries by their name in the reader's language."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import get_language

NOT_PLACES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}


def countries() -> list[tuple[str, str]]:
    """Return (code, name), by name."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    known = [
        (code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NOT_PLACES
    ]
    return sorted(known, key=lambda pair: pair[1])
