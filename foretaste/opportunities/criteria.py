"""What a company says in its posting that it will look at in the work: up to five criteria, a line each. Pure.

They are frozen with the terms, and asked after the trial of every intern of the posting alike. Whether somebody stays
is none: an exit is nobody's fault, so nothing that would mark it down can be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

MOST = 5
SHORTEST, LONGEST = 3, 120
OF_STAYING = re.compile(
    r"\b(?:commitment|(?:is|are|be|being)\s+committed|loyal\w*|stamina|persever\w*|punctual\w*|motivat(?:ed|ion)|"
    r"enthusias\w*|stay(?:s|ed|ing)?\s+(?:to|until|till|on\b|with\s+us|the)|quit(?:s|ting)?|"
    r"leav(?:es?|ing)\s+(?:early|before)|(?:finish|complet)\w*\s+(?:the|all|every)\s+(?:trial|days?|week)|"
    r"durchhalte\w*|ausdauer|treue|pünktlich\w*|einsatzbereitschaft|assiduité|loyauté|ponctual\w*|persévér\w*|"
    r"compromiso|lealtad|puntualidad)",
    re.IGNORECASE,
)


class Wrong(StrEnum):
    TOO_MANY = "too_many"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    OF_STAYING = "of_staying"


def cleaned(value: object) -> list[str]:
    """Return the criteria of a text, one a line, or of a list: each once, in their order."""
    some: Iterable[object] = value.splitlines() if isinstance(value, str) else value if isinstance(value, list) else ()
    lines = ("".join(c for c in str(one) if c.isprintable()).strip().lstrip("-•* ").strip() for one in some)
    found = {" ".join(line.split()).casefold(): " ".join(line.split()) for line in lines if line}
    return list(found.values())


def problem(criteria: list[str]) -> Wrong | None:
    """Return what is wrong with them, None where nothing is. None at all is right, too."""
    if len(criteria) > MOST:
        return Wrong.TOO_MANY
    if any(len(one) < SHORTEST for one in criteria):
        return Wrong.TOO_SHORT
    if any(len(one) > LONGEST for one in criteria):
        return Wrong.TOO_LONG
    return Wrong.OF_STAYING if any(OF_STAYING.search(one) for one in criteria) else None
