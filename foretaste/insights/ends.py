"""How trials end, day by day, for the company's own eyes: published beside its record, never split under five people.

Three ways: to the end, the intern left, otherwise (the company ended it, did not come, or somebody came no more). The
last two are told together while one of them has fewer than five distinct interns. Two publications never differ by
fewer than five in anything they tell.
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
from foretaste.insights.models import PublishedFeedback
from foretaste.insights.surviving import Stay, Step, aalen_johansen
from foretaste.money.endings import Ending

TOPIC = "endings"
FINISHED, LEFT, OTHERWISE, EARLY = "finished", "left", "otherwise", "early"
WORDS: dict[str, str | Promise] = {
    FINISHED: _("Stayed to the end"),
    LEFT: _("Left"),
    OTHERWISE: _("Ended otherwise"),
    EARLY: _("Ended before the last day"),
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


def figures_of(ended: Iterable[Ended], last: Figures | None) -> Figures | None:
    """Return what may be told: {way: {"people": 7, "days": {"1": 3, "2": 4}}}; None where nothing may, or not yet."""
    lived = list(ended)
    for told_together in (False, True):
        ways: dict[str, list[Ended]] = (
            {FINISHED: [], EARLY: []} if told_together else {FINISHED: [], LEFT: [], OTHERWISE: []}
        )
        for one in lived:
            ways[EARLY if told_together and one.way != FINISHED else one.way].append(one)
        found = {way: _counted(some) for way, some in ways.items() if some}
        if len(found) > 1 and all(one["people"] >= publishing.LEAST for one in found.values()):
            early = len({one.intern for one in lived if one.way != FINISHED})
            figures = {"ways": found, "early": early}
            return figures if _far_enough(figures, last) else None
    return None


def _counted(some: list[Ended]) -> Figures:
    days: dict[str, int] = {}
    for one in sorted(some, key=lambda one: one.days):
        days[str(one.days)] = days.get(str(one.days), 0) + 1
    return {"people": len({one.intern for one in some}), "days": days}


def _far_enough(new: Figures, last: Figures | None) -> bool:
    """Say whether everything that both tell is the same in both, or of at least five people more."""
    if last is None:
        return True
    pairs = [_pair(new, last, FINISHED)]
    if (EARLY in new["ways"]) == (EARLY in last["ways"]):
        pairs += [_pair(new, last, way) for way in (LEFT, OTHERWISE, EARLY)]
    else:  # one tells apart what the other tells together: compare them together
        pairs.append(((new["early"], _together(new)), (last["early"], _together(last))))
    return all(now == before or now[0] - before[0] >= publishing.LEAST_MORE for now, before in pairs)


def _pair(new: Figures, last: Figures, way: str) -> tuple[tuple[int, Any], tuple[int, Any]]:
    nobody: Figures = {"people": 0, "days": {}}
    now, before = new["ways"].get(way, nobody), last["ways"].get(way, nobody)
    return (now["people"], now["days"]), (before["people"], before["days"])


def _together(figures: Figures) -> dict[str, int]:
    days: dict[str, int] = {}
    for way, one in figures["ways"].items():
        for day, count in one["days"].items() if way != FINISHED else ():
            days[day] = days.get(day, 0) + count
    return days


@step
def publish(organization_id: int, on: dt.date, ended: Iterable[Ended]) -> None:
    """Publish what may be told on this monthly date. Called by the action that publishes all the rest."""
    last = _latest(organization_id)
    lived = list(ended)
    figures = figures_of(lived, last.figures if last else None)
    if figures is not None and (last is None or figures != last.figures):
        interns = len({one.intern for one in lived})
        if publishing.may_publish(interns, published_before=last.interns if last else None):
            PublishedFeedback.objects.create(
                organization_id=organization_id, topic=TOPIC, on=on, interns=interns, figures=figures
            )


def _latest(organization_id: int) -> PublishedFeedback | None:
    return PublishedFeedback.objects.filter(organization_id=organization_id, topic=TOPIC).order_by("-on").first()


# --- for the company's page ---------------------------------------------------------------------------


@dataclass(frozen=True)
class End:
    """One way a trial ends: how many interns, and the share that had ended so after each day."""

    way: str
    name: str
    people: int
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
    """Return how trials at the actor's own company end, as published; None below the threshold."""
    if by.organization_id is None or not by.is_company:
        raise NotFound
    if not by.has(Role.RECRUITER, Role.SUPERVISOR, Role.FINANCE):
        raise NotAllowed
    published = _latest(by.organization_id)
    if published is None:
        return None
    told: Mapping[str, Figures] = published.figures["ways"]
    stays = [
        Stay(int(day), way) for way, one in told.items() for day, count in one["days"].items() for _nth in range(count)
    ]
    shares = aalen_johansen(stays)
    ends = [End(way, str(WORDS[way]), told[way]["people"], shares[way]) for way in WORDS if way in told]
    days = tuple(range(1, max(stay.days for stay in stays) + 1))
    return Ends(published.on, published.interns, len(stays), days, tuple(ends))
