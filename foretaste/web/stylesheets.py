"""The stylesheets: one file per component, joined when static files are collected.

`_global.css` comes first: it names the layers, so the order of the others does not matter.
"""

import re
from pathlib import Path

COMMENT = re.compile(r"/\*.*?\*/", re.S)
FOLDER = Path(__file__).parent / "static" / "css"
JOINED = "css/app.css"


def sources() -> list[str]:
    """Return the addresses of the single files below static/, the layers first."""
    return [f"css/{path.name}" for path in sorted(FOLDER.glob("*.css"))]


def joined() -> str:
    """Return all stylesheets as one, without what only its writers read: comments and indentation."""
    whole = COMMENT.sub("", "".join(path.read_text() for path in sorted(FOLDER.glob("*.css"))))
    return "".join(f"{line.strip()}\n" for line in whole.splitlines() if line.strip())
