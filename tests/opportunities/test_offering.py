"""An offer is the company's signature under frozen terms, for a funded seat, until a moment."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from foretaste.accounts.actors import CLOCK
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.money import queries as money
from foretaste.opportunities import actions, clock, posting_rules, queries, refusals
from foretaste.opportunities.models import Application, Offer, Opportunity, Seat
from foretaste.opportunities.terms import Terms, sha256_of
from tests.worlds import fund, make_application, make_company, make_draft, make_offer, make_published_opportunity


def everything() -> list[tuple[str, str]]:
    """The state of every thing, to see that a refusal changed nothing."""
    return [
        (row.public_id, row.state)
        for model in (Opportunity, Seat, Application, Offer)
        for row in model.objects.order_by("id")
    ]


def test_an_offer_freezes_what_the_agreement_names(opportunity, halden, amara, at):
    offer = make_offer(opportunity, amara, halden, at)
    terms = offer.frozen_terms
    assert (terms.company.name, terms.intern.name, terms.signed_by) == (
        "Halden Instruments", "Amara Okafor", "Hedy Vogel",
    )  # fmt: skip
    assert [(day.on, day.starts_at, day.pay_minor) for day in terms.days] == [
        ("2026-03-09", "2026-03-09T08:00:00+00:00", 14_000),
        ("2026-03-10", "2026-03-10T08:00:00+00:00", 14_000),
        ("2026-03-11", "2026-03-11T08:00:00+00:00", 14_000),
    ]
    assert (terms.exit_bonus, terms.kill_fee_minor, terms.fee_basis_points) == ([7_000, 7_000, 0], 14_000, 1_000)
    assert (terms.wage_floor.least_daily_minor, terms.wage_floor.confirmed_by_operator) == ([9_730] * 3, False)
    assert offer.sha256 == sha256_of(offer.text)
    assert offer.text == Terms.from_json(offer.terms).agreement_text()
    assert (offer.made_at, offer.answer_by) == (at, at + dt.timedelta(hours=48))


def test_an_offer_takes_the_seat_and_answers_the_application(opportunity, halden, amara, at):
    offer = make_offer(opportunity, amara, halden, at)
    application = Application.objects.get()
    assert (Seat.objects.get().state, application.state, offer.state) == ("offered", "offered", "open")
    assert (application.answered_at, application.answered_on_time) == (at, True)


def test_there_is_no_offer_without_a_funded_seat(halden, amara, ben, at):
    opportunity = make_draft(halden, at, seats=2)
    fund(opportunity, halden, at, seats=1)
    make_offer(opportunity, amara, halden, at)
    actions.withdraw_offer(offer_id=Offer.objects.get().public_id, by=halden, at=at)
    actions.withdraw_seat(seat_id=Seat.objects.get(number=1).public_id, by=halden, at=at)
    application = make_application(opportunity, ben, at)
    before = everything()
    with pytest.raises(refusals.TheSeatIsNotFunded):
        actions.make_offer(application_id=application.public_id, by=halden, at=at)
    assert everything() == before


def test_the_second_colleague_learns_who_was_quicker_and_for_whom(opportunity, halden, jonas, amara, ben, at):
    make_offer(opportunity, amara, halden, at)
    application = make_application(opportunity, ben, at)
    before = everything()
    with pytest.raises(refusals.TheLastSeatIsTaken) as refused:
        actions.make_offer(application_id=application.public_id, by=jonas, at=at)
    assert refused.value.details == {"colleague": "Hedy Vogel", "candidate": "Amara Okafor"}
    assert (
        refused.value.text
        == "Hedy Vogel has just welcomed Amara Okafor for the last seat. Your candidate is still here."
    )
    assert everything() == before


def test_welcoming_somebody_twice_names_the_colleague(halden, jonas, amara, at):
    opportunity = make_published_opportunity(halden, at, seats=2)
    offer = make_offer(opportunity, amara, halden, at)
    before = everything()
    with pytest.raises(refusals.AlreadyWelcomed) as refused:
        actions.make_offer(application_id=offer.application.public_id, by=jonas, at=at)
    assert refused.value.details == {"colleague": "Hedy Vogel"}
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_at_once_and_one_seat(opportunity, halden, jonas, amara, ben, at):
    asked = [make_application(opportunity, amara, at), make_application(opportunity, ben, at)]
    together = Barrier(2)

    def welcome(application: Application, by) -> object:
        try:
            together.wait()
            return actions.make_offer(application_id=application.public_id, by=by, at=at)
        except refusals.TheLastSeatIsTaken as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = [
            job.result() for job in [pool.submit(welcome, *pair) for pair in zip(asked, (halden, jonas), strict=True)]
        ]
    (offer,) = [one for one in answers if isinstance(one, Offer)]
    (refused,) = [one for one in answers if isinstance(one, refusals.TheLastSeatIsTaken)]
    assert refused.details == {
        "colleague": offer.made_by.name,
        "candidate": offer.application.intern.name,
    }
    assert sorted(Application.objects.values_list("state", flat=True)) == ["offered", "submitted"]
    assert (Seat.objects.get().state, Offer.objects.count()) == ("offered", 1)


def test_declining_leaves_the_fund_with_the_seat(opportunity, halden, amara, ben, at):
    offer = make_offer(opportunity, amara, halden, at)
    actions.decline_offer(offer_id=offer.public_id, by=amara, at=at)
    seat = Seat.objects.get()
    assert (seat.state, money.seat_is_funded(seat.public_id)) == ("funded", True)
    assert Application.objects.get().state == "declined"
    assert make_offer(opportunity, ben, halden, at).seat == seat


def test_an_offer_lapses_at_its_moment(opportunity, halden, amara, at):
    offer = make_offer(opportunity, amara, halden, at)
    clock.sweep(offer.answer_by - dt.timedelta(seconds=1))
    assert Offer.objects.get().state == "open"
    clock.sweep(offer.answer_by)
    application = Application.objects.get()
    assert (Offer.objects.get().state, Seat.objects.get().state, application.state) == ("lapsed", "funded", "lapsed")
    assert application.no_answer_came is False


def test_a_seat_under_offer_keeps_its_money(opportunity, halden, amara, at):
    make_offer(opportunity, amara, halden, at)
    before = everything()
    with pytest.raises(refusals.TheSeatIsUnderOffer):
        actions.withdraw_seat(seat_id=Seat.objects.get().public_id, by=halden, at=at)
    assert everything() == before


def accept(offer: Offer, by, at: dt.datetime):
    with transaction.atomic():
        return actions.accept_offer(offer.public_id, by, at)


def test_accepting_takes_the_seat_for_good(opportunity, halden, amara, at):
    offer = make_offer(opportunity, amara, halden, at)
    accepted = accept(offer, amara, at)
    assert (accepted.offer_id, accepted.seat_id, accepted.intern_pk, accepted.host_pk) == (
        offer.public_id, offer.seat.public_id, amara.person_id, halden.person_id,
    )  # fmt: skip
    assert (accepted.text, accepted.sha256, accepted.company_signed_at) == (offer.text, offer.sha256, at)
    assert (Seat.objects.get().state, Application.objects.get().state) == ("taken", "accepted")
    clock.sweep(at)
    closed = Opportunity.objects.get()
    assert (closed.state, closed.close_reason) == ("closed", "filled")


def test_too_late_is_too_late(opportunity, halden, amara, at):
    offer = make_offer(opportunity, amara, halden, at)
    before = everything()
    with pytest.raises(refusals.TheAnswerDateHasPassed):
        accept(offer, amara, offer.answer_by)
    assert everything() == before


def test_nobody_else_accepts_declines_or_sees_it(opportunity, halden, amara, ben, at):
    offer = make_offer(opportunity, amara, halden, at)
    other = make_company("Sund Media", at)
    before = everything()
    for outsider in (ben, other):
        with pytest.raises(NotFound):
            actions.decline_offer(offer_id=offer.public_id, by=outsider, at=at)
    with pytest.raises(NotAllowed):
        actions.decline_offer(offer_id=offer.public_id, by=halden, at=at)
    with pytest.raises(NotAllowed):
        actions.lapse_offer(offer_id=offer.public_id, by=halden, at=offer.answer_by)
    with pytest.raises(refusals.NotNow):
        actions.lapse_offer(offer_id=offer.public_id, by=CLOCK, at=at)
    assert everything() == before


def test_remote_work_is_paid_by_the_floor_where_the_intern_sits(halden, amara, ben, at):
    opportunity = make_published_opportunity(halden, at, place_kind="remote", daily_pay_minor=9_730)
    with pytest.raises(refusals.NotAcceptable) as refused:
        make_application(opportunity, amara, at)
    assert list(refused.value.fields) == ["works_from_country"]
    application = make_application(opportunity, ben, at, works_from_country="DE", works_from_city="Bremen")
    offer = actions.make_offer(application_id=application.public_id, by=halden, at=at)
    assert (offer.frozen_terms.place.city, offer.frozen_terms.wage_floor.hourly) == ("Bremen", "13.90")


def test_names_stay_hidden_until_the_welcome(halden, amara, ben, at):
    opportunity = make_published_opportunity(halden, at, hide_names=True)
    make_application(opportunity, ben, at)
    later = at + dt.timedelta(hours=1)
    asked = make_application(opportunity, amara, later)
    labels = [one.label for one in queries.candidates_of(opportunity, halden)]
    assert labels == ["Candidate 1", "Candidate 2"]
    actions.make_offer(application_id=asked.public_id, by=halden, at=later)
    labels = [one.label for one in queries.candidates_of(opportunity, halden)]
    assert labels == ["Candidate 1", "Amara Okafor"]


@pytest.mark.parametrize(
    ("before_the_start", "open_for"),
    [(dt.timedelta(days=5), dt.timedelta(hours=48)), (dt.timedelta(minutes=30), dt.timedelta(minutes=30))],
)
def test_where_nobody_says_until_when_an_offer_waits_48_hours_but_not_beyond_the_start(at, before_the_start, open_for):
    assert posting_rules.usual_answer_by(at + before_the_start, at) == at + open_for
