"""A skill that somebody confirmed, as it stands with them: code, label and language, as they read it. Pure.

It is kept as a list in the row of the posting or profile, so that a page that shows it asks nothing more, and a newer
taxonomy changes nobody's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from foretaste.skills.taxonomy_file import ADDRESS

MOST = 12  # of a posting or a person


@dataclass(frozen=True)
class Confirmed:
    code: str
    label: str
    language: str

    @property
    def address(self) -> str:
        """The address by which everybody knows it."""
        return ADDRESS + self.code

    def kept(self) -> dict[str, str]:
        return asdict(self)


def read(kept: Iterable[Mapping[str, str]]) -> list[Confirmed]:
    """Return what is kept as it is used."""
    return [Confirmed(one["code"], one["label"], one["language"]) for one in kept]


def chosen(codes: Sequence[str], kept: Iterable[Confirmed], known: Iterable[Confirmed]) -> list[Confirmed]:
    """Return what was chosen, in its order: as it was confirmed before, else as the taxonomy has it now."""
    have = {one.code: one for one in known} | {one.code: one for one in kept}
    return [have[code] for code in dict.fromkeys(codes) if code in have]
