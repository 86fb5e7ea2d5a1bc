"""What the database's own guards say, in a refusal's words: the last of them speak at the commit, after every rule."""

from __future__ import annotations

import logging

from django.db import DatabaseError

from foretaste.core.refusals import Refused, SomethingElseCameFirst

log = logging.getLogger(__name__)

OURS = "FT"  # the states that triggers of ours raise
MET = ("40001", "40P01")  # two met: neither could go on before the other


def refusal_of(error: DatabaseError) -> Refused | None:
    """Return the refusal that a request answers; None where it is no guard's word, so something broke.

    Nothing was committed. What a guard of ours had to say is written down: no rule saw it coming.
    """
    state = str(getattr(error.__cause__, "sqlstate", None) or "")
    if not state.startswith(OURS) and state not in MET:
        return None
    log.error("The database refused: %s (%s)", error, state, exc_info=error)
    return SomethingElseCameFirst()
