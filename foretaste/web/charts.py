"""Charts drawn by the server: percent across, pixels down, so words never shrink on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

FLOOR = 206.0  # the line the doors stand on
TALLEST = 180.0


@dataclass(frozen=True)
class Bar:
    """One bar: `inside` stands on the floor, `out` on top of it. `kind` is in, start or hired."""

    label: str
    inside: int
    out: int = 0
    kind: str = "in"
    note: str = ""
    out_label: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart answers one question; its heading is the answer, and a table says the same in figures."""

    slug: str  # the id of the heading that names it
    description: str
    bars: Sequence[Bar]
    columns: tuple[str, ...] = field(default=())  # heads of the table: label, inside, out

    @property
    def most(self) -> int:
        return max((bar.inside + bar.out for bar in self.bars), default=0) or 1

    @property
    def has_out(self) -> bool:
        return any(bar.out for bar in self.bars)

    def drawn(self) -> list[dict[str, object]]:
        """Return each bar with its places, as text that no locale changes."""
        slot = 100 / max(len(self.bars), 1)
        width = min(slot / 2, 14.0)
        result = []
        for index, bar in enumerate(self.bars):
            left = index * slot + (slot - width) / 2
            inside = TALLEST * bar.inside / self.most
            out = TALLEST * bar.out / self.most
            top = FLOOR - inside - out
            tall = inside >= 30 and bar.kind == "in" and bar.out > 0
            result.append(
                {
                    "bar": bar,
                    "x": f"{left:.2f}%",
                    "middle": f"{left + width / 2:.2f}%",
                    "width": f"{width:.2f}%",
                    "in_y": f"{FLOOR - inside:.1f}",
                    "in_h": f"{inside:.1f}",
                    "out_y": f"{top:.1f}",
                    "out_h": f"{out:.1f}",
                    "top": f"{top - 8:.1f}",
                    "value_y": f"{FLOOR - inside + 22:.1f}" if tall else f"{top - 8:.1f}",
                    "value_inside": tall,
                    "knob_x": f"{left + width * 0.86:.2f}%",
                    "knob_y": f"{FLOOR - inside / 2:.1f}",
                    "knob": bar.kind == "hired" and inside >= 12,
                    "join_to": f"{left + slot:.2f}%",
                    "join_from": f"{left + width:.2f}%",
                    "join_y": f"{FLOOR - inside:.1f}",
                    "joined": index + 1 < len(self.bars)
                    and bar.kind in ("in", "start")
                    and self.bars[index + 1].kind == "in"
                    and self.has_out,
                }
            )
        return result


ROW = 52  # pixels for each row of bands


@dataclass(frozen=True)
class Span:
    """One row: what is likely (`low` to `high`), its middle, and a mark where there is something to compare with."""

    label: str
    low: float
    middle: float
    high: float
    said: str  # the figure in words, at the end of the row
    mark: float | None = None


@dataclass(frozen=True)
class Bands:
    """Rows of bands on one scale. The page says the same in a table beside it."""

    slug: str
    description: str
    spans: Sequence[Span]
    least: float
    most: float
    ends: tuple[str, str]  # what stands at both ends of the scale
    line: float | None = None  # one value that all rows are compared with

    def place(self, value: float) -> str:
        share = (value - self.least) / ((self.most - self.least) or 1)
        return f"{100 * min(max(share, 0.0), 1.0):.2f}%"

    @property
    def height(self) -> int:
        return ROW * len(self.spans) + 26

    @property
    def floor(self) -> int:
        return ROW * len(self.spans) + 2

    @property
    def line_at(self) -> str:
        return "" if self.line is None else self.place(self.line)

    def drawn(self) -> list[dict[str, object]]:
        """Return each row with its places, as text that no locale changes."""
        result = []
        for number, span in enumerate(self.spans):
            top = number * ROW
            left, right = float(self.place(span.low)[:-1]), float(self.place(span.high)[:-1])
            result.append(
                {
                    "span": span,
                    "label_y": top + 18,
                    "y": top + 26,
                    "middle_y": top + 33,
                    "x": f"{left:.2f}%",
                    "width": f"{max(right - left, 0.4):.2f}%",
                    "middle": self.place(span.middle),
                    "mark": "" if span.mark is None else self.place(span.mark),
                    "mark_top": top + 22,
                    "mark_end": top + 44,
                }
            )
        return result


@dataclass(frozen=True)
class Line:
    """One row of a `Lines` chart: a label, how many, and the figure in words at the end of the row."""

    label: str
    value: float
    said: str
    kind: str = "in"  # in (the way in), out (the way out), hired


@dataclass(frozen=True)
class Lines:
    """Counts as rows, so that long words have room on a phone. The page says the same in a table beside it."""

    slug: str
    description: str
    lines: Sequence[Line]

    @property
    def height(self) -> int:
        return ROW * len(self.lines) + 4

    def drawn(self) -> list[dict[str, object]]:
        """Return each row with its places, as text that no locale changes."""
        most = max((line.value for line in self.lines), default=0) or 1
        return [
            {
                "line": line,
                "label_y": number * ROW + 18,
                "y": number * ROW + 26,
                "width": f"{100 * line.value / most:.2f}%",
            }
            for number, line in enumerate(self.lines)
        ]
