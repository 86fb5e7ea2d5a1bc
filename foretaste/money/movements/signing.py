"""Who asked for a movement, as the ledger says it."""

from __future__ import annotations

from foretaste.accounts.actors import Actor


def signature(by: Actor) -> str:
    """Say in the ledger who asked: a role and an opaque number, never a name."""
    role = min(by.roles) if by.roles else "nobody"
    return f"{role}:{by.person_id}" if by.person_id else str(role)
