"""The trial planner: an order, a moment to stop, reasons for what is left out; nobody else's business."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.advice import actions, queries
from foretaste.advice.boxes import NormalBox, index
from foretaste.advice.models import PrivatePlan
from foretaste.advice.private import Grounds, Wish
from foretaste.advice.refusals import AnotherCurrency, ThePlanIsFull
from foretaste.core.refusals import NotAllowed, NotFound
from tests.worlds import make_application, make_company, make_published_opportunity

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
GOOD = {"name": "Lab in Ghent", "pay": "100", "days": "3", "hope": "6.5", "doubt": "some", "costs": "60"}


@pytest.fixture
def client(signed_in: Any, ines: Actor, clock: Any) -> Client:
    clock.move_to(AT)
    own: Client = signed_in(ines)
    return own


def words(answer: Any) -> str:
    return str(answer.content.decode())


def put(ines: Actor, **fields: Any) -> None:
    wish = Wish(**{"number": 0, "name": "A", "pay": 100, "days": 2, "hope": 6, **fields})
    actions.put_wish(wish=wish, currency="EUR", by=ines, at=AT)


def test_the_empty_plan_says_what_it_is_for(client: Client) -> None:
    page = words(client.get("/me/planner/"))
    assert "Write down the trials you think of" in page
    assert "Only you can open this page" in page
    assert not PrivatePlan.objects.exists()


def test_a_trial_is_added_and_the_plan_begins_with_it(client: Client, ines: Actor) -> None:
    answer = client.post("/me/planner/trials/", GOOD)
    assert (answer.status_code, answer.url) == (303, "/me/planner/")
    client.post("/me/planner/", {"have": "5", "day_worth": "100", "per_point": "150", "currency": "eur", "latest": ""})
    plan = queries.plan_of(ines)
    assert plan.grounds == Grounds("EUR", 5, 150, 100, None)
    assert plan.wishes == (Wish(1, "Lab in Ghent", 100.0, 3, 6.5, costs=60.0),)
    page = words(client.get("/me/planner/"))
    assert "Begin with Lab in Ghent" in page
    assert '<svg class="chart bands"' in page
    assert '<td data-label="Costs you">€60</td>' in page


def test_what_is_wrong_is_said_and_nothing_is_kept(client: Client) -> None:
    answer = client.post("/me/planner/trials/", GOOD | {"hope": "11", "days": "6", "ends_on": "2026-03-01"})
    page = words(answer)
    assert answer.status_code == 422
    assert "Enter a number from 0 to 10" in page
    assert "Enter a number from 1 to 5" in page
    assert "within seven days" in page
    assert not PrivatePlan.objects.exists()


def test_of_two_that_overlap_the_page_says_which_and_why(client: Client, ines: Actor) -> None:
    actions.put_grounds(grounds=Grounds("EUR", 5, 300, 150), by=ines, at=AT)
    monday = dt.date(2026, 3, 9)
    put(ines, name="Bakery", hope=5.0, doubt="some", days=3, starts_on=monday)
    put(ines, name="Print shop", hope=7.5, doubt="some", days=3, starts_on=dt.date(2026, 3, 11))
    page = words(client.get("/me/planner/"))
    assert "Begin with Print shop" in page
    assert "It overlaps with “Print shop”" in page
    assert "points less on average" in page


def test_what_was_found_counts_and_ends_the_search(client: Client, ines: Actor) -> None:
    actions.put_grounds(grounds=Grounds("EUR", 5, 100, 150), by=ines, at=AT)
    put(ines, name="Bakery", hope=6)
    put(ines, name="Print shop", hope=6)
    assert "Begin with" in words(client.get("/me/planner/"))
    put(ines, name="Bakery", number=1, hope=6, found=9.5)
    page = words(client.get("/me/planner/"))
    assert "Stop looking" in page
    assert "9.5 of 10" in page


def test_a_posting_one_asked_for_fills_the_form_in(client: Client, ines: Actor, clock: Any) -> None:
    company = make_company("Halden Instruments", AT, founder="Hedy Vogel")
    posting = make_published_opportunity(company, AT)
    link = f"/me/planner/trials/?opportunity={posting.public_id}"
    assert link in words(client.get(f"/opportunities/{posting.public_id}/"))
    assert link not in words(Client().get(f"/opportunities/{posting.public_id}/"))
    make_application(posting, ines, AT)
    page = words(client.get("/me/planner/"))
    assert f"?opportunity={posting.public_id}" in page
    form = client.get(f"/me/planner/trials/?opportunity={posting.public_id}").context["form"]
    assert form.initial["name"] == f"{posting.title}, Halden Instruments"
    assert (form.initial["pay"], form.initial["days"]) == ("140", 3)
    assert form.initial["starts_on"] == posting.first_on
    client.post(f"/me/planner/trials/?opportunity={posting.public_id}", GOOD)
    assert f"?opportunity={posting.public_id}" not in words(client.get("/me/planner/"))


def test_pay_in_another_currency_is_not_taken_for_ones_own(client: Client, ines: Actor) -> None:
    posting = make_published_opportunity(make_company("Halden Instruments", AT, founder="Hedy Vogel"), AT)
    actions.put_wish(wish=Wish(0, "Kyoto", 9000, 1, 5), currency="JPY", by=ines, at=AT)
    answer = client.get(f"/me/planner/trials/?opportunity={posting.public_id}")
    assert answer.context["form"].initial["pay"] == ""
    assert "This one pays in EUR: enter what that is in JPY." in words(answer)


def test_nobody_elses_draft_can_be_named(client: Client) -> None:
    assert client.get("/me/planner/trials/?opportunity=000000000000").status_code == 404


def test_a_plan_holds_seven_in_one_currency(client: Client, ines: Actor) -> None:
    for number in range(7):
        put(ines, name=f"Number {number}")
    with pytest.raises(ThePlanIsFull):
        put(ines, name="One more")
    with pytest.raises(AnotherCurrency):
        actions.put_wish(wish=Wish(1, "A", 9000, 1, 5), currency="JPY", by=ines, at=AT)
    assert [one.name for one in queries.plan_of(ines).wishes] == [f"Number {number}" for number in range(7)]


def test_it_is_encrypted_always_as_long_and_can_be_deleted(client: Client, ines: Actor) -> None:
    put(ines, name="Quillwort")
    short = bytes(PrivatePlan.objects.get().sealed)
    put(ines, name="x" * 80)
    assert b"Quillwort" not in short
    assert len(bytes(PrivatePlan.objects.get().sealed)) == len(short)
    client.post("/me/planner/trials/1/removal")
    assert [one.name for one in queries.plan_of(ines).wishes] == ["x" * 80]
    client.post("/me/planner/forgetting")
    assert not PrivatePlan.objects.exists()


def test_after_resealing_the_old_key_can_go(client: Client, ines: Actor, settings: Any) -> None:
    old, new = (Fernet.generate_key().decode() for _key in range(2))
    settings.SEALING_KEYS = [old]
    put(ines, name="Quillwort")
    settings.SEALING_KEYS = [new, old]
    call_command("reseal", stdout=io.StringIO())
    settings.SEALING_KEYS = [new]
    assert [one.name for one in queries.plan_of(ines).wishes] == ["Quillwort"]
    with pytest.raises(NotAllowed):
        actions.reseal_private(after=0, most=9, by=ines, at=AT)


def test_each_has_a_plan_of_their_own(client: Client, ines: Actor, otto: Actor, signed_in: Any) -> None:
    put(ines, name="Quillwort")
    assert "Quillwort" not in words(signed_in(otto).get("/me/planner/"))
    assert signed_in(otto).get("/me/planner/trials/1/").status_code == 404
    with pytest.raises(NotFound):
        actions.take_wish_out(number=1, by=otto, at=AT)
    signed_in(otto).post("/me/planner/forgetting")
    assert [one.name for one in queries.plan_of(ines).wishes] == ["Quillwort"]


def test_the_goodbye_bonus_counts_as_weitzman_s_q(client: Client, ines: Actor) -> None:
    """After day 1 of 3: 150 for leaving, and two free days worth 80 each instead of their pay of 100: 110 more."""
    grounds = Grounds("EUR", 5, 200, 80, None)
    wish = Wish(1, "A", pay=100, days=3, hope=6, costs=300, bonus=150)
    assert wish.more_by_leaving(grounds) == 150 - 2 * (100 - 80)
    without = replace(wish, bonus=0.0)
    sooner, whole = wish.box(grounds), without.box(grounds)
    assert wish.decides_sooner(grounds)
    one_day = NormalBox(6, without._to_learn(1), whole.cost)
    assert index(sooner) == pytest.approx(index(one_day, bonus=110 / 200), abs=1e-9)
    assert index(sooner) > index(whole)


@pytest.mark.parametrize(("bonus", "day_worth"), [(0, 80), (40, 80), (100, 0), (5, 99)])
def test_a_bonus_that_brings_less_than_staying_changes_nothing(bonus: float, day_worth: float) -> None:
    grounds = Grounds("EUR", 5, 200, day_worth, None)
    wish = Wish(1, "A", pay=100, days=3, hope=6, costs=300, bonus=bonus)
    assert wish.box(grounds) == replace(wish, bonus=0.0).box(grounds)
    assert not wish.decides_sooner(grounds)


def test_the_bonus_is_entered_and_the_plan_says_on_which_evening_to_decide(client: Client, ines: Actor) -> None:
    client.post("/me/planner/", {"have": "5", "day_worth": "90", "per_point": "200", "currency": "eur", "latest": ""})
    client.post("/me/planner/trials/", GOOD | {"costs": "300", "bonus": "150", "leaves_after": ""})
    assert queries.plan_of(ines).wishes[0].bonus == 150
    assert queries.plan_of(ines).wishes[0].leaves_after == 1
    page = words(client.get("/me/planner/"))
    assert "Decide on the evening of day 1: below 5.7 of 10, leaving with the goodbye bonus is worth more" in page
    assert '<td data-label="Expected">6.5</td>' in page
    for wrong, said in (
        ({"bonus": "201"}, "A bonus is at most the pay of the days that are left"),
        ({"bonus": "10", "leaves_after": "3"}, "The bonus ends when the last day starts"),
        ({"bonus": "10", "leaves_after": "5"}, "Enter a number from 1 to 4"),
    ):
        assert said in words(client.post("/me/planner/trials/1/", GOOD | wrong))
    assert queries.plan_of(ines).wishes[0].bonus == 150
