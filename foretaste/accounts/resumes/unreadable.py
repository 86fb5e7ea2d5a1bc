"""Why a file can't be read. Whoever brought it is told; nothing of it is kept."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NEITHER = "neither"  # neither JSON nor a zip
    ENCODING = "encoding"
    NOT_JSON = "not_json"
    NO_RESUME = "no_resume"  # JSON, but of something else
    BROKEN_ZIP = "broken_zip"
    LOCKED_ZIP = "locked_zip"
    BOMB = "bomb"
    TOO_MANY_FILES = "too_many_files"
    NO_EXPORT = "no_export"  # a zip, but not LinkedIn's
    NOTHING = "nothing"  # it can be read and says nothing that a profile has a place for


class Unreadable(Exception):
    """It is not read, for this reason."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(str(why))
