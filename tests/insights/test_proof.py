"""The proof: months of the whole instance, each with five interns behind it, published once and never changed."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress

from foretaste.accounts.actors import CLOCK
from foretaste.accounts.models import Person
from foretaste.core.amounts import Amount
from foretaste.insights import actions, queries
from foretaste.insights.models import PublishedProof
from foretaste.insights.publishing import Between, Proven, proof_figures
from tests import at_state
from tests.cast import as_intern, make_person

MARCH, APRIL, MAY = (dt.datetime(2026, month, 1, 0, 5, tzinfo=dt.UTC) for month in (3, 4, 5))


def proven(intern: int, **more) -> Proven:
    told = {"started_pay": (14000, 14000), "paid_minor": 28000, "currency": "EUR", "seconds_to_settlement": 0}
    return Proven(intern=intern, agreed_pay=(14000, 14000), **told | {"hours_to_payout": None} | more)


def lived(hedy, many: int, plan: at_state.Plan, end=at_state.completed):
    for number in range(many):
        person = make_person(f"Ines{plan.on[0]:%j}{number} Brandt", is_intern=True)
        EmailAddress.objects.create(user=Person.objects.get(pk=person.pk), email=person.email, verified=True)
        end(hedy, as_intern(person), plan)


def months():
    return {row.month.month: (row.interns, row.on.month) for row in PublishedProof.objects.all()}


def test_a_day_counts_as_paid_where_the_pay_covers_it():
    assert [proven(1, paid_minor=paid).days_paid for paid in (42000, 28000, 27999, 14000, 13999)] == [2, 2, 1, 1, 0]


def test_a_currency_with_four_interns_is_left_out():
    euros = [proven(number) for number in range(5)]
    yen = [proven(number, currency="JPY") for number in (6, 7, 8, 9, 9)]
    figures = proof_figures(euros + yen)
    assert figures["too_small"] == []  # nor is it told that there is one: four might be counted out
    assert figures["paid_minor"] == {"EUR": 9 * 14000}  # what nine days earn; how many of ten it was is not told
    assert (figures["days_started"], figures["days_paid"]) == ([9, 10], [9, 10])


def test_other_currencies_are_told_where_five_interns_stand_behind_them_together():
    euros = [proven(number) for number in range(5)]
    others = [proven(number, currency=code) for number, code in enumerate(("JPY", "GBP", "JPY", "USD", "GBP"), 6)]
    assert proof_figures(euros + others)["too_small"] == ["GBP", "JPY", "USD"]
    assert set(proof_figures(euros + others)["paid_minor"]) == {"EUR"}


def test_the_time_to_the_account_needs_five_who_were_paid():
    arrived = [proven(number, hours_to_payout=float(number)) for number in range(4)]
    assert proof_figures([*arrived, proven(9)])["median_hours_to_payout"] is None
    assert proof_figures([*arrived, proven(9, hours_to_payout=9.0)])["median_hours_to_payout"] == 2.0


@pytest.mark.django_db
class TestPublishing:
    def test_four_interns_are_never_shown(self, hedy):
        lived(hedy, 4, at_state.Plan())
        actions.publish_figures(by=CLOCK, at=APRIL)
        assert months() == {}
        assert queries.proof() is None

    def test_five_are_shown_on_the_first_of_the_next_month(self, hedy):
        lived(hedy, 5, at_state.Plan())
        actions.publish_figures(by=CLOCK, at=MARCH)
        assert months() == {}
        actions.publish_figures(by=CLOCK, at=APRIL)
        assert months() == {3: (5, 4)}
        found = queries.proof()
        assert (found.days_started, found.all_paid, found.longest_seconds_to_settlement) == (Between(14, 15), True, 0)
        assert found.paid == [Amount(14 * 14000, "EUR")]

    def test_who_left_early_counts_with_the_planned_end(self, hedy):
        """Five who leave on 23 March a trial planned to 25 March: a week after that is April, so it is May's news."""
        lived(hedy, 5, at_state.Plan(first_on=dt.date(2026, 3, 23)), end=at_state.left)
        actions.publish_figures(by=CLOCK, at=APRIL)
        assert months() == {}
        actions.publish_figures(by=CLOCK, at=MAY)
        assert months() == {4: (5, 5)}
        assert queries.proof().days_started == Between(5, 9)

    def test_what_is_published_never_changes(self, hedy):
        lived(hedy, 5, at_state.Plan())
        actions.publish_figures(by=CLOCK, at=APRIL)
        lived(hedy, 5, at_state.Plan(first_on=dt.date(2026, 3, 16)))
        actions.publish_figures(by=CLOCK, at=APRIL + dt.timedelta(days=3))
        actions.publish_figures(by=CLOCK, at=MAY)
        assert months() == {3: (5, 4)}

    def test_a_hidden_month_between_two_is_said_and_in_no_sum(self, hedy):
        lived(hedy, 5, at_state.Plan())
        lived(hedy, 4, at_state.Plan(first_on=dt.date(2026, 4, 6)))
        lived(hedy, 5, at_state.Plan(first_on=dt.date(2026, 5, 4)))
        actions.publish_figures(by=CLOCK, at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
        found = queries.proof()
        assert [(one.month.month, one.interns) for one in found.months] == [(3, 5), (4, None), (5, 5)]
        assert found.days_started == Between(28, 30)

    def test_who_never_confirmed_an_address_is_nobody(self, hedy):
        lived(hedy, 5, at_state.Plan())
        EmailAddress.objects.filter(pk=EmailAddress.objects.latest("pk").pk).update(verified=False)
        actions.publish_figures(by=CLOCK, at=APRIL)
        assert months() == {}
