"""The candidates of a posting as its page lists them: by reasons that can be read, or by plain date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foretaste.matching import recommending
from foretaste.matching.reason_words import for_a_company
from foretaste.opportunities import queries
from foretaste.web.middleware import ActingRequest

if TYPE_CHECKING:
    from foretaste.opportunities.models import Opportunity


def listed(request: ActingRequest, posting: Opportunity) -> dict[str, Any]:
    """Return everybody who asked. By plain date nothing is computed, and nothing is logged."""
    by_date = request.GET.get("order") == "date"
    rows: list[tuple[queries.Candidate, list[str]]]
    if by_date:
        rows = [(one, []) for one in queries.candidates_of(posting, request.actor)]
    else:
        found = recommending.order_candidates(opportunity_id=posting.public_id, by=request.actor, at=request.at)
        rows = [(one, [for_a_company(why) for why in reasons]) for one, reasons in found]
    return {"candidates": [{"one": one, "reasons": reasons} for one, reasons in rows], "by_date": by_date}
