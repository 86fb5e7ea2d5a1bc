"""How trials end, day by day, for the company's own eyes: published beside its record, never split under five people.

Three ways: to the end, the intern left, otherwise (the company ended it, did not come, or somebody came no more). How
many each were, the company's funnel of the same date tells it. Their days are told of a way from five distinct interns
on, and again only when five more of them have ended so; the days of those who left are the exits by day as published.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foretaste.accounts.actors import Actor, Role
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.core.transactions import step
from foretaste.insights import publishing
from foretaste.insights.models import PublishedFeedback, PublishedRecord
from foretaste.insights.surviving import Stay, Step, aalen_johansen
from foretaste.money.endings import Ending

TOPIC = "endings"
FINISHED, LEFT, OTHERWISE = "finished", "left", "otherwise"
WORDS: dict[str, str | Promise] = {
    FINISHED: _("Stayed to the end"),
    LEFT: _("Left"),
    OTHERWISE: _("Ended otherwise"),
}
WAYS = {Ending.COMPLETION: FINISHED, Ending.EXIT: LEFT, Ending.EXIT_BETWEEN_DAYS: LEFT}


@dataclass(frozen=True)
class Ended:
    """One started trial that is over: whose, how, and after how many started days."""

    intern: int
    ending: str
    days: int

    @property
    def way(self) -> str:
        return WAYS.get(Ending(self.ending), OTHERWISE)


Figures = dict[str, Any]


def figures_of(ended: Iterable[Ended], exits: Mapping[str, int] | None, last: Figures | None) -> Figures | None:
    """Return what may be told; None where even those who stayed to the end may not, or not again yet.

    `exits` are the exits by day as last published. A way is {"trials": 7, "days": {"1": 7}}; without days, only how
    many. `told` is what was last told of each way's days, to compare with the next time.
    """
    lived = list(ended)
    ways: Figures = {}
    told: Figures = dict(last["told"]) if last else {}
    for way in (FINISHED, LEFT, OTHERWISE):
        some = [one for one in lived if one.way == way]
        found: Figures = {"people": len({one.intern for one in some}), "days": _by_day(some)}
        if way == LEFT:
            may = bool(some) and found["days"] == {day: count for day, count in (exits or {}).items() if count}
        else:
            before = told.get(way)
            may = found == before or publishing.may_publish(
                found["people"], published_before=before["people"] if before else None
            )
        if may and way != LEFT:
            told[way] = found
        if some:
            ways[way] = {"trials": len(some), "days": found["days"] if may else None}
    if len(ways) < 2 or FINISHED not in ways or ways[FINISHED]["days"] is None:
        return None
    return {"ways": ways, "told": told}


def tells_too_much(figures: Figures, last: Figures | None) -> bool:
    """Say whether days are told of fewer than five people, or of fewer than five more than the last time."""
    for way, now in figures["told"].items():
        before = last["told"].get(way) if last else None
        if now != before and not publishing.may_publish(
            now["people"], published_before=before["people"] if before else None
        ):
            return True
        if (days := figures["ways"].get(way, {}).get("days")) is not None and days != now["days"]:
            return True
    left = figures["ways"].get(LEFT, {}).get("days")
    return left is not None and sum(left.values()) < publishing.LEAST


def _by_day(some: Iterable[Ended]) -> dict[str, int]:
    return publishing.tally_choices([str(one.days)] for one in some)


@step
def publish(organization_id: int, on: dt.date, ended: Iterable[Ended]) -> None:
    """Publish what may be told beside the record of this date; where there is none, nothing.

    On another date the two would be of trials that differ by fewer than five people.
    """
    record = PublishedRecord.objects.filter(organization_id=organization_id, on=on).first()
    if record is None:
        return
    exits = PublishedFeedback.objects.filter(organization_id=organization_id, topic="exit_days").order_by("-on").first()
    last = _latest(organization_id)
    figures = figures_of(ended, exits.figures if exits else None, last.figures if last else None)
    if figures is not None:
        PublishedFeedback.objects.create(
            organization_id=organization_id, topic=TOPIC, on=on, interns=record.interns, figures=figures
        )


def _latest(organization_id: int) -> PublishedFeedback | None:
    return PublishedFeedback.objects.filter(organization_id=organization_id, topic=TOPIC).order_by("-on").first()


# --- for the company's page ---------------------------------------------------------------------------


@dataclass(frozen=True)
class End:
    """One way a trial ends: how many trials, and the share that had ended so after each day."""

    way: str
    name: str
    trials: int
    has_days: bool  # else only the share at the last day is told
    steps: tuple[Step, ...]

    def by(self, day: int) -> Step | None:
        return next((one for one in reversed(self.steps) if one.day <= day), None)


@dataclass(frozen=True)
class Ends:
    published_on: dt.date
    interns: int
    trials: int
    days: tuple[int, ...]
    ends: tuple[End, ...]


def ends_visible_to(by: Actor) -> Ends | None:
    """Return how trials at the actor's own company end, as published; None below the threshold.

    Every trial has ended, so each share is of all of them, whichever day the others are put on: those whose days are
    not told stand on the last.
    """
    if by.organization_id is None or not by.is_company:
        raise NotFound
    if not by.has(Role.RECRUITER, Role.SUPERVISOR, Role.FINANCE):
        raise NotAllowed
    published = _latest(by.organization_id)
    if published is None:
        return None
    told: Mapping[str, Figures] = published.figures["ways"]
    last = max(int(day) for one in told.values() for day in one["days"] or ())
    stays = [
        Stay(int(day), way)
        for way, one in told.items()
        for day, count in (one["days"] or {str(last): one["trials"]}).items()
        for _nth in range(count)
    ]
    shares = aalen_johansen(stays)
    ends = [
        End(way, str(WORDS[way]), told[way]["trials"], told[way]["days"] is not None, shares[way])
        for way in WORDS
        if way in told
    ]
    return Ends(published.on, published.interns, len(stays), tuple(range(1, last + 1)), tuple(ends))
