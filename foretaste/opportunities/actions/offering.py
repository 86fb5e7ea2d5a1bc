"""Offering: the company signs frozen terms for one funded seat; the intern accepts or lets it go."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.queries import person_of
from foretaste.core.events import publish
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.money import funding
from foretaste.money import queries as money
from foretaste.opportunities import events, posting_rules, queries, refusals
from foretaste.opportunities.actions.freezing import freeze
from foretaste.opportunities.actions.loading import (
    application_for,
    in_good_standing,
    locked_offer,
    offer_for,
    own_chooser,
)
from foretaste.opportunities.actions.moves import _begin, _move
from foretaste.opportunities.models import Application, Offer, Opportunity, Seat
from foretaste.opportunities.terms import Terms, sha256_of


@dataclass(frozen=True)
class AcceptedOffer:
    """What `trials` needs for the agreement. Ids that end in `_pk` are primary keys, the others public ids."""

    offer_id: str
    application_id: str
    opportunity_id: str
    opportunity_pk: int
    seat_id: str
    organization_pk: int
    organization_id: str
    intern_pk: int
    intern_id: str
    host_pk: int
    terms: Terms
    terms_json: dict[str, object]
    text: str
    sha256: str
    company_signed_by_pk: int
    company_signed_at: dt.datetime


@action
def make_offer(*, application_id: str, answer_by: dt.datetime | None = None, by: Actor, at: dt.datetime) -> Offer:
    """Welcome a candidate: take a funded seat and sign its terms for the company, until `answer_by` (48 hours).

    Two colleagues who welcome two people for the last seat: the second is told who was quicker, and
    for whom; their candidate stays where they were.
    """
    application = application_for(application_id, by)
    own_chooser(application, by)
    opportunity = application.opportunity
    in_good_standing(opportunity)
    _refuse_unofferable(application, at)
    funding.refuse_other_currency(opportunity.currency)
    answer_by = _time_to_answer(opportunity, answer_by, at)
    seat = _free_seat(opportunity, by)
    signer = person_of(by)
    terms = freeze(opportunity, application, seat, signer, at)
    text = terms.agreement_text()
    _move(seat, "offer", by=by, at=at)
    _move(
        application,
        "offer",
        by=by,
        at=at,
        answered_at=at,
        answered_by=signer,
        answered_on_time=at <= application.answer_due_at,
    )
    offer = Offer(
        application=application,
        seat=seat,
        made_by=signer,
        made_at=at,
        answer_by=answer_by,
        terms=terms.to_json(),
        text=text,
        sha256=sha256_of(text),
    )
    _begin(offer, "offer", by=by, at=at)
    publish(events.OfferMade(offer_id=offer.public_id, application_id=application.public_id))
    return offer


@action
def withdraw_offer(*, offer_id: str, note: str = "", by: Actor, at: dt.datetime) -> Offer:
    """Take an offer back before it is answered: a "not this time" for the candidate, the fund stays with the seat."""
    offer = offer_for(offer_id, by)
    own_chooser(offer.application, by)
    _move(offer, "withdraw", by=by, at=at, answered_at=at)
    _move(offer.seat, "release", by=by, at=at)
    _move(
        offer.application,
        "not_this_time",
        by=by,
        at=at,
        answered_at=at,
        answered_by=person_of(by),
        answered_on_time=at <= offer.application.answer_due_at,
        answer_note=note.strip()[:2_000],
    )
    publish(events.OfferWithdrawn(offer_id=offer.public_id, application_id=offer.application.public_id))
    return offer


@action
def decline_offer(*, offer_id: str, note: str = "", by: Actor, at: dt.datetime) -> Offer:
    """Let an offer go. No reason is asked; the seat and its fund are free for someone else."""
    offer = offer_for(offer_id, by)
    if offer.application.intern_id != by.person_id:
        raise NotAllowed
    _move(offer, "decline", by=by, at=at, answered_at=at, decline_note=note.strip()[:2_000])
    _move(offer.seat, "release", by=by, at=at)
    _move(offer.application, "decline", by=by, at=at)
    publish(events.OfferDeclined(offer_id=offer.public_id, application_id=offer.application.public_id))
    return offer


@action
def lapse_offer(*, offer_id: str, by: Actor, at: dt.datetime) -> Offer:
    """The clock's: the time to answer is over. The seat and its fund are free for someone else."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    pk = Offer.objects.filter(public_id=offer_id).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound
    offer = locked_offer(pk)
    if offer.answer_by > at:
        raise refusals.NotNow
    _move(offer, "lapse", by=by, at=at, answered_at=at)
    _move(offer.seat, "release", by=by, at=at)
    _move(offer.application, "offer_lapses", by=by, at=at)
    publish(events.OfferLapsed(offer_id=offer.public_id, application_id=offer.application.public_id))
    return offer


@step
def accept_offer(offer_id: str, by: Actor, at: dt.datetime) -> AcceptedOffer:
    """Take offer and seat for good, as part of signing: called by `trials` inside its own transaction."""
    offer = offer_for(offer_id, by)
    application, seat = offer.application, offer.seat
    if application.intern_id != by.person_id:
        raise NotAllowed
    if offer.state == Offer.State.OPEN and offer.answer_by <= at:
        raise refusals.TheAnswerDateHasPassed
    _move(offer, "accept", by=by, at=at, answered_at=at)
    _move(seat, "take", by=by, at=at)
    _move(application, "accept", by=by, at=at)
    publish(events.OfferAccepted(offer_id=offer.public_id, application_id=application.public_id))
    opportunity = seat.opportunity
    assert opportunity.host_id is not None
    return AcceptedOffer(
        offer_id=offer.public_id,
        application_id=application.public_id,
        opportunity_id=opportunity.public_id,
        opportunity_pk=opportunity.pk,
        seat_id=seat.public_id,
        organization_pk=opportunity.organization_id,
        organization_id=opportunity.organization.public_id,
        intern_pk=application.intern_id,
        intern_id=application.intern.public_id,
        host_pk=opportunity.host_id,
        terms=offer.frozen_terms,
        terms_json=offer.terms,
        text=offer.text,
        sha256=offer.sha256,
        company_signed_by_pk=offer.made_by_id,
        company_signed_at=offer.made_at,
    )


# --- parts --------------------------------------------------------------------------------------------


def _refuse_unofferable(application: Application, at: dt.datetime) -> None:
    opportunity = application.opportunity
    if opportunity.starts_at is None or opportunity.starts_at <= at:
        raise refusals.TheDatesHavePassed
    if not opportunity.is_open:
        raise refusals.ItIsNotOpen
    if application.state in (Application.State.OFFERED, Application.State.ACCEPTED):
        made = application.offers.filter(state__in=[Offer.State.OPEN, Offer.State.ACCEPTED]).select_related("made_by")
        colleague = made[0].made_by.get_full_name()
        raise refusals.AlreadyWelcomed(
            _("%(colleague)s has welcomed this person already.") % {"colleague": colleague}, colleague=colleague
        )
    if application.is_waiting and application.answer_due_at < at:
        raise refusals.TheAnswerDateHasPassed
    if not application.is_waiting:
        raise refusals.NotNow


def _time_to_answer(opportunity: Opportunity, answer_by: dt.datetime | None, at: dt.datetime) -> dt.datetime:
    assert opportunity.starts_at is not None
    if answer_by is None:
        return posting_rules.usual_answer_by(opportunity.starts_at, at)
    if not at < answer_by <= opportunity.starts_at:
        raise NotAcceptable(answer_by=_("Choose a time that lies ahead and before the first day starts."))
    return answer_by


def _free_seat(opportunity: Opportunity, by: Actor) -> Seat:
    """Lock a funded seat; refuse with the name of the colleague who took the last one, and of whom they welcomed."""
    seats = list(opportunity.seats.select_for_update().order_by("number"))
    for seat in seats:
        if seat.state == Seat.State.FUNDED and money.seat_is_funded(seat.public_id):
            seat.opportunity = opportunity
            return seat
    last = (
        Offer.objects.filter(seat__in=seats, state__in=[Offer.State.OPEN, Offer.State.ACCEPTED])
        .select_related("made_by", "application__intern", "application__opportunity")
        .order_by("-made_at", "-id")
        .first()
    )
    if last is None:
        raise refusals.TheSeatIsNotFunded
    colleague = last.made_by.get_full_name()
    candidate = queries.label_of(last.application, by)
    raise refusals.TheLastSeatIsTaken(
        _("%(colleague)s has just welcomed %(candidate)s for the last seat. Your candidate is still here.")
        % {"colleague": colleague, "candidate": candidate},
        colleague=colleague,
        candidate=candidate,
    )
