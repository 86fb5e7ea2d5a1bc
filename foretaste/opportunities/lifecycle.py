"""The lives of an opportunity, a seat, an application and an offer: states and transitions, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Opportunity(StrEnum):
    DRAFT = "draft"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    PUBLISHED = "published"
    CLOSED = "closed"


class Seat(StrEnum):
    UNFUNDED = "unfunded"
    FUNDING = "funding"
    FUNDED = "funded"
    OFFERED = "offered"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"


class Application(StrEnum):
    INVITED = "invited"
    SUBMITTED = "submitted"
    SHORTLISTED = "shortlisted"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    NOT_THIS_TIME = "not_this_time"
    LAPSED = "lapsed"


class Offer(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


State = Opportunity | Seat | Application | Offer


@dataclass(frozen=True)
class Transition:
    """One way a thing may move. `name` is what its history row says."""

    name: str
    from_states: frozenset[str]
    to_state: State


def _table(*rows: tuple[str, tuple[State, ...], State]) -> dict[str, Transition]:
    return {name: Transition(name, frozenset(origins), target) for name, origins, target in rows}


_O, _S, _A, _F = Opportunity, Seat, Application, Offer

OPPORTUNITY = _table(
    ("wait_for_confirmation", (_O.DRAFT,), _O.AWAITING_CONFIRMATION),
    ("publish", (_O.DRAFT, _O.AWAITING_CONFIRMATION), _O.PUBLISHED),
    ("wage_confirmed", (_O.AWAITING_CONFIRMATION,), _O.DRAFT),  # and now it can be funded
    ("go_back_to_draft", (_O.AWAITING_CONFIRMATION,), _O.DRAFT),
    ("close_filled", (_O.PUBLISHED,), _O.CLOSED),
    ("close_past", (_O.DRAFT, _O.AWAITING_CONFIRMATION, _O.PUBLISHED), _O.CLOSED),
    ("close", (_O.DRAFT, _O.AWAITING_CONFIRMATION, _O.PUBLISHED), _O.CLOSED),
)
SEAT = _table(
    ("start_funding", (_S.UNFUNDED,), _S.FUNDING),
    ("funding_failed", (_S.FUNDING,), _S.UNFUNDED),
    ("funded", (_S.FUNDING, _S.UNFUNDED), _S.FUNDED),
    ("offer", (_S.FUNDED,), _S.OFFERED),
    ("release", (_S.OFFERED,), _S.FUNDED),  # declined, lapsed or taken back: the fund stays with the seat
    ("take", (_S.OFFERED,), _S.TAKEN),
    ("withdraw", (_S.UNFUNDED, _S.FUNDING, _S.FUNDED), _S.WITHDRAWN),
)
APPLICATION = _table(
    ("accept_invitation", (_A.INVITED,), _A.SUBMITTED),
    ("decline_invitation", (_A.INVITED,), _A.DECLINED),
    ("shortlist", (_A.SUBMITTED,), _A.SHORTLISTED),
    ("offer", (_A.SUBMITTED, _A.SHORTLISTED), _A.OFFERED),
    ("accept", (_A.OFFERED,), _A.ACCEPTED),
    ("decline", (_A.OFFERED,), _A.DECLINED),
    ("offer_lapses", (_A.OFFERED,), _A.LAPSED),
    ("withdraw", (_A.SUBMITTED, _A.SHORTLISTED, _A.OFFERED), _A.WITHDRAWN),
    ("not_this_time", (_A.INVITED, _A.SUBMITTED, _A.SHORTLISTED, _A.OFFERED), _A.NOT_THIS_TIME),
    ("no_answer_came", (_A.SUBMITTED, _A.SHORTLISTED), _A.LAPSED),
    ("invitation_lapses", (_A.INVITED,), _A.LAPSED),
)
OFFER = _table(
    ("accept", (_F.OPEN,), _F.ACCEPTED),
    ("decline", (_F.OPEN,), _F.DECLINED),
    ("lapse", (_F.OPEN,), _F.LAPSED),
    ("withdraw", (_F.OPEN,), _F.WITHDRAWN),
)
