"""A company's own host name: its career site and nothing else, for nobody in particular, once it is confirmed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from foretaste.accounts.models import Organization
from foretaste.core.refusals import NotAcceptable, NotAllowed
from foretaste.syndication import actions
from foretaste.syndication.models import CareerSite
from tests.small_world import known_wages
from tests.worlds import OPERATOR, make_company, make_published_opportunity

HOST = "jobs.halden.example"


@pytest.fixture(autouse=True)
def on_its_host(settings: Any) -> None:
    settings.SITE_URL = "https://trials.example.org"
    settings.ALLOWED_HOSTS = ["trials.example.org"]


@pytest.fixture
def halden(db: None, posted_at: Any) -> Any:
    known_wages()
    return make_company("Halden Instruments", posted_at, founder="Hedy Vogel")


@pytest.fixture
def trial(halden: Any, posted_at: Any) -> Any:
    return make_published_opportunity(halden, posted_at)


def public_id(who: Any) -> str:
    return Organization.objects.get(pk=who.organization_id).public_id


@pytest.fixture
def there(trial: Any, halden: Any, posted_at: Any) -> Client:
    """A browser at the company's own host."""
    actions.set_up_site(host=HOST, by=halden, at=posted_at)
    actions.confirm_host(organization_id=public_id(halden), host=HOST, by=OPERATOR, at=posted_at)
    return Client(headers={"host": HOST})


def test_the_site_stands_at_its_root(there, trial):
    page = there.get("/")
    assert page.status_code == 200
    assert f'href="https://{HOST}/{trial.public_id}/"' in page.text
    leaf = there.get(f"/{trial.public_id}/")
    assert f'<link rel="canonical" href="https://{HOST}/{trial.public_id}/">' in leaf.text
    assert f'href="https://trials.example.org/opportunities/{trial.public_id}/ask"' in leaf.text
    assert f"<loc>https://{HOST}/{trial.public_id}/</loc>" in there.get("/sitemap.xml").text
    assert f"Sitemap: https://{HOST}/sitemap.xml" in there.get("/robots.txt").text


def test_the_place_on_the_instance_names_it_as_canonical(there, trial):
    here = Client(headers={"host": "trials.example.org"})
    for path in (f"/at/halden-instruments/{trial.public_id}/", f"/opportunities/{trial.public_id}/"):
        assert f'<link rel="canonical" href="https://{HOST}/{trial.public_id}/">' in here.get(path).text
    assert "halden" not in here.get("/sitemap.xml").text


@pytest.mark.parametrize(
    "path",
    ["/account/login/", "/company/", "/operator/", "/opportunities/", "/api/v1/me", "/webhooks/sandbox/", "/oembed/",
     "/at/halden-instruments/", "/at/rival-works/"],
)  # fmt: skip
def test_nothing_else_of_the_instance_is_there(there, path):
    assert there.get(path).status_code == 404
    assert there.post(path).status_code in (403, 404, 405)


def test_nobody_is_signed_in_there(there, halden):
    from foretaste.accounts.models import Person

    hedy = Client(headers={"host": HOST})
    hedy.force_login(Person.objects.get(pk=halden.person_id), backend="django.contrib.auth.backends.ModelBackend")
    page = hedy.get("/")
    assert "Hedy" not in page.text
    assert not page.cookies
    assert page.headers.get("Vary", "").find("Cookie") == -1


def test_its_own_errors_are_pages_too(there, trial, halden, clock):
    from foretaste.opportunities import actions as opportunities

    assert there.get("/zzzzzzzzzzzz/").status_code == 404
    clock.move_on(hours=1)
    opportunities.close_opportunity(opportunity_id=trial.public_id, by=halden, at=clock.now)
    assert there.get(f"/{trial.public_id}/").status_code == 410


@pytest.mark.parametrize("host", ["other.example", "jobs.halden.example.evil.example", "jobs@evil.example", ""])
def test_no_other_name_is_answered(there, host):
    assert Client(headers={"host": host}).get("/").status_code == 400


def test_a_name_is_nobody_s_before_the_operator_confirmed_it(trial, halden, posted_at):
    actions.set_up_site(host=HOST, by=halden, at=posted_at)
    assert Client(headers={"host": HOST}).get("/").status_code == 400
    with pytest.raises(NotAllowed):
        actions.confirm_host(organization_id=public_id(halden), host=HOST, by=halden, at=posted_at)
    assert CareerSite.objects.get().host_confirmed_at is None


def test_a_confirmed_name_cannot_be_taken_by_another(there, posted_at):
    rival = make_company("Rival Works", posted_at)
    actions.set_up_site(host=HOST, by=rival, at=posted_at)
    with pytest.raises(NotAcceptable):
        actions.confirm_host(organization_id=public_id(rival), host=HOST, by=OPERATOR, at=posted_at)
    assert "Halden" in there.get("/").text


def test_the_operator_confirms_the_name_they_saw_and_no_other(trial, halden, posted_at):
    actions.set_up_site(host="other.example.org", by=halden, at=posted_at)
    with pytest.raises(NotAcceptable):
        actions.confirm_host(organization_id=public_id(halden), host=HOST, by=OPERATOR, at=posted_at)
    assert CareerSite.objects.get().host_confirmed_at is None


def test_taken_back_it_is_nobody_s_again(there, halden, posted_at):
    actions.withdraw_host(organization_id=public_id(halden), by=OPERATOR, at=posted_at)
    assert there.get("/").status_code == 400


def test_plain_http_goes_to_https_at_the_same_name_and_its_subdomains_stay_free(there, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 1000, True
    plain = Client(headers={"host": HOST}).get("/feed.rss")
    assert (plain.status_code, plain["Location"]) == (301, f"https://{HOST}/feed.rss")
    secure = Client(headers={"host": HOST}).get("/feed.rss", secure=True)
    assert secure["Strict-Transport-Security"] == "max-age=1000"


def test_the_operator_confirms_it_on_the_company_s_page(trial, halden, posted_at, odile, signed_in):
    actions.set_up_site(host=HOST, by=halden, at=posted_at)
    desk = signed_in(odile)
    here = {"host": "trials.example.org"}
    assert HOST in desk.get(f"/operator/companies/{public_id(halden)}/", headers=here).text
    assert desk.post(f"/operator/companies/{public_id(halden)}/host", {"host": HOST}, headers=here).status_code == 303
    assert CareerSite.objects.get().host_confirmed_at == posted_at
