"""What is recommended, to whom and in which order: by what people said, so that seats are shared out; and its log."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from typing import Any

import pytest

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import CLOCK, Actor
from foretaste.accounts.models import InternProfile
from foretaste.accounts.queries import public_ids_of_people
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.matching import market, orders, recommending
from foretaste.matching.models import MarketFit, NotForMe, Ordering, SeatPrice, Wish
from foretaste.matching.queries import Question, search
from foretaste.opportunities import actions as opportunities
from tests.jobs import run_all_jobs
from tests.small_world import known_wages
from tests.worlds import make_application, make_company, make_intern, make_published_opportunity

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 3, 3, 3, 10, tzinfo=dt.UTC)


@pytest.fixture
def halden(clock) -> Actor:
    clock.move_to(AT)
    known_wages()
    return make_company("Halden Instruments", AT, founder="Hedy Vogel")


def post(company: Actor, title: str, **fields: Any) -> Any:
    posting = make_published_opportunity(company, AT, title=title, days=1, **fields)
    run_all_jobs("core.deliver")
    return posting


def intern(name: str, **wish: Any) -> Actor:
    who = make_intern(name, AT)
    if skills := wish.pop("skills", ""):
        accounts.edit_profile(skills=skills, by=who, at=AT)
    if wish:
        recommending.say_what_fits(**wish, by=who, at=AT)
    return who


def fits(who: Actor, at: dt.datetime = AT) -> list[str]:
    recommending.recommend(by=who, at=at)
    return [one.trial.title for one in orders.recommended_to(who, at)]


def test_what_was_said_orders_what_fits_and_leaves_out_what_has_no_reason(halden):
    post(halden, "Count the bolts", field="operations", skills=["Counting"])
    post(halden, "Draw a map", field="design", skills=["Drawing"])
    post(halden, "Write a guide", field="writing", skills=["Drawing", "Writing"])
    amara = intern("Amara", skills="drawing", fields=["design"])
    assert fits(amara) == ["Draw a map", "Write a guide"]
    assert [hit.key for hit in search(Question(), by=amara, at=AT).hits] != []
    assert search(Question(), by=amara, at=AT).count == 3  # the search hides nothing


def test_confirmed_skills_count_like_words_of_ones_own(halden):
    kept = [{"code": "a", "label": "technical drawing", "language": "en"}]
    assert market.every_skill(["Maps", "Technical drawing"], kept) == ["technical drawing", "Maps"]
    amara = intern("Amara", skills="maps")
    InternProfile.objects.update(confirmed_skills=kept)
    assert market.said_of(amara.person_id or 0).skills == ["technical drawing", "maps"]


def test_who_said_nothing_is_recommended_nothing_and_nothing_is_logged(halden):
    post(halden, "Draw a map")
    assert fits(make_intern("Bo", AT)) == []
    assert not Ordering.objects.exists()


def test_an_order_is_made_anew_only_when_something_changed(halden):
    post(halden, "Draw a map", field="design")
    amara = intern("Amara", fields=["design"])
    fits(amara)
    fits(amara)
    assert Ordering.objects.count() == 1
    post(halden, "Draw a plan", field="design")
    assert set(fits(amara)) == {"Draw a map", "Draw a plan"}  # at once, without waiting for the night
    assert Ordering.objects.count() == 2
    recommending.say_what_fits(fields=["law"], by=amara, at=AT)
    assert fits(amara) == []


def test_the_log_says_when_how_from_what_and_with_which_scores(halden):
    posting = post(halden, "Draw a map", field="design")
    amara = intern("Amara", fields=["design"])
    fits(amara)
    [log] = Ordering.objects.all()
    assert (log.kind, log.person_id, log.at, log.method, len(log.inputs)) == (
        "trials", amara.person_id, AT, "reasons 1", 64,
    )  # fmt: skip
    [line] = log.order
    assert line["id"] == posting.public_id
    assert line["reasons"] == [{"why": "field", "points": 2.0, "field": "design"}]
    assert 0 < line["score"] < 1


def test_what_is_filled_asked_for_or_put_aside_vanishes_at_once(halden):
    first, second, third = (post(halden, f"Draw {one}", field="design") for one in ("one", "two", "three"))
    amara, bo = intern("Amara", fields=["design"]), intern("Bo", fields=["design"])
    assert len(fits(amara)) == 3
    asked = make_application(first, bo, AT)
    opportunities.make_offer(application_id=asked.public_id, by=halden, at=AT)  # its only seat is under offer
    make_application(second, amara, AT)
    assert [one.trial.title for one in orders.recommended_to(amara, AT)] == ["Draw three"]
    recommending.put_aside(opportunity_id=third.public_id, by=amara, at=AT)
    assert orders.recommended_to(amara, AT) == []
    assert fits(amara) == []
    assert search(Question(text="three"), by=amara, at=AT).count == 1  # put aside here, and only here
    recommending.take_back_in(opportunity_id=third.public_id, by=amara, at=AT)
    assert fits(amara) == ["Draw three"]


def test_the_night_shares_the_seats_out(halden, monkeypatch):
    """Twelve people fit one trial better than three others; before the fit almost all are sent there first."""
    sought = post(halden, "Draw and write", field="design", skills=["Drawing", "Writing"])
    others = [post(halden, f"Draw {number}", field="design", skills=["Drawing", "Chess"]) for number in range(3)]
    people = [intern(f"P{letter}", skills="drawing, writing", fields=["design"]) for letter in "ABCDEFGHIJKL"]
    place_of = {one.public_id: place for place, one in enumerate([sought, *others])}
    keys = [who.person_id or 0 for who in people]
    ids = public_ids_of_people(keys)
    number_of = {ids[key]: number for number, key in enumerate(keys)}
    monkeypatch.setattr(  # ids differ from run to run, and so would the lots
        market, "lot", lambda who, what: random.Random(f"{number_of.get(who)}/{place_of[what]}").random()
    )
    before = Counter(fits(who)[0] for who in people)
    assert before["Draw and write"] >= 10
    fit = recommending.fit_market(by=CLOCK, at=NIGHT)
    assert fit is not None
    assert (fit.interns, fit.postings, fit.edges, SeatPrice.objects.count()) == (12, 4, 48, 4)
    assert fit.residual <= 1e-6
    after = Counter(fits(who, NIGHT)[0] for who in people)
    assert len(after) == 4
    assert max(after.values()) <= 6
    newcomer = intern("Quentin", skills="drawing, writing", fields=["design"])
    assert len(fits(newcomer, NIGHT)) == 4  # fitted at once, against what the night found


def test_the_market_is_fitted_once_a_night_and_by_the_clock_alone(halden):
    assert not market.fit_is_due(NIGHT)  # nothing is open, nobody wishes for anything
    post(halden, "Draw a map", field="design")
    amara = intern("Amara", fields=["design"])
    assert market.fit_is_due(NIGHT)
    recommending.fit_market(by=CLOCK, at=NIGHT)
    assert not market.fit_is_due(NIGHT + dt.timedelta(hours=20))
    assert market.fit_is_due(NIGHT + dt.timedelta(hours=24))
    with pytest.raises(NotAllowed):
        recommending.fit_market(by=amara, at=NIGHT)
    assert MarketFit.objects.count() == 1


def test_what_fits_is_checked_and_can_be_forgotten(halden):
    post(halden, "Draw a map", field="design")
    amara = intern(
        "Amara", city="Potsdam", within_km=50, least_day=Amount(12_000, "EUR"), when=["weekdays", "tomorrow"]
    )
    wish = Wish.objects.get()
    assert (wish.city, wish.country, wish.when, wish.least_day_minor) == ("Potsdam", "DE", ["weekdays"], 12_000)
    assert wish.latitude == pytest.approx(52.4, abs=0.1)
    with pytest.raises(NotAcceptable) as refused:
        recommending.say_what_fits(
            city="Nowhereville", most_days=9, free_from=AT.date(), free_until=dt.date(2026, 1, 1), by=amara, at=AT
        )
    assert set(refused.value.fields) == {"city", "most_days", "free_until"}
    assert Wish.objects.get().city == "Potsdam"
    assert fits(amara) == ["Draw a map"]
    recommending.forget_what_fits(by=amara, at=AT)
    assert not Wish.objects.exists()
    assert not Ordering.objects.exists()
    assert not NotForMe.objects.exists()
    assert orders.recommended_to(amara, AT) == []
    with pytest.raises(NotAllowed):
        recommending.say_what_fits(by=halden, at=AT)


def test_candidates_are_ordered_by_reasons_then_date_and_nobody_is_left_out(halden):
    posting = post(halden, "Draw a map", field="design", skills=["Drawing"])
    bo, amara, dana = intern("Bo"), intern("Amara", skills="drawing"), intern("Dana", least_day=Amount(1, "EUR"))
    for minutes, who in enumerate((bo, dana, amara)):
        make_application(posting, who, AT + dt.timedelta(minutes=minutes))
    found = recommending.order_candidates(opportunity_id=posting.public_id, by=halden, at=AT)
    assert [one.label for one, _why in found] == ["Amara", "Bo", "Dana"]  # a hope for pay is no reason here
    recommending.order_candidates(opportunity_id=posting.public_id, by=halden, at=AT)
    [log] = Ordering.objects.filter(kind="candidates")
    assert log.people == [amara.person_id, bo.person_id, dana.person_id]
    assert [line["score"] for line in log.order] == [3.0, 0, 0]
    assert orders.place_in(log, amara.person_id or 0)["place"] == 1


def test_only_the_postings_own_company_gets_its_candidates_ordered(halden):
    posting = post(halden, "Draw a map")
    make_application(posting, intern("Bo"), AT)
    for stranger in (make_company("Rival Works", AT), intern("Otto"), CLOCK):
        with pytest.raises(NotFound):
            recommending.order_candidates(opportunity_id=posting.public_id, by=stranger, at=AT)
    assert not Ordering.objects.exists()


def test_the_log_is_read_by_whom_it_concerns_and_kept_for_half_a_year(halden, odile):
    posting = post(halden, "Draw a map", field="design")
    amara, bo = intern("Amara", fields=["design"]), intern("Bo", fields=["design"])
    make_application(posting, bo, AT)
    fits(amara)
    recommending.order_candidates(opportunity_id=posting.public_id, by=halden, at=AT)
    assert [one.kind for one in orders.orders_visible_to(amara)] == ["trials"]
    assert [one.kind for one in orders.orders_visible_to(bo)] == ["candidates"]
    assert orders.orders_visible_to(odile).count() == 2
    assert orders.orders_visible_to(halden).count() == 0
    half_a_year = dt.timedelta(days=market.KEPT_DAYS)
    assert recommending.prune_orders(by=CLOCK, at=AT + half_a_year) == 0
    assert recommending.prune_orders(by=CLOCK, at=AT + half_a_year + dt.timedelta(seconds=1)) == 2
    assert not Ordering.objects.exists()
