"""Trials that fit, as the intern's pages show them: three at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from foretaste.matching import orders
from foretaste.opportunities import queries

if TYPE_CHECKING:
    from foretaste.accounts.actors import Actor
    from foretaste.opportunities.models import Opportunity

SHOWN = 3


def where_of(place_kind: str, city: str) -> str:
    """Say the place as a person would: the city, or from anywhere."""
    if place_kind == "remote":
        return _("from anywhere")
    if place_kind == "hybrid":
        return _("partly in %(city)s") % {"city": city}
    return city


def that_fit(by: Actor, at: dt.datetime, without: Iterable[int] = ()) -> list[Opportunity]:
    """Return three open trials: those that fit what the person said, with the reasons left out; else the soonest.

    `without` are companies (primary keys) left out: those one has just tried. So is what one has asked for, or is
    invited to, while that is open. The order is the one last made: no time of leaving shows in its log.
    """
    hidden = set(without)
    found = [one.trial for one in orders.recommended_to(by, at) if one.trial.organization_id not in hidden]
    return found[:SHOWN] or soonest(by, at, without)


def soonest(by: Actor, at: dt.datetime, without: Iterable[int] = ()) -> list[Opportunity]:
    """Return the three that begin first."""
    hidden = set(without)
    live = queries.live_applications_of(by).values("opportunity")
    return list(queries.askable(at).exclude(pk__in=live).exclude(organization_id__in=hidden)[:SHOWN])
