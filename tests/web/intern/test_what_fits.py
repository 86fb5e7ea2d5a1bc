"""What fits me: said on one page, read with its reasons on another, put aside and taken back, deleted."""

from __future__ import annotations

import pytest

from foretaste.accounts import actions as accounts
from foretaste.matching.models import NotForMe, Ordering, Wish
from tests.jobs import run_all_jobs


@pytest.fixture
def trial(open_opportunity):
    run_all_jobs("core.deliver")  # the search learns of it
    return open_opportunity


SAID = {
    "fields_of_work": ["writing", "data"],
    "learn": "interviewing",
    "city": "Potsdam",
    "within_km": "50",
    "place_kinds": ["onsite"],
    "when": ["weekdays"],
    "most_days": "5",
    "free_from": "2026-03-01",
    "free_until": "2026-04-30",
    "least_day": "100.00",
    "currency": "EUR",
}


def test_what_is_said_brings_trials_with_their_reasons(as_ines, trial):
    answer = as_ines.post("/me/what-fits/", SAID)
    assert (answer.status_code, answer.url) == (303, "/me/trials-that-fit/")
    page = as_ines.get("/me/trials-that-fit/").content.decode()
    assert trial.title in page
    assert "It is in a field you chose: Writing and editing" in page
    assert "km from Potsdam" in page
    assert "It pays what you hope for, or more" in page
    home = as_ines.get("/me/").content.decode()
    assert "These fit what you have said of yourself." in home
    assert "All of its days lie where you are free" in home
    again = as_ines.get("/me/what-fits/").content.decode()
    assert 'value="100.00"' in again
    assert 'value="Potsdam"' in again


def test_nothing_has_to_be_said(as_ines):
    assert as_ines.post("/me/what-fits/", {}).status_code == 303
    assert "Nothing fits what you said, yet" in as_ines.get("/me/trials-that-fit/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"city": "Nowhereville"}, {"free_until": "2026-02-01"}, {"least_day": "much"}, {"least_day": "1.005"}]
)
def test_what_makes_no_sense_is_said_beside_its_field_and_not_kept(as_ines, wrong):
    answer = as_ines.post("/me/what-fits/", SAID | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert not Wish.objects.exists()


def test_not_for_me_hides_it_here_alone_and_can_be_taken_back(as_ines, trial):
    as_ines.post("/me/what-fits/", SAID)
    as_ines.get("/me/trials-that-fit/")
    as_ines.post(f"/me/trials-that-fit/{trial.public_id}/aside")
    page = as_ines.get("/me/trials-that-fit/")
    assert page.context["lines"] == []
    assert "Not for you" in page.content.decode()
    assert trial.title in as_ines.get("/opportunities/").content.decode()
    as_ines.post(f"/me/trials-that-fit/{trial.public_id}/back")
    assert not NotForMe.objects.exists()
    assert [line["trial"].title for line in as_ines.get("/me/trials-that-fit/").context["lines"]] == [trial.title]


def test_the_orders_made_for_one_can_be_read_and_are_deleted_with_what_was_said(as_ines, trial):
    as_ines.post("/me/what-fits/", SAID)
    as_ines.get("/me/trials-that-fit/")
    page = as_ines.get("/me/trials-that-fit/orders/").content.decode()
    assert trial.title in page
    assert Ordering.objects.get().inputs in page
    as_ines.post("/me/what-fits/forgetting")
    assert not Wish.objects.exists()
    assert "None yet." in as_ines.get("/me/trials-that-fit/orders/").content.decode()


def test_skills_of_the_profile_count_from_the_next_look_on(as_ines, ines, trial, clock):
    assert "soonest first" in as_ines.get("/me/").content.decode()
    accounts.edit_profile(skills="interviewing", by=ines, at=trial.published_at)
    assert "It asks for what you can: Interviewing" in as_ines.get("/me/").content.decode()


def test_the_explanation_is_everybodys(client):
    page = client.get("/how-ordering-works/").content.decode()
    assert "What never counts" in page
    assert "184 days" in page
