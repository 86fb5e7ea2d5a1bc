"""The stylesheets: one file per component, joined when static files are collected.

`_global.css` comes first: it names the layers, so the order of the others does not matter.
"""

import re
from pathlib import Path

COMMENT = re.compile(r"/\*.*?\*/", re.S)
SPACE = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};])\s*""")  # a text as it is, or what needs no room around it
FOLDER = Path(__file__).parent / "static" / "css"
JOINED = "css/app.css"


def sources() -> list[str]:
    """Return the addresses of the single files below static/, the layers first."""
    return [f"css/{path.name}" for path in sorted(FOLDER.glob("*.css"))]


def joined() -> str:
    """Return all stylesheets as one, without what only its writers read: comments, lines and room around braces."""
    whole = COMMENT.sub("", "".join(path.read_text() for path in sorted(FOLDER.glob("*.css"))))
    return SPACE.sub(lambda found: found[1] or found[2], whole).strip() + "\n"
