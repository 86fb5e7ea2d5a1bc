"""What the demo's people call a skill, and its name in the taxonomy: they confirm these."""

from __future__ import annotations

from collections.abc import Iterable

from foretaste.skills import queries

NAMES = {
    "spreadsheets": "use spreadsheets software",
    "data cleaning": "perform data cleansing",
    "asking suppliers": "identify suppliers",
    "technical drawing": "technical drawings",
    "CAD": "use CAD software",
    "measuring": "operate precision measuring equipment",
    "Python": "Python (computer programming)",
    "statistics": "statistics",
    "plain writing": "writing techniques",
    "writing": "writing techniques",
    "photography": "photography",
    "typography": "typography",
    "layout": "graphic design",
    "drawing": "draw design sketches",
    "vector graphics": "design graphics",
    "patience": "exercise patience",
    "listening": "listen actively",
    "curiosity": "demonstrate curiosity",
    "talking to people": "communicate with customers",
    "keeping calm": "tolerate stress",
    "maps": "use geographic information systems",
    "Django": "web programming",
    "tests": "execute software tests",
    "sensors": "sensors",
    "welding": "welding techniques",
    "teamwork": "work in teams",
    "biology": "biology",
    "negotiation": "negotiate terms with suppliers",
    "French": "understand spoken French",
    "Dutch": "understand spoken Dutch",
    "German": "understand spoken German",
    "R": "R",
}


def codes_of(words: Iterable[str]) -> list[str]:
    """Return the codes of the skills that somebody calls so; of what the taxonomy has no name for, nothing."""
    return [one.code for one in queries.with_labels([NAMES[word] for word in words if word in NAMES])]
