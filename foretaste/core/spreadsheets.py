"""Tables for spreadsheets, line by line: sums stay numbers, and no text is ever read as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

FORMULAS = tuple("=+-@|%\t\r\n\0＝＋－＠")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def cell(value: object) -> str:
    """Return a cell's text. What begins like a formula, after any spaces too, gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, int | Decimal):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    text = str(value)
    return f"'{text}" if text.lstrip(" \u00a0\u3000\ufeff").startswith(FORMULAS) or text[:1] in FORMULAS else text


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a table as CSV, its head first. Nothing is kept: a table of any length takes no memory."""
    writer = csv.writer(_Echo())
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow([cell(value) for value in row])
