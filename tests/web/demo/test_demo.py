"""A demo instance: one click to be somebody, a clock that moves, a mailbox. None of it elsewhere."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from foretaste.accounts.models import Person
from foretaste.core import calendars
from foretaste.core.models import ClockShift
from tests import at_state
from tests.at_state import Plan


@pytest.fixture
def a_demo(demo_mode, ines, hedy, odile):
    Person.objects.update(is_demo=True)


@pytest.mark.parametrize("path", ["/demo/", "/mailbox/", "/mailbox/x/", "/gallery/"])
def test_nothing_of_it_is_there_elsewhere(db, client, path):
    assert client.get(path).status_code == 404


def test_elsewhere_nobody_becomes_anybody(ines, client):
    Person.objects.update(is_demo=True)
    person = Person.objects.get(pk=ines.person_id)

    assert client.post("/demo/sign-in", {"person": person.public_id}).status_code == 404
    assert client.post("/demo/clock", {"leap": "day"}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("name", "home"), [("Ines Brandt", "/me/"), ("Hedy Vogel", "/company/"), ("Odile Marchand", "/operator/")]
)
def test_one_click_signs_in(a_demo, client, name, home):
    person = Person.objects.get(name=name)
    assert f'value="{person.public_id}"' in client.get("/demo/").text

    answer = client.post("/demo/sign-in", {"person": person.public_id})
    assert (answer.status_code, answer["Location"]) == (303, home)
    assert client.session["_auth_user_id"] == str(person.pk)


def test_only_demo_people_can_be_become(demo_mode, ines, client):
    person = Person.objects.get(pk=ines.person_id)

    assert client.post("/demo/sign-in", {"person": person.public_id}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_clock_moves_to_tomorrow_morning(demo_mode, client):
    before = calendars.now()
    answer = client.post("/demo/clock", {"leap": "tomorrow"})

    assert answer.status_code == 303
    now = calendars.now().astimezone(dt.timezone(dt.timedelta(0)))
    assert calendars.local_date(now, "Europe/Berlin") == calendars.local_date(before, "Europe/Berlin") + dt.timedelta(1)
    assert "09:00" in client.get("/demo/").text


@pytest.mark.django_db(transaction=True)
def test_the_clock_never_moves_back(demo_mode, client):
    answer = client.post("/demo/clock", {"to": "2001-01-01T09:00"})

    assert answer.status_code == 422
    assert "The clock only moves forward" in answer.text
    assert not ClockShift.objects.filter(seconds__gt=0).exists()


@pytest.mark.django_db(transaction=True)
def test_weeks_on_everybody_is_signed_in_still_and_can_sign_in(a_demo, client):
    person = Person.objects.get(name="Ines Brandt")
    client.post("/demo/sign-in", {"person": person.public_id})
    client.post("/demo/clock", {"to": f"{calendars.now() + dt.timedelta(days=40):%Y-%m-%dT09:00}"})
    assert ClockShift.objects.get().seconds > 39 * 86_400

    assert client.get("/me/").status_code == 200
    client.post("/demo/sign-in", {"person": person.public_id})
    assert client.get("/me/").status_code == 200


def test_a_session_ends_when_its_time_is_over(a_demo, client):
    client.post("/demo/sign-in", {"person": Person.objects.get(name="Ines Brandt").public_id})
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(hours=1))

    assert client.get("/me/")["Location"].startswith("/account/login/")


def test_whom_to_choose_is_said_of_those_with_a_trial(demo_mode, hedy, ines, client):
    plan = Plan()
    at_state.under_way(hedy, ines, plan, days=1)
    Person.objects.update(is_demo=True)

    assert "On day 1 at Halden Instruments" in client.get("/demo/").text
