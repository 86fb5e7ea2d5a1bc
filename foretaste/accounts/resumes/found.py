"""What was found in a file, as far as a profile has a place for it; and what was left out, by kind and number alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

LONGEST_HEADLINE = 160
LONGEST_ABOUT = 3_000
LONGEST_LINE = 160
LONGEST_LINK = 300
LONGEST_SKILL = 60
MOST_LINES = 30  # of work and education
MOST_LINKS = 12
MOST_SKILLS = 60


class LeftOut(StrEnum):
    """What a profile has no place for."""

    CONTACT = "contact"  # name, address, telephone, birth date, picture: the account has what it needs
    DATES = "dates"  # they would tell an age
    WORK = "work"  # what was done there, beyond the line
    VOLUNTEER = "volunteer"
    CERTIFICATES = "certificates"
    AWARDS = "awards"
    REFERENCES = "references"
    INTERESTS = "interests"
    WITHOUT_LINK = "without_link"  # a project or publication that leads nowhere
    FILES = "files"  # of the archive: messages, contacts and the like, never opened
    TOO_MANY = "too_many"  # more lines, skills or links than a profile could hold
    UNREADABLE = "unreadable"  # files of the archive that should be tables and are not


@dataclass(frozen=True)
class Found:
    """Everything that a person may tick, and the numbers of what they can't."""

    headline: str = ""
    about: str = ""
    lines: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.headline or self.about or self.lines or self.skills or self.links)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Found:
        return cls(
            headline=data["headline"],
            about=data["about"],
            lines=tuple(data["lines"]),
            skills=tuple(data["skills"]),
            links=tuple(data["links"]),
            left_out=dict(data["left_out"]),
        )


@dataclass
class Gathering:
    """What comes together while a file is read."""

    headline: str = ""
    about: str = ""
    lines: list[str] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    left_out: dict[LeftOut, int] = field(default_factory=dict)

    def leave_out(self, what: LeftOut, number: int = 1) -> None:
        if number > 0:
            self.left_out[what] = self.left_out.get(what, 0) + number

    def add_line(self, *parts: object) -> None:
        """Add who one was, and where."""
        if said := ", ".join(dict.fromkeys(one for one in (line_of(part, LONGEST_LINE) for part in parts) if one)):
            self.lines.append(cut(said, LONGEST_LINE))

    def add_skill(self, name: object) -> None:
        """Add a skill by its name. Commas divide skills in a profile, so none stands within one."""
        said = line_of(name, LONGEST_SKILL + 1).replace(",", " ")
        if len(said) <= LONGEST_SKILL:
            self.skills.append(" ".join(said.split()))
        else:
            self.leave_out(LeftOut.TOO_MANY)

    def add_link(self, address: object) -> bool:
        """Add an address of the web; tell whether it is one."""
        said = address.strip() if isinstance(address, str) else ""
        if is_link(said):
            self.links.append(said)
            return True
        return False

    def found(self) -> Found:
        """Return it, each thing once and so many at most."""
        return Found(
            headline=self.headline,
            about=self.about,
            lines=self._some(self.lines, MOST_LINES),
            skills=self._some(self.skills, MOST_SKILLS),
            links=self._some(self.links, MOST_LINKS),
            left_out={str(what): number for what, number in self.left_out.items()},
        )

    def _some(self, values: Iterable[str], most: int) -> tuple[str, ...]:
        once = list({one.casefold(): one for one in reversed(list(values)) if one}.values())[::-1]
        self.leave_out(LeftOut.TOO_MANY, len(once) - most)
        return tuple(once[:most])


def text_of(value: object, longest: int) -> str:
    """Return words with their lines, without control characters; nothing for what is no text."""
    if not isinstance(value, str):
        return ""
    begin = value[: longest * 4].replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(one for one in begin if one == "\n" or one.isprintable())
    return cut("\n".join(line.rstrip() for line in kept.split("\n")).strip(), longest)


def line_of(value: object, longest: int) -> str:
    """Return words on one line."""
    return cut(" ".join(text_of(value, longest).split()), longest)


def cut(text: str, longest: int) -> str:
    """Return so much of it at most; three dots say that there was more."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def is_link(address: str) -> bool:
    """Tell an address of the public web from everything else that a browser might follow."""
    if not address or len(address) > LONGEST_LINK or not address.isascii() or any(one.isspace() for one in address):
        return False
    if not address.isprintable() or set(address) & set('<>"\\'):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host.strip(".") and "@" not in parts.netloc
