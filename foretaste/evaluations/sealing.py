"""Who may see what of a sealed pair. Pure: a viewer, the sides that sent, the clock.

Until both sides are in or the window is over, nothing a viewer is given depends on the other side.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

WINDOW = dt.timedelta(days=7)


class Side(StrEnum):
    INTERN = "intern"
    COMPANY = "company"

    @property
    def other(self) -> Side:
        return Side.COMPANY if self is Side.INTERN else Side.INTERN


BOTH = frozenset(Side)


@dataclass(frozen=True)
class Sight:
    """What one viewer is given. `sent` is about their own side alone."""

    may_send: bool = False
    sent: bool = False
    revealed: bool = False
    sees_own: bool = False
    sees_other: bool = False
    sees_result: bool = False
    may_reply: bool = False


NOTHING = Sight()


def closes_at(ended_at: dt.datetime) -> dt.datetime:
    """Return when the window is over, whoever has sent."""
    return ended_at + WINDOW


def is_revealed(sent: frozenset[Side], *, ended_at: dt.datetime, at: dt.datetime) -> bool:
    """Return whether the seal is broken: both are in, or the window is over."""
    return sent == BOTH or at >= closes_at(ended_at)


def sight(viewer: Side | None, sent: frozenset[Side], *, ended_at: dt.datetime, at: dt.datetime) -> Sight:
    """Return what a viewer is given; `None` is everybody else, the operator included: nothing, ever."""
    if viewer is None:
        return NOTHING
    own = viewer in sent
    if not is_revealed(sent, ended_at=ended_at, at=at):
        return Sight(may_send=not own, sent=own)
    other = viewer.other in sent
    return Sight(sent=own, revealed=True, sees_own=own, sees_other=other, sees_result=True, may_reply=other)


def is_mutual(decisions: dict[Side, bool]) -> bool:
    """Return the only thing that is ever told of two decisions. Silence is no yes."""
    return decisions.keys() == BOTH and all(decisions.values())
