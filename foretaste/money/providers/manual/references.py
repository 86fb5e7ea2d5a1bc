"""References of bank transfers: ISO 11649, `RF`, two check digits, and the order's own id. Pure.

A bank's form checks the digits, so that a slip of the pen is found before the money leaves.
"""

from __future__ import annotations

import re

POSSIBLE = re.compile(r"RF[0-9]{2}[0-9A-HJKMNP-TV-Z]{12}")


def creditor_reference(public_id: str) -> str:
    """Return the reference of an order: `RF97ABCDEFGH1234`."""
    body = public_id.upper()
    return f"RF{98 - _remainder(body + 'RF00'):02d}{body}"


def is_right(reference: str) -> bool:
    """Check the check digits."""
    return bool(POSSIBLE.fullmatch(reference)) and _remainder(reference[4:] + reference[:4]) == 1


def printed(reference: str) -> str:
    """Return it in groups of four, as people read it."""
    return " ".join(reference[at : at + 4] for at in range(0, len(reference), 4))


def found_in(text: str) -> list[str]:
    """Return the public ids whose reference stands in a text, however it is spaced."""
    squeezed = re.sub(r"[^0-9A-Z]", "", text.upper())
    places = (squeezed[at : at + 16] for at in range(len(squeezed)) if squeezed.startswith("RF", at))
    return list(dict.fromkeys(one[4:].lower() for one in places if is_right(one)))


def _remainder(text: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in text)) % 97
