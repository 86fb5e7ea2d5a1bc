"""The keys that companies have left here, of Indeed and of Riipen, are put under the newest sealing key."""

from __future__ import annotations

import datetime as dt

from foretaste.accounts.actors import Actor, Role
from foretaste.core import vault
from foretaste.core.refusals import NotAllowed
from foretaste.core.transactions import action
from foretaste.syndication.models import CareerSite, Source


def how_many_sites() -> int:
    return CareerSite.objects.count()


def how_many_sources() -> int:
    return Source.objects.count()


@action
def reseal_sites(*, after: int, most: int, by: Actor, at: dt.datetime) -> int | None:
    """Put the next career sites' secrets under the newest key; None when there are no more."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    some = list(CareerSite.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:most])
    for site in some:
        if site.indeed_secret:
            CareerSite.objects.filter(pk=site.pk).update(indeed_secret=vault.reseal(bytes(site.indeed_secret)))
    return some[-1].pk if some else None


@action
def reseal_sources(*, after: int, most: int, by: Actor, at: dt.datetime) -> int | None:
    """Put the next sources' secrets under the newest key; None when there are no more."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    some = list(Source.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:most])
    for source in some:
        if source.secret:
            Source.objects.filter(pk=source.pk).update(secret=vault.reseal(bytes(source.secret)))
    return some[-1].pk if some else None
