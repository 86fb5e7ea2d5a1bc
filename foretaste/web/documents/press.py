"""The printing press: a process of its own that sets one document and ends. It knows nothing of the project.

Typst takes some 60 MB as long as a process lives; a web process that printed once would keep them.
Asked by JSON on standard input, answers with the PDF on standard output, or with what is wrong on standard error.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def set_document(job: dict[str, Any]) -> bytes:
    """Return the document as PDF; see `pdf` in `__init__.py` for what is tried in which order."""
    import typst

    if job.get("ppi"):  # a picture, for eyes alone
        return bytes(
            typst.compile(
                job["source"],
                root=job["root"],
                format="png",
                ppi=job["ppi"],
                font_paths=job["font_paths"],
                sys_inputs=job["inputs"],
            )
        )
    for own_fonts_only, standards in ((True, job["standards"]), (False, job["standards"]), (False, None)):
        try:
            made, warnings = typst.compile_with_warnings(
                job["source"],
                ignore_system_fonts=own_fonts_only,
                pdf_standards=standards,
                root=job["root"],
                format="pdf",
                font_paths=job["font_paths"],
                timestamp=job["timestamp"],
                sys_inputs=job["inputs"],
            )
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            continue
        if warnings and own_fonts_only:
            raise RuntimeError(f"{job['source']}: {warnings[0].message}")
        return bytes(made)
    raise RuntimeError(f"{job['source']} can't be set in any font.")


if __name__ == "__main__":
    sys.stdout.buffer.write(set_document(json.load(sys.stdin.buffer)))
