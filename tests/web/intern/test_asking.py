"""Asking for a trial: three answers on one page, and nothing lost when it is too late."""

from __future__ import annotations

import re

from foretaste.accounts.models import Person
from foretaste.opportunities import actions
from foretaste.opportunities.models import Application

ANSWERS = {"answer_why": "It drifts.", "answer_try": "To measure.", "answer_about": "I keep bees."}


def ask_url(opportunity) -> str:
    return f"/opportunities/{opportunity.public_id}/ask"


def test_three_answers_are_sent(as_ines, ines, open_opportunity):
    answer = as_ines.post(ask_url(open_opportunity), ANSWERS)
    assert (answer.status_code, answer.url) == (302, "/me/")
    application = Application.objects.get()
    assert (application.intern_id, application.state) == (ines.person_id, "submitted")
    assert "Sent" in as_ines.get("/me/").content.decode()


def test_how_they_found_it_may_be_said_and_is_shown_to_no_company(as_ines, open_opportunity, client):
    assert "How did you find this trial? (optional)" in as_ines.get(ask_url(open_opportunity)).content.decode()
    wrong = as_ines.post(ask_url(open_opportunity), ANSWERS | {"found_by": "telepathy"})
    assert (wrong.status_code, Application.objects.count()) == (422, 0)
    as_ines.post(ask_url(open_opportunity), ANSWERS | {"found_by": "campus"})
    application = Application.objects.get()
    assert application.found_by == "campus"
    recruiter = Person.objects.get(
        memberships__organization=open_opportunity.organization, memberships__role="recruiter"
    )
    client.force_login(recruiter, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/company/applications/{application.public_id}/").content.decode()
    assert "I keep bees." in page
    assert "A university or career center" not in page


def test_empty_answers_are_refused_beside_their_fields(as_ines, open_opportunity):
    answer = as_ines.post(ask_url(open_opportunity), {})
    assert answer.status_code == 422
    assert answer.content.decode().count("Write a sentence or two.") == 6  # summary and field
    assert not Application.objects.exists()


def test_earlier_answers_are_offered(as_ines, ines, open_opportunity):
    actions.apply(opportunity_id=open_opportunity.public_id, by=ines, at=open_opportunity.published_at, **ANSWERS)
    actions.withdraw_application(
        application_id=Application.objects.get().public_id, by=ines, at=open_opportunity.published_at
    )
    assert "I keep bees." in as_ines.get(ask_url(open_opportunity)).content.decode()


def test_both_sides_read_the_same_of_when_somebody_is_free(as_ines, open_opportunity, client):
    """Once one side was asked for the days that do not suit, and the other read them as free ones."""
    assert "When you are free (optional)" in as_ines.get(ask_url(open_opportunity)).content.decode()
    as_ines.post(ask_url(open_opportunity), ANSWERS | {"free_days": "Fridays"})
    client.force_login(Person.objects.get(email__startswith="hedy"))
    page = client.get(f"/company/applications/{Application.objects.get().public_id}/").content.decode()
    assert re.search(r"When they are free</h2><p[^>]*>Fridays", page)


def test_asking_twice_leads_to_the_one_that_stands(as_ines, open_opportunity):
    as_ines.post(ask_url(open_opportunity), ANSWERS)
    answer = as_ines.post(ask_url(open_opportunity), ANSWERS, follow=True)
    assert "You have asked for this trial already." in answer.content.decode()
    assert Application.objects.count() == 1


def test_closed_meanwhile_shows_others_like_it(as_ines, open_opportunity, clock):
    clock.move_to(open_opportunity.closes_at)
    answer = as_ines.post(ask_url(open_opportunity), ANSWERS)
    assert answer.status_code == 409
    assert "Closed meanwhile" in answer.content.decode()
    assert not Application.objects.exists()


def test_what_was_asked_can_be_taken_back(as_ines, open_opportunity):
    as_ines.post(ask_url(open_opportunity), ANSWERS)
    application = Application.objects.get()
    assert as_ines.post(f"/me/applications/{application.public_id}/withdraw").url == "/me/"
    application.refresh_from_db()
    assert application.state == "withdrawn"


def test_an_outsider_takes_nothing_back(as_ines, signed_in, otto, open_opportunity):
    as_ines.post(ask_url(open_opportunity), ANSWERS)
    application = Application.objects.get()
    assert signed_in(otto).post(f"/me/applications/{application.public_id}/withdraw").status_code == 404
    application.refresh_from_db()
    assert application.state == "submitted"


def test_a_visitor_is_asked_to_sign_in_first(client, open_opportunity):
    answer = client.get(ask_url(open_opportunity))
    assert (answer.status_code, answer.url) == (302, f"/account/login/?next={ask_url(open_opportunity)}")
