"""The proof as a visitor sees it."""

import datetime as dt

import pytest

from foretaste.accounts.actors import CLOCK
from foretaste.insights.models import PublishedProof
from foretaste.money import actions

pytestmark = pytest.mark.django_db
RAN_AT = dt.datetime(2026, 3, 2, 3, 1, tzinfo=dt.UTC)


def publish(month: int, **figures) -> None:
    told = {
        "days_started": 25,
        "days_paid": 25,
        "paid_minor": {"EUR": 278500},
        "longest_seconds_to_settlement": 0,
        "median_hours_to_payout": 1.5,
    }
    PublishedProof.objects.create(
        month=dt.date(2026, month, 1), on=dt.date(2026, month + 1, 1), interns=12, figures=told | figures
    )


def audited(*broken: int) -> None:
    says = "3 Always paid: 7 days started. BROKEN. days started: tr1a1sta0001"
    lines = [{"guarantee": number, "holds": number not in broken, "says": says} for number in range(1, 13)]
    actions.record_audit(lines=lines, by=CLOCK, at=RAN_AT)


def test_says_that_there_are_no_figures_yet(client):
    page = client.get("/proof/").text
    assert "No figures yet" in page
    assert "The first audit runs tonight." in page


def test_shows_what_was_published_and_what_the_audit_found(client):
    publish(1)
    audited()
    page = client.get("/proof/").text
    assert "January 2026" in page
    assert "€2,785.00" in page
    assert "All twelve rules held" in page
    assert "last checked: Monday 2 March, 03:01 (UTC).<" in page
    assert page.count("Holds") == 12


def test_hides_a_month_between_two_and_a_small_currency(client):
    publish(1)
    publish(3, paid_minor={}, median_hours_to_payout=None)
    page = client.get("/proof/").text
    assert "February 2026" in page
    assert "Fewer than 5 interns: not shown" in page
    assert page.count("Not shown") == 2


def test_says_which_rule_was_broken_and_names_nobody(client):
    audited(3)
    page = client.get("/proof/").text
    assert "found something that should not be" in page
    assert (page.count("Holds"), page.count("Broken")) == (11, 1)
    assert "tr1a1sta0001" not in page


def test_takes_two_queries(client, django_assert_num_queries):
    publish(1)
    audited()
    with django_assert_num_queries(2):
        client.get("/proof/")


def test_the_home_page_counts_pay_from_the_same_figures(client):
    publish(1)
    publish(2, days_started=10, days_paid=10)
    page = client.get("/").text
    assert "At least €5,570.00 paid to interns so far. 35 days started, each paid in full." in page


def test_the_home_page_has_no_counter_rather_than_a_zero(client):
    assert "paid to interns" not in client.get("/").text
    publish(1, paid_minor={})
    assert "paid to interns" not in client.get("/").text


def test_currencies_with_too_few_interns_are_told_without_a_sum(client):
    publish(1, too_small=["GBP", "JPY"])
    publish(2, too_small=["EUR", "GBP", "USD"])  # euros have a sum, of January
    home = client.get("/").text
    assert "Interns were paid in three more currencies, too few in each for a sum to be shown." in home
    page = client.get("/proof/").text
    assert "Paid in other currencies too" in page
    assert "<dd>3 <small>fewer than 5 interns of a month in each" in page
