"""The taxonomy as it is shipped: one line for each skill. Pure."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "taxonomy"
SKILLS = FOLDER / "skills.tsv.gz"
WORDS = FOLDER / "words.npz"
ADDRESS = "http://data.europa.eu/esco/skill/"
LANGUAGE = "en"  # of the labels


@dataclass(frozen=True, slots=True)
class Named:
    """A skill: its code (the last part of its address), its label, its other names run together."""

    code: str
    label: str
    others: str


def every_skill() -> Iterator[Named]:
    """Yield the skills of the taxonomy, by their labels."""
    with gzip.open(SKILLS, "rt", encoding="utf-8") as lines:
        for line in lines:
            code, label, others = line.rstrip("\n").split("\t")
            yield Named(code, label, others)
