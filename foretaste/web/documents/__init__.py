"""Printed documents: the same words as the page, as a tagged PDF that a screen reader can read and an archive can keep.

One `.typ` file per document, its data handed in as JSON; `_sheet.typ` holds what they share. Fonts are the
project's own, so a document looks the same on every machine, and its bytes are the same for the same data.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, cast

from django.conf import settings

HERE = Path(__file__).resolve().parent
STANDARDS: list[Any] = ["ua-1", "a-2a"]


def pdf(name: str, data: dict[str, Any], *, made_at: dt.datetime) -> bytes:
    """Return the document as PDF/UA-1 and PDF/A-2a.

    A script our fonts don't hold (a name in Chinese) is set in a font of the machine. Where it has none either,
    the document still comes, without the promise of accessibility that it can't keep.
    """
    import typst  # large: only a process that prints holds it

    inputs = {"data": json.dumps({"instance": settings.INSTANCE_NAME, **data}, ensure_ascii=False)}
    options: dict[str, Any] = {
        "root": str(HERE),
        "format": "pdf",
        "font_paths": [str(HERE / "fonts")],
        "timestamp": int(made_at.timestamp()),
        "sys_inputs": inputs,
    }
    source = str(HERE / f"{name}.typ")
    for own_fonts_only, standards in ((True, STANDARDS), (False, STANDARDS), (False, None)):
        try:
            made, warnings = typst.compile_with_warnings(
                source, ignore_system_fonts=own_fonts_only, pdf_standards=standards, **options
            )
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            continue
        if warnings and own_fonts_only:
            raise RuntimeError(f"{name}.typ: {warnings[0].message}")
        return cast(bytes, made)
    raise RuntimeError(f"{name}.typ can't be set in any font.")
