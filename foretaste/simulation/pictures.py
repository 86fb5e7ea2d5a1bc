"""Draw a summary: each picture answers one question, in SVG, light and dark, with its answer in words inside. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from foretaste.simulation.counting import COST_PARTS, COUNT, DAYS, MEASURES, MONEY, SHARE, WEEKS, Measure
from foretaste.simulation.figures import INTERNSHIPS, TRIALS, WAYS

WIDTH = 560
LEFT, RIGHT = 16, 544
NAMES = {TRIALS: "Paid trials", INTERNSHIPS: "Internships"}
CLASS = {TRIALS: "ours", INTERNSHIPS: "theirs"}
BY_KEY = {one.key: one for one in MEASURES}
STYLE = """
text { font: 15px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #16241f }
.head { font-size: 18px; font-weight: 600 }
.soft { fill: #4b5d55; font-size: 13.5px }
.end { text-anchor: end }
.middle { text-anchor: middle }
.paper { fill: #fbfdfb }
.grid { stroke: #d3dcd7; stroke-width: 1 }
.ours { fill: #0f5c43; stroke: #0f5c43 }
.theirs { fill: #a8741a; stroke: #a8741a }
.curve { fill: none; stroke-width: 3 }
.curve.theirs { stroke-dasharray: 8 4 }
.reach { stroke: #16241f; stroke-width: 1.5 }
.join { stroke: #8b9a93; stroke-width: 2 }
.part0 { fill: #6f8f84 } .part1 { fill: #0f5c43 } .part2 { fill: #a9c4b8 } .part3 { fill: #b0452f }
@media (prefers-color-scheme: dark) {
  text { fill: #ecf3ef } .soft { fill: #b3c3bb } .paper { fill: #131c18 } .grid { stroke: #35443d }
  .ours { fill: #5fd0a3; stroke: #5fd0a3 } .theirs { fill: #e2b24e; stroke: #e2b24e }
  .curve { fill: none } .reach { stroke: #ecf3ef } .join { stroke: #7f9189 }
  .part0 { fill: #8fb3a6 } .part1 { fill: #3aa37c } .part2 { fill: #4c6a5f } .part3 { fill: #e07a62 }
}
""".strip()


def pictures(summary: Mapping[str, Any]) -> dict[str, str]:
    """Return every picture by its file name."""
    return {
        "time.svg": _time(summary),
        "mismatch.svg": _pairs(summary, "How much does not fit?", ("bad_hires", "good_lost", "bad_days")),
        "cost.svg": _cost(summary),
        "pay.svg": _pairs(summary, "What are interns paid?", ("pay_a_day", "pay", "pay_and_wages")),
        "changes-cost.svg": _changes(summary, "cost", "Cost per good hire, by other figures"),
        "changes-mismatch.svg": _changes(summary, "bad_hires", "Bad hires of all hires, by other figures"),
        "changes-found.svg": _changes(summary, "found", "Interns in a good match at the end, by other figures"),
    }


def said(value: float | None, unit: str) -> str:
    """Return a figure as it is read."""
    if value is None:
        return "none to count"
    return {
        SHARE: f"{100 * value:.0f}%",
        MONEY: f"${value:,.0f}",
        DAYS: f"{value:.0f} days",
        WEEKS: f"{value:.0f} weeks",
        COUNT: f"{value:,.1f}",
    }[unit]


def _document(title: str, description: str, height: int, body: Iterable[str]) -> str:
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-labelledby="title description">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="description">{escape(description)}</desc>',
        f"<style>\n{STYLE}\n</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}" rx="10"/>',
        _text(LEFT, 32, title, "head"),
        *body,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _text(x: float, y: float, words: str, kind: str = "") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{style}>{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _key(y: float) -> list[str]:
    """Name the two ways by their marks."""
    return [
        f'<circle class="ours" cx="{LEFT + 6}" cy="{y - 5:.1f}" r="5"/>',
        _text(LEFT + 18, y, NAMES[TRIALS], "soft"),
        f'<rect class="theirs" x="{LEFT + 110}" y="{y - 10:.1f}" width="10" height="10"/>',
        _text(LEFT + 128, y, NAMES[INTERNSHIPS], "soft"),
    ]


def _scale(least: float, most: float, low: float, high: float) -> Callable[[float], float]:
    reach = (most - least) or 1.0
    return lambda value: low + (high - low) * (value - least) / reach


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 2.5, 5 times a power of ten: where a scale may end."""
    if value <= 0:
        return 1.0
    power = 1.0
    while power * 10 <= value:
        power *= 10
    while power > value:
        power /= 10
    return next(step * power for step in (1, 2, 2.5, 4, 5, 6, 8, 10) if step * power >= value)


def _time(summary: Mapping[str, Any]) -> str:
    curves: Mapping[str, Sequence[float]] = summary["in_a_good_match"]
    openings = summary["figures"]["openings"]
    weeks = len(curves[TRIALS]) - 1
    most = _round_up(max(openings if openings <= 1 else 0.0, *curves[TRIALS], *curves[INTERNSHIPS]))
    x, y = _scale(0, weeks, 58, 440), _scale(0, most, 300, 70)
    body = []
    steps = 5 if f"{most:e}"[0] in "15" else 4
    for step in range(steps + 1):
        share = most * step / steps
        body += [_line(58, y(share), 440, y(share), "grid"), _text(50, y(share) + 5, said(share, SHARE), "soft end")]
    step = 13 if weeks >= 26 else max(1, weeks // 4)
    body += [_text(x(week), 322, str(week), "soft middle") for week in range(0, weeks + 1, step)]
    body.append(_text(249, 344, "weeks since everybody began to look", "soft middle"))
    if openings <= most:
        body += [_line(58, y(openings), 440, y(openings), "join"), _text(446, y(openings) + 5, "all openings", "soft")]
    places = _apart([y(curves[name][-1]) for name in WAYS])
    for name, place in zip(WAYS, places, strict=True):
        points = " ".join(f"{x(week):.1f},{y(share):.1f}" for week, share in enumerate(curves[name]))
        body.append(f'<polyline class="curve {CLASS[name]}" points="{points}"/>')
        body += [
            _text(446, place + 5, f"{NAMES[name]}"),
            _text(446, place + 22, said(curves[name][-1], SHARE), "soft"),
        ]
    words = "; ".join(f"{NAMES[name]}: {said(curves[name][-1], SHARE)} at the end" for name in WAYS)
    return _document(
        "How soon are interns in a good match?",
        f"Share of all interns who are in a good match, week by week. {words}.",
        360,
        body,
    )


def _apart(places: list[float], least: float = 40.0) -> list[float]:
    """Move two labels apart where they would lie on each other."""
    first, second = places
    if abs(first - second) >= least:
        return places
    middle = (first + second) / 2
    return [middle - least / 2, middle + least / 2] if first <= second else [middle + least / 2, middle - least / 2]


def _pairs(summary: Mapping[str, Any], title: str, keys: Sequence[str]) -> str:
    """Two bars for each measure, on a scale of its own; the thin line reaches from the least to the most world."""
    body, words, top = [], [], 62
    for key in keys:
        one: Measure = BY_KEY[key]
        found = {name: summary["ways"][name][key] for name in WAYS}
        most = _round_up(max((spread["most"] or 0.0 for spread in found.values()), default=1.0))
        x = _scale(0, most, 120, 440)
        body.append(_text(LEFT, top, _sentence(one.means)))
        for number, name in enumerate(WAYS):
            spread, y = found[name], top + 12 + 30 * number
            body.append(_text(LEFT, y + 16, NAMES[name], "soft"))
            if spread["mean"] is not None:
                width = max(x(spread["mean"]) - 120, 1.0)
                body += [
                    f'<rect class="{CLASS[name]}" x="120" y="{y}" width="{width:.1f}" height="20" rx="3"/>',
                    _line(x(spread["least"]), y + 24, x(spread["most"]), y + 24, "reach"),
                ]
            end = x(spread["most"]) if spread["mean"] is not None else 120.0
            body.append(_text(end + 8, y + 16, said(spread["mean"], one.unit)))
            words.append(f"{one.means}, {NAMES[name]}: {said(spread['mean'], one.unit)}")
        top += 104
    body.append(_text(LEFT, top - 4, "Under each bar: from the least to the most of all worlds", "soft"))
    return _document(title, "; ".join(words) + ".", top + 14, body)


def _cost(summary: Mapping[str, Any]) -> str:
    parts: Mapping[str, Mapping[str, float]] = summary["cost_parts"]
    totals = {name: sum(parts[name].values()) for name in WAYS}
    most = _round_up(max([1.0, *(sum(max(one, 0.0) for one in parts[name].values()) for name in WAYS)]))
    x = _scale(0, most, 120, 460)
    body, words = [], []
    for number, name in enumerate(WAYS):
        y = 62 + 52 * number
        body.append(_text(LEFT, y + 22, NAMES[name], "soft"))
        if not parts[name]:
            body.append(_text(120, y + 22, said(None, MONEY)))
            continue
        at = 0.0
        for place, part in enumerate(COST_PARTS):
            value = max(parts[name][part], 0.0)
            width = x(at + value) - x(at)
            body.append(
                f'<rect class="part{place}" x="{x(at):.1f}" y="{y}" width="{width:.1f}" height="32">'
                f"<title>{part}: {said(parts[name][part], MONEY)}</title></rect>"
            )
            at += value
        body.append(_text(x(at) + 8, y + 22, said(totals[name], MONEY)))
        words.append(
            f"{NAMES[name]}: {said(totals[name], MONEY)}, of it "
            + ", ".join(f"{part} {said(parts[name][part], MONEY)}" for part in COST_PARTS)
        )
    for place, part in enumerate(COST_PARTS):
        left, y = LEFT + 104 + 170 * (place % 2), 184 + 24 * (place // 2)
        body.append(f'<rect class="part{place}" x="{left}" y="{y - 11}" width="12" height="12"/>')
        body.append(_text(left + 20, y, part, "soft"))
    return _document("What does a good hire cost the company?", ". ".join(words) + ".", 228, body)


def _changes(summary: Mapping[str, Any], key: str, title: str) -> str:
    """One row for each set of figures, a mark for each way."""
    one = BY_KEY[key]
    rows: Sequence[Mapping[str, Any]] = summary["changes"]["rows"]
    known = [row[name][key] for row in rows for name in WAYS if row[name][key] is not None]
    most = _round_up(max(known, default=1.0))
    x = _scale(0, most, LEFT + 6, RIGHT - 6)
    body, better = _key(58), 0
    for number, row in enumerate(rows):
        y = 88 + 42 * number
        ours, theirs = row[TRIALS][key], row[INTERNSHIPS][key]
        body.append(_text(LEFT, y, _sentence(row["means"]), "soft"))
        body.append(_text(RIGHT, y, f"{said(ours, one.unit)} · {said(theirs, one.unit)}", "soft end"))
        body.append(_line(LEFT, y + 14, RIGHT, y + 14, "grid"))
        if ours is not None and theirs is not None:
            body.append(_line(x(ours), y + 14, x(theirs), y + 14, "join"))
            better += (ours < theirs) == (one.better == "less") and ours != theirs
        if theirs is not None:
            body.append(f'<rect class="theirs" x="{x(theirs) - 6:.1f}" y="{y + 8}" width="12" height="12"/>')
        if ours is not None:
            body.append(f'<circle class="ours" cx="{x(ours):.1f}" cy="{y + 14}" r="6"/>')
    y = 88 + 42 * len(rows) + 4
    body.append(_text(LEFT, y, said(0.0, one.unit), "soft"))
    body.append(_text(RIGHT, y, said(most, one.unit), "soft end"))
    words = f"{_sentence(one.means)}: paid trials are better in {better} of {len(rows)} sets of figures"
    return _document(title, f"{words}.", y + 18, body)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
