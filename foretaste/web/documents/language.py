"""The language a document is read in: the one asked for, else the best of the browser's that there are words for.

The words are in `locale/`; `foretaste manage write_words` gathers them and compiles them, in plain Python. A page
around a document keeps the language of the site. An agreement keeps the language it was signed in: only where the
address asks for another is a translation of it shown, to read by.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header

if TYPE_CHECKING:
    from django.http import HttpRequest

LANGUAGES = {"en": "English", "de": "Deutsch"}
ASKED_BY = "language"  # ?language=de
SIGNED_IN = "en"  # what people sign


@dataclass(frozen=True)
class Reading:
    """Which language a document is read in, and which others there are, each in its own name."""

    code: str

    @property
    def others(self) -> list[tuple[str, str]]:
        return [(code, name) for code, name in LANGUAGES.items() if code != self.code]

    @property
    def is_translated(self) -> bool:
        """Whether a text that was signed is read in another language than it was signed in."""
        return self.code != SIGNED_IN

    @property
    def query(self) -> str:
        """What an address of the same document in the same language ends with."""
        return f"?{ASKED_BY}={self.code}"


def reader_of(request: HttpRequest) -> Reading:
    asked = request.GET.get(ASKED_BY)
    if asked in LANGUAGES:
        return Reading(asked)
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    known = (language.split("-")[0] for language, _weight in accepted)
    return Reading(next((code for code in known if code in LANGUAGES), "en"))


def translation_asked_for(request: HttpRequest) -> Reading:
    """Return in which language a signed text is read: the one it was signed in, unless the address names another."""
    asked = request.GET.get(ASKED_BY, "")
    return Reading(asked if asked in LANGUAGES else SIGNED_IN)


@contextmanager
def reading(request: HttpRequest) -> Iterator[Reading]:
    """Say everything inside in the reader's language."""
    found = reader_of(request)
    with override(found.code):
        yield found
