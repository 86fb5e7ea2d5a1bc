"""Asking: what an intern does before there is an offer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.queries import memberships_of, person_of, profile_of
from foretaste.core.events import publish
from foretaste.core.limits import send_within_a_day
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action
from foretaste.opportunities import events, posting_rules, queries, refusals
from foretaste.opportunities.actions.loading import application_for, locked
from foretaste.opportunities.actions.moves import _begin, _move
from foretaste.opportunities.models import Application, Offer, Opportunity, Question

if TYPE_CHECKING:
    from foretaste.accounts.models import Person

LONGEST_ANSWER = 2_000
LONGEST_QUESTION = 1_000


@action
def ask_question(*, opportunity_id: str, text: str, by: Actor, at: dt.datetime) -> Question:
    """Ask the company something about an open opportunity."""
    asker = person_of(by)
    opportunity = _open_for_asking(opportunity_id, by, at)
    if not text.strip():
        raise NotAcceptable(text=_("Write your question."))
    if len(text) > LONGEST_QUESTION:
        raise NotAcceptable(text=_("Use at most %(longest)d characters.") % {"longest": LONGEST_QUESTION})
    send_within_a_day("questions", by.person_id, most=settings.QUESTIONS_A_DAY, at=at)
    question = opportunity.questions.create(text=text.strip(), asked_by=asker, asked_at=at)
    publish(events.QuestionAsked(question_id=question.public_id, opportunity_id=opportunity.public_id))
    return question


@action
def apply(
    *,
    opportunity_id: str,
    answer_why: str,
    answer_try: str,
    answer_about: str,
    free_days: str = "",
    found_by: str = "",
    works_from_country: str = "",
    works_from_region: str = "",
    works_from_city: str = "",
    by: Actor,
    at: dt.datetime,
) -> Application:
    """Ask for a trial with three short answers and no CV; or say yes to an invitation with the same.

    For remote work it says where the intern will sit: the pay is checked against the wage floor there. How they
    found it may be left out: no company is shown who said what.
    """
    if not by.is_intern:
        raise NotAllowed(_("Asking for a trial is for interns. Switch to your own account."))
    intern = person_of(by)
    opportunity = _open_for_asking(opportunity_id, by, at)
    _refuse_both_sides(intern, opportunity)
    known = opportunity.applications.select_for_update(of=("self",)).filter(intern=intern)
    invitation = known.filter(state=Application.State.INVITED).first()
    if invitation is None and profile_of(intern).applications_paused_at is not None:
        raise refusals.NewApplicationsArePaused  # to say yes to a company that invites is no new application
    if found_by and found_by not in Application.FoundBy.values:
        raise NotAcceptable(found_by=_("Choose from the list, or leave it out."))
    answers = _answers(answer_why=answer_why, answer_try=answer_try, answer_about=answer_about)
    seat_at = _where_they_sit(opportunity, works_from_country, works_from_region, works_from_city)
    said = {"free_days": free_days.strip()[:LONGEST_ANSWER], "found_by": found_by}
    fields: dict[str, Any] = {**answers, **seat_at, **said, "submitted_at": at}
    if invitation is not None:
        application = _move(invitation, "accept_invitation", by=by, at=at, **fields)
    else:
        application = _ask(opportunity, intern, fields, by, at)
    publish(events.ApplicationSubmitted(application_id=application.public_id, opportunity_id=opportunity.public_id))
    return application


@action
def withdraw_application(*, application_id: str, by: Actor, at: dt.datetime) -> Application:
    """Take one's own application back, at any moment before signing. A seat offered meanwhile is free again."""
    application = _own(application_id, by)
    offer = application.offers.filter(state=Offer.State.OPEN).first()
    if offer is not None:
        seat = application.opportunity.seats.select_for_update().get(pk=offer.seat_id)
        offer = application.offers.select_for_update(of=("self",)).get(pk=offer.pk)
        _move(offer, "decline", by=by, at=at, answered_at=at)
        _move(seat, "release", by=by, at=at)
    _move(application, "withdraw", by=by, at=at)
    publish(events.ApplicationWithdrawn(application_id=application.public_id))
    return application


@action
def decline_invitation(*, application_id: str, by: Actor, at: dt.datetime) -> Application:
    """Say no to an invitation. No reason is asked."""
    application = _own(application_id, by)
    _move(application, "decline_invitation", by=by, at=at)
    publish(events.InvitationDeclined(application_id=application.public_id))
    return application


@action
def lapse_application(*, application_id: str, by: Actor, at: dt.datetime) -> Application:
    """The clock's: the date has passed. Who asked is told that no answer came; it counts against the company."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    found = Application.objects.filter(public_id=application_id).first()
    if found is None:
        raise NotFound
    opportunity = locked(found.opportunity_id)
    application = Application.objects.select_for_update(of=("self",)).get(pk=found.pk)
    application.opportunity = opportunity
    if application.answer_due_at > at:
        raise refusals.NotNow
    if application.state == Application.State.INVITED:
        return _move(application, "invitation_lapses", by=by, at=at)
    _move(application, "no_answer_came", by=by, at=at, answered_on_time=False)
    publish(events.ApplicationAnswered(application_id=application.public_id, answer="no_answer_came"))
    return application


# --- parts --------------------------------------------------------------------------------------------


def _open_for_asking(opportunity_id: str, by: Actor, at: dt.datetime) -> Opportunity:
    seen = queries.visible_to(by).filter(public_id=opportunity_id).values_list("pk", flat=True).first()
    if seen is None:
        raise NotFound
    opportunity = locked(seen)
    if not opportunity.is_open or opportunity.closes_at is None or opportunity.closes_at <= at:
        raise refusals.ItIsNotOpen
    return opportunity


def _own(application_id: str, by: Actor) -> Application:
    application = application_for(application_id, by)
    if application.intern_id != by.person_id:
        raise NotAllowed
    return application


def _refuse_both_sides(intern: Person, opportunity: Opportunity) -> None:
    if any(one.organization_id == opportunity.organization_id for one in memberships_of(intern)):
        raise refusals.YouCannotAskYourOwnCompany


def _answers(**answers: str) -> dict[str, str]:
    taken = {field: text.replace("\x00", "").strip() for field, text in answers.items()}
    wrong = {field: _("Write a sentence or two.") for field, text in taken.items() if not text}
    wrong |= {
        field: _("Use at most %(longest)d characters.") % {"longest": LONGEST_ANSWER}
        for field, text in taken.items()
        if len(text) > LONGEST_ANSWER
    }
    if wrong:
        raise NotAcceptable(**wrong)
    return taken


def _where_they_sit(opportunity: Opportunity, country: str, region: str, city: str) -> dict[str, str]:
    if opportunity.place_kind != Opportunity.PlaceKind.REMOTE:
        return {}
    country = country.strip().upper()
    if len(country) != 2:
        raise NotAcceptable(
            works_from_country=_("Say from which country you will work: the minimum wage there counts.")
        )
    wage = queries.wage_check_of(opportunity, country, region.strip(), city.strip())
    if wage is not None and wage.is_too_low:
        raise refusals.ThePayIsBelowTheMinimumWage(
            works_from_country=_("The pay is below the minimum wage where you would work, so this can't be agreed.")
        )
    return {
        "works_from_country": country,
        "works_from_region": region.strip()[:10],
        "works_from_city": city.strip()[:80],
    }


def _ask(opportunity: Opportunity, intern: Person, fields: dict[str, Any], by: Actor, at: dt.datetime) -> Application:
    assert opportunity.answer_by is not None
    application = Application(
        opportunity=opportunity,
        intern=intern,
        state=Application.State.SUBMITTED,
        created_at=at,
        answer_by=opportunity.answer_by,
        answer_due_at=posting_rules.answers_due_at(opportunity.answer_by, opportunity.time_zone),
        **fields,
    )
    try:
        with transaction.atomic():
            return _begin(application, "submit", by=by, at=at)
    except IntegrityError:
        raise refusals.YouHaveAskedAlready from None
