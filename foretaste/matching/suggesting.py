"""Which skills a text may name: what is read, and what was found in it. Suggestions, until somebody confirms them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foretaste.accounts import queries as accounts
from foretaste.matching.models import SkillReading
from foretaste.skills import queries as skills

if TYPE_CHECKING:
    from foretaste.accounts.models import InternProfile
    from foretaste.opportunities.models import Opportunity
    from foretaste.skills.models import Skill

PATIENCE = dt.timedelta(minutes=2)  # then a text that nobody has read is given to the worker again
MOST = 12  # suggestions


@dataclass(frozen=True)
class Suggested:
    """What is known of a text: nothing was asked (`is_new`), it is being read, or these were found."""

    skills: list[Skill]
    is_new: bool = False
    is_waiting: bool = False


def text_of_posting(opportunity: Opportunity) -> str:
    """Return what a posting says of its work, an item or a paragraph a line."""
    plans = [f"{day.title}\n{day.plan}" for day in opportunity.days.all()]
    said = [opportunity.title, *opportunity.skills, opportunity.summary, opportunity.brief, opportunity.deliverable]
    return "\n".join([*said, opportunity.could_lead_to, *plans])


def text_of_profile(profile: InternProfile) -> str:
    """Return what a person says of themselves, an item or a paragraph a line."""
    return "\n".join([profile.headline, *(one.strip() for one in profile.skills.split(",")), profile.about])


def text_of(reading: SkillReading) -> str:
    """Return the text of a reading as it is now."""
    if reading.opportunity is not None:
        return text_of_posting(reading.opportunity)
    assert reading.person is not None
    return text_of_profile(accounts.profile_of(reading.person))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def reading_with(key: int) -> SkillReading | None:
    """Return a reading that waits to be done; None where it was done or is gone."""
    return SkillReading.objects.select_related("opportunity", "person").filter(pk=key, read_at=None).first()


def for_posting(opportunity: Opportunity, at: dt.datetime) -> Suggested:
    """Return what was found in a posting's text. The caller has loaded it as its company may."""
    return _suggested(SkillReading.objects.filter(opportunity=opportunity).first(), text_of_posting(opportunity), at)


def for_profile(profile: InternProfile, at: dt.datetime) -> Suggested:
    """Return what was found in what a person says of themselves: for that person alone."""
    reading = SkillReading.objects.filter(person_id=profile.person_id).first()
    return _suggested(reading, text_of_profile(profile), at)


def _suggested(reading: SkillReading | None, text: str, at: dt.datetime) -> Suggested:
    if not text.strip():
        return Suggested([])
    if reading is None or reading.digest != digest_of(text):
        return Suggested([], is_new=True)
    if reading.read_at is None:
        is_late = at - reading.asked_at >= PATIENCE
        return Suggested([], is_new=is_late, is_waiting=not is_late)
    return Suggested(skills.with_codes(reading.codes))
