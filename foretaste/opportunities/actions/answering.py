"""Answering: what a company does with questions and applications. Every answer is a person's, never a rule's."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foretaste.accounts.actions import person_at
from foretaste.accounts.actors import Actor
from foretaste.accounts.queries import intern_with, memberships_of, person_of
from foretaste.core.events import publish
from foretaste.core.limits import send_within_a_day
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action
from foretaste.opportunities import events, posting_rules, queries, refusals
from foretaste.opportunities.actions.loading import application_for, in_good_standing, opportunity_for, own_chooser
from foretaste.opportunities.actions.moves import _begin, _move
from foretaste.opportunities.models import Application, Offer, Opportunity, Question

if TYPE_CHECKING:
    from foretaste.accounts.models import Person

LONGEST_NOTE = 2_000


@action
def answer_question(*, question_id: str, answer: str, is_public: bool = True, by: Actor, at: dt.datetime) -> Question:
    """Answer a question; publicly, it stands on the posting without the asker's name."""
    seen = queries.questions_visible_to(by).filter(public_id=question_id).select_related("opportunity").first()
    if seen is None:
        raise NotFound
    if seen.opportunity.organization_id != by.organization_id or not by.has(*queries.CHOOSERS):
        raise NotAllowed
    question = Question.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    if question.answered_at is not None:
        raise refusals.TheQuestionIsAnswered
    question.answer = _note(answer, "answer", needed=True)
    question.answered_by, question.answered_at, question.is_public = person_of(by), at, is_public
    question.save(update_fields=["answer", "answered_by", "answered_at", "is_public"])
    publish(events.QuestionAnswered(question_id=question.public_id, opportunity_id=seen.opportunity.public_id))
    return question


@action
def hide_names(*, opportunity_id: str, hidden: bool, by: Actor, at: dt.datetime) -> Opportunity:
    """Call candidates by neutral numbers until one is welcomed, or by their names again."""
    opportunity = opportunity_for(opportunity_id, by, *queries.CHOOSERS)
    opportunity.hide_names = hidden
    opportunity.save(update_fields=["hide_names"])
    return opportunity


@action
def invite(
    *, opportunity_id: str, email: str = "", intern_id: str = "", words: str = "", by: Actor, at: dt.datetime
) -> Application:
    """Ask a person, by address or public id, whether they would like to come. It promises nothing yet."""
    opportunity = opportunity_for(opportunity_id, by, *queries.CHOOSERS)
    in_good_standing(opportunity)
    if not opportunity.is_open or opportunity.closes_at is None or opportunity.closes_at <= at:
        raise refusals.ItIsNotOpen(_("This trial is not open now, so nobody can be invited to it."))
    intern = _invited(email, intern_id, at)
    if any(one.organization_id == opportunity.organization_id for one in memberships_of(intern)):
        raise refusals.YouCannotAskYourOwnCompany(_("This person acts for your company."))
    send_within_a_day("invitations", by.person_id, most=settings.INVITATIONS_A_DAY, at=at)
    assert opportunity.answer_by is not None
    application = Application(
        opportunity=opportunity,
        intern=intern,
        origin=Application.Origin.INVITATION,
        state=Application.State.INVITED,
        invited_by=person_of(by),
        invitation=_note(words, "words"),
        invited_address="" if intern_id else intern.email,
        created_at=at,
        answer_by=opportunity.answer_by,
        answer_due_at=posting_rules.answers_due_at(opportunity.answer_by, opportunity.time_zone),
    )
    try:
        with transaction.atomic():
            _begin(application, "invite", by=by, at=at)
    except IntegrityError:
        raise refusals.YouHaveAskedAlready(_("This person has asked, or was invited, already.")) from None
    publish(events.InvitationSent(application_id=application.public_id))
    return application


@action
def shortlist(*, application_id: str, by: Actor, at: dt.datetime) -> Application:
    """Put a candidate on the shortlist. Only the company sees this."""
    application = application_for(application_id, by)
    own_chooser(application, by)
    return _move(application, "shortlist", by=by, at=at)


@action
def say_not_this_time(*, application_id: str, note: str = "", by: Actor, at: dt.datetime) -> Application:
    """Say no, kindly: a final answer, with words of one's own if wanted."""
    application = application_for(application_id, by)
    own_chooser(application, by)
    if application.offers.filter(state=Offer.State.OPEN).exists():
        raise refusals.NotNow(_("There is an open offer. Take it back first."))
    asked = application.state != Application.State.INVITED
    _move(
        application,
        "not_this_time",
        by=by,
        at=at,
        answered_at=at,
        answered_by=person_of(by),
        answered_on_time=at <= application.answer_due_at if asked else None,
        answer_note=_note(note, "note"),
    )
    publish(events.ApplicationAnswered(application_id=application.public_id, answer="not_this_time"))
    return application


def _invited(email: str, intern_id: str, at: dt.datetime) -> Person:
    if intern_id:
        person = intern_with(intern_id)
        if person is None:
            raise NotFound
        return person
    return person_at(email=email, is_intern=True, at=at)


def _note(text: str, field: str, *, needed: bool = False) -> str:
    text = text.replace("\x00", "").strip()
    if needed and not text:
        raise NotAcceptable(**{field: _("Write a sentence or two.")})
    if len(text) > LONGEST_NOTE:
        raise NotAcceptable(**{field: _("Use at most %(longest)d characters.") % {"longest": LONGEST_NOTE}})
    return text
