"""How actions load: through what the actor may see, under a row lock, with the role the verb needs.

Locks are taken in one order everywhere: opportunity, seat, application, offer. So nobody waits in a circle.
"""

from __future__ import annotations

from foretaste.accounts.actors import Actor, Role
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.core.transactions import step
from foretaste.opportunities import queries
from foretaste.opportunities.models import Application, Offer, Opportunity
from foretaste.opportunities.refusals import TheCompanyIsNotVerified, TheCompanyIsSuspended


@step
def opportunity_for(opportunity_id: str, by: Actor, *roles: Role) -> Opportunity:
    """Lock an opportunity of the actor's own company; `roles` says who there may do this."""
    seen = queries.visible_to(by).filter(public_id=opportunity_id).values_list("pk", flat=True).first()
    if seen is None:
        raise NotFound
    opportunity = locked(seen)
    if opportunity.organization_id != by.organization_id or not by.has(*roles):
        raise NotAllowed
    return opportunity


@step
def locked(opportunity_pk: int) -> Opportunity:
    """Lock an opportunity by its primary key."""
    return Opportunity.objects.select_for_update(of=("self",)).select_related("organization").get(pk=opportunity_pk)


@step
def application_for(application_id: str, by: Actor) -> Application:
    """Lock an application the actor may see, and its opportunity before it."""
    seen = queries.applications_visible_to(by).filter(public_id=application_id).first()
    if seen is None:
        raise NotFound
    opportunity = locked(seen.opportunity_id)
    application = Application.objects.select_for_update(of=("self",)).select_related("intern").get(pk=seen.pk)
    application.opportunity = opportunity
    return application


@step
def offer_for(offer_id: str, by: Actor) -> Offer:
    """Lock an offer the actor may see; its opportunity, seat and application before it."""
    seen = queries.offers_visible_to(by).filter(public_id=offer_id).first()
    if seen is None:
        raise NotFound
    return locked_offer(seen.pk)


@step
def locked_offer(offer_pk: int) -> Offer:
    """Lock an offer by its primary key, in the one order."""
    found = Offer.objects.select_related("seat", "application").get(pk=offer_pk)
    opportunity = locked(found.seat.opportunity_id)
    seat = opportunity.seats.select_for_update().get(pk=found.seat_id)
    application = (
        Application.objects.select_for_update(of=("self",)).select_related("intern").get(pk=found.application_id)
    )
    offer = Offer.objects.select_for_update(of=("self",)).select_related("made_by").get(pk=offer_pk)
    seat.opportunity = application.opportunity = opportunity
    offer.seat, offer.application = seat, application
    return offer


def in_good_standing(opportunity: Opportunity) -> None:
    """Refuse a suspended or unverified company to fund, publish, invite or offer."""
    if opportunity.organization.suspended_at is not None:
        raise TheCompanyIsSuspended
    if opportunity.organization.verified_at is None:
        raise TheCompanyIsNotVerified


def own_chooser(application: Application, by: Actor) -> None:
    """Refuse who may see the application but not answer it."""
    if application.opportunity.organization_id != by.organization_id or not by.has(*queries.CHOOSERS):
        raise NotAllowed
