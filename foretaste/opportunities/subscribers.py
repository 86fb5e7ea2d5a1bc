"""What opportunities do when money speaks. Told twice, nothing happens twice."""

from foretaste.accounts.actors import PROVIDER
from foretaste.core import calendars
from foretaste.core.events import subscribes_to
from foretaste.money.events import FundingFailed, SeatFunded
from foretaste.opportunities import actions


@subscribes_to(SeatFunded)
def open_what_is_funded(event: SeatFunded) -> None:
    """The seat's money is there: the posting opens."""
    actions.note_seat_funded(seat_id=event.seat_id, by=PROVIDER, at=calendars.now())


@subscribes_to(FundingFailed)
def wait_for_another_payment(event: FundingFailed) -> None:
    """The payment failed: its seats can be funded anew."""
    actions.note_funding_failed(order_id=event.order_id, by=PROVIDER, at=calendars.now())
