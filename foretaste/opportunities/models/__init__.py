"""What is on offer, and asking for it. One file per stretch: postings, asking, offering, history."""

from foretaste.opportunities.models.asking import Application, Question
from foretaste.opportunities.models.history import (
    ApplicationHistory,
    OfferHistory,
    OpportunityHistory,
    SeatHistory,
)
from foretaste.opportunities.models.offering import Offer
from foretaste.opportunities.models.postings import Opportunity, OpportunityDay, OpportunityPerson, Seat

__all__ = [
    "Application",
    "ApplicationHistory",
    "Offer",
    "OfferHistory",
    "Opportunity",
    "OpportunityDay",
    "OpportunityHistory",
    "OpportunityPerson",
    "Question",
    "Seat",
    "SeatHistory",
]
