"""Promise: money that could not be sent back is still the company's, said so, and sent again; never an intern's."""

from __future__ import annotations

from typing import Any

import pytest

from foretaste.accounts.actors import Actor, Role
from foretaste.money import actions, queries
from foretaste.money.models import Payout, Refund
from foretaste.trials import actions as trials
from tests import at_state
from tests.at_state import Plan
from tests.cast import make_person
from tests.money.cast_of_money import all_balances
from tests.money.test_audit import broken
from tests.stories.by_stripe import hear, mirrored, open_account, pass_time
from tests.stripe_fake import StripeFake

pytestmark = pytest.mark.django_db
plan = Plan()


def test_the_refund_is_pending_then_fails_and_goes_back_another_day(
    hedy: Actor, ines: Actor, by_stripe: StripeFake, clock: Any
) -> None:
    trial = at_state.agreed(hedy, ines, plan)
    account = open_account(by_stripe, ines, plan.signed_at)
    clock.move_to(plan.at(1, "08:55"))
    trials.check_in(trial_id=trial.public_id, day=1, by=ines, at=clock.now)
    clock.move_to(plan.at(1, "11:00"))
    at_state.leave(trial, ines, clock.now)
    hear(by_stripe)

    pass_time(by_stripe, clock, plan.at(2, "11:30"))  # 24 hours after the exit it leaves
    company = trial.organization.public_id
    refund = Refund.objects.get()
    assert (refund.state, refund.amount_minor) == ("sent", 23100)  # pending at the provider
    assert all_balances()[f"company:refunding:{company}:EUR"] == 23100
    mirrored(by_stripe)

    by_stripe.fail_refund(next(iter(by_stripe.refunds)))  # the card is closed
    hear(by_stripe)
    refund.refresh_from_db()
    assert (refund.state, refund.failure) == ("failed", "expired_or_canceled_card")
    assert (refund.get_state_display(), all_balances()[f"company:refund:{company}:EUR"]) == ("Failed", 23100)
    assert [one.state for one in queries.statement_of(trial.public_id, hedy).refunds] == ["failed"]
    pass_time(by_stripe, clock, plan.at(3, "11:30"))  # nobody tries by themselves what a bank refused
    assert Refund.objects.get().attempt == 1
    mirrored(by_stripe)

    odile = Actor(frozenset({Role.OPERATOR}), person_id=make_person("Odile").pk)
    actions.retry_refund(refund_id=refund.public_id, by=odile, at=clock.now)
    hear(by_stripe)
    pass_time(by_stripe, clock, plan.at(3, "12:30"))
    refund.refresh_from_db()
    assert (refund.state, refund.attempt) == ("arrived", 2)
    assert (Payout.objects.get().state, by_stripe.banks_got(account)) == ("arrived", 21000)
    assert not any(code.startswith("company:") for code in all_balances())
    mirrored(by_stripe)
    assert broken() == set()
