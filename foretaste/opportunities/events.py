"""What happened around opportunities. Ids are public ids."""

from dataclasses import dataclass

from foretaste.core.events import Event


@dataclass(frozen=True, kw_only=True)
class OpportunityAwaitsConfirmation(Event):
    """No wage is known for its place: the operator has to confirm the pay."""

    opportunity_id: str


@dataclass(frozen=True, kw_only=True)
class WageConfirmed(Event):
    opportunity_id: str


@dataclass(frozen=True, kw_only=True)
class WageNotConfirmed(Event):
    """The operator sent it back with what to change."""

    opportunity_id: str
    note: str


@dataclass(frozen=True, kw_only=True)
class OpportunityPublished(Event):
    opportunity_id: str


@dataclass(frozen=True, kw_only=True)
class SkillsOfAnOpenPostingChanged(Event):
    """The company confirmed other skills of the taxonomy for it."""

    opportunity_id: str


@dataclass(frozen=True, kw_only=True)
class OpportunityClosed(Event):
    opportunity_id: str
    reason: str  # filled | company | dates_passed


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    question_id: str
    opportunity_id: str


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    question_id: str
    opportunity_id: str


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(Event):
    """Someone asked, or said yes to an invitation."""

    application_id: str
    opportunity_id: str


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    application_id: str


@dataclass(frozen=True, kw_only=True)
class ApplicationAnswered(Event):
    """A final answer other than an offer: `answer` is not_this_time or no_answer_came."""

    application_id: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class InvitationSent(Event):
    application_id: str


@dataclass(frozen=True, kw_only=True)
class InvitationDeclined(Event):
    application_id: str


@dataclass(frozen=True, kw_only=True)
class OfferMade(Event):
    offer_id: str
    application_id: str


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(Event):
    offer_id: str
    application_id: str


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(Event):
    offer_id: str
    application_id: str


@dataclass(frozen=True, kw_only=True)
class OfferLapsed(Event):
    offer_id: str
    application_id: str


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(Event):
    offer_id: str
    application_id: str
