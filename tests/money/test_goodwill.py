"""Goodwill: the operator's own money, with two people's signatures, within a sum for a company and year."""

import datetime as dt

import pytest
from django.db import transaction

from foretaste.accounts.actors import Actor, Role
from foretaste.core.amounts import Amount
from foretaste.money import movements, queries
from foretaste.money.models import LedgerEntry
from foretaste.money.refusals import TheGoodwillLimitIsReached, TwoPeopleMustSign

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
COMPANY = "c0mpany00001"


def operator(person_id):
    return Actor(frozenset({Role.OPERATOR}), person_id=person_id)


def pay(minor, *, day=1, by=None, proposed_by=1, currency="EUR", at=AT, company=COMPANY):
    with transaction.atomic():
        movements.pay_goodwill(
            trial_id="tr1a1sta0001",
            day=day,
            company_id=company,
            amount=Amount(minor, currency),
            proposed_by=proposed_by,
            at=at,
            by=by or operator(2),
            reason="Nobody came.",
        )


@pytest.fixture(autouse=True)
def limit(settings):
    settings.GOODWILL_A_YEAR_MINOR = {"EUR": 30000}


def left():
    return queries.goodwill_left(COMPANY, "EUR", AT).minor


@pytest.mark.parametrize(
    ("proposed_by", "by"),
    [
        (2, operator(2)),
        (None, operator(2)),
        (1, operator(None)),
        (None, operator(None)),
        (1, Actor(frozenset({Role.RECRUITER, Role.FINANCE}), person_id=2, organization_id=1)),
        (1, Actor(frozenset({Role.CLOCK}))),
    ],
    ids=["the same", "nobody first", "nobody second", "nobody", "the company", "the clock"],
)
def test_money_itself_asks_for_two_people_of_the_operator(proposed_by, by):
    with pytest.raises(TwoPeopleMustSign):
        pay(14000, proposed_by=proposed_by, by=by)
    assert (LedgerEntry.objects.count(), left()) == (0, 30000)


def test_the_year_s_sum_is_used_up_and_not_a_cent_more():
    pay(14000, day=1)
    pay(14000, day=2)
    with pytest.raises(TheGoodwillLimitIsReached):
        pay(2001, day=3)
    assert (LedgerEntry.objects.count(), left()) == (4, 2000)
    pay(2000, day=3)
    assert left() == 0


def test_what_was_paid_a_year_ago_counts_no_more():
    pay(30000, at=AT - dt.timedelta(days=365, seconds=1))
    pay(30000, day=2)
    with pytest.raises(TheGoodwillLimitIsReached):
        pay(1, day=3)


def test_each_company_has_its_own_sum():
    pay(30000)
    pay(30000, company="c0mpany00002", day=2)
    assert queries.goodwill_left("c0mpany00002", "EUR", AT).minor == 0


def test_where_no_sum_is_set_none_is_given():
    with pytest.raises(TheGoodwillLimitIsReached):
        pay(1, currency="CHF")
    assert LedgerEntry.objects.count() == 0
