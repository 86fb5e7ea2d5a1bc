"""What is due: offers and applications to lapse, postings to close or to publish, pay to confirm."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from foretaste.money import queries as money
from foretaste.opportunities.models import (
    Application,
    Offer,
    Opportunity,
    Seat,
)
from foretaste.opportunities.queries.access import published


def due_to_lapse_offers(at: dt.datetime) -> QuerySet[Offer]:
    """Offers whose time to answer is over."""
    return Offer.objects.filter(state=Offer.State.OPEN, answer_by__lte=at).order_by("answer_by", "id")


def due_to_lapse_applications(at: dt.datetime) -> QuerySet[Application]:
    """Applications and invitations whose date has passed unanswered."""
    waiting = [Application.State.INVITED, Application.State.SUBMITTED, Application.State.SHORTLISTED]
    return Application.objects.filter(state__in=waiting, answer_due_at__lte=at).order_by("answer_due_at", "id")


def seats_of_debtors() -> QuerySet[Seat]:
    """Funded seats under no offer, of companies that owe for a payment taken back: their funds pay the debt."""
    whose = Q()
    for company_id, owed in money.debtors():
        whose |= Q(opportunity__organization__public_id=company_id, opportunity__currency=owed.currency)
    return Seat.objects.filter(whose, state=Seat.State.FUNDED).order_by("id") if whose else Seat.objects.none()


def due_to_close_filled() -> QuerySet[Opportunity]:
    """Open opportunities whose seats are all taken."""
    left = Seat.objects.filter(opportunity=OuterRef("pk")).exclude(state__in=[Seat.State.TAKEN, Seat.State.WITHDRAWN])
    taken = Seat.objects.filter(opportunity=OuterRef("pk"), state=Seat.State.TAKEN)
    return published().filter(~Exists(left), Exists(taken)).order_by("id")


def due_to_close_past(at: dt.datetime) -> QuerySet[Opportunity]:
    """What was open, or had money set aside, when its first day came."""
    held = Seat.objects.filter(opportunity=OuterRef("pk"), state__in=[Seat.State.FUNDING, Seat.State.FUNDED])
    return (
        Opportunity.objects.filter(starts_at__lte=at)
        .exclude(state=Opportunity.State.CLOSED)
        .filter(Q(state=Opportunity.State.PUBLISHED) | Exists(held))
        .order_by("starts_at", "id")
    )


def due_to_publish(at: dt.datetime) -> QuerySet[Opportunity]:
    """Drafts with a funded seat that could not be published when the money came."""
    funded = Seat.objects.filter(opportunity=OuterRef("pk"), state=Seat.State.FUNDED)
    drafts = [Opportunity.State.DRAFT, Opportunity.State.AWAITING_CONFIRMATION]
    return Opportunity.objects.filter(Exists(funded), state__in=drafts, closes_at__gt=at).order_by("id")


def awaiting_confirmation() -> QuerySet[Opportunity]:
    """The operator's queue: postings whose wage no table knows, or that pay unusually much; the oldest first."""
    return (
        Opportunity.objects.filter(state=Opportunity.State.AWAITING_CONFIRMATION, wage_confirmed_at=None)
        .select_related("organization")
        .order_by("changed_at", "id")
    )
