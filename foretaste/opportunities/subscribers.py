"""What opportunities do when money speaks. Told twice, nothing happens twice."""

from contextlib import suppress

from foretaste.accounts.actors import PROVIDER
from foretaste.core import calendars
from foretaste.core.events import subscribes_to
from foretaste.core.refusals import Refused
from foretaste.money.events import ChargeDisputed, FundingFailed, SeatFunded
from foretaste.opportunities import actions, queries


@subscribes_to(SeatFunded)
def open_what_is_funded(event: SeatFunded) -> None:
    """The seat's money is there: the posting opens."""
    actions.note_seat_funded(seat_id=event.seat_id, by=PROVIDER, at=calendars.now())


@subscribes_to(FundingFailed)
def wait_for_another_payment(event: FundingFailed) -> None:
    """The payment failed: its seats can be funded anew."""
    actions.note_funding_failed(order_id=event.order_id, by=PROVIDER, at=calendars.now())


@subscribes_to(ChargeDisputed)
def let_free_seats_pay_the_debt(event: ChargeDisputed) -> None:
    """A payment was taken back: seats that nobody was offered pay for it. Later ones are the clock's."""
    for seat_id in list(queries.seats_of_debtors().values_list("public_id", flat=True)):
        with suppress(Refused):
            actions.withdraw_seat_of_debtor(seat_id=seat_id, by=PROVIDER, at=calendars.now())
