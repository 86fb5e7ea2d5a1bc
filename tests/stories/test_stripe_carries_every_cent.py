"""Promise: with Stripe behind it, the money is where the ledger says, from the first cent to the last."""

from __future__ import annotations

from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.money.models import FundingOrder, Handover, Payout, ProviderOperation, Refund
from foretaste.trials import actions as trials
from tests import at_state
from tests.at_state import Plan
from tests.money.cast_of_money import all_balances
from tests.money.test_audit import broken
from tests.stories.by_stripe import hear, mirrored, open_account, pass_time
from tests.stripe_fake import StripeFake

pytestmark = pytest.mark.django_db
plan = Plan()
FUND, FEE_OF_STRIPE = 46200, 46200 * 150 // 10_000 + 25


def test_fund_sign_check_in_exit_payout_refund(hedy: Actor, ines: Actor, by_stripe: StripeFake, clock: Any) -> None:
    trial = at_state.agreed(hedy, ines, plan)
    order = FundingOrder.objects.get()
    assert (order.state, order.amount_minor, order.payer_fingerprint) == ("available", FUND, "fp4242424242424242")
    account = open_account(by_stripe, ines, plan.signed_at)

    clock.move_to(plan.at(1, "08:55"))
    trials.check_in(trial_id=trial.public_id, day=1, by=ines, at=clock.now)
    hear(by_stripe)
    assert [(one.amount_minor, one.state) for one in Handover.objects.all()] == [(14000, "done")]
    assert by_stripe.available(account) == 14000  # hers at once, out of our reach
    mirrored(by_stripe)

    clock.move_to(plan.at(1, "11:00"))
    left = at_state.leave(trial, ines, clock.now)
    hear(by_stripe)
    assert left.ending == "exit"
    assert by_stripe.available(account) == 0
    assert Payout.objects.get().state == "sent"
    mirrored(by_stripe)

    pass_time(by_stripe, clock, plan.at(1, "12:00"))
    assert (Payout.objects.get().state, by_stripe.banks_got(account)) == ("arrived", 21000)
    assert Refund.objects.count() == 0  # the company's part waits: she may say that she was told to leave
    mirrored(by_stripe)

    pass_time(by_stripe, clock, plan.at(2, "11:30"))
    pass_time(by_stripe, clock, plan.at(2, "12:30"))
    assert (Refund.objects.get().state, Refund.objects.get().amount_minor) == ("arrived", 23100)
    assert by_stripe.took_in() == FUND - 23100
    mirrored(by_stripe)
    assert all_balances() == {
        "ext:cash:stripe:EUR": -(2100 - FEE_OF_STRIPE),
        "op:fees:all:EUR": 2100,
        "op:cost:all:EUR": -FEE_OF_STRIPE,
    }
    assert not ProviderOperation.objects.exclude(state="succeeded").exists()
    assert broken() == set()
