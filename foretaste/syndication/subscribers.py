"""What is done elsewhere when a posting opens or closes here. Told twice, nothing is worse."""

from __future__ import annotations

from django.conf import settings

from foretaste.accounts.actors import VISITOR
from foretaste.core import calendars
from foretaste.core.events import subscribes_to
from foretaste.opportunities import queries as opportunities
from foretaste.opportunities.events import OpportunityClosed, OpportunityPublished
from foretaste.syndication import queries


@subscribes_to(OpportunityPublished)
def tell_google_of_a_new_page(event: OpportunityPublished) -> None:
    _tell(event.opportunity_id, "URL_UPDATED")


@subscribes_to(OpportunityClosed)
def tell_google_that_a_page_is_gone(event: OpportunityClosed) -> None:
    _tell(event.opportunity_id, "URL_DELETED")


def _tell(opportunity_id: str, kind: str) -> None:
    """Tell Google's Indexing API, where the instance has a key for it; what needs a client is loaded only then."""
    if not settings.GOOGLE_INDEXING_KEY_FILE:
        return
    from foretaste.syndication import indexing

    seen = opportunities.visible_to(VISITOR).filter(public_id=opportunity_id, published_at__isnull=False)
    opportunity = seen.select_related("organization").first()
    if opportunity is not None:
        base = queries.base_of(opportunity.organization, queries.settings_of(opportunity.organization))
        indexing.tell(f"{base}{opportunity_id}/", kind, calendars.now())
