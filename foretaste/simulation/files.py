"""Write a summary: JSON, tables, pictures. The same summary gives the same bytes on every machine."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from foretaste.simulation.counting import COST_PARTS, MEASURES
from foretaste.simulation.figures import SOURCES, WAYS
from foretaste.simulation.pictures import pictures
from foretaste.simulation.studying import COMPARED


def files(summary: Mapping[str, Any]) -> dict[str, str]:
    """Return every file by its name."""
    return {
        "summary.json": json.dumps(summary, indent=1, ensure_ascii=False) + "\n",
        "outcomes.csv": _table(("measure", "means", "unit", "way", "mean", "least", "most"), _outcomes(summary)),
        "cost-parts.csv": _table(("way", "part", "dollars per good hire"), _parts(summary)),
        "weeks.csv": _table(("week", *WAYS), _weeks(summary)),
        "changes.csv": _table(("change", "means", "way", *COMPARED), _changes(summary)),
        "figures.csv": _table(("figure", "value", "means", "source", "assumed"), _figures(summary)),
        **pictures(summary),
    }


def write(summary: Mapping[str, Any], folder: Path) -> list[str]:
    """Write them all; return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    found = files(summary)
    for name, text in found.items():
        (folder / name).write_bytes(text.encode())
    return sorted(found)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return page.getvalue()


def _outcomes(summary: Mapping[str, Any]) -> Iterable[Sequence[object]]:
    for one in MEASURES:
        for name in WAYS:
            found = summary["ways"][name][one.key]
            yield one.key, one.means, one.unit, name, found["mean"], found["least"], found["most"]


def _parts(summary: Mapping[str, Any]) -> Iterable[Sequence[object]]:
    for name in WAYS:
        for part in COST_PARTS:
            yield name, part, summary["cost_parts"][name].get(part)


def _weeks(summary: Mapping[str, Any]) -> Iterable[Sequence[object]]:
    curves = [summary["in_a_good_match"][name] for name in WAYS]
    for week, shares in enumerate(zip(*curves, strict=True)):
        yield week, *shares


def _changes(summary: Mapping[str, Any]) -> Iterable[Sequence[object]]:
    for row in summary["changes"]["rows"]:
        for name in WAYS:
            yield row["key"], row["means"], name, *(row[name][key] for key in COMPARED)


def _figures(summary: Mapping[str, Any]) -> Iterable[Sequence[object]]:
    for one in SOURCES:
        assumed = "yes" if one.assumed else ""
        yield one.name, summary["figures"][one.name], one.means, one.source, assumed
