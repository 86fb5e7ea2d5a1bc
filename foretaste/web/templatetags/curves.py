"""`{% curve chart %}`: a curve of who is still there, with its band and the numbers watched under the axis."""

from __future__ import annotations

from typing import Any

from django import template

from foretaste.web.curves import GUTTER, TALL, WIDE, StepChart

register = template.Library()


@register.inclusion_tag("ui/curve.html")
def curve(chart: StepChart) -> dict[str, Any]:
    """The page itself says the same in a table."""
    return {"chart": chart, "ticks": chart.ticks(), "left": f"{GUTTER:.0f}%", "room": f"{100 - GUTTER:.0f}%",
            "box": f"0 0 {WIDE} {TALL}", "tall": TALL, "middle": TALL / 2}  # fmt: skip
