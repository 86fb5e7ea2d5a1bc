"""What the search does when a posting opens or closes. Told twice, nothing happens twice."""

from foretaste.accounts.actors import CLOCK
from foretaste.core.events import subscribes_to
from foretaste.matching import actions
from foretaste.opportunities.events import OpportunityClosed, OpportunityPublished


@subscribes_to(OpportunityPublished)
def make_findable(event: OpportunityPublished) -> None:
    """A posting has opened."""
    actions.put_postings(public_ids=[event.opportunity_id], by=CLOCK)


@subscribes_to(OpportunityClosed)
def find_no_more(event: OpportunityClosed) -> None:
    """A posting has closed."""
    actions.put_postings(public_ids=[event.opportunity_id], by=CLOCK)
