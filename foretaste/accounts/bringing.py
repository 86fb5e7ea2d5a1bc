"""A profile brought from elsewhere: read, shown, and kept only as its owner confirms. The file itself is never kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from foretaste.accounts import queries, refusals
from foretaste.accounts.models import InternProfile
from foretaste.accounts.resumes.found import Found
from foretaste.accounts.resumes.reading import read
from foretaste.accounts.resumes.unreadable import Unreadable
from foretaste.core import limits
from foretaste.core.transactions import action
from foretaste.skills import queries as skills

if TYPE_CHECKING:
    from foretaste.accounts.actors import Actor

LONGEST = {"headline": 160, "about": 5_000, "skills": 1_000, "links": 2_000}  # what the profile's own form takes


def read_file(content: bytes, *, by: Actor, at: dt.datetime) -> Found:
    """Read what somebody brought. It is counted before a byte of it is read: what can't be read costs as much."""
    count_file(by=by, at=at)
    try:
        return read(content)
    except Unreadable as unreadable:
        raise refusals.TheFileCannotBeRead.because(unreadable.why) from None


@action
def count_file(*, by: Actor, at: dt.datetime) -> None:
    """Count that a person has a file read."""
    person = queries.person_of(by)
    if wait := limits.over("profiles", str(person.pk), most=settings.PROFILES_A_DAY, within=limits.DAY, at=at):
        raise refusals.EnoughFilesForToday(retry_after=wait)


@action
def take_over(
    *,
    headline: str = "",
    about: str = "",
    lines: Sequence[str] = (),
    skill_words: Sequence[str] = (),
    links: Sequence[str] = (),
    skill_codes: Sequence[str] = (),
    by: Actor,
    at: dt.datetime,
) -> InternProfile:
    """Keep what was ticked. The line on top is replaced; all else is added to what stands there, each thing once."""
    person = queries.person_of(by)
    profile, _made = InternProfile.objects.select_for_update().get_or_create(person=person)
    known = [one.strip() for one in profile.skills.split(",")]
    taken = {
        "headline": headline.strip() or profile.headline,
        "about": _grown(profile.about, about, lines),
        "skills": ", ".join(_with(known, skill_words)),
        "links": "\n".join(_with(profile.links.splitlines(), links)),
    }
    too_long = {
        field: _("Untick some: there is room for %(longest)d characters, and this makes %(long)d.")
        % {"longest": LONGEST[field], "long": len(value)}
        for field, value in taken.items()
        if len(value) > LONGEST[field] and value != getattr(profile, field)
    }
    if too_long:
        raise refusals.WhatWasEnteredCannotBeTaken(**too_long)
    codes = [*(one.code for one in profile.skills_confirmed), *skill_codes]
    profile.confirmed_skills = skills.to_keep(codes, profile.confirmed_skills)
    for field, value in taken.items():
        setattr(profile, field, value.replace("\x00", ""))
    profile.save()
    if not person.is_intern:
        person.is_intern = True
        person.save(update_fields=["is_intern"])
    return profile


def _grown(text: str, about: str, lines: Iterable[str]) -> str:
    """Return a text with another below it, and lines below that; what stands in it already is not said twice."""
    there = {one.strip().casefold() for one in text.splitlines()}
    new = "\n".join(one for one in lines if one.casefold() not in there)
    parts = [text.strip(), "" if about.strip() in text else about.strip(), new]
    return "\n\n".join(part for part in parts if part)


def _with(there: Iterable[str], more: Iterable[str]) -> list[str]:
    """Return what is there and what is new, each once, whatever its case."""
    found: dict[str, str] = {}
    for one in (*there, *more):
        if one.strip():
            found.setdefault(one.strip().casefold(), one.strip())
    return list(found.values())
