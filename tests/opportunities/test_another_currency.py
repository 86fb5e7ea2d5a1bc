"""One money from the company to the intern: a trial in a currency that the provider would convert is not offered."""

from __future__ import annotations

from typing import Any

import pytest

from foretaste.money.models import FundingOrder, LedgerTransfer, ProviderOperation
from foretaste.money.refusals import TheSumIsNotAcceptable
from foretaste.opportunities import actions
from foretaste.opportunities.models import Offer, Seat
from tests.small_world import known_wages
from tests.worlds import make_application, make_company, make_draft, make_intern, make_published_opportunity


def test_nothing_is_funded_in_a_currency_the_provider_does_not_settle_in(db: None, clock: Any, settings: Any) -> None:
    known_wages()
    hedy = make_company("Halden Instruments", clock.now)
    draft = make_draft(hedy, clock.now)
    settings.SANDBOX_CURRENCIES = ("USD",)
    with pytest.raises(TheSumIsNotAcceptable) as no:
        actions.fund_seats(opportunity_id=draft.public_id, method="card", by=hedy, at=clock.now)
    assert "currency" in no.value.details
    assert (FundingOrder.objects.count(), ProviderOperation.objects.count()) == (0, 0)
    settings.SANDBOX_CURRENCIES = ("USD", "EUR")
    assert actions.fund_seats(opportunity_id=draft.public_id, method="card", by=hedy, at=clock.now).currency == "EUR"


def test_nobody_is_asked_to_sign_once_the_provider_settles_in_another(db: None, clock: Any, settings: Any) -> None:
    """The seat was funded; then the operator changed to a provider that would convert. The fund stays the seat's."""
    known_wages()
    hedy = make_company("Halden Instruments", clock.now)
    ines = make_intern("Ines Brandt", clock.now)
    posted = make_published_opportunity(hedy, clock.now)
    application = make_application(posted, ines, clock.now)
    moved = LedgerTransfer.objects.count()
    settings.SANDBOX_CURRENCIES = ("USD",)
    with pytest.raises(TheSumIsNotAcceptable):
        actions.make_offer(application_id=application.public_id, by=hedy, at=clock.now)
    assert (Offer.objects.count(), posted.seats.get().state) == (0, Seat.State.FUNDED)
    settings.SANDBOX_CURRENCIES = ()
    actions.make_offer(application_id=application.public_id, by=hedy, at=clock.now)
    assert posted.seats.get().state == Seat.State.OFFERED
    assert LedgerTransfer.objects.count() == moved
