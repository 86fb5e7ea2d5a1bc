"""What may not stand in a public reply: how to reach somebody, who an intern was, how a trial ended. Pure.

A rule reads words, not meaning: it catches what is written without thinking. What gets past it can be reported, and a
person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

LONGEST_PUBLIC_REPLY = 600
SHORTEST_NAME = 3
PARTS_SHOWN = 5
ENDS = ".,;:!?)]”"
SITE = (  # a host by its usual endings: of others, "and.it" is a full stop without its space
    r"\b[\w-]{2,}(?:\.[\w-]+)*\.(?:com|org|net|info|eu|de|ch|fr|es|nl|uk|jobs|careers|example)(?![\w-])(?:/\S*)?"
)
ADDRESS = re.compile(rf"\S+@\S+|\b(?:https?://|www\.)\S+|{SITE}", re.IGNORECASE)
BETWEEN_DIGITS = r"(?:[\s()./\u00b7_\u2010-\u2015-]{0,2}|\s[/\u2010-\u2015-]\s)"
NUMBER = re.compile(rf"(?:[+(]|(?<![^\W_]))\d(?:{BETWEEN_DIGITS}\d){{6,}}")
DAY, MONTH, YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19[5-9]|20[0-4])\d"
ORDERS = ((YEAR, MONTH, DAY), (DAY, MONTH, rf"(?:{YEAR}|\d\d)"), (MONTH, DAY, rf"(?:{YEAR}|\d\d)"))
DATE = "(?:" + "|".join(sep.join(order) for order in ORDERS for sep in (r"\.", "/", "-")) + ")"
TO = r"\s?[/\u2010-\u2015-]\s?"
YEARS = rf"(?P<first>{YEAR}){TO}(?P<last>{YEAR})"
DATES = rf"(?:{DAY}\.(?:{MONTH}\.)?{TO}{DATE}|{DATE}(?:(?:{TO}|\s){DATE})?)"
TIME = re.compile(rf"(?:{YEARS}|{DATES})(?:\s\(?\d\d?)?")  # and then perhaps how many of something
ENDINGS = re.compile(
    r"\b(?:left|leav(?:e|es|ing|ers?)|quit(?:s|ting)?|exit(?:s|ed|ing)?|stay(?:s|ed|ing)?|finish(?:es|ed|ing)?|"
    r"complet(?:ed|es|ing|ion)|drop(?:s|ped|ping)?[ -]?outs?|g[ai]v(?:e|es|en|ing) up|"
    r"walk(?:ed|s|ing)? (?:out|away|off)|went home|resign(?:s|ed|ing)?|stuck it out|cut (?:it )?short|"
    r"no[- ]?shows?|(?:early|my|their|her|his) end(?:ing|s)?|ended|end(?:s|ing) (?:it|early)|sent (?:me |them )?away|"
    r"(?:first|second|last|whole|all) (?:the )?days?|days? (?:one|two|three|four|five|\d)|goodbye bonus|"
    r"abgebroch\w*|abbr(?:uch|ach|ich|ech)\w*|verlassen|verlässt|verließ\w*|geblieben|beendet\w*|aufgehört|gekündigt|"
    r"durchgehalten|ausgestieg\w*|hingeschmissen|bis zum (?:ende|schluss)|"
    r"quitt[eé]\w*|rest[eé]e?s?|terminé\w*|abandon\w*|parti(?:e|s|es)?|jusqu.au bout|"
    r"terminaron|terminó|se (?:fue(?:ron)?|quedaron|quedó)|hasta el final)\b",
    re.IGNORECASE,
)


class Wrong(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too_long"
    ADDRESS = "address"
    NAME = "name"
    ENDING = "ending"


@dataclass(frozen=True)
class Found:
    """What is wrong with a reply, and the parts of it that are the reason."""

    wrong: Wrong
    parts: tuple[str, ...] = ()


def wrong_with(text: str, names: Iterable[str] = ()) -> Found | None:
    """Return what is wrong with a public reply, given the names of people who may not stand in it."""
    if not text:
        return Found(Wrong.EMPTY)
    if len(text) > LONGEST_PUBLIC_REPLY:
        return Found(Wrong.TOO_LONG)
    text, names = _plainly(text), [_plainly(name) for name in names]
    for wrong, parts in (
        (Wrong.ADDRESS, [*(part.rstrip(ENDS) for part in ADDRESS.findall(text)), *_numbers_in(text)]),
        (Wrong.NAME, _names_in(text, names)),
        (Wrong.ENDING, ENDINGS.findall(text)),
    ):
        if parts:
            return Found(wrong, tuple(dict.fromkeys(parts)))
    return None


def says(found: Found) -> str:
    """Say what to do about it, and about which words."""
    parts = ", ".join(f"“{part}”" for part in found.parts[:PARTS_SHOWN])
    return {
        Wrong.EMPTY: _("Write your reply."),
        Wrong.TOO_LONG: _("Shorten this to %(longest)d characters.") % {"longest": LONGEST_PUBLIC_REPLY},
        Wrong.ADDRESS: _("Leave out %(parts)s. Everybody can read this: no addresses, links or telephone numbers.")
        % {"parts": parts},
        Wrong.NAME: _("Leave out %(parts)s: it names somebody, or reads so. Say it without a name.") % {"parts": parts},
        Wrong.ENDING: _(
            "Leave out %(parts)s. Say nothing of how, when or whether a trial ended, not of one and not of all. Where "
            "you mean something else, use another word."
        )
        % {"parts": parts},
    }[found.wrong]


def _plainly(text: str) -> str:
    """Return it with each letter written in the one usual way: "é" may be two, and some are wide."""
    return unicodedata.normalize("NFKC", text)


def _numbers_in(text: str) -> list[str]:
    """Return what reads as a telephone number: not a date, nor a span of dates or of years."""
    return [run for run in NUMBER.findall(text) if not _is_time(run)]


def _is_time(run: str) -> bool:
    found = TIME.fullmatch(run.removeprefix("("))
    return found is not None and (found["first"] is None or found["first"] < found["last"])


def _names_in(text: str, names: Iterable[str]) -> list[str]:
    """Return the parts of names that stand there as words, with their capital: "Will" does, "will" and "von" do not."""
    parts = {part for name in names for part in _words(name.title() if name.islower() else name)}
    parts = {part for part in parts if len(part) >= SHORTEST_NAME and not part[0].islower()}
    parts |= {part.upper() for part in parts}
    return [word for word in _words(text) if word in parts]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)
