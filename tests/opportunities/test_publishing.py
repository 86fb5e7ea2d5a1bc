"""Money first: a posting opens when a seat is funded, and what it promises is fixed from then on."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.accounts import actions as accounts
from foretaste.accounts.models import Organization
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.money import actions as rules
from foretaste.money import queries as money
from foretaste.money.models import FundingOrder
from foretaste.opportunities import actions, queries, refusals
from foretaste.opportunities.models import Opportunity, Seat
from foretaste.trials import actions as trials
from tests.jobs import run_all_jobs
from tests.worlds import (
    OPERATOR,
    decline_order,
    fund,
    make_company,
    make_draft,
    make_offer,
    make_published_opportunity,
    pay_order,
)


def states(opportunity: Opportunity) -> list[str]:
    return list(opportunity.seats.order_by("number").values_list("state", flat=True))


def history(thing) -> list[tuple[str, str, str]]:
    return list(thing.history.order_by("id").values_list("transition", "from_state", "to_state"))


def test_funding_a_seat_opens_the_posting(halden, at):
    draft = make_draft(halden, at, seats=2)
    order = actions.fund_seats(opportunity_id=draft.public_id, method="card", seats=1, by=halden, at=at)
    assert (order.amount_minor, order.currency) == (46_200, "EUR")
    assert states(draft) == ["funding", "unfunded"]
    assert Opportunity.objects.get().state == "draft"
    pay_order(order.public_id, at)
    run_all_jobs("core.deliver")
    draft.refresh_from_db()
    assert (draft.state, draft.published_at, states(draft)) == ("published", at, ["funded", "unfunded"])
    assert history(draft) == [("draft", "", "draft"), ("publish", "draft", "published")]


def test_being_told_twice_changes_nothing(opportunity, halden, at):
    seat = opportunity.seats.get()
    actions.note_seat_funded(seat_id=seat.public_id, by=halden, at=at)
    assert len(history(seat)) == 3
    assert len(history(opportunity)) == 2


def test_a_declined_payment_loses_nothing(halden, at):
    draft = make_draft(halden, at)
    order = actions.fund_seats(opportunity_id=draft.public_id, method="card", by=halden, at=at)
    decline_order(order.public_id, at)
    run_all_jobs("core.deliver")
    assert (Opportunity.objects.get().state, states(draft)) == ("draft", ["unfunded"])
    fund(draft, halden, at)
    assert (Opportunity.objects.get().state, states(draft)) == ("published", ["funded"])


@pytest.mark.parametrize(
    ("undone", "field"),
    [
        ({"title": ""}, "title"),
        ({"brief": ""}, "brief"),
        ({"address": ""}, "address"),
        ({"field": ""}, "field"),
    ],
)
def test_an_unfinished_task_is_named_and_nothing_is_ordered(halden, at, undone, field):
    draft = make_draft(halden, at, **undone)
    with pytest.raises(refusals.SomethingIsMissing) as refused:
        actions.fund_seats(opportunity_id=draft.public_id, method="card", by=halden, at=at)
    assert list(refused.value.fields) == [field]
    assert states(draft) == ["unfunded"]


def test_thirty_days_ahead_is_early_enough_and_thirty_one_is_not(halden, at):
    draft = make_draft(halden, at, first_on=dt.date(2026, 4, 2))  # 31 days ahead
    with pytest.raises(refusals.ItIsTooEarly) as refused:
        actions.fund_seats(opportunity_id=draft.public_id, method="card", by=halden, at=at)
    assert refused.value.details == {"first_on": "2026-03-03"}
    assert states(draft) == ["unfunded"]
    almost = dt.datetime(2026, 3, 2, 22, 59, tzinfo=dt.UTC)  # 23:59 in Berlin
    with pytest.raises(refusals.ItIsTooEarly):
        actions.fund_seats(opportunity_id=draft.public_id, method="card", by=halden, at=almost)
    midnight = almost + dt.timedelta(minutes=1)
    actions.fund_seats(opportunity_id=draft.public_id, method="card", by=halden, at=midnight)
    assert states(draft) == ["funding"]


def test_an_announcement_is_seen_but_not_asked_for(halden, amara, at):
    draft = make_draft(halden, at, first_on=dt.date(2026, 4, 20))
    with pytest.raises(NotFound):
        actions.ask_question(opportunity_id=draft.public_id, text="Hello?", by=amara, at=at)
    actions.announce_opportunity(opportunity_id=draft.public_id, by=halden, at=at)
    assert queries.visible_to(amara).get() == draft
    with pytest.raises(refusals.ItIsNotOpen):
        actions.ask_question(opportunity_id=draft.public_id, text="Hello?", by=amara, at=at)


@pytest.mark.parametrize("stopped", ["suspended", "unverified"])
def test_a_company_in_doubt_can_not_fund(halden, at, stopped):
    draft = make_draft(halden, at)
    company = Organization.objects.get(pk=halden.organization_id)
    if stopped == "suspended":
        accounts.suspend_company(organization_id=company.public_id, because="Under review.", by=OPERATOR, at=at)
    else:
        Organization.objects.update(verified_at=None)
    expected = {"suspended": refusals.TheCompanyIsSuspended, "unverified": refusals.TheCompanyIsNotVerified}
    with pytest.raises(expected[stopped]):
        actions.fund_seats(opportunity_id=draft.public_id, method="card", by=halden, at=at)
    assert states(draft) == ["unfunded"]


def test_where_no_wage_is_known_the_operator_confirms_before_funding(halden, at, odile):
    draft = make_draft(halden, at, country="AQ", city="McMurdo", time_zone="Antarctica/McMurdo", currency="USD")
    with pytest.raises(refusals.TheWageIsNotKnown):
        actions.fund_seats(opportunity_id=draft.public_id, method="card", by=halden, at=at)
    actions.request_confirmation(opportunity_id=draft.public_id, by=halden, at=at)
    with pytest.raises(NotAllowed):
        actions.confirm_wage(opportunity_id=draft.public_id, note="Fine.", by=halden, at=at)
    assert queries.awaiting_confirmation().get() == draft
    actions.confirm_wage(opportunity_id=draft.public_id, note="No law of its own.", by=odile, at=at)
    assert (Opportunity.objects.get().state, list(queries.awaiting_confirmation())) == ("draft", [])
    fund(draft, halden, at)
    assert Opportunity.objects.get().state == "published"


def test_unusually_high_pay_is_refused_by_its_own_name(halden, at):
    draft = make_draft(halden, at, daily_pay_minor=140_000, exit_bonus_minor=[0, 0, 0])
    with pytest.raises(refusals.ThePayIsUnusuallyHigh):
        actions.fund_seats(opportunity_id=draft.public_id, method="card", by=halden, at=at)
    assert (states(draft), FundingOrder.objects.count()) == (["unfunded"], 0)


def look_first(odile, at) -> None:
    rules.set_payout_rule(review_days=3, valid_from=at.date(), by=odile, at=at)


def test_a_new_company_s_trial_is_looked_at_before_it_can_be_funded(halden, at, odile):
    draft = make_draft(halden, at)
    look_first(odile, at)
    with pytest.raises(refusals.TheCompanyIsNew):
        actions.fund_seats(opportunity_id=draft.public_id, method="card", by=halden, at=at)
    assert (states(draft), FundingOrder.objects.count()) == (["unfunded"], 0)
    actions.request_confirmation(opportunity_id=draft.public_id, by=halden, at=at)
    assert queries.awaiting_confirmation().get() == draft
    actions.confirm_wage(opportunity_id=draft.public_id, note="Called them.", by=odile, at=at)
    fund(draft, halden, at)
    assert Opportunity.objects.get().state == "published"
    actions.add_seats(opportunity_id=draft.public_id, count=1, by=halden, at=at)
    fund(draft, halden, at)  # what was looked at is: more of the same needs no second look
    assert states(draft) == ["funded", "funded"]


def test_a_company_that_signed_two_weeks_ago_waits_for_no_look(halden, amara, at, odile):
    posting = make_published_opportunity(halden, at, seats=1)
    look_first(odile, at)
    offer = make_offer(posting, amara, halden, at)
    trials.agree(offer_id=offer.public_id, by=amara, at=at)
    soon, later = at + dt.timedelta(days=13), at + dt.timedelta(days=15)
    early, late = make_draft(halden, soon), make_draft(halden, later)
    assert (queries.is_looked_at_first(early, soon), queries.is_looked_at_first(late, later)) == (True, False)
    fund(late, halden, later)
    late.refresh_from_db()
    assert late.state == "published"


def test_changing_the_pay_asks_for_a_new_confirmation(halden, at, odile):
    draft = make_draft(halden, at, country="AQ", city="McMurdo", time_zone="Antarctica/McMurdo", currency="USD")
    actions.request_confirmation(opportunity_id=draft.public_id, by=halden, at=at)
    actions.confirm_wage(opportunity_id=draft.public_id, note="No law of its own.", by=odile, at=at)
    actions.set_pay(opportunity_id=draft.public_id, currency="USD", daily_pay_minor=13_000, by=halden, at=at)
    draft.refresh_from_db()
    assert (draft.state, draft.wage_confirmed_at) == ("draft", None)


def test_withdrawing_a_seat_returns_its_fund(halden, at):
    opportunity = make_published_opportunity(halden, at, seats=2)
    first, second = opportunity.seats.order_by("number")
    actions.withdraw_seat(seat_id=second.public_id, by=halden, at=at)
    assert states(opportunity) == ["funded", "withdrawn"]
    assert (money.seat_is_funded(first.public_id), money.seat_is_funded(second.public_id)) == (True, False)
    with pytest.raises(refusals.NotNow):
        actions.withdraw_seat(seat_id=second.public_id, by=halden, at=at)
    assert states(opportunity) == ["funded", "withdrawn"]


def test_money_that_comes_after_the_seat_was_withdrawn_goes_back(halden, at):
    draft = make_draft(halden, at)
    order = actions.fund_seats(opportunity_id=draft.public_id, method="card", by=halden, at=at)
    seat = Seat.objects.get()
    actions.withdraw_seat(seat_id=seat.public_id, by=halden, at=at)
    pay_order(order.public_id, at)
    run_all_jobs("core.deliver")
    assert (states(draft), money.seat_is_funded(seat.public_id)) == (["withdrawn"], False)
    assert Opportunity.objects.get().state == "draft"


def test_what_is_published_is_fixed(opportunity, halden, at):
    which = {"opportunity_id": opportunity.public_id, "by": halden, "at": at}
    with pytest.raises(refusals.ItIsNoLongerADraft):
        actions.edit_description(title="Something else", **which)
    with pytest.raises(refusals.ItIsNoLongerADraft):
        actions.set_pay(currency="EUR", daily_pay_minor=20_000, **which)
    opportunity.refresh_from_db()
    assert (opportunity.title, opportunity.daily_pay_minor) == ("Redraw a measuring guide", 14_000)


def test_while_money_is_on_its_way_pay_days_and_place_stay(halden, at):
    draft = make_draft(halden, at)
    actions.fund_seats(opportunity_id=draft.public_id, method="card", by=halden, at=at)
    which = {"opportunity_id": draft.public_id, "by": halden, "at": at}
    with pytest.raises(refusals.TheMoneyIsOnItsWay):
        actions.set_pay(currency="EUR", daily_pay_minor=20_000, **which)
    with pytest.raises(refusals.TheMoneyIsOnItsWay):
        actions.edit_description(city="Potsdam", **which)
    actions.edit_description(summary="Twelve pages become four.", **which)
    draft.refresh_from_db()
    assert (draft.daily_pay_minor, draft.city, draft.summary) == (14_000, "Berlin", "Twelve pages become four.")


def test_closing_answers_everyone_and_returns_the_money(opportunity, halden, amara, at):
    from tests.worlds import make_application

    application = make_application(opportunity, amara, at)
    actions.close_opportunity(opportunity_id=opportunity.public_id, note="The project is gone.", by=halden, at=at)
    application.refresh_from_db()
    assert (application.state, application.answered_on_time) == ("not_this_time", True)
    assert application.answer_note == "The project is gone."
    assert states(opportunity) == ["withdrawn"]
    assert Opportunity.objects.get().close_reason == "company"


def test_another_company_sees_no_draft_and_closes_nothing(halden, at):
    draft = make_draft(halden, at)
    other = make_company("Sund Media", at, city="Hamburg")
    with pytest.raises(NotFound):
        actions.close_opportunity(opportunity_id=draft.public_id, by=other, at=at)
    fund(draft, halden, at)
    with pytest.raises(NotAllowed):
        actions.close_opportunity(opportunity_id=draft.public_id, by=other, at=at)
    assert Opportunity.objects.get().state == "published"


def test_yen_have_no_decimals_and_fees_round_down(halden, at):
    opportunity = make_published_opportunity(
        halden, at, country="JP", city="Osaka", time_zone="Asia/Tokyo", currency="JPY", daily_pay_minor=12_345, days=1
    )
    seat = opportunity.seats.get()
    assert (seat.pay_minor, seat.fee_minor) == (12_345, 1_234)
    assert (opportunity.exit_bonus_minor, opportunity.kill_fee_minor) == ([0], 12_345)
    assert opportunity.starts_at == dt.datetime(2026, 3, 9, 0, 0, tzinfo=dt.UTC)
