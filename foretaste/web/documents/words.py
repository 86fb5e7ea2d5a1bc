"""The words of documents in other languages: gathered from the sources, kept in `locale/*.po`, compiled to `.mo`.

All of it is Babel's, in plain Python: no machine needs gettext's programs. The compiled files are kept in the
repository, so an installation needs no step of its own; a test fails when one is stale or a word is untranslated.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from foretaste.web.documents.language import LANGUAGES

NO_MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # the same words give the same bytes
LOCALE = Path(__file__).resolve().parent / "locale"
SOURCES = (
    "core/dates.py",
    "money/models/documents.py",
    "money/models/payouts.py",
    "money/models/settlements.py",
    "money/queries/statements.py",
    "web/books/papers.py",
    "web/company/views/documents.py",
    "web/pay/papers.py",
    "web/pay/where.py",
    "web/templates/books/_languages.html",
    "web/templates/books/document.html",
    "web/templates/books/year.html",
    "web/templates/pay/proof.html",
    "web/templates/pay/statement.html",
    "web/templates/trials/_agreement_translated.html",
    "web/trials/agreed.py",
    "web/trials/translated.py",
)
CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def translated() -> list[str]:
    """Return the languages that have a catalogue: all but the one the sources are written in."""
    return [code for code in LANGUAGES if code != "en"]


def gathered() -> Catalog:
    """Return every word of the sources, with the files it stands in."""
    catalogue = Catalog(project="Foretaste", charset="utf-8", fuzzy=False)
    for name in SOURCES:
        for message, context in _words_in(settings.ROOT / "foretaste" / name):
            catalogue.add(message, context=context, locations=[(name, 0)])
    return catalogue


def _words_in(file: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        text = templatize(text)
    for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=CALLS):
        yield message, context


def known(language: str) -> Catalog:
    """Return a language's catalogue as it is kept."""
    file = _file(language, "po")
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as kept:
        return read_po(kept, locale=language)


def update(language: str) -> tuple[bytes, bytes]:
    """Return a language's catalogue for the sources as they are now: as it is kept (.po), and compiled (.mo)."""
    template, kept = gathered(), known(language)
    fresh = Catalog(locale=language, project="Foretaste", charset="utf-8", fuzzy=False, header_comment="")
    for message in template:
        if not message.id:
            continue
        found = kept.get(message.id, message.context)
        fresh.add(
            message.id,
            found.string if found else None,
            context=message.context,
            locations=[(file, 0) for file in sorted({file for file, _line in message.locations})],
        )
    written, compiled = io.BytesIO(), io.BytesIO()
    write_po(written, fresh, sort_output=True, include_lineno=False, omit_header=True, width=120)
    lines = ["Content-Type: text/plain; charset=utf-8", f"Plural-Forms: {fresh.plural_forms}"]
    header = 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines) + "\n"
    text = header.encode() + written.getvalue()
    complete = read_po(io.BytesIO(text), locale=language)
    complete.creation_date = complete.revision_date = NO_MOMENT
    write_mo(compiled, complete)
    return text, compiled.getvalue()


def write(language: str) -> list[Path]:
    """Bring a language's two files up to date."""
    files = [_file(language, "po"), _file(language, "mo")]
    for file, content in zip(files, update(language), strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return files


def _file(language: str, ending: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"django.{ending}"
