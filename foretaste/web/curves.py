"""Curves of who is still there, drawn by the server: steps with their band, and how many were watched, under the axis.

Words stand at percentages across and pixels down, so they never shrink; the steps are one path in a box of its own,
stretched to the width there is.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from foretaste.insights.surviving import Curve

GUTTER = 13.0  # per cent of the width, for the words of the scale
WIDE, TALL = 1000, 160  # of the box
TAIL = 12  # of its width, after the last day
MONTH = 365.25 / 12
TICKS = ((7, 1, "weeks"), (MONTH, 1, "months"), (MONTH, 3, "months"), (MONTH, 6, "months"), (365.25, 1, "years"),
         (365.25, 2, "years"), (365.25, 5, "years"), (365.25, 10, "years"), (365.25, 20, "years"))  # fmt: skip
MOST_TICKS = 5


@dataclass(frozen=True)
class Tick:
    """A place on the axis: its words, and how many are known to have been there until then."""

    x: str
    words: str
    at_risk: int
    anchor: str


@dataclass(frozen=True)
class StepChart:
    """One curve with its band, and another one to compare it with."""

    slug: str  # the id of the heading that names it
    description: str
    curve: Curve
    beside: Curve | None
    longest: int  # days: the end of the axis

    def _x(self, day: float) -> float:
        return WIDE * min(day / (self.longest or 1), 1.0)

    @property
    def line(self) -> str:
        """Down at each leaving, level between, up to where enough were watched and no further."""
        return self._level(self.curve)

    @property
    def line_beside(self) -> str:
        return self._level(self.beside) if self.beside else ""

    def _level(self, curve: Curve) -> str:
        path, last_x = ["M0 0"], -1.0
        for step in curve.steps:
            x = self._x(step.day)
            if x - last_x >= 1 or step is curve.steps[-1]:  # steps closer than a thousandth of the width are one
                path.append(f"H{x:.1f}V{_y(step.share)}")
                last_x = x
        return "".join([*path, f"H{self._end(curve):.1f}"])

    def _end(self, curve: Curve) -> float:
        """A little past the last day, so that one sees what is left after it."""
        return min(self._x(curve.last) + TAIL, WIDE)

    @property
    def band(self) -> str:
        """Around the line from the first leaving on: before it nothing bounds what is likely."""
        steps, last_x = [], -1.0
        for step in self.curve.steps:
            x = self._x(step.day)
            if x - last_x >= 1:
                steps.append((x, step))
                last_x = x
        if not steps:
            return ""
        end = self._end(self.curve)
        there = [f"M{steps[0][0]:.1f} {_y(steps[0][1].high)}"]
        there += [f"H{x:.1f}V{_y(step.high)}" for x, step in steps[1:]]
        back = [f"H{end:.1f}V{_y(steps[-1][1].low)}"]
        for place in range(len(steps) - 1, 0, -1):
            back.append(f"H{steps[place][0]:.1f}V{_y(steps[place - 1][1].low)}")
        return "".join([*there, *back, f"H{steps[0][0]:.1f}Z"])

    @property
    def unit(self) -> str:
        return {"weeks": _("weeks since the first day"), "months": _("months since the first day"),
                "years": _("years since the first day")}[_scale(self.longest)[2]]  # fmt: skip

    def ticks(self) -> list[Tick]:
        days, step, _unit = _scale(self.longest)
        found: list[Tick] = []
        number = 0
        while (day := number * days) <= self.longest or not found:
            across = GUTTER + (100 - GUTTER) * self._x(day) / WIDE
            anchor = "start" if not number else ("end" if across > 96 else "middle")
            found.append(Tick(f"{across:.2f}%", str(number), self.curve.at_risk(round(day)), anchor))
            number += step
        return found


def _y(share: float) -> str:
    return f"{TALL * (1 - share):.1f}"


def _scale(longest: int) -> tuple[float, int, str]:
    """Return the narrowest ticks of which there are few enough."""
    for days, step, unit in TICKS:
        if longest / (days * step) <= MOST_TICKS:
            return days, step, unit
    return TICKS[-1]


# --- in figures ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """What is known of one moment: the share still there, its interval, how many were watched until then."""

    share: float | None  # None: too few were watched for so long
    low: float | None
    high: float | None
    at_risk: int


def known_at(curve: Curve, day: int) -> Known:
    """Read a curve at a day. Where nobody has left yet there is a share and no interval."""
    at_risk, step = curve.at_risk(day), curve.at(day)
    if day > curve.last:
        return Known(None, None, None, at_risk)
    return Known(1.0, None, None, at_risk) if step is None else Known(step.share, step.low, step.high, at_risk)


def day_words(days: int) -> str:
    """Say a number of days as a length of time, in days up to three months, then in months."""
    if days < 91:
        return _("%(n)d days") % {"n": days}
    return _("%(n)d months") % {"n": round(days / MONTH)}
