"""From bytes to text: UTF-8, or UTF-16 where its mark says so. Nothing is guessed."""

from __future__ import annotations

import codecs

from foretaste.accounts.resumes.unreadable import Unreadable, Why


def text_in(content: bytes) -> str:
    """Return the text, without its mark."""
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeError:
        raise Unreadable(Why.ENCODING) from None
    if "\x00" in text:
        raise Unreadable(Why.ENCODING)
    return text
