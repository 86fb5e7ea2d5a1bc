"""The keys that companies have left here, of Indeed and of Riipen, are put under the newest sealing key."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from foretaste.accounts.actors import Actor, Role
from foretaste.core import vault
from foretaste.core.refusals import NotAllowed
from foretaste.core.transactions import action, step
from foretaste.syndication.models import CareerSite, Source


def how_many_sites() -> int:
    return CareerSite.objects.count()


def how_many_sources() -> int:
    return Source.objects.count()


@action
def reseal_sites(*, after: int, most: int, by: Actor, at: dt.datetime) -> int | None:
    """Put the next career sites' secrets under the newest key; None when there are no more."""
    return _reseal_next(CareerSite.objects.all(), "indeed_secret", after, most, by)


@action
def reseal_sources(*, after: int, most: int, by: Actor, at: dt.datetime) -> int | None:
    """Put the next sources' secrets under the newest key; None when there are no more."""
    return _reseal_next(Source.objects.all(), "secret", after, most, by)


@step
def _reseal_next(
    rows: QuerySet[CareerSite] | QuerySet[Source], field: str, after: int, most: int, by: Actor
) -> int | None:
    """Return the last row's key. Only the clock reseals."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    some = list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most])
    vault.reseal_rows(rows.filter(pk__in=some), field)
    return some[-1] if some else None
