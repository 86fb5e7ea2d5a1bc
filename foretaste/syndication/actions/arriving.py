"""Somebody applies on a channel. Here that is an invitation to answer three short questions: nothing else is kept."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.crypto import salted_hmac

from foretaste.accounts.actors import VISITOR
from foretaste.core import limits, vault
from foretaste.core.events import publish
from foretaste.core.transactions import action
from foretaste.opportunities import queries as opportunities
from foretaste.syndication import refusals
from foretaste.syndication.events import SomebodyAppliedElsewhere
from foretaste.syndication.models import Arrival, CareerSite
from foretaste.syndication.outbound import indeed_apply


@action
def receive_from_indeed(*, organization_id: int, body: bytes, signature: str, at: dt.datetime) -> Arrival:
    """Take an application from Indeed, once per person and posting in 120 days. A forged one leaves no trace."""
    site = CareerSite.objects.filter(pk=organization_id).first()
    if site is None or not site.indeed_secret:
        raise refusals.NothingIsTakenHere
    if not signature:
        raise refusals.TheSignatureIsMissing
    if not indeed_apply.is_signed(body, signature, vault.unseal(bytes(site.indeed_secret))["secret"]):
        raise refusals.TheSignatureIsWrong
    try:
        arrived = indeed_apply.read(body)
        EmailValidator()(arrived.email)
    except (indeed_apply.Unreadable, ValidationError):
        raise refusals.TheApplicationCannotBeRead from None
    posted = opportunities.visible_to(VISITOR).filter(
        organization_id=organization_id, public_id=arrived.posting_id, published_at__isnull=False
    )
    opportunity = posted.first()
    if opportunity is None:
        raise refusals.ThereIsNoSuchPosting
    if not (opportunity.is_open and opportunity.closes_at and opportunity.closes_at > at):
        raise refusals.ThePostingIsClosed
    digest = salted_hmac("foretaste.syndication.arriving", arrived.email, algorithm="sha256").hexdigest()
    since = at - dt.timedelta(days=indeed_apply.SAME_FOR_DAYS)
    opportunities.published().select_for_update().filter(pk=opportunity.pk).first()  # two at once wait here
    same = Arrival.objects.filter(opportunity_id=opportunity.pk, email_digest=digest, arrived_at__gt=since)
    if same.exists():
        raise refusals.TheyHaveAppliedAlready
    most = settings.INVITATIONS_TO_ONE_ADDRESS_A_DAY
    if wait := limits.over("applied elsewhere", digest, most=most, within=limits.DAY, at=at):
        raise refusals.EnoughWasSentToThisAddress(retry_after=wait)
    arrival = Arrival.objects.create(
        opportunity_id=opportunity.pk,
        email_digest=digest,
        name=arrived.name,
        email=arrived.email,
        apply_id=arrived.apply_id,
        arrived_at=at,
    )
    publish(SomebodyAppliedElsewhere(arrival_id=arrival.public_id))
    return arrival


@action
def forget_address(*, arrival_id: str, at: dt.datetime) -> None:
    """Forget who it was once the invitation is on its way. Its digest stays, so that nobody is invited twice."""
    Arrival.objects.filter(public_id=arrival_id).update(name="", email="")
