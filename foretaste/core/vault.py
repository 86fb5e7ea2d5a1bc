"""Sealed text: encrypted with keys that live outside the database and its dumps.

Every sealed value of a kind has the same length, and its token carries no time, so neither says anything about
what is inside or when it came. Whoever holds both the database and the keys could open it; the docs say so.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

if TYPE_CHECKING:
    from django.db.models import QuerySet

Sealed = dict[str, Any]

Resealer = Callable[..., int | None]  # (after, most, by, at): how far it came, None at the end
ALSO_RESEALED: list[tuple[str, Callable[[], int], Resealer]] = []  # what is counted, how many, and how


class TooLongToSeal(ValueError):
    """The value doesn't fit the fixed length of its kind."""


class WrongKey(RuntimeError):
    """None of the sealing keys opens this: a key was lost, or the text was altered."""


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SEALING_KEYS])


def seal(value: Sealed, *, size: int) -> bytes:
    """Return the value encrypted, padded to `size` bytes before."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    if len(plain) > size:
        raise TooLongToSeal(f"{len(plain)} bytes don't fit {size}.")
    return _fernet().encrypt_at_time(plain.ljust(size, b" "), 0)


def unseal(sealed: bytes) -> Sealed:
    """Return what was sealed. Whoever calls this first writes down that they did."""
    try:
        opened: Sealed = json.loads(_fernet().decrypt(bytes(sealed)))
    except InvalidToken:
        raise WrongKey("No sealing key opens this.") from None
    return opened


def reseal(sealed: bytes) -> bytes:
    """Return the same text under the newest key, for changing keys; nobody reads it meanwhile.

    What the newest key has sealed comes back as it is, so that resealing can stop anywhere and begin again.
    """
    try:
        Fernet(settings.SEALING_KEYS[0]).decrypt(bytes(sealed))
    except InvalidToken:
        pass
    else:
        return bytes(sealed)
    try:
        return _fernet().rotate(bytes(sealed))
    except InvalidToken:
        raise WrongKey("No sealing key opens this.") from None


def reseal_rows(rows: QuerySet[Any], field: str = "sealed") -> None:
    """Put this field of the rows under the newest key, each row locked; what is empty stays empty."""
    for row in rows.select_for_update().order_by("pk"):
        if sealed := getattr(row, field):
            rows.model._base_manager.filter(pk=row.pk).update(**{field: reseal(sealed)})
