"""Saving a search, the mails of it, and stopping them: what a person and an address go through."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from foretaste.accounts.actors import CLOCK
from foretaste.core.clock import run_sweeps
from foretaste.matching import actions as found
from foretaste.matching.findable import Findable, Kind
from foretaste.matching.models import SavedSearch
from foretaste.matching.saved import actions
from foretaste.messaging import steps
from foretaste.messaging.models import OutboxMail
from foretaste.web.searches import views

pytestmark = pytest.mark.django_db
POSTED = {"every": "daily", "time_zone": "Europe/Berlin", "name": ""}


def put(number: int = 1, **changes: Any) -> None:
    at = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
    one = {"key": f"listed/{number}", "kind": Kind.LISTED, "title": "Sort <old> maps", "company": "Karte & Co",
           "source": "Greenhouse", "published_at": at} | changes  # fmt: skip
    found.put_listings(listings=[Findable(**one)], by=CLOCK)


def morning(clock: Any, **on: float) -> None:
    run_sweeps(clock.move_on(**(on or {"days": 1})), only=["saved searches"])


def address_in(text: str, part: str) -> str:
    told = re.search(rf"http://localhost:8000(/searches/{part}/\S+)", text)
    assert told is not None
    return told[1]


@pytest.fixture
def asked(client, clock, run_jobs, mailoutbox) -> str:
    """A visitor has asked for mails of a search; the path of the link that was mailed to her."""
    answer = client.post("/searches/save?q=maps&days=9", POSTED | {"email": "vera@example.org"})
    assert (answer.status_code, answer["Location"]) == (303, "/searches/asked")
    run_jobs()
    return address_in(mailoutbox.pop().body, "confirm")


@pytest.fixture
def confirmed(asked, client) -> SavedSearch:
    assert client.post(asked).status_code == 200
    return SavedSearch.objects.get()


def test_the_list_leads_to_saving_what_is_looked_at(client, open_opportunity):
    page = client.get("/opportunities/?days=3&q=measuring&after=x").text
    assert 'href="/searches/save?q=measuring&amp;days=3"' in page
    assert "“measuring”, 3 days" in client.get("/searches/save?q=measuring&days=3").text


def test_signed_in_it_is_saved_at_once(signed_in, ines, clock):
    hers = signed_in(ines)
    answer = hers.post("/searches/save?q=maps", POSTED | {"every": "weekly"})
    assert answer.status_code == 303
    page = hers.get("/me/searches/").text
    assert "“maps”" in page
    assert "Looked at next: Monday 9 March, 07:00" in page
    assert not OutboxMail.objects.exists()


def test_her_list_changes_pauses_and_forgets(signed_in, ines, clock):
    one = actions.save_search(query="q=maps", time_zone="Europe/Berlin", by=ines, at=clock.now)
    hers, path = signed_in(ines), f"/me/searches/{one.public_id}/"
    hers.post(path, POSTED | {"name": "Old maps", "every": "weekly"})
    hers.post(f"{path}pause")
    page = hers.get("/me/searches/").text
    assert "Old maps" in page
    assert "Paused" in page
    assert hers.post(path, {"time_zone": "Mars/Base"}).status_code == 422
    hers.post(f"{path}resumption")
    one.refresh_from_db()
    assert (one.name, one.every, one.time_zone) == ("Old maps", "weekly", "Europe/Berlin")
    assert one.next_at == dt.datetime(2026, 3, 9, 6, tzinfo=dt.UTC)
    hers.post(f"{path}removal")
    assert not SavedSearch.objects.exists()


def test_a_link_that_is_only_followed_confirms_nothing(asked, client, clock):
    assert "Yes, mail me" in client.get(asked).text
    put()
    morning(clock)
    assert OutboxMail.objects.filter(kind="new_results").count() == 0
    assert "You get mails of new trials" in client.post(asked).text
    assert "You get mails of new trials" in client.get(asked).text


def test_a_confirmation_is_good_for_a_week(asked, client, clock):
    clock.move_on(days=8)
    answer = client.post(asked)
    assert answer.status_code == 410
    assert "Save the search again." in answer.text
    assert "This trial is over" not in answer.text
    assert SavedSearch.objects.get().confirmed_at is None


def test_the_page_says_the_same_of_every_address_and_however_often(client, clock, ines, run_jobs, mailoutbox):
    """A known address, an unknown one, one that was asked five times today: no answer tells them apart."""
    answers = set()
    for email in ["ines@example.org", "vera@example.org", *["otto@example.org"] * 7]:
        answer = client.post("/searches/save?q=maps", POSTED | {"email": email})
        answers.add((answer.status_code, answer["Location"], answer.content))
        clock.move_on(seconds=1)
    assert len(answers) == 1
    run_jobs()
    assert sorted(mail.to[0] for mail in mailoutbox).count("otto@example.org") == 5


def test_one_network_asks_only_so_often(client, clock, monkeypatch):
    monkeypatch.setattr(views, "ASKED_A_DAY_FROM_A_NETWORK", 2)
    answers = [
        client.post(
            f"/searches/save?q=a{number}", POSTED | {"email": "v@example.org"}, REMOTE_ADDR=f"203.0.113.{number}"
        )
        for number in (1, 2, 3)
    ]
    assert [answer.status_code for answer in answers[:2]] == [303, 303]
    assert "as many as may be sent in a day" in answers[2].content.decode()
    assert SavedSearch.objects.count() == 2


def test_what_is_new_is_mailed_with_its_source_and_its_pay(confirmed, clock, run_jobs, mailoutbox):
    put(1, currency="EUR", pay_day_minor=12_000, pay_hour_minor=1_500, city="Ghent")
    put(2, title="Draw maps")
    put(3, key="own/0123456789ab", kind=Kind.OWN, source="", currency="EUR", pay_day_minor=14_000, days=3)
    morning(clock)
    run_jobs()
    (mail,) = mailoutbox
    assert mail.subject == "3 new: “maps”"
    assert "Pay: €120.00 a day\nFrom Greenhouse, not posted here. Whether one may leave and is paid: not" in mail.body
    assert "Pay: not known" in mail.body
    assert "Pay: €140.00 a day, €420.00 for all days, before tax\nPosted here: every day you start is paid" in mail.body
    assert "http://localhost:8000/opportunities/0123456789ab/" in mail.body
    page = mail.alternatives[0][0]
    assert "Sort &lt;old&gt; maps" in page
    assert "Karte &amp; Co" in page
    assert "<old>" not in page


def test_a_mail_program_stops_the_mails_by_one_post(confirmed, clock, run_jobs, mailoutbox):
    """RFC 8058: no cookie, no token of a form, no redirect. Stopped again, nothing more happens."""
    put()
    morning(clock)
    run_jobs()
    (mail,) = mailoutbox
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = mail.extra_headers["List-Unsubscribe"].removeprefix("<http://localhost:8000").removesuffix(">")
    assert address_in(mail.body, "stop") == path
    program = Client(enforce_csrf_checks=True)
    assert "Stop them" in program.get(path).text
    assert SavedSearch.objects.exists()
    for _again in range(2):
        answer = program.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        assert (answer.status_code, "Set-Cookie" in answer) == (200, False)
    assert not SavedSearch.objects.exists()
    put(2)
    morning(clock)
    assert OutboxMail.objects.filter(kind="new_results").count() == 1
    assert program.post(path[:-3] + "x/").status_code == 404


def test_a_person_who_stops_the_mails_keeps_the_search(signed_in, ines, clock, run_jobs, mailoutbox):
    actions.save_search(query="q=maps", time_zone="Europe/Berlin", by=ines, at=clock.now)
    put()
    morning(clock)
    run_jobs()
    Client().post(address_in(mailoutbox[0].body, "stop"))
    assert "Paused" in signed_in(ines).get("/me/searches/").text


def test_a_crash_in_the_middle_neither_loses_a_mail_nor_sends_it_twice(
    confirmed, clock, monkeypatch, run_jobs, mailoutbox
):
    put()
    with monkeypatch.context() as broken:
        broken.setattr(steps.OutboxMail.objects, "get_or_create", lambda **_: 1 / 0)
        morning(clock)
    assert SavedSearch.objects.get().seen == confirmed.seen
    for _again in range(3):
        run_sweeps(clock.move_on(minutes=1), only=["saved searches"])
    run_jobs()
    assert len(mailoutbox) == 1


def test_a_search_that_can_find_nothing_more_says_so_once(client, ines, clock, run_jobs, mailoutbox):
    actions.save_search(query="q=maps&starts_until=2026-03-03", time_zone="UTC", by=ines, at=clock.now)
    for _day in range(6):
        morning(clock)
    run_jobs()
    (mail,) = mailoutbox
    assert "can’t be run any more: “maps”" in mail.subject
    assert "Its last day has passed" in mail.body
