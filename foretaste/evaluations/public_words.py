"""What may not stand in a public reply: how to reach somebody, who an intern was, how a trial ended. Pure.

A rule reads words, not meaning: it catches what is written without thinking. What gets past it can be reported, and a
person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from django.utils.translation import gettext as _

LONGEST_REPLY = 600
SHORTEST_NAME = 3
ADDRESS = re.compile(r"\S@\S|\b(?:https?://|www\.)\S", re.IGNORECASE)
NUMBER = re.compile(r"(?:\+|\b)\d(?:[\s()./\u2010-\u2015-]{0,2}\d){6,}")
DATE = re.compile(r"\b(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})\b")
ENDINGS = re.compile(
    r"\b(?:left|leav(?:e|es|ing|ers?)|quit(?:s|ting)?|exit(?:s|ed|ing)?|stay(?:s|ed|ing)?|finish(?:es|ed|ing)?|"
    r"complet(?:ed|es|ing|ion)|drop(?:s|ped|ping)?[ -]?outs?|g[ai]ve(?:n|s)? up|walk(?:ed|s)? (?:out|away)|went home|"
    r"no[- ]?shows?|(?:early|my|their|her|his) end(?:ing|s)?|ended|end(?:s|ing) (?:it|early)|sent (?:me |them )?away|"
    r"(?:first|second|last|whole|all) (?:the )?days?|days? (?:one|two|three|four|five|\d)|goodbye bonus|"
    r"abgebroch\w*|abbr(?:uch|ach|ich|ech)\w*|verlassen|verlässt|verließ\w*|geblieben|beendet\w*|aufgehört|gekündigt|"
    r"durchgehalten|quitt[eé]\w*|rest[eé]e?s?|terminé\w*|abandon\w*|parti(?:e|s|es)?|jusqu.au bout|"
    r"terminaron|terminó|se (?:fue(?:ron)?|quedaron|quedó)|hasta el final)\b",
    re.IGNORECASE,
)


class Wrong(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too_long"
    ADDRESS = "address"
    NAME = "name"
    ENDING = "ending"


def wrong_with(text: str, names: Iterable[str] = ()) -> Wrong | None:
    """Return what is wrong with a public reply, given the names of people who may not stand in it."""
    if not text:
        return Wrong.EMPTY
    if len(text) > LONGEST_REPLY:
        return Wrong.TOO_LONG
    if ADDRESS.search(text) or NUMBER.search(DATE.sub(" ", text)):
        return Wrong.ADDRESS
    if _names_in(text, names):
        return Wrong.NAME
    return Wrong.ENDING if ENDINGS.search(text) else None


def says(wrong: Wrong) -> str:
    """Say what to do about it."""
    return {
        Wrong.EMPTY: _("Write your reply."),
        Wrong.TOO_LONG: _("Shorten this to %(longest)d characters.") % {"longest": LONGEST_REPLY},
        Wrong.ADDRESS: _("Leave out addresses, links and numbers: everybody can read this."),
        Wrong.NAME: _("It names somebody who was an intern with you. Say it without a name."),
        Wrong.ENDING: _(
            "Say nothing of how, when or whether a trial ended, not of one and not of all: no “left”, “finished” or "
            "“stayed”."
        ),
    }[wrong]


def _names_in(text: str, names: Iterable[str]) -> bool:
    """Whether a part of a name stands there as a word of its own, with its capital: "Will" does, "will" does not."""
    words = set(re.findall(r"[^\W\d_]+", text))
    parts = {part for name in names for part in re.findall(r"[^\W\d_]+", name) if len(part) >= SHORTEST_NAME}
    return bool(words & (parts | {part.upper() for part in parts}))
