"""Our own postings as the search keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from foretaste.matching.findable import Findable, Kind
from foretaste.matching.models import Entry
from foretaste.matching.queries import place_of
from foretaste.opportunities import queries as opportunities


def key_of(public_id: str) -> str:
    """Return the key of one of our own postings."""
    return f"{Kind.OWN}/{public_id}"


def own_findables(public_ids: Iterable[str]) -> Iterator[Findable]:
    """Yield those of the postings that are on offer."""
    found = opportunities.offered().filter(public_id__in=list(public_ids)).select_related("organization")
    for one in found.prefetch_related("days").order_by("published_at", "id"):
        assert one.published_at is not None
        days = opportunities.planned_days(one)
        minutes = [day.working_minutes(one.time_zone) for day in days]
        place = place_of(one.city, one.country)
        yield Findable(
            key=key_of(one.public_id),
            kind=Kind.OWN,
            title=one.title,
            text="\n".join([one.summary, one.brief, one.deliverable, one.could_lead_to, *(day.plan for day in days)]),
            company=one.organization.name,
            skills=one.every_skill,
            confirmed=[skill.label for skill in one.skills_confirmed],
            language=one.language,
            field=one.field,
            place_kind=one.place_kind,
            country=one.country,
            city=one.city,
            latitude=place.latitude if place else None,
            longitude=place.longitude if place else None,
            days=one.days_count,
            when=[
                name
                for name, is_so in (
                    ("weekdays", one.on_weekdays), ("evenings", one.in_evenings), ("weekends", one.on_weekends)
                )
                if is_so
            ],
            currency=one.currency,
            pay_day_minor=one.daily_pay_minor,
            pay_hour_minor=sum(one.day_pay_minor) * 60 // sum(minutes) if sum(minutes) else None,
            may_leave_any_time=True,
            published_at=one.published_at,
            starts_at=one.starts_at,
            starts_on=one.first_on,
            closes_at=one.closes_at or one.starts_at,  # from then on nobody can ask
        )  # fmt: skip


def open_at(organization_id: str) -> list[str]:
    """Return the public ids of a company's open postings, on offer or not."""
    found = opportunities.published().filter(organization__public_id=organization_id).order_by("published_at", "id")
    return list(found.values_list("public_id", flat=True))


def not_yet_found(most: int) -> list[str]:
    """Return the public ids of postings on offer that the search doesn't hold, the oldest first."""
    held = Entry.objects.filter(key=Concat(Value("own/"), OuterRef("public_id")))
    missing = opportunities.offered().filter(~Exists(held)).order_by("published_at", "id")
    return list(missing.values_list("public_id", flat=True)[:most])


def no_longer_open(at: dt.datetime) -> QuerySet[Entry]:
    """Return the entries that nobody may find any more: their day has come, or the posting was closed."""
    return Entry.objects.filter(closes_at__lte=at).order_by("id")
