"""A company pays what it owes from its own page: the debt first, and what is beyond it goes back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.models import Organization
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAllowed
from foretaste.money import actions, correcting
from foretaste.money import queries as money
from foretaste.money.models import FundingOrder, Refund
from foretaste.money.providers import sandbox
from foretaste.money.refusals import NothingIsOwed
from tests.cast import make_member, make_person
from tests.money.cast_of_money import World, books_are_right, what_the_audit_finds


@pytest.fixture
def finance(world: World) -> Actor:
    """Somebody of the company's finance."""
    company = Organization.objects.create(
        public_id=world.company, kind="company", name="Halden", slug="halden", country="DE", city="Berlin"
    )
    return make_member(make_person("Frida Moll"), company, Role.FINANCE)


def taken_back(world: World) -> None:
    """A trial is signed, and then the company's bank takes the payment back for good."""
    order = world.fund()
    world.commit()
    sandbox.dispute(ref=order.pay_url.split("/")[3], at=world.at)
    sandbox.close_dispute(ref=order.pay_url.split("/")[3], won=False, at=world.at)
    world.run_jobs()
    assert money.debts_of(world.company) == [Amount(46200, "EUR")]


def test_it_pays_and_the_trial_never_notices(world: World, finance: Actor) -> None:
    taken_back(world)
    trial = world.balance("trial:held"), world.balance("trial:fee")
    ask: dict[str, Any] = {"currency": "EUR", "method": "card", "by": finance, "at": world.at}
    order = actions.pay_debt(**ask)
    assert (order.amount_minor, order.seats) == (46200, [])
    assert actions.pay_debt(**ask) == order, "asked twice, it is the same payment"
    world.pay_card(order)
    assert order.state == FundingOrder.State.PAID_DEBT
    assert (money.debts_of(world.company), world.balance("company:refund")) == ([], 0)
    assert (world.balance("trial:held"), world.balance("trial:fee")) == trial
    assert list(Refund.objects.values_list("state", "amount_minor")) == [("set_off", 46200)]
    books_are_right()
    assert what_the_audit_finds() == []
    with pytest.raises(NothingIsOwed):
        actions.pay_debt(**ask)


def test_what_was_paid_beyond_the_debt_goes_back(world: World, finance: Actor, clock: Any) -> None:
    """The operator gave a part of it up while the payment was under way."""
    taken_back(world)
    order = actions.pay_debt(currency="EUR", method="card", by=finance, at=world.at)
    world.run_jobs()
    correcting.propose_correction(
        kind="write_off",
        company_id=world.company,
        amount=Amount(5000, "EUR"),
        reason="Ours.",
        by=Actor(frozenset({Role.OPERATOR}), person_id=1),
        at=world.at,
    )
    world.pay_card(order)
    assert money.debts_of(world.company) == []
    world.pass_time(clock, hours=1)
    assert sorted(Refund.objects.values_list("state", "amount_minor")) == [("arrived", 5000), ("set_off", 41200)]
    books_are_right()
    assert what_the_audit_finds() == []


def test_only_the_companys_finance_pays_and_only_what_is_owed(world: World, finance: Actor) -> None:
    before = FundingOrder.objects.count()
    recruiter = Actor(frozenset({Role.RECRUITER}), person_id=finance.person_id, organization_id=finance.organization_id)
    for by, no in ((recruiter, NotAllowed), (finance, NothingIsOwed)):
        with pytest.raises(no):
            actions.pay_debt(currency="EUR", method="card", by=by, at=world.at)
    assert FundingOrder.objects.count() == before


def test_the_money_page_leads_to_the_payment(world: World, finance: Actor, client: Client) -> None:
    from foretaste.accounts.models import Person

    taken_back(world)
    client.force_login(Person.objects.get(pk=finance.person_id))
    page = client.get("/company/money/").content.decode()
    assert "Pay €462.00 by card" in page
    answer = client.post("/company/money/debt", {"currency": "EUR", "method": "card"})
    order = FundingOrder.objects.get(seats=[])
    assert (answer.status_code, answer["Location"]) == (303, order.pay_url)
    FundingOrder.objects.filter(pk=order.pk).update(pay_url="https://checkout.example/pay")
    answer = client.post("/company/money/debt", {"currency": "EUR", "method": "card"})
    assert answer["Location"] == "/company/money/", "browsers let no form lead to another site: there is a link"
    assert 'href="https://checkout.example/pay"' in client.get("/company/money/").text
    answer = client.post("/company/money/debt", {"currency": "USD", "method": "card"}, follow=True)
    assert "Nothing is owed in this currency" in answer.content.decode()
    assert FundingOrder.objects.filter(seats=[]).count() == 1
