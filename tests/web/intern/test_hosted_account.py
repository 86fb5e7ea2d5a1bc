"""Where pay goes, with a provider that asks for it: the way to its page, what it still wants, and its silence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Person
from foretaste.accounts.queries import person_of
from foretaste.core.jobs import run_waiting_jobs
from foretaste.money import actions
from foretaste.money.models import PayoutAccount, ProviderAccount
from foretaste.money.refusals import TheProviderAsksForIt
from foretaste.opportunities import actions as opportunities
from tests import at_state
from tests.at_state import Plan
from tests.stripe_fake import StripeFake
from tests.stripe_fake.instance import deliver

pytestmark = pytest.mark.django_db
PLAN = Plan()
ADDRESS = reverse("pay:account")


@pytest.fixture
def web(ines: Actor, stripe_fake: StripeFake, clock: Any) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=ines.person_id))
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_press_leads_to_the_providers_page_and_back(web: Client, ines: Actor, stripe_fake: StripeFake) -> None:
    assert "asks you once who you are" in text(web.get(ADDRESS))
    ready = web.post(ADDRESS, {"country": "DE"})
    account = ProviderAccount.objects.get()
    assert account.person_id == person_of(ines).public_id
    assert f'href="https://connect.stripe.com/setup/e/{account.ref}/' in text(ready)
    assert "still asks you for something" in text(web.get(ADDRESS))
    stripe_fake.fill_in(account.ref, "DE89370400440532013000")
    assert "account ending 3000" in text(web.get(f"{ADDRESS}?back=1"))
    assert PayoutAccount.objects.get().at_provider == account.ref
    deliver(stripe_fake)
    assert web.post(ADDRESS).status_code == 200
    assert (ProviderAccount.objects.count(), len(stripe_fake.accounts)) == (1, 1)


def test_a_country_is_needed_once(web: Client, stripe_fake: StripeFake) -> None:
    assert web.post(ADDRESS, {"country": ""}).status_code == 422
    assert (ProviderAccount.objects.count(), stripe_fake.requests) == (0, [])


@pytest.mark.parametrize("when", ["before", "after"])
def test_silence_is_told_and_makes_no_second_account(web: Client, stripe_fake: StripeFake, when: str) -> None:
    stripe_fake.lose = [when]
    assert "does not answer just now" in text(web.post(ADDRESS, {"country": "DE"}))
    assert "https://connect.stripe.com/" in text(web.post(ADDRESS, {"country": "DE"}))
    assert len(stripe_fake.accounts) == 1


def test_an_account_number_is_not_for_us(web: Client, ines: Actor, clock: Any) -> None:
    with pytest.raises(TheProviderAsksForIt):
        actions.save_payout_account(holder="Ines", country="DE", number="DE89370400440532013000", by=ines, at=clock.now)
    assert PayoutAccount.objects.count() == 0


# --- the company's way to the payment page ------------------------------------------------------------


def test_a_company_is_led_to_the_payment_page(
    hedy: Actor, stripe_fake: StripeFake, clock: Any, monkeypatch: Any
) -> None:
    clock.move_to(PLAN.posted_at)
    orders = []

    def fund(opportunity_id: str, by: Actor, at: dt.datetime) -> None:
        orders.append(opportunities.fund_seats(opportunity_id=opportunity_id, method="card", by=by, at=at))

    monkeypatch.setattr(at_state, "fund", fund)
    posting = at_state.posting(hedy, PLAN)
    client = Client()
    client.force_login(Person.objects.get(pk=hedy.person_id))
    page = reverse("company:funding", args=[posting.public_id, orders[0].public_id])
    assert "One moment: the payment page is being made" in text(client.get(page))
    run_waiting_jobs("money")
    assert 'href="https://checkout.stripe.com/c/pay/cs_test_' in text(client.get(page))
    stripe_fake.pay_by_card(next(iter(stripe_fake.sessions)))
    deliver(stripe_fake)
    run_waiting_jobs()
    assert "Funded" in text(client.get(page))
