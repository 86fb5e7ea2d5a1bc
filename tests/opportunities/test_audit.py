"""The audit sees what the actions would never do: rows changed past them are named."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.core.calendars import at_time
from foretaste.money.models import SeatFund
from foretaste.opportunities import audit
from foretaste.opportunities.models import Application, Offer, Opportunity, OpportunityDay, Seat
from tests.worlds import make_offer

CHECKS = [
    audit.every_posting_is_short,
    audit.every_offer_is_short,
    audit.every_offered_seat_is_funded,
    audit.every_signed_text_is_as_it_was_signed,
    audit.leaving_never_pays_more_than_staying,
    audit.every_open_posting_pays_the_floor,
    audit.every_offered_day_pays_the_floor_it_names,
    audit.every_application_is_answered_by_its_date,
]


@pytest.fixture
def offer(opportunity, halden, amara, at) -> Offer:
    return make_offer(opportunity, amara, halden, at)


def test_all_is_well(offer):
    found = [check() for check in CHECKS]
    assert [finding.offenders for finding in found] == [[]] * 8
    assert [finding.counted for finding in found] == [1, 1, 1, 1, 2, 1, 3, 1]


def test_a_day_too_far_away_is_seen(offer):
    OpportunityDay.objects.filter(number=3).update(on=dt.date(2026, 3, 16))
    assert audit.every_posting_is_short().offenders == [Opportunity.objects.get().public_id]


def test_an_offer_over_eight_days_is_seen(offer):
    offer.terms["days"][2]["on"] = "2026-03-16"
    offer.save()
    assert audit.every_offer_is_short().offenders == [offer.public_id]
    assert audit.every_signed_text_is_as_it_was_signed().offenders == [offer.public_id]


def test_an_offer_without_its_fund_is_seen(offer):
    SeatFund.objects.update(state="released")
    assert audit.every_offered_seat_is_funded().offenders == [Seat.objects.get().public_id]


def test_a_changed_text_is_seen(offer):
    Offer.objects.update(text=offer.text.replace("140.00", "14.00"))
    assert audit.every_signed_text_is_as_it_was_signed().offenders == [offer.public_id]


def test_an_unfair_bonus_is_seen(offer):
    Opportunity.objects.update(exit_bonus_minor=[42_000, 0, 0])
    assert audit.leaving_never_pays_more_than_staying().offenders == [Opportunity.objects.get().public_id]


def test_pay_below_the_floor_is_seen(offer):
    Opportunity.objects.update(daily_pay_minor=9_729)
    assert audit.every_open_posting_pays_the_floor().offenders == [Opportunity.objects.get().public_id]
    offer.terms["days"][0]["pay_minor"] = 9_729
    offer.save()
    assert audit.every_offered_day_pays_the_floor_it_names().offenders == [offer.public_id]


def test_someone_left_waiting_is_seen(offer):
    application = Application.objects.get()
    assert audit.every_application_is_answered_by_its_date().offenders == []
    with at_time(offer.answer_by + dt.timedelta(minutes=10)):
        assert audit.every_application_is_answered_by_its_date().offenders == [application.public_id]
    Offer.objects.update(state="withdrawn")
    Application.objects.update(state="submitted")
    with at_time(application.answer_due_at + dt.timedelta(minutes=10)):
        assert audit.every_application_is_answered_by_its_date().offenders == [application.public_id]
