"""News from one context told by another of the same height: only from above may both be known."""

from foretaste.core import calendars
from foretaste.core.events import subscribes_to
from foretaste.messaging import actions as messaging
from foretaste.messaging import letters
from foretaste.syndication import actions as syndication
from foretaste.syndication import queries
from foretaste.syndication.events import SomebodyAppliedElsewhere


@subscribes_to(SomebodyAppliedElsewhere)
def invite_to_go_on_here(event: SomebodyAppliedElsewhere) -> None:
    """Mail the three short questions to whoever applied on a channel, then forget who it was."""
    arrival = queries.arrival_with(event.arrival_id)
    if arrival is None or not arrival.email:
        return  # told twice
    messaging.send_to_address(
        key=f"applied_elsewhere:{event.arrival_id}",
        address=arrival.email,
        letter=letters.applied_elsewhere(
            name=arrival.name,
            title=arrival.opportunity.title,
            company=arrival.opportunity.organization.name,
            channel="Indeed",
            opportunity_id=arrival.opportunity.public_id,
        ),
        at=calendars.now(),
    )
    syndication.forget_address(arrival_id=event.arrival_id, at=calendars.now())
