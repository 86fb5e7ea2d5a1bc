"""A company whose payment was taken back: free seats pay, offered and signed ones stay, nothing new is funded."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from foretaste.accounts.actors import CLOCK
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAllowed
from foretaste.money import observing
from foretaste.money import queries as money
from foretaste.money.models import FundingOrder, ProviderOperation, Refund, SeatFund
from foretaste.money.providers.base import ChargeDisputed
from foretaste.opportunities import actions, audit, refusals
from foretaste.opportunities import clock as sweeps
from foretaste.opportunities.models import Seat
from tests.jobs import run_all_jobs
from tests.small_world import known_wages
from tests.worlds import make_company, make_draft, make_intern, make_offer, make_published_opportunity


@pytest.fixture
def disputed(clock: Any) -> Any:
    """Take back the payment of one posting; return how."""

    def take_back(order: FundingOrder, minor: int, at: dt.datetime) -> None:
        charge = ProviderOperation.objects.get(kind="charge", subject_id=order.public_id)
        with transaction.atomic():
            observing.note(
                ChargeDisputed("dp_1", charge.pk, minor, order.currency, minor, 1500), provider="sandbox", at=at
            )
        run_all_jobs("core.deliver")

    return take_back


def test_free_seats_pay_a_seat_under_offer_waits_for_its_answer(db: None, clock: Any, disputed: Any) -> None:
    at = clock.now
    known_wages()
    hedy = make_company("Halden Instruments", at)
    ines = make_intern("Ines Brandt", at)
    free = make_published_opportunity(hedy, at, seats=2)
    offered = make_published_opportunity(hedy, at)
    offer = make_offer(offered, ines, hedy, at)
    company = free.organization.public_id
    order = FundingOrder.objects.get(seats__contains=[{"seat_id": free.seats.first().public_id}])
    disputed(order, 3 * 46200, at)

    assert set(free.seats.values_list("state", flat=True)) == {Seat.State.WITHDRAWN}
    assert offered.seats.get().state == Seat.State.OFFERED
    assert money.debts_of(company) == [Amount(46200, "EUR")]
    assert set(Refund.objects.values_list("state", flat=True)) == {"set_off"}
    draft = make_draft(hedy, at, title="New")
    orders = FundingOrder.objects.count()
    with pytest.raises(refusals.TheCompanyOwes):
        actions.fund_seats(opportunity_id=draft.public_id, method="card", by=hedy, at=at)
    assert FundingOrder.objects.count() == orders
    with pytest.raises(refusals.NotNow):
        actions.withdraw_seat_of_debtor(seat_id=offered.seats.get().public_id, by=CLOCK, at=at)
    assert audit.every_offered_seat_is_funded().offenders == []

    actions.decline_offer(offer_id=offer.public_id, by=ines, at=at)
    sweeps.sweep(at)
    assert offered.seats.get().state == Seat.State.WITHDRAWN
    assert money.debts_of(company) == []
    assert SeatFund.objects.filter(state="released").count() == 3
    actions.fund_seats(opportunity_id=draft.public_id, method="card", by=hedy, at=at)


def test_only_the_clock_and_the_provider_take_a_seat_for_a_debt(db: None, clock: Any, disputed: Any) -> None:
    at = clock.now
    hedy = make_company("Halden Instruments", at)
    posting = make_published_opportunity(hedy, at)
    seat = posting.seats.get()
    for by, no in ((hedy, NotAllowed), (CLOCK, refusals.NotNow)):  # the company owes nothing
        with pytest.raises(no):
            actions.withdraw_seat_of_debtor(seat_id=seat.public_id, by=by, at=at)
    seat.refresh_from_db()
    assert seat.state == Seat.State.FUNDED
