"""Who sees what: the one who wrote it. No role, no organization, no operator adds to that."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from foretaste.accounts.actors import Actor
from foretaste.advice.models import PrivateJournal, PrivatePlan
from foretaste.advice.private import Grounds, Journal, TrialPlan, Wish
from foretaste.core import vault
from foretaste.core.amounts import Amount
from foretaste.opportunities import queries as opportunities

if TYPE_CHECKING:
    from foretaste.opportunities.models import Opportunity
    from foretaste.trials.models import Trial


def plans_visible_to(by: Actor) -> QuerySet[PrivatePlan]:
    return PrivatePlan.objects.filter(person_id=by.person_id) if by.person_id else PrivatePlan.objects.none()


def journals_visible_to(by: Actor) -> QuerySet[PrivateJournal]:
    return PrivateJournal.objects.filter(person_id=by.person_id) if by.person_id else PrivateJournal.objects.none()


def plan_of(by: Actor) -> TrialPlan:
    """Return the actor's own plan; an empty one where there is none."""
    row = plans_visible_to(by).first()
    return TrialPlan.read(vault.unseal(bytes(row.sealed))) if row else TrialPlan()


def has_journal(trial: Trial, by: Actor) -> bool:
    return journals_visible_to(by).filter(trial=trial).exists()


def journal_of(trial: Trial, by: Actor) -> Journal:
    """Return the actor's own journal of a trial; an empty one where there is none."""
    row = journals_visible_to(by).filter(trial=trial).first()
    return Journal.read(vault.unseal(bytes(row.sealed))) if row else Journal(Grounds(currency=trial.currency))


def wish_for(opportunity: Opportunity) -> Wish:
    """Return what is known of a posting as an entry of a plan; the hopes are left in the middle."""
    days = max(opportunity.days_count, 1)
    pay = opportunity.full_pay
    return Wish(
        number=0,
        name=f"{opportunity.title}, {opportunity.organization.name}"[:80],
        pay=round(float(pay.major) / days, 2) if pay else 0.0,
        days=days,
        hope=5.0,
        starts_on=opportunity.first_on,
        ends_on=opportunity.last_on,
        opportunity_id=opportunity.public_id,
        bonus=float(Amount(opportunity.exit_bonus_minor[0], opportunity.currency).major)
        if days > 1 and opportunity.exit_bonus_minor
        else 0.0,
    )


def to_plan_from(by: Actor, today: dt.date) -> list[Opportunity]:
    """Return the postings the actor has asked for, or was asked to, that are still to come."""
    asked = opportunities.live_applications_of(by).filter(opportunity__first_on__gte=today)
    ids = asked.values_list("opportunity_id", flat=True)
    return list(opportunities.visible_to(by).filter(pk__in=set(ids)).select_related("organization").order_by("pk"))
