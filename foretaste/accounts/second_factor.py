"""Secrets of second factors, sealed: who holds a dump of the database can compute nobody's codes.

The sign-in library keeps what an app of codes and recovery codes are computed from in the row of a person's factor.
A passkey's row holds a public key only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator

from foretaste.accounts.actors import Actor, Role
from foretaste.core import vault
from foretaste.core.refusals import NotAllowed
from foretaste.core.transactions import action

SIZE = 128  # of each kind: their lengths tell nothing apart
SEALED_BEGINS = "gAAAAA"  # a Fernet token in base64; neither a base32 secret nor a hexadecimal seed begins so
OF_ONE, OF_MANY = ("secret", "seed"), ("migrated_codes",)  # where the library keeps them in a row's `data`

Data = dict[str, Any]


def seal(text: str) -> str:
    return vault.seal({"secret": text}, size=SIZE).decode("ascii")


def unseal(text: str) -> str:
    """Return what was sealed. What a process of an older version wrote during an upgrade still lies open."""
    return str(vault.unseal(text.encode())["secret"]) if is_sealed(text) else text


def is_sealed(text: str) -> bool:
    return text.startswith(SEALED_BEGINS)


def under_the_newest_key(text: str) -> str:
    return vault.reseal(text.encode()).decode("ascii") if is_sealed(text) else seal(text)


def changed(data: Data, change: Callable[[str], str]) -> Data:
    """Return a row's data with each of its secrets changed, and all else as it was."""
    new = dict(data)
    for name in OF_ONE:
        if name in data:
            new[name] = change(data[name])
    for name in OF_MANY:
        if name in data:
            new[name] = [change(one) for one in data[name]]
    return new


def how_many() -> int:
    return int(Authenticator.objects.count())


@action
def reseal_second_factors(*, after: int, most: int, by: Actor, at: dt.datetime) -> int | None:
    """Put the next second factors' secrets under the newest key; None when there are no more."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    some = list(Authenticator.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:most])
    for one in some:
        data = changed(one.data, under_the_newest_key)
        if data != one.data:
            Authenticator.objects.filter(pk=one.pk).update(data=data)
    return some[-1].pk if some else None
