"""A company's own hires: brought in as a table, counted by how long they stay, exported, deleted.

They are the company's data, for its recruiters alone. A hire carries a reference of the company's choosing and no name;
nothing in it comes from a trial unless the company itself brings it in, and only hires that both sides agreed on can.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, F, Func, IntegerField, Max, Min, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor, Role
from foretaste.core.calendars import local_date
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound, Refused
from foretaste.core.transactions import action
from foretaste.evaluations import queries as evaluations
from foretaste.insights import hire_tables
from foretaste.insights.hire_tables import Table, Told
from foretaste.insights.models import Hire
from foretaste.insights.publishing import LEAST
from foretaste.insights.surviving import (
    STILL_HERE,
    Curve,
    Difference,
    Stay,
    Step,
    aalen_johansen,
    kaplan_meier,
    log_rank,
)

MOST_HIRES = 20_000  # of one company
NOT_SAID = "not_said"
TOGETHER = "together"


class ThatIsMoreThanIsKept(Refused):
    message = _("A company keeps at most 20,000 hires here. Delete what you no longer need.")
    status = 422


def _company(by: Actor) -> int:
    if by.organization_id is None or not by.is_company:
        raise NotFound
    if not by.has(Role.RECRUITER):
        raise NotAllowed
    return by.organization_id


def visible_to(by: Actor) -> QuerySet[Hire]:
    """Return a company's own hires, to its recruiters; to everybody else there are none."""
    if by.organization_id is None or not by.has(Role.RECRUITER):
        return Hire.objects.none()
    return Hire.objects.filter(organization_id=by.organization_id)


def told_by(by: Actor) -> QuerySet[Hire]:
    """Return the company's own hires; refuse whoever has no business with them."""
    _company(by)
    return visible_to(by)


def today_of(by: Actor, at: dt.datetime) -> dt.date:
    """Return the date where the actor lives: a first day in Tokyo has come before it has in Berlin."""
    person = accounts.people_with_keys(by.person_id).get(by.person_id or 0)
    return local_date(at, (person.time_zone if person else "") or "UTC")


# --- bringing them in ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Preview:
    """What bringing a table in would do."""

    table: Table
    new: tuple[Told, ...]
    changed: tuple[tuple[Told, Told], ...]  # as it stands, as it would
    same: int
    others: int  # that the table doesn't name: they stay as they are


def preview(*, text: str, by: Actor, at: dt.datetime) -> Preview:
    """Read a table and compare it with what is there. Nothing changes."""
    organization_id = _company(by)
    table = hire_tables.read(text, today=today_of(by, at))
    known = {one.reference: _told(one) for one in Hire.objects.filter(organization_id=organization_id)}
    before = [(known.get(one.reference), one) for one in table.rows]
    return Preview(
        table,
        tuple(one for old, one in before if old is None),
        tuple((old, one) for old, one in before if old is not None and old != one),
        sum(old == one for old, one in before),
        len(known) - sum(old is not None for old, _one in before),
    )


@action
def import_hires(*, text: str, by: Actor, at: dt.datetime) -> int:
    """Bring a table in, whole or not at all; return how many hires it tells of. The same table again adds nothing."""
    organization_id = _company(by)
    today = today_of(by, at)
    table = hire_tables.read(text, today=today)
    if not table.is_right:
        raise NotAcceptable(table=" ".join(one.says for one in table.problems[:1]))
    Hire.objects.bulk_create(
        [
            Hire(
                organization_id=organization_id,
                reference=one.reference,
                route=one.route,
                started_on=one.started_on,
                left_on=one.left_on,
                reason=one.reason,
                known_on=today,
            )
            for one in sorted(table.rows, key=lambda one: one.reference)
        ],
        update_conflicts=True,
        unique_fields=["organization", "reference"],
        update_fields=["route", "started_on", "left_on", "reason", "known_on"],
        batch_size=1000,
    )
    if Hire.objects.filter(organization_id=organization_id).count() > MOST_HIRES:
        raise ThatIsMoreThanIsKept
    return len(table.rows)


@action
def forget_hires(*, by: Actor, at: dt.datetime, reference: str | None = None) -> int:
    """Delete one hire, or all of them; return how many those were."""
    found = Hire.objects.filter(organization_id=_company(by))
    if reference is not None:
        found = found.filter(reference=reference.strip())
        if not found:
            raise NotAcceptable(
                reference=str(_("There is no hire with this reference. Download the table to find it."))
            )
    return found.delete()[0]


def _told(one: Hire) -> Told:
    return Told(one.reference, one.route, one.started_on, one.left_on, one.reason)


def table_of(by: Actor) -> str:
    """Return all hires of the company as a table that can be brought in again."""
    return hire_tables.written(told_by(by))


def hired_here(by: Actor, at: dt.datetime) -> list[Told]:
    """Return jobs that were offered after a trial here and taken, as lines to begin with, without those known already.

    The reference is that of the trial. Where no first day was agreed, it is the day on which they said yes.
    """
    _company(by)
    today = today_of(by, at)
    taken = evaluations.conversions_of(by).filter(kind="job", state="accepted")
    lines = []
    for one in taken:
        day = one.starts_on or (local_date(one.answered_at, "UTC") if one.answered_at else None)
        if day is not None and day <= today:
            lines.append(Told(one.exchange.trial_id, Hire.Route.TRIAL.value, day))
    told = visible_to(by).filter(reference__in=[one.reference for one in lines])
    known = set(told.values_list("reference", flat=True))
    lines = [one for one in lines if one.reference not in known]
    return sorted(lines, key=lambda one: (one.started_on, one.reference))


# --- how long they stay -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Route:
    """The curve of one route, from five hires on."""

    key: str
    name: str
    curve: Curve


@dataclass(frozen=True)
class Way:
    """One way of leaving: how many, and the share that has left so by each day."""

    name: str
    people: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Retention:
    """How long hires stay. Fewer than five together are no figure; routes and reasons under five are not told apart."""

    people: int
    known_from: dt.date | None  # the oldest and the newest day on which somebody was told of
    known_until: dt.date | None
    everyone: Curve | None
    routes: tuple[Route, ...]
    too_few: tuple[str, ...]  # routes with hires, too few for a curve of their own
    difference: Difference | None
    ways: tuple[Way, ...]


def retention(by: Actor) -> Retention:
    """Return the figures of the actor's company."""
    _company(by)
    by_route = _stays(by)
    stays = [stay for some in by_route.values() for stay in some]
    if len(stays) < LEAST:
        return Retention(len(stays), None, None, None, (), (), None, ())
    enough = {route: some for route, some in by_route.items() if len(some) >= LEAST}
    return Retention(
        people=len(stays),
        **visible_to(by).aggregate(known_from=Min("known_on"), known_until=Max("known_on")),
        everyone=kaplan_meier(stays),
        routes=tuple(Route(route, str(Hire.Route(route).label), kaplan_meier(some)) for route, some in enough.items()),
        too_few=tuple(str(Hire.Route(route).label) for route, some in by_route.items() if 0 < len(some) < LEAST),
        difference=log_rank(enough),
        ways=_ways(stays),
    )


def still_here_after(by: Actor, days: int) -> dict[str, Step]:
    """Return, by route, the share of the company's own hires still here after so many days, with its interval.

    Only of routes where at least five were watched for so long, and where somebody has left: else nothing bounds it.
    """
    _company(by)
    by_route = _stays(by)
    found = {}
    for route in Hire.Route.values:
        curve = kaplan_meier(by_route[route]).while_watched_by(LEAST)
        step = curve.at(days) if days <= curve.last else None
        if step is not None:
            found[route] = step
    return found


def _stays(by: Actor) -> dict[str, list[Stay]]:
    """Return by route the days from the first to the last; who has not left was there when they were last told of.

    The database counts the days: to make twenty thousand dates here takes longer than the curves do.
    """
    last, first = Coalesce("left_on", "known_on"), F("started_on")
    stayed = Func(last, first, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())
    ending = Case(
        When(left_on=None, then=Value(STILL_HERE)), When(reason="", then=Value(NOT_SAID)), default=F("reason")
    )
    groups = visible_to(by).order_by().values("route", ending=ending).annotate(days=ArrayAgg(stayed))
    found: dict[str, list[Stay]] = {route: [] for route in Hire.Route.values}
    for route, ended, days in groups.values_list("route", "ending", "days"):
        found[route] += [Stay(max(0, number), ended) for number in days]
    return found


def _ways(stays: list[Stay]) -> tuple[Way, ...]:
    """Tell ways of leaving apart that at least five took; the others are one, and with fewer than five in it, none."""
    counted = Counter(stay.ending for stay in stays if stay.ending)
    few = {ending for ending, people in counted.items() if people < LEAST}
    if few and sum(counted[ending] for ending in few) < LEAST:
        few |= {min((one for one in counted if one not in few), key=lambda one: counted[one], default="")}
    merged = [Stay(stay.days, TOGETHER) if stay.ending in few else stay for stay in stays]
    people = Counter(stay.ending for stay in merged if stay.ending)
    if len(people) < 2:
        return ()
    names = {**{key: str(name) for key, name in Hire.Reason.choices}, NOT_SAID: str(_("No reason entered"))}
    names[TOGETHER] = str(_("Other reasons together"))
    found = aalen_johansen(merged)
    return tuple(Way(names[ending], people[ending], found[ending]) for ending, _count in people.most_common())
