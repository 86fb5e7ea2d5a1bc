"""What people and the clock do around an opportunity, in the order of a life.

drafting > publishing > asking > answering > offering; `moves` is the one place that writes a state.
"""

from foretaste.opportunities.actions.answering import answer_question, invite, say_not_this_time, shortlist
from foretaste.opportunities.actions.asking import (
    apply,
    ask_question,
    decline_invitation,
    lapse_application,
    withdraw_application,
)
from foretaste.opportunities.actions.drafting import (
    accept_rules,
    copy_opportunity,
    discard_draft,
    draft_from_advertisement,
    draft_opportunity,
    edit_description,
    name_people,
    plan_days,
    set_pay,
)
from foretaste.opportunities.actions.offering import (
    AcceptedOffer,
    accept_offer,
    decline_offer,
    lapse_offer,
    make_offer,
    withdraw_offer,
)
from foretaste.opportunities.actions.publishing import (
    add_seats,
    announce_opportunity,
    close_filled,
    close_opportunity,
    close_past,
    confirm_wage,
    decline_wage,
    fund_seats,
    needs_confirmation,
    note_funding_failed,
    note_seat_funded,
    publish_opportunity,
    request_confirmation,
    withdraw_seat,
)

__all__ = [
    "AcceptedOffer",
    "accept_offer",
    "accept_rules",
    "add_seats",
    "announce_opportunity",
    "answer_question",
    "apply",
    "ask_question",
    "close_filled",
    "close_opportunity",
    "close_past",
    "confirm_wage",
    "copy_opportunity",
    "decline_invitation",
    "decline_offer",
    "decline_wage",
    "discard_draft",
    "draft_from_advertisement",
    "draft_opportunity",
    "edit_description",
    "fund_seats",
    "invite",
    "lapse_application",
    "lapse_offer",
    "make_offer",
    "name_people",
    "needs_confirmation",
    "note_funding_failed",
    "note_seat_funded",
    "plan_days",
    "publish_opportunity",
    "request_confirmation",
    "say_not_this_time",
    "set_pay",
    "shortlist",
    "withdraw_application",
    "withdraw_offer",
    "withdraw_seat",
]
