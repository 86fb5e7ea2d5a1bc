"""The company's channels and career site over the API: what a page says, and a secret that is never said again."""

from __future__ import annotations

import pytest

from foretaste.syndication.models import CareerSite, ChannelSwitch
from tests.worlds import make_company, make_published_opportunity

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(clock):
    return make_company("Halden Instruments", clock.now, founder="Hedy Vogel")


def test_what_is_left_out_stays_and_the_secret_is_kept_to_itself(call, company):
    ours = call(company)
    site = ours("get", "/company/site").json()
    assert (site["audience"], site["has_indeed_secret"]) == ("everyone", False)
    assert site["feeds"][0] == site["address"] + "feed.rss"
    ours("patch", "/company/site", {"audience": "students", "indeed_api_token": "t", "indeed_secret": "quillwort"})
    changed = ours("patch", "/company/site", {"host": "jobs.halden.example"})
    assert "quillwort" not in changed.text
    told = changed.json()
    assert (told["audience"], told["host"], told["host_confirmed_at"]) == ("students", "jobs.halden.example", None)
    assert told["has_indeed_secret"]
    refused = ours("patch", "/company/site", {"host": "no host", "audience": "everyone"})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["host"])
    assert CareerSite.objects.get().audience == "students"


def test_a_channel_is_switched_and_says_what_it_would_refuse(call, client, company, clock):
    posting = make_published_opportunity(company, clock.now, title="Find 3 bugs (140 EUR per day)")
    ours = call(company)
    names = [one["name"] for one in ours("get", "/company/channels").json()]
    assert names[:2] == ["google", "indeed"]
    before = ours("get", "/company/channels/indeed").json()
    assert (before["is_on"], before["is_sheet"]) == (False, False)
    path = before["feed"].removeprefix("http://localhost:8000")
    assert client.get(path).status_code == 404
    assert ours("put", "/company/channels/indeed", {"on": True}, key="on").json()["is_on"]
    assert client.get(path).status_code == 200
    levels = [one["level"] for one in before["complaints"]]
    assert (levels, len(levels)) == (sorted(levels), before["errors"] + before["warnings"])
    (title,) = [one for one in before["complaints"] if one["rule"] == "title_says_more"]
    assert (title["posting"], title["says"][:7]) == (posting.public_id, "A title")


@pytest.mark.parametrize(("channel", "status"), [("google", 404), ("riipen", 404), ("nowhere", 422)])
def test_what_has_no_feed_is_not_switched(call, company, channel, status):
    assert call(company)("put", f"/company/channels/{channel}", {"on": True}).status_code == status
    assert not ChannelSwitch.objects.exists()
