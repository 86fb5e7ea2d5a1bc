"""Questions, applications, invitations and offers, each told to the other side."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from foretaste.core.events import subscribes_to
from foretaste.messaging import letters, sources
from foretaste.messaging.letter import Letter
from foretaste.messaging.subscribers.telling import tell
from foretaste.opportunities import events as opportunities


@subscribes_to(opportunities.OpportunityAwaitsConfirmation)
def ask_the_operator_about_a_wage(event: opportunities.OpportunityAwaitsConfirmation) -> None:
    posting = sources.opportunity(event.opportunity_id)
    tell(
        sources.staff_of_operator(),
        f"wage_to_confirm:{event.opportunity_id}:{posting.changed_at.isoformat()}",
        lambda: letters.wage_to_confirm(title=posting.title, company=posting.organization.name),
    )


@subscribes_to(opportunities.WageConfirmed)
def say_that_the_wage_is_confirmed(event: opportunities.WageConfirmed) -> None:
    posting = sources.opportunity(event.opportunity_id)
    tell(
        [posting.created_by],
        f"wage_confirmed:{event.opportunity_id}:{posting.wage_confirmed_at.isoformat()}",
        lambda: letters.wage_confirmed(title=posting.title, opportunity_id=event.opportunity_id),
    )


@subscribes_to(opportunities.WageNotConfirmed)
def say_that_the_pay_needs_a_change(event: opportunities.WageNotConfirmed) -> None:
    posting = sources.opportunity(event.opportunity_id)
    tell(
        [posting.created_by],
        f"wage_not_confirmed:{event.opportunity_id}:{posting.changed_at.isoformat()}",
        lambda: letters.wage_not_confirmed(title=posting.title, note=event.note, opportunity_id=event.opportunity_id),
    )


@subscribes_to(opportunities.QuestionAsked)
def pass_a_question_on(event: opportunities.QuestionAsked) -> None:
    question = sources.question(event.question_id)
    tell(
        sources.posters_of(question.opportunity),
        f"question_asked:{event.question_id}",
        lambda: letters.question_asked(
            title=question.opportunity.title, text=question.text, opportunity_id=event.opportunity_id
        ),
    )


@subscribes_to(opportunities.QuestionAnswered)
def pass_an_answer_on(event: opportunities.QuestionAnswered) -> None:
    question = sources.question(event.question_id)
    tell(
        [question.asked_by],
        f"question_answered:{event.question_id}",
        lambda: letters.question_answered(
            title=question.opportunity.title,
            text=question.text,
            answer=question.answer,
            opportunity_id=event.opportunity_id,
        ),
    )


def _candidate(application: Any) -> str:
    """The name as the company may see it: hidden on request until someone is welcomed.

    Whoever was invited and said nothing but no is the address that the company wrote to.
    """
    if application.is_an_address:
        return str(application.invited_address)
    hidden = application.opportunity.hide_names and application.state in {"invited", "submitted", "shortlisted"}
    return _("Somebody") if hidden else str(application.intern)


@subscribes_to(opportunities.ApplicationSubmitted)
def pass_an_application_on(event: opportunities.ApplicationSubmitted) -> None:
    application = sources.application(event.application_id)
    tell(
        sources.posters_of(application.opportunity),
        f"application_submitted:{event.application_id}",
        lambda: letters.application_submitted(
            title=application.opportunity.title,
            candidate=_candidate(application),
            answer_by=application.answer_by,
            application_id=event.application_id,
        ),
    )


@subscribes_to(opportunities.ApplicationAnswered)
def pass_a_final_answer_on(event: opportunities.ApplicationAnswered) -> None:
    application = sources.application(event.application_id)
    tell(
        [application.intern],
        f"application_answered:{event.application_id}",
        lambda: letters.application_answered(
            title=application.opportunity.title,
            company=application.opportunity.organization.name,
            came=event.answer != "no_answer_came",
            note=application.answer_note,
        ),
    )


@subscribes_to(opportunities.InvitationSent)
def pass_an_invitation_on(event: opportunities.InvitationSent) -> None:
    application = sources.application(event.application_id)
    tell(
        [application.intern],
        f"invited:{event.application_id}",
        lambda: letters.invited(
            title=application.opportunity.title,
            company=application.opportunity.organization.name,
            words=application.invitation,
            opportunity_id=application.opportunity.public_id,
        ),
    )


@subscribes_to(opportunities.InvitationDeclined)
def say_that_an_invitation_was_declined(event: opportunities.InvitationDeclined) -> None:
    application = sources.application(event.application_id)
    tell(
        sources.posters_of(application.opportunity),
        f"invitation_declined:{event.application_id}",
        lambda: letters.invitation_declined(
            title=application.opportunity.title,
            candidate=_candidate(application),
            opportunity_id=application.opportunity.public_id,
        ),
    )


@subscribes_to(opportunities.OfferMade)
def welcome_an_intern(event: opportunities.OfferMade) -> None:
    offer = sources.offer(event.offer_id)
    tell(
        [offer.application.intern],
        f"welcomed:{event.offer_id}",
        lambda: letters.welcomed(terms=offer.frozen_terms, offer_id=event.offer_id, answer_by=offer.answer_by),
    )


@subscribes_to(opportunities.OfferDeclined)
def say_that_an_offer_was_declined(event: opportunities.OfferDeclined) -> None:
    application = sources.application(event.application_id)
    tell(
        sources.posters_of(application.opportunity),
        f"offer_declined:{event.offer_id}",
        lambda: letters.offer_declined(
            title=application.opportunity.title,
            candidate=str(application.intern),
            opportunity_id=application.opportunity.public_id,
        ),
    )


@subscribes_to(opportunities.OfferLapsed)
def say_that_an_offer_lapsed(event: opportunities.OfferLapsed) -> None:
    application = sources.application(event.application_id)

    def write(of_company: bool) -> Letter:
        return letters.offer_lapsed(
            title=application.opportunity.title,
            candidate=str(application.intern),
            opportunity_id=application.opportunity.public_id,
            of_company=of_company,
        )

    key = f"offer_lapsed:{event.offer_id}"
    tell([application.intern], key, lambda: write(False))
    tell(sources.posters_of(application.opportunity), key, lambda: write(True))


@subscribes_to(opportunities.OfferWithdrawn)
def say_that_an_offer_was_taken_back(event: opportunities.OfferWithdrawn) -> None:
    application = sources.application(event.application_id)
    tell(
        [application.intern],
        f"offer_withdrawn:{event.offer_id}",
        lambda: letters.offer_withdrawn(
            title=application.opportunity.title, company=application.opportunity.organization.name
        ),
    )
