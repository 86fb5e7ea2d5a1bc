"""Candidates: ordered by reasons that stand beside them, or by date; named, or not, on every page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foretaste.accounts import actions as accounts
from foretaste.matching import recommending
from foretaste.matching.models import Ordering
from foretaste.opportunities.models import Opportunity
from foretaste.web.company import waiting
from tests.worlds import make_application, make_colleague, make_intern, make_published_opportunity


@pytest.fixture
def asked(opportunity, at):
    """Bo, who has said nothing, asked first; Dana, whom the trial fits, asked second."""
    bo, dana = make_intern("Bo Larsen", at), make_intern("Dana Weiss", at)
    accounts.edit_profile(skills="Interviewing", by=dana, at=at)
    recommending.say_what_fits(fields=["writing"], by=dana, at=at)
    return [make_application(opportunity, who, at) for who in (bo, dana)]


def order_on(page) -> list[str]:
    return [row["one"].label for row in page.context["candidates"]]


def test_candidates_stand_by_what_fits_with_the_reasons_and_by_date_on_a_link(client_, opportunity, asked):
    address = f"/company/opportunities/{opportunity.public_id}/"
    page = client_.get(address)
    assert order_on(page) == ["Dana Weiss", "Bo Larsen"]
    assert "Can do: Interviewing" in page.content.decode()
    assert "Looks for: Writing and editing" in page.content.decode()
    assert 'href="?order=date#candidates"' in page.content.decode()
    assert Ordering.objects.get().kind == "candidates"
    by_date = client_.get(address + "?order=date")
    assert order_on(by_date) == ["Bo Larsen", "Dana Weiss"]
    assert "Can do:" not in by_date.content.decode()
    assert Ordering.objects.count() == 1


def test_hidden_names_are_hidden_on_every_page_until_the_welcome(client_, opportunity, asked):
    address = f"/company/opportunities/{opportunity.public_id}/"
    assert client_.post(address + "names", {"hidden": "1"}).status_code == 303
    pages = ["/company/", address, address + "?order=date"]
    for one in asked:
        pages += [f"/company/applications/{one.public_id}/{page}" for page in ("", "welcome", "not-this-time")]
    for path in pages:
        answer = client_.get(path)
        assert answer.status_code == 200, path
        for name in ("Bo", "Larsen", "Dana", "Weiss"):
            assert f"{name} " not in answer.content.decode(), (path, name)
            assert f"{name}<" not in answer.content.decode(), (path, name)
    assert order_on(client_.get(address)) == ["Candidate 2", "Candidate 1"]  # the numbers say who asked when, still
    client_.post(address + "names", {"hidden": "0"})
    assert order_on(client_.get(address)) == ["Dana Weiss", "Bo Larsen"]


def test_who_may_not_choose_may_not_hide(enter, halden, opportunity, asked, at):
    finance = enter(make_colleague("Franka Huber", halden, at, "finance"))
    assert finance.post(f"/company/opportunities/{opportunity.public_id}/names", {"hidden": "1"}).status_code == 403
    assert not Opportunity.objects.get().hide_names


def test_whoever_was_invited_is_an_address_until_they_answer(client_, opportunity, at):
    dana = make_intern("Dana Weiss", at)
    accounts.edit_profile(
        headline="Ten years of guides", skills="Interviewing", links="https://d.example", by=dana, at=at
    )
    address = f"/company/opportunities/{opportunity.public_id}/"
    assert client_.post(address + "invite", {"email": "dana.weiss@example.org", "message": "Come."}).status_code == 303
    invited = opportunity.applications.get()
    for path in ("/company/", address, f"/company/applications/{invited.public_id}/"):
        said = client_.get(path).text
        for word in ("Dana", "Weiss", "Ten years", "Interviewing", "d.example"):
            assert word not in said, (path, word)
    assert "dana.weiss@example.org" in said
    make_application(opportunity, dana, at)
    assert "Dana Weiss" in client_.get(f"/company/applications/{invited.public_id}/").text


def test_finance_reads_nobody_s_needs(enter, halden, jonas, trial, amara, at):
    accounts.edit_profile(access_needs="A quiet desk", emergency_contact="Ada 0151", by=amara, at=at)
    finance = enter(make_colleague("Franka Huber", halden, at, "finance"))
    address = f"/company/trials/{trial.public_id}/"
    for client, reads in ((enter(halden), True), (enter(jonas), True), (finance, False)):
        said = client.get(address).text
        assert ("A quiet desk" in said, "Ada 0151" in said) == (reads, reads)


def test_what_waits_is_read_in_as_many_questions_however_many_postings(halden, opportunity, asked, at):
    with CaptureQueriesContext(connection) as for_one:
        assert [row.title for row in waiting.rows(halden, at)] == ["Welcome one of 2 candidates"]
    for name in ("Cleo Marin", "Emil Roth"):
        make_application(make_published_opportunity(halden, at), make_intern(name, at), at)
    with CaptureQueriesContext(connection) as for_three:
        rows = waiting.rows(halden, at)
    assert [row.title for row in rows].count("Answer a candidate") == 2
    assert len(for_three) == len(for_one)
