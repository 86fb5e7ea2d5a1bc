"""What a company says in its posting that it will look at in the work: up to five criteria, a line each. Pure.

They are frozen with the terms, and asked after the trial of every intern of the posting alike. A line may add the
company's own words for the lowest, the middle and the highest mark: "Finds the wrong rows | Left most | Found those
marked | Found others as well". Whether somebody stays
is none: an exit is nobody's fault, so nothing that would mark it down can be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST = 5
SHORTEST, LONGEST = 3, 120
BAR, MARKS = "|", 3
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
    MARKS = "marks"


@dataclass(frozen=True)
class Named:
    """One criterion: what is looked at, and the three marks in the company's own words, or none."""

    asks: str
    marks: tuple[str, ...] = ()  # lowest, middle, highest

    @property
    def said(self) -> str:
        """Return it as one line to read."""
        return f"{self.asks}: " + " – ".join(f"“{one}”" for one in self.marks) if self.marks else self.asks


def read(line: str) -> Named:
    """Read a line as it is kept. What is no name with three marks is a name."""
    asks, *marks = (part.strip() for part in line.split(BAR))
    return Named(asks, tuple(marks)) if asks and len(marks) == MARKS and all(marks) else Named(line)


def cleaned(value: object) -> list[str]:
    """Return the criteria of a text, one a line, or of a list: each once, in their order."""
    some: Iterable[object] = value.splitlines() if isinstance(value, str) else value if isinstance(value, list) else ()
    lines = ("".join(c for c in str(one) if c.isprintable()).strip().lstrip("-•* ").strip() for one in some)
    found = (f" {BAR} ".join(" ".join(part.split()) for part in line.split(BAR)).strip() for line in lines if line)
    return list({read(line).asks.casefold(): line for line in found}.values())


def problem(criteria: list[str]) -> Wrong | None:
    """Return what is wrong with them, None where nothing is. None at all is right, too."""
    if len(criteria) > MOST:
        return Wrong.TOO_MANY
    named = [read(one) for one in criteria]
    if any(BAR in one.asks for one in named):
        return Wrong.MARKS
    parts = [part for one in named for part in (one.asks, *one.marks)]
    if any(len(part) < SHORTEST for part in parts):
        return Wrong.TOO_SHORT
    if any(len(part) > LONGEST for part in parts):
        return Wrong.TOO_LONG
    return Wrong.OF_STAYING if any(OF_STAYING.search(one) for one in criteria) else None
