"""Promise: whatever the provider blocks, what is earned stays the intern's, goes to nobody else, and is paid."""

from __future__ import annotations

from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.money import queries
from foretaste.money.models import Handover, Payout, ProviderOperation, Refund
from foretaste.trials import actions as trials
from tests import at_state
from tests.at_state import Plan
from tests.money.cast_of_money import all_balances
from tests.money.test_audit import broken
from tests.stories.by_stripe import hear, mirrored, open_account, pass_time
from tests.stripe_fake import StripeFake

pytestmark = pytest.mark.django_db
plan = Plan()


def test_stripe_blocks_the_account_and_the_day_is_earned_all_the_same(
    hedy: Actor, ines: Actor, by_stripe: StripeFake, clock: Any
) -> None:
    trial = at_state.agreed(hedy, ines, plan)
    account = open_account(by_stripe, ines, plan.signed_at)
    by_stripe.accounts[account]["capabilities"]["transfers"] = "inactive"  # and nobody has told us

    clock.move_to(plan.at(1, "08:55"))
    trials.check_in(trial_id=trial.public_id, day=1, by=ines, at=clock.now)
    hear(by_stripe)
    intern = trial.intern.public_id
    assert Handover.objects.get().state == "failed"
    assert (all_balances()[f"intern:earned:{intern}:EUR"], by_stripe.available(account)) == (14000, 0)
    mirrored(by_stripe)
    by_stripe.block(account)
    hear(by_stripe)

    clock.move_to(plan.at(1, "11:00"))
    at_state.leave(trial, ines, clock.now)
    hear(by_stripe)
    pass_time(by_stripe, clock, plan.at(2, "11:30"))  # the company's part goes back, the intern's stays theirs
    pass_time(by_stripe, clock, plan.at(2, "12:30"))
    assert (Refund.objects.get().state, Refund.objects.get().amount_minor) == ("arrived", 23100)
    assert all_balances()[f"intern:earned:{intern}:EUR"] == 21000
    assert Payout.objects.get().state == "waiting"
    assert "The payment provider asks you for something first" in queries.statement_of(trial.public_id, ines).sentence
    assert broken() == set()

    by_stripe.unblock(account)
    hear(by_stripe)
    pass_time(by_stripe, clock, plan.at(2, "15:00"))
    pass_time(by_stripe, clock, plan.at(2, "16:00"))
    assert (Payout.objects.get().state, by_stripe.banks_got(account)) == ("arrived", 21000)
    assert "has arrived in your bank account" in queries.statement_of(trial.public_id, ines).sentence
    assert f"intern:earned:{intern}:EUR" not in all_balances()
    assert "failed" in ProviderOperation.objects.filter(kind="transfer").values_list("state", flat=True)
    mirrored(by_stripe)
    assert broken() == set()
