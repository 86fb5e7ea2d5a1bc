"""An intern whom somebody names a colleague keeps their own trial: nobody comes between them and their pay."""

from __future__ import annotations

import pytest

from foretaste.accounts import actions as accounts
from foretaste.accounts.models import Membership, Organization
from foretaste.trials.models import Trial
from foretaste.web.urls import urlpatterns
from tests.worlds import make_company


def named_a_colleague_by(company, at) -> str:
    """Let the company name Ines one of its people, as any company can; return the company's public id."""
    organization = Organization.objects.get(pk=company.organization_id)
    accounts.invite_colleague(
        organization_id=organization.public_id, email="ines@example.org", roles=["recruiter"], by=company, at=at
    )
    assert Membership.objects.filter(organization=organization, person__email="ines@example.org").exists()
    return str(organization.public_id)


@pytest.fixture(params=["the host's own company", "another company"])
def hostile(request, hedy, clock):
    return hedy if request.param == "the host's own company" else make_company("Rival Works", clock.now)


def test_nobody_can_come_between_an_intern_and_their_exit(as_ines, day_one, hostile, clock):
    named_a_colleague_by(hostile, clock.now)
    assert as_ines.get("/me/").status_code == 200
    assert "Leave with €200.00" in as_ines.get(f"/trials/{day_one.public_id}/").text
    assert as_ines.post(f"/trials/{day_one.public_id}/exit", {"sum": "20000"}).status_code == 302
    assert Trial.objects.values_list("ending", "paid_minor").get() == ("exit", 20000)


def test_who_acts_for_a_company_just_now_is_still_the_intern_of_their_trial(as_ines, agreed, hostile, plan, clock):
    company = named_a_colleague_by(hostile, clock.now)
    assert as_ines.post("/account/acting/", {"organization": company}).status_code == 404
    assert as_ines.post(f"/account/acting/{company}/yes").headers["Location"] == "/company/"
    assert as_ines.get("/company/").status_code == 200
    clock.move_to(plan.at(1, "09:00"))
    assert as_ines.post(f"/trials/{agreed.public_id}/days/1/check-in").status_code == 302
    assert as_ines.get(f"/trials/{agreed.public_id}/feedback").status_code == 200
    assert Trial.objects.get().days.get(number=1).checked_in_at == clock.now
    assert as_ines.get("/company/").status_code == 200  # they have not left the company by it


def test_whoever_is_asked_in_is_shown_where_to_choose(as_ines, hostile, clock):
    assert as_ines.get("/company/").status_code == 404
    company = named_a_colleague_by(hostile, clock.now)
    answer = as_ines.get("/company/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/#acting")
    assert "asks you to act for it" in as_ines.get("/account/").text
    as_ines.post(f"/account/acting/{company}/yes")
    as_ines.post("/account/acting/", {"organization": "intern"})
    answer = as_ines.get("/company/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/#acting")
    assert "You are here as an intern." in as_ines.get("/account/").text


def test_every_page_of_a_trial_opens_to_its_intern() -> None:
    def pages(patterns, before=""):
        for one in patterns:
            path = f"{before}{one.pattern}"
            yield from pages(one.url_patterns, path) if hasattr(one, "url_patterns") else [(path, one.callback)]

    theirs = [(path, view) for path, view in pages(urlpatterns) if path.startswith("trials/<str:trial_id>")]
    assert len(theirs) > 30
    assert [path for path, view in theirs if not getattr(view, "is_for_its_intern", False)] == []
