"""Trials that fit, as the intern's pages show them: three at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from foretaste.matching import queries as matching
from foretaste.matching.queries import Question
from foretaste.opportunities import queries

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from foretaste.accounts.actors import Actor
    from foretaste.accounts.models import InternProfile
    from foretaste.opportunities.models import Opportunity

SHOWN = 3


def where_of(place_kind: str, city: str) -> str:
    """Say the place as a person would: the city, or from anywhere."""
    if place_kind == "remote":
        return _("from anywhere")
    if place_kind == "hybrid":
        return _("partly in %(city)s") % {"city": city}
    return city


def that_fit(
    profile: InternProfile | None, by: Actor, at: dt.datetime, without: Iterable[int] = ()
) -> list[Opportunity]:
    """Return three open trials: those that name one of the person's skills first, then the soonest.

    `without` are companies (primary keys) left out: those one has just tried. So is what one has asked for, or is
    invited to, while that is open.
    """
    skills = [one.strip() for one in (profile.skills if profile else "").replace("\n", ",").split(",") if one.strip()]
    found: dict[str, Opportunity] = {}
    hidden = set(without)
    live = queries.live_applications_of(by).values("opportunity")
    for words in [*skills[:SHOWN], ""]:
        asked = queries.askable(at).exclude(pk__in=live)
        for one in _that_name(words, asked, by, at) if words else asked[: SHOWN * 2]:
            if one.organization_id not in hidden:
                found.setdefault(one.public_id, one)
        if len(found) >= SHOWN:
            break
    return list(found.values())[:SHOWN]


def _that_name(words: str, asked: QuerySet[Opportunity], by: Actor, at: dt.datetime) -> list[Opportunity]:
    question = Question(text=words, own_only=True, order="soonest")
    return matching.in_its_order(matching.search(question, by=by, at=at), asked)[: SHOWN * 2]
