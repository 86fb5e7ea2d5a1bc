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
