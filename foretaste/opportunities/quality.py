"""Hints that make a posting better: is it relevant, is it clear, is somebody there? They never block it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

TALK = re.compile(r"\b(talk|feedback|review|retro|debrief|coffee|lunch|walk[- ]?through|wrap[- ]?up|questions)\b", re.I)


class Aspect(StrEnum):
    RELEVANCE = "relevance"
    CLARITY = "clarity"
    MENTORSHIP = "mentorship"


class Hint(StrEnum):
    BRIEF_IS_SHORT = "brief_is_short"
    DELIVERABLE_IS_VAGUE = "deliverable_is_vague"
    NO_SKILLS = "no_skills"
    TOO_MANY_SKILLS = "too_many_skills"
    NO_ROLE_AHEAD = "no_role_ahead"
    PLAN_IS_SHORT = "plan_is_short"
    NO_HOURS_IN_THE_PLAN = "no_hours_in_the_plan"
    TITLE_IS_LONG = "title_is_long"
    SUMMARY_REPEATS_THE_TITLE = "summary_repeats_the_title"
    HOST_ALONE = "host_alone"
    NOBODY_SAYS_WHAT_THEY_DO = "nobody_says_what_they_do"
    NO_TALK_PLANNED = "no_talk_planned"
    FALLS_ON_A_HOLIDAY = "falls_on_a_holiday"
    DAYS_ARE_LONG = "days_are_long"


ASPECT_OF: dict[Hint, Aspect] = {
    Hint.BRIEF_IS_SHORT: Aspect.RELEVANCE,
    Hint.NO_SKILLS: Aspect.RELEVANCE,
    Hint.TOO_MANY_SKILLS: Aspect.RELEVANCE,
    Hint.NO_ROLE_AHEAD: Aspect.RELEVANCE,
    Hint.DELIVERABLE_IS_VAGUE: Aspect.CLARITY,
    Hint.PLAN_IS_SHORT: Aspect.CLARITY,
    Hint.NO_HOURS_IN_THE_PLAN: Aspect.CLARITY,
    Hint.TITLE_IS_LONG: Aspect.CLARITY,
    Hint.SUMMARY_REPEATS_THE_TITLE: Aspect.CLARITY,
    Hint.FALLS_ON_A_HOLIDAY: Aspect.CLARITY,
    Hint.DAYS_ARE_LONG: Aspect.CLARITY,
    Hint.HOST_ALONE: Aspect.MENTORSHIP,
    Hint.NOBODY_SAYS_WHAT_THEY_DO: Aspect.MENTORSHIP,
    Hint.NO_TALK_PLANNED: Aspect.MENTORSHIP,
}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What the hints look at."""

    title: str = ""
    summary: str = ""
    brief: str = ""
    deliverable: str = ""
    could_lead_to: str = ""
    skills: Sequence[str] = ()
    plans: Sequence[str] = ()  # of each day
    hours_planned: int = 0  # items with a time, over all days
    people: int = 0
    people_who_say_what_they_do: int = 0
    holidays: int = 0
    longest_day_minutes: int = 0


def hints(draft: Draft) -> list[Hint]:
    """Return what would make the posting better, in the order of the page."""
    checks = [
        (Hint.TITLE_IS_LONG, _words(draft.title) > 9),
        (Hint.SUMMARY_REPEATS_THE_TITLE, bool(draft.summary) and _same(draft.title, draft.summary)),
        (Hint.BRIEF_IS_SHORT, _words(draft.brief) < 40),
        (Hint.DELIVERABLE_IS_VAGUE, _words(draft.deliverable) < 5),
        (Hint.NO_SKILLS, not draft.skills),
        (Hint.TOO_MANY_SKILLS, len(draft.skills) > 5),
        (Hint.NO_ROLE_AHEAD, not draft.could_lead_to.strip()),
        (Hint.PLAN_IS_SHORT, any(_words(plan) < 8 for plan in draft.plans)),
        (Hint.NO_HOURS_IN_THE_PLAN, bool(draft.plans) and not draft.hours_planned),
        (Hint.NO_TALK_PLANNED, bool(draft.plans) and not any(TALK.search(plan) for plan in draft.plans)),
        (Hint.FALLS_ON_A_HOLIDAY, draft.holidays > 0),
        (Hint.DAYS_ARE_LONG, draft.longest_day_minutes > 8 * 60),
        (Hint.HOST_ALONE, draft.people < 2),
        (Hint.NOBODY_SAYS_WHAT_THEY_DO, draft.people > draft.people_who_say_what_they_do),
    ]
    return [hint for hint, found in checks if found]


def marks(draft: Draft) -> dict[Aspect, int]:
    """Return for each aspect how many of its hints are heeded, in percent."""
    found = set(hints(draft))
    return {
        aspect: 100 - 100 * sum(ASPECT_OF[hint] is aspect for hint in found) // _hints_on(aspect) for aspect in Aspect
    }


def _hints_on(aspect: Aspect) -> int:
    return sum(one is aspect for one in ASPECT_OF.values())


def _words(text: str) -> int:
    return len(text.split())


def _same(one: str, other: str) -> bool:
    return one.strip().rstrip(".").casefold() == other.strip().rstrip(".").casefold()
