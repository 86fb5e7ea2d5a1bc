"""The badge and the card on a company's own pages say what is published that day, whoever embeds them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import Actor
from foretaste.insights.models import PublishedRecord, PublishedShare
from tests.worlds import OPERATOR, make_company

BADGE, CARD = "/at/halden-instruments/record.svg", "/at/halden-instruments/record/"


@pytest.fixture
def halden(db: None, posted_at: dt.datetime) -> Actor:
    return make_company("Halden Instruments", posted_at, founder="Hedy Vogel")


def publish(by: Actor, on: dt.date, interns: int, good: int) -> None:
    """Publish a record, and how many of so many interns found the promise kept and would go back."""
    figures = {"started": interns, "finished": good, "left_early": interns - good, "median_hours_to_pay": 3}
    company = {"organization_id": by.organization_id, "on": on, "interns": interns}
    PublishedRecord.objects.create(figures=figures, **company)
    for topic in ("promise", "go_back"):
        PublishedShare.objects.create(topic=topic, good=good, good_most=good, prior_mean=0.75, **company)


def test_it_is_given_and_taken_by_what_is_published(client: Any, halden: Actor) -> None:
    assert "No badge at present" in client.get(BADGE).text
    publish(halden, dt.date(2026, 2, 1), 8, 8)
    badge, card = client.get(BADGE), client.get(CARD)
    assert "Keeps what it promises" in badge.text
    assert badge["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert "Keeps what it promises" in card.text
    assert "8 finished" in card.text
    publish(halden, dt.date(2026, 3, 1), 16, 6)
    assert ("No badge at present" in client.get(BADGE).text, "Keeps what it" in client.get(CARD).text) == (True, False)


def test_how_many_left_takes_it_from_nobody(client: Any, halden: Actor) -> None:
    publish(halden, dt.date(2026, 2, 1), 8, 8)
    PublishedRecord.objects.update(figures={"started": 8, "finished": 0, "left_early": 8, "median_hours_to_pay": 3})
    assert "Keeps what it promises" in client.get(BADGE).text


def test_a_suspended_company_has_none_to_show(client: Any, halden: Actor, clock: Any) -> None:
    publish(halden, dt.date(2026, 2, 1), 8, 8)
    company = PublishedRecord.objects.get().organization
    accounts.suspend_company(organization_id=company.public_id, because="A check.", by=OPERATOR, at=clock.now)
    assert [client.get(address).status_code for address in (BADGE, CARD)] == [404, 404]


def test_the_card_may_be_framed_and_neither_knows_its_reader(client: Any, halden: Actor) -> None:
    badge, card = client.get(BADGE), client.get(CARD)
    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "X-Frame-Options" not in card
    assert not badge.cookies
    assert not card.cookies
    assert "Set-Cookie" not in card.headers
