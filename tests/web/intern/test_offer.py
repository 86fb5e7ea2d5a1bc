"""The welcome: terms one can read, every ending's sum, and a yes that is a signature."""

from __future__ import annotations

import pytest

from foretaste.opportunities.models import Offer
from foretaste.trials.models import Trial
from tests import at_state
from tests.worlds import make_company


@pytest.fixture
def offer(hedy, ines, plan, clock) -> Offer:
    offer_id = at_state.offered(at_state.posting(hedy, plan), hedy, ines, plan.signed_at)
    clock.move_to(plan.signed_at)
    return Offer.objects.get(public_id=offer_id)


def test_it_says_what_every_ending_pays(as_ines, offer):
    page = as_ines.get(f"/me/offers/{offer.public_id}/").content.decode()
    for sum_of_money in ("€420.00", "€200.00", "€340.00", "€140.00 + €60.00 goodbye bonus", "€0.00"):
        assert sum_of_money in page
    assert offer.sha256 in page
    assert "This one carries the goodbye bonus" in page


def test_yes_signs_and_leads_to_the_trial(as_ines, offer):
    answer = as_ines.post(f"/me/offers/{offer.public_id}/")
    trial = Trial.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/trials/{trial.public_id}/")
    assert (trial.state, trial.agreement_sha256) == ("agreed", offer.sha256)


def test_letting_go_asks_for_no_reason(as_ines, offer):
    assert as_ines.post(f"/me/offers/{offer.public_id}/decline").url == "/me/"
    offer.refresh_from_db()
    assert offer.state == "declined"


def test_a_clash_of_dates_is_named_before_and_refused_after(as_ines, offer, ines, plan):
    elsewhere = make_company("Orla Maps", plan.posted_at)
    other = at_state.offered(at_state.posting(elsewhere, plan), elsewhere, ines, plan.signed_at)
    as_ines.post(f"/me/offers/{offer.public_id}/")
    assert "These dates meet another trial of yours." in as_ines.get(f"/me/offers/{other}/").content.decode()
    answer = as_ines.post(f"/me/offers/{other}/")
    assert answer.status_code == 422
    assert "You have agreed to another trial on one of these days" in answer.content.decode()
    assert Trial.objects.count() == 1


def test_an_outsider_neither_reads_nor_answers_it(signed_in, otto, offer):
    client = signed_in(otto)
    assert client.get(f"/me/offers/{offer.public_id}/").status_code == 404
    assert client.post(f"/me/offers/{offer.public_id}/").status_code == 404
    assert client.post(f"/me/offers/{offer.public_id}/decline").status_code == 404
    offer.refresh_from_db()
    assert offer.state == "open"


def test_an_answered_offer_leads_to_the_trial(as_ines, offer):
    as_ines.post(f"/me/offers/{offer.public_id}/")
    assert as_ines.get(f"/me/offers/{offer.public_id}/").url == f"/trials/{Trial.objects.get().public_id}/"
