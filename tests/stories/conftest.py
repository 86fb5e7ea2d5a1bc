"""What the stories share: a company that pays on Stripe's page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.money.models import FundingOrder
from foretaste.opportunities import actions as opportunities
from tests import at_state
from tests.stories.by_stripe import hear, mirrored
from tests.stripe_fake import StripeFake


@pytest.fixture
def by_stripe(stripe_fake: StripeFake, clock: Any, monkeypatch: pytest.MonkeyPatch) -> StripeFake:
    """Hedy's company pays on Stripe's page, by card."""

    def fund(opportunity_id: str, hedy: Actor, at: dt.datetime) -> FundingOrder:
        clock.move_to(at)
        order = opportunities.fund_seats(opportunity_id=opportunity_id, method="card", by=hedy, at=at)
        assert order.pay_url == ""
        hear(stripe_fake)
        order.refresh_from_db()
        assert order.pay_url.startswith("https://checkout.stripe.com/")
        mirrored(stripe_fake)
        stripe_fake.pay_by_card(order.pay_url.rsplit("/", 1)[1])
        hear(stripe_fake)
        mirrored(stripe_fake)
        order.refresh_from_db()
        return order

    monkeypatch.setattr(at_state, "fund", fund)
    return stripe_fake
