"""A posting's text, written once: as HTML that every channel accepts, and as plain text.

Only `p`, `strong`, `ul` and `li` are used, which all of them take. The order is the page's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from foretaste.syndication.outbound.posting import Section

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain_characters(text: str) -> str:
    """Leave out the characters that XML can't hold; nobody sees them anyway."""
    return NOT_IN_XML.sub("", text)


def as_html(sections: Iterable[Section], *, entities: bool = True) -> str:
    """Return the text as HTML.

    Indeed takes no entities: there `&` stays as it is, and angle brackets become single
    guillemets, or they would be read as tags.
    """
    safe = _escaped if entities else _without_entities
    parts = []
    for section in sections:
        if section.heading:
            parts.append(f"<p><strong>{safe(section.heading)}</strong></p>")
        parts += [f"<p>{safe(one)}</p>" for one in section.paragraphs]
        if section.items:
            parts.append("<ul>" + "".join(f"<li>{safe(one)}</li>" for one in section.items) + "</ul>")
    return "\n".join(parts)


def as_text(sections: Iterable[Section]) -> str:
    """Return the text without marks, for mails and copying."""
    blocks = []
    for section in sections:
        lines = [section.heading] if section.heading else []
        blocks.append("\n".join([*lines, *section.paragraphs, *(f"- {one}" for one in section.items)]))
    return "\n\n".join(plain_characters(block) for block in blocks)


def paragraphs(text: str) -> tuple[str, ...]:
    """Cut a person's text at its line breaks."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _escaped(text: str) -> str:
    return html.escape(plain_characters(text), quote=False)


def _without_entities(text: str) -> str:
    return plain_characters(text).replace("<", "‹").replace(">", "›")
