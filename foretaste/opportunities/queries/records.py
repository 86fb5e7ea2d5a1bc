"""A company's record, as far as its postings and answers tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from foretaste.opportunities.models import (
    Application,
    Offer,
    Opportunity,
)

LEAST = 5


@dataclass(frozen=True)
class Record:
    """What the public record says from here; days started and finished come from the trials."""

    published: int
    open_now: int
    offers: int
    answers_due: int
    answers_on_time: int
    people_answered: int  # distinct interns to whom an answer was due

    @property
    def on_time_percent(self) -> int | None:
        """None under five distinct interns: who asks five times is one."""
        return 100 * self.answers_on_time // self.answers_due if self.people_answered >= LEAST else None


def record_of(company_id: int) -> Record:
    """Return the counts of a company (by primary key): postings, offers, answers on time."""
    postings: dict[str, Any] = Opportunity.objects.filter(organization_id=company_id).aggregate(
        published=Count("id", filter=Q(published_at__isnull=False)),
        open_now=Count("id", filter=Q(state=Opportunity.State.PUBLISHED)),
    )
    answers: dict[str, Any] = Application.objects.filter(opportunity__organization_id=company_id).aggregate(
        due=Count("id", filter=Q(answered_on_time__isnull=False)),
        on_time=Count("id", filter=Q(answered_on_time=True)),
        people=Count("intern", filter=Q(answered_on_time__isnull=False), distinct=True),
    )
    return Record(
        published=postings["published"],
        open_now=postings["open_now"],
        offers=Offer.objects.filter(seat__opportunity__organization_id=company_id).count(),
        answers_due=answers["due"],
        answers_on_time=answers["on_time"],
        people_answered=answers["people"],
    )
