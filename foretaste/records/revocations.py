"""Which records are revoked, one bit for each, as W3C's Bitstring Status List packs them. Pure.

A list has 131,072 places whether they are taken or not, so that looking one up says nothing of whose it was.
"""

from __future__ import annotations

import base64
import gzip
import io
from collections.abc import Iterable

PLACES = 131_072  # the least the specification allows


def encoded(revoked: Iterable[int]) -> str:
    """Return the list as its credential carries it: gzip, base64url, multibase's `u`. The same bits, the same text."""
    bits = bytearray(PLACES // 8)
    for place in revoked:
        if not 0 <= place < PLACES:
            raise ValueError(f"A list has no place {place}.")
        bits[place // 8] |= 0x80 >> place % 8  # the first place is the leftmost bit
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def is_revoked(text: str, place: int) -> bool:
    """Read one place of an encoded list."""
    if not text.startswith("u"):
        raise ValueError("An encoded list begins with u.")
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    with gzip.GzipFile(fileobj=io.BytesIO(packed)) as opened:
        bits = opened.read(PLACES // 8 + 1)
    if len(bits) != PLACES // 8 or not 0 <= place < PLACES:
        raise ValueError("This list has another length.")
    return bool(bits[place // 8] & 0x80 >> place % 8)
