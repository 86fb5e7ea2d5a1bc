"""`foretaste simulate`: live the worlds, write the files, say what came out; the last line is one JSON object."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from foretaste.simulation.counting import MEASURES
from foretaste.simulation.figures import WAYS
from foretaste.simulation.files import write
from foretaste.simulation.pictures import NAMES, said
from foretaste.simulation.studying import study

BAR = 30


def simulate(*, interns: int, companies: int, seed: int, worlds: int, out: Path, say: Callable[[str], None]) -> int:
    """Return the exit code: 0, 1 where the folder can't be written, 2 where it is no folder."""
    if out.exists() and not out.is_dir():
        print(f"foretaste simulate: --out {out} is a file: name a folder", file=sys.stderr)
        return 2
    try:
        out.mkdir(parents=True, exist_ok=True)
        summary = study(interns=interns, companies=companies, seed=seed, worlds=worlds, tell=Progress(sys.stderr))
        written = write(summary, out)
    except OSError as trouble:
        print(f"foretaste simulate: {out} can't be written: {trouble.strerror}", file=sys.stderr)
        return 1
    for line in _table(summary):
        say(line)
    say(json.dumps(_in_short(summary, out, written), ensure_ascii=False))
    return 0


class Progress:
    """How far it is: a bar that moves on a terminal, a line for each step elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.moves, self.longest = stream, stream.isatty(), 0

    def __call__(self, done: int, of: int, what: str) -> None:
        full = BAR * done // of
        line = f"[{'#' * full}{'.' * (BAR - full)}] {100 * done // of:3d}% {what}"
        if not self.moves:
            print(line, file=self.stream, flush=True)
            return
        self.longest = max(self.longest, len(line))
        print(f"\r{line:<{self.longest}}", end="\n" if done == of else "", file=self.stream, flush=True)


def _table(summary: dict[str, Any]) -> list[str]:
    """Return both ways beside each other; `<` marks where internships are better."""
    lines = [f"{'':<58}{NAMES[WAYS[0]]:>14}{NAMES[WAYS[1]]:>14}"]
    for one in MEASURES:
        ours, theirs = (said(summary["ways"][name][one.key]["mean"], one.unit) for name in WAYS)
        mark = " <" if one.key in summary["traditional_is_better"] else ""
        lines.append(f"{one.means:<58}{ours:>14}{theirs:>14}{mark}")
    return lines


def _in_short(summary: dict[str, Any], out: Path, written: list[str]) -> dict[str, Any]:
    return {
        **{name: summary[name] for name in ("interns", "companies", "seed", "worlds")},
        **{name: {key: found["mean"] for key, found in summary["ways"][name].items()} for name in WAYS},
        "traditional_is_better": summary["traditional_is_better"],
        "out": str(out),
        "files": written,
    }
