"""Promise: with Stripe behind it, the money is where the ledger says, from the first cent to the last."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.accounts.queries import person_of
from foretaste.core.jobs import run_waiting_jobs
from foretaste.money import clock as money_clock
from foretaste.money import hosting
from foretaste.money.ledger.posting import code
from foretaste.money.models import FundingOrder, Handover, Payout, ProviderOperation, Refund
from foretaste.money.queries import balance
from foretaste.opportunities import actions as opportunities
from foretaste.trials import actions as trials
from foretaste.trials import clock as trials_clock
from tests import at_state
from tests.at_state import Plan
from tests.money.cast_of_money import all_balances, books_are_right
from tests.money.test_audit import broken
from tests.stripe_fake import StripeFake
from tests.stripe_fake.instance import TOP_UP, deliver

pytestmark = pytest.mark.django_db
plan = Plan()
FUND, FEE_OF_STRIPE = 46200, 46200 * 150 // 10_000 + 25


def hear(fake: StripeFake) -> None:
    """Let jobs and messages go back and forth until all is quiet."""
    run_waiting_jobs("money")
    while deliver(fake):
        run_waiting_jobs()
    run_waiting_jobs()


def pass_time(fake: StripeFake, clock: Any, to: dt.datetime) -> None:
    clock.move_to(to)
    fake.sweep()
    hear(fake)
    trials_clock.sweep(to)
    money_clock.sweep(to)
    hear(fake)


def mirrored(fake: StripeFake) -> None:
    """Assert that every place of ours holds what Stripe says it holds, to the cent."""
    balances = fake.balance(), [fake.balance(account) for account in fake.accounts]
    own = sum(part["amount"] for part in (*balances[0]["available"], *balances[0]["pending"])) - TOP_UP
    interns = sum(part["amount"] for one in balances[1] for part in (*one["available"], *one["pending"]))
    on_its_way = sum(one["amount"] for one in fake.payouts.values() if one["status"] == "pending")
    cash, pending, connected = (
        -balance(code(kind, "stripe", "EUR")) for kind in ("ext:cash", "ext:pending", "ext:connected")
    )
    assert (cash + pending, connected) == (own, interns + on_its_way)
    books_are_right()


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


def open_account(fake: StripeFake, ines: Actor, at: dt.datetime) -> str:
    """Ines goes to Stripe's pages and comes back."""
    account = hosting.open_account(person_id=person_of(ines).public_id, country="DE", at=at)
    fake.fill_in(account.ref)
    hear(fake)
    return account.ref


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
