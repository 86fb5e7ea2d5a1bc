"""Pages of docs/ that are written from the code: a context registers its own in its `documents.py`.

What belongs to no context (settings, the command line) is in `config/documents.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from django.utils.module_loading import autodiscover_modules

_pages: dict[str, Callable[[], str]] = {}


def writes_page(name: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Register the writer of one page: `@writes_page("lifecycle.md") def lifecycle() -> str: ...`."""

    def register(write: Callable[[], str]) -> Callable[[], str]:
        _pages[name] = write
        return write

    return register


def pages() -> Iterator[tuple[str, str]]:
    """Yield every generated page: its file name below docs/, and its text as it should be now."""
    autodiscover_modules("documents")
    import_module("config.documents")
    for name, write in sorted(_pages.items()):
        yield name, write().rstrip("\n") + "\n"
