"""Any file that somebody brings: told by its content, never by its name."""

from __future__ import annotations

from foretaste.accounts.resumes import json_resume, linkedin
from foretaste.accounts.resumes.decoding import text_in
from foretaste.accounts.resumes.found import Found
from foretaste.accounts.resumes.unreadable import Unreadable, Why

MOST_BYTES = 5 * 2**20
ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def read(content: bytes) -> Found:
    """Return what was found in a file of JSON Resume, or in LinkedIn's export."""
    if not content.strip():
        raise Unreadable(Why.EMPTY)
    if len(content) > MOST_BYTES:
        raise Unreadable(Why.TOO_LARGE)
    if content.startswith(ZIP):
        found = linkedin.read(content)
    else:
        text = text_in(content).strip()
        if not text.startswith(("{", "[")):
            raise Unreadable(Why.NEITHER)
        found = json_resume.read(text)
    if found.is_empty:
        raise Unreadable(Why.NOTHING)
    return found
