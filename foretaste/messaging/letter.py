"""A letter: what one mail and its notice say. One shape for all, so that text and HTML never differ."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string


@dataclass(frozen=True)
class Item:
    """One of several things a letter tells of, with its own page."""

    title: str
    path: str
    lines: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL.rstrip('/')}{self.path}"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A short declarative subject, what happened, sums or dates in rows, one thing to do."""

    kind: str
    subject: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    items: tuple[Item, ...] = ()
    after: tuple[str, ...] = ()
    do: str = ""  # the words on the button
    path: str = ""  # where it leads, from the site's root
    calendar: str = ""
    unsubscribe: str = ""  # the path that stops letters of this kind

    def text(self) -> str:
        return render_to_string("messaging/letter.txt", self._context()).strip() + "\n"

    def html(self, language: str) -> str:
        return render_to_string("messaging/letter.html", self._context() | {"language": language})

    def _context(self) -> dict[str, object]:
        width = max((len(label) for label, _ in self.rows), default=0) + 2
        return {
            "letter": self,
            "padded": [(f"{label}:".ljust(width), value) for label, value in self.rows],
            "url": f"{settings.SITE_URL.rstrip('/')}{self.path}" if self.path else "",
            "unsubscribe": f"{settings.SITE_URL.rstrip('/')}{self.unsubscribe}" if self.unsubscribe else "",
            "instance_name": settings.INSTANCE_NAME,
            "site_url": settings.SITE_URL,
        }
