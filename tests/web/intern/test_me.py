"""One next step, one date, one sum."""

from __future__ import annotations

import pytest

from foretaste.accounts.models import InternProfile
from foretaste.opportunities import actions
from tests import at_state
from tests.worlds import make_application


def words(answer) -> str:
    return answer.content.decode()


def test_with_nothing_waiting_three_that_fit_are_shown(as_ines, open_opportunity):
    page = words(as_ines.get("/me/"))
    assert "Your next door" in page
    assert open_opportunity.title in page


@pytest.mark.parametrize("how_it_ends", ["", "withdrawn"])
def test_what_was_asked_for_stands_once_and_fits_again_when_taken_back(as_ines, ines, hedy, plan, clock, how_it_ends):
    trial = at_state.posting(hedy, plan)
    clock.move_to(plan.signed_at)
    asked = make_application(trial, ines, plan.signed_at)
    if how_it_ends:
        actions.withdraw_application(application_id=asked.public_id, by=ines, at=plan.signed_at)
    fits = as_ines.get("/me/").context["alike"]
    assert [one.title for one in fits] == ([trial.title] if how_it_ends else [])


def test_an_offer_is_the_next_step(as_ines, hedy, ines, plan, clock):
    at_state.offered(at_state.posting(hedy, plan), hedy, ines, plan.signed_at)
    clock.move_to(plan.signed_at)
    page = words(as_ines.get("/me/"))
    assert "Halden Instruments welcomes you" in page
    assert "Saturday 7 March, 12:00" in page  # 48 hours to answer
    assert "€420.00" in page


def test_a_day_that_can_start_comes_first(as_ines, agreed, plan, clock):
    clock.move_to(plan.at(1, "08:15"))
    page = words(as_ines.get("/me/"))
    assert "Say that you are here" in page
    assert "€140.00" in page


def test_a_day_under_way_says_what_is_theirs(as_ines, day_one):
    page = words(as_ines.get("/me/"))
    assert "Day 1 at Halden Instruments" in page
    assert "€200.00" in page


def test_after_the_end_the_evaluation_is_next(as_ines, left, run_jobs):
    run_jobs()
    assert "Say how it was at Halden Instruments" in words(as_ines.get("/me/"))


def test_while_an_answer_is_due_the_page_says_so_and_claims_no_fit(as_ines, ines, hedy, plan, clock):
    trial = at_state.posting(hedy, plan)
    clock.move_to(plan.signed_at)
    nothing = words(as_ines.get("/me/"))
    assert "These are open, the soonest first." in nothing
    assert "what you have said of yourself" not in nothing
    assert 'href="/me/what-fits/"' in nothing
    make_application(trial, ines, plan.signed_at)
    assert "You have asked for a trial, and its answer comes by the date below." in words(as_ines.get("/me/"))


def test_what_one_says_of_oneself_is_kept(as_ines):
    assert as_ines.post("/me/profile/", {"headline": "Likes tidy data", "skills": "data"}).url == "/me/profile/"
    assert InternProfile.objects.get().headline == "Likes tidy data"


def test_a_headline_too_long_is_refused(as_ines):
    assert as_ines.post("/me/profile/", {"headline": "x" * 200}).status_code == 422
    assert not InternProfile.objects.exists()


def test_the_page_is_read_in_few_queries(as_ines, left, run_jobs, django_assert_max_num_queries):
    run_jobs()
    with django_assert_max_num_queries(18):
        as_ines.get("/me/")


def test_a_company_has_a_page_of_its_own(signed_in, hedy):
    assert signed_in(hedy).get("/me/").url == "/company/"
