"""A host who leaves the company is not the host of its running trials for ever: a recruiter names another."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from foretaste.accounts import actions as accounts
from foretaste.accounts.models import Organization, Person
from foretaste.messaging.models import OutboxMail
from foretaste.trials import actions as trials
from foretaste.trials.models import Trial
from foretaste.trials.refusals import TheTrialHasEnded
from tests.worlds import make_colleague


@pytest.fixture
def jonas(halden: Any, at: Any) -> Any:
    """A host, who is no recruiter."""
    return make_colleague("Jonas Reimann", halden, at, "supervisor")


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def test_both_sides_read_who_is_there_now(
    enter: Any, halden: Any, jonas: Any, amara: Any, trial: Trial, run_jobs: Any, mailoutbox: Any
) -> None:
    page = enter(halden).get(reverse("company:trial", args=[trial.public_id])).text
    assert "Host: Hedy Vogel." in page
    assert "Name another host" in page
    run_jobs()
    mailoutbox.clear()
    named = enter(halden).post(
        reverse("company:name_host", args=[trial.public_id]), {"host": person(jonas).public_id}, follow=True
    )
    assert "Host: Jonas Reimann." in named.text
    theirs = enter(amara).get(f"/trials/{trial.public_id}/").text
    assert "Jonas Reimann" in theirs
    assert "Your host" in theirs
    assert "Hedy Vogel" not in theirs.partition("Your host")[2]
    run_jobs()
    mails = {mail.to[0]: mail.body for mail in mailoutbox}
    assert set(mails) == {person(one).email for one in (halden, jonas, amara)}
    assert "Jonas Reimann is there for you at Halden Instruments" in mails[person(amara).email]
    trial.refresh_from_db()
    assert [one["name"] for one in trial.terms["people"] if one["relation"] == "host"] == ["Hedy Vogel"]  # as signed


def test_only_a_recruiter_of_the_company_names_one_of_its_own(
    enter: Any, halden: Any, jonas: Any, rival: Any, amara: Any, trial: Trial, at: Any
) -> None:
    address = reverse("company:name_host", args=[trial.public_id])
    finance = make_colleague("Franka Adler", halden, at, "finance")
    assert enter(jonas).post(address, {"host": person(jonas).public_id}).status_code == 403
    assert enter(rival).post(address, {"host": person(rival).public_id}).status_code == 404
    for nobody in ("", "nosuchperson", *(person(one).public_id for one in (rival, amara, finance))):
        refused = enter(halden).post(address, {"host": nobody}, follow=True).text
        assert "Choose a colleague who is a host or recruiter of your company." in refused
    trial.refresh_from_db()
    assert trial.host_id == halden.person_id
    assert "Name another host" not in enter(jonas).get(reverse("company:trial", args=[trial.public_id])).text


def test_a_trial_that_has_ended_keeps_its_host(halden: Any, jonas: Any, amara: Any, trial: Trial, at: Any) -> None:
    trials.exit_trial(trial_id=trial.public_id, expected_minor=0, by=amara, at=at)
    with pytest.raises(TheTrialHasEnded):
        trials.name_host(trial_id=trial.public_id, host_id=person(jonas).public_id, by=halden, at=at)
    trial.refresh_from_db()
    assert trial.host_id == halden.person_id


def test_mails_of_a_trial_whose_people_have_left_go_to_the_recruiters(
    halden: Any, amara: Any, trial: Trial, at: Any, run_jobs: Any
) -> None:
    romy = make_colleague("Romy Voss", halden, at, "recruiter")
    company = Organization.objects.get(pk=halden.organization_id)
    accounts.leave_company(organization_id=company.public_id, by=halden, at=at)
    run_jobs()
    OutboxMail.objects.all().delete()
    trials.exit_trial(trial_id=trial.public_id, expected_minor=0, by=amara, at=at)
    run_jobs()
    told = OutboxMail.objects.filter(kind="ended").values_list("to", flat=True)
    assert set(told) == {person(romy).email, person(amara).email}
