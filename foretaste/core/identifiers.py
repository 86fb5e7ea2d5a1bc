"""Public identifiers: what stands in addresses, mails and payment references.

They are random, so that nobody can count trials, or guess a neighbour's, from them.
"""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
LENGTH = 12  # 60 bits


def new_public_id() -> str:
    """Return twelve random characters of Crockford's base 32, in lower case."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
