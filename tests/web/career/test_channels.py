"""A company's channels: off until it says so, checked before the channel does, and nobody else's to change."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.syndication import actions
from foretaste.syndication.models import CareerSite, ChannelSwitch
from foretaste.syndication.outbound.mapping import FEEDS, SHEETS, Channel
from tests.small_world import known_wages
from tests.worlds import OPERATOR, make_colleague, make_company, make_published_opportunity


@pytest.fixture(autouse=True)
def on_its_host(settings: Any) -> None:
    settings.SITE_URL = "https://trials.example.org"
    settings.ALLOWED_HOSTS = ["trials.example.org", "testserver"]


@pytest.fixture
def halden(db: None, posted_at: Any) -> Any:
    known_wages()
    return make_company("Halden Instruments", posted_at, founder="Hedy Vogel")


@pytest.fixture
def trial(halden: Any, posted_at: Any) -> Any:
    return make_published_opportunity(halden, posted_at, region="BE")


FEED = "/at/halden-instruments/feeds/{}.xml"


@pytest.mark.parametrize("channel", FEEDS)
def test_a_feed_answers_only_while_it_is_on(client, trial, halden, signed_in, channel):
    assert client.get(FEED.format(channel)).status_code == 404
    hedy = signed_in(halden)
    assert hedy.post(f"/company/channels/{channel}/switch", {"on": "yes"}).status_code == 303
    answer = client.get(FEED.format(channel))
    assert answer.status_code == 200
    assert trial.public_id in answer.text
    assert "Prinzenstrasse" not in answer.text
    etree.fromstring(answer.content)
    hedy.post(f"/company/channels/{channel}/switch", {"on": "no"})
    assert client.get(FEED.format(channel)).status_code == 404


def test_one_company_s_feed_never_holds_another_s_trial(client, trial, halden, posted_at, clock):
    rival = make_company("Rival Works", posted_at)
    other = make_published_opportunity(rival, posted_at)
    actions.switch_channel(channel="indeed", on=True, by=halden, at=clock.now)
    assert trial.public_id in client.get(FEED.format("indeed")).text
    assert other.public_id not in client.get(FEED.format("indeed")).text


def test_the_page_says_what_each_channel_would_say(trial, halden, signed_in):
    hedy = signed_in(halden)
    page = hedy.get("/company/channels/").text
    assert "https://trials.example.org/at/halden-instruments/" in page
    indeed = hedy.get("/company/channels/indeed/").text
    assert "The channel wants this, and it is empty." in indeed
    assert "email" in indeed
    hedy.post("/company/channels/settings", {"audience": "everyone", "contact_email": "jobs@halden.example"})
    assert "Nothing to put right." in hedy.get("/company/channels/indeed/").text


def test_parker_dewey_s_rules_are_told_before_the_sheet_is_used(trial, halden, signed_in):
    hedy = signed_in(halden)
    page = hedy.get("/company/channels/parker-dewey/").text
    assert "takes work in the United States, paid in dollars, only" in page
    assert "each started day is paid whatever comes of it" in page
    for sheet in SHEETS:
        answer = hedy.get(f"/company/channels/{sheet}/sheet.csv")
        assert answer["Content-Type"].startswith("text/csv")
        assert "Redraw a measuring guide" in answer.text


def test_linkedin_s_own_words_stand_beside_its_switch(trial, halden, signed_in):
    page = signed_in(halden).get("/company/channels/linkedin/").text
    assert "By posting your job to LinkedIn, you agree to LinkedIn&#x27;s Jobs Terms &amp; Conditions." in page


def test_only_a_recruiter_changes_anything(trial, halden, posted_at):
    franka = make_colleague("Franka Huber", halden, posted_at, "finance")
    for act in (
        lambda: actions.switch_channel(channel="indeed", on=True, by=franka, at=posted_at),
        lambda: actions.set_up_site(host="jobs.halden.example", by=franka, at=posted_at),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not ChannelSwitch.objects.exists()
    assert not CareerSite.objects.exists()


@pytest.mark.parametrize("channel", ["google", "riipen", "nowhere", ""])
def test_what_has_no_feed_has_no_switch(halden, posted_at, channel):
    with pytest.raises(NotFound):
        actions.switch_channel(channel=channel, on=True, by=halden, at=posted_at)
    assert not ChannelSwitch.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("audience", "robots"),
        ("contact_email", "jobs at halden"),
        ("linkedin_company_id", "halden"),
        ("indeed_api_token", "a" * 101),
        ("indeed_secret", "a" * 300),
        ("host", "https://jobs.halden.example"),
        ("host", "halden"),
        ("host", "10.0.0.1"),
        ("host", "jobs.halden.example:8000"),
        ("host", "-jobs.halden.example"),
        ("host", "trials.example.org"),
        ("host", "halden.trials.example.org"),
        ("host", "example.org"),
    ],
)
def test_what_cannot_be_taken_changes_nothing(halden, posted_at, field, value):
    with pytest.raises(NotAcceptable) as refusal:
        actions.set_up_site(**{field: value}, by=halden, at=posted_at)
    assert list(refusal.value.fields) == [field]
    assert not CareerSite.objects.exists()


def test_the_secret_is_kept_sealed_and_stays_when_nothing_is_entered(halden, posted_at, signed_in):
    hedy = signed_in(halden)
    entered = {"audience": "everyone", "indeed_api_token": "a-token", "indeed_secret": "very-secret"}
    assert hedy.post("/company/channels/settings", entered).status_code == 303
    kept = bytes(CareerSite.objects.get().indeed_secret)
    assert b"very-secret" not in kept
    page = hedy.get("/company/channels/settings").text
    assert "very-secret" not in page
    assert "A secret is kept." in page
    hedy.post("/company/channels/settings", entered | {"indeed_secret": ""})
    assert bytes(CareerSite.objects.get().indeed_secret) == kept


def test_a_new_host_name_waits_for_the_operator_again(halden, posted_at):
    company = CareerSite.organization.field.related_model.objects.get(pk=halden.organization_id).public_id
    actions.set_up_site(host="Jobs.Halden.Example.", by=halden, at=posted_at)
    site = actions.confirm_host(organization_id=company, host="jobs.halden.example", by=OPERATOR, at=posted_at)
    assert (site.host, site.host_confirmed_at) == ("jobs.halden.example", posted_at)
    assert actions.set_up_site(host="jobs.halden.example", by=halden, at=posted_at).host_confirmed_at == posted_at
    assert actions.set_up_site(host="other.halden.example", by=halden, at=posted_at).host_confirmed_at is None


def test_every_channel_has_its_words():
    from foretaste.syndication.outbound.checks import Rule
    from foretaste.syndication.rule_words import RULES
    from foretaste.web.company.channel_words import CHANNELS

    assert set(CHANNELS) == set(Channel)
    assert set(RULES) == set(Rule)
