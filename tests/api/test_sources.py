"""Bringing listings over the API: for oneself alone; a company's own sources, read by the worker."""

from __future__ import annotations

import pytest

from foretaste.syndication import actions
from foretaste.syndication.inbound.listing import Listing
from foretaste.syndication.models import ImportedListing, Source
from tests.worlds import make_company

pytestmark = pytest.mark.django_db


def test_a_link_and_a_lead_are_one_s_own_and_forgotten(call, ines, otto):
    mine = call(ines)
    assert mine("post", "/me/sources", {"address": "https://halden.example/2"}, key="a").status_code == 201
    lead = {"title": "Three days at the museum", "company": "City museum", "note": "Ask for Jo."}
    kept = mine("post", "/me/leads", lead, key="b").json()
    assert (kept["listings"], kept["health"]) == (1, "live")
    sources = mine("get", "/me/sources").json()["items"]
    assert [one["name"] for one in sources] == ["Three days at the museum", ""]
    (found,) = mine("get", "/me/listings").json()["items"]
    assert (found["title"], found["company"], found["is_private"]) == ("Three days at the museum", "City museum", True)
    assert call(otto)("get", "/me/sources").json()["items"] == []
    path = f"/me/sources/{kept['id']}"
    assert call(otto)("delete", path).status_code == 404
    assert [mine("delete", path).status_code for _time in range(2)] == [204, 404]
    assert not ImportedListing.objects.exists()
    assert Source.objects.count() == 1


@pytest.mark.parametrize("address", ["https://www.linkedin.com/jobs/1", "ftp://halden.example/1", "no address at all"])
def test_what_cannot_be_read_is_refused(call, ines, address):
    refused = call(ines)("post", "/me/sources", {"address": address})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["address"])
    assert not Source.objects.exists()


def test_a_company_s_source_is_added_read_and_stopped(call, clock, otto):
    ours = call(make_company("Halden Instruments", clock.now, founder="Hedy Vogel"))
    added = ours("post", "/company/sources", {"address": "https://halden.example/careers"}).json()
    assert (added["kind"], added["health"]) == ("page", "new")
    again = ours("post", "/company/sources", {"address": "https://halden.example/careers"})
    assert again.json()["refusal"] == "the-source-is-there-already"
    url = "https://halden.example/careers/1"
    actions.take_in_reading(
        source_id=Source.objects.get().pk,
        listings=[Listing(key="1", url=url, title="Paid trial day", company="Halden Instruments")],
        at=clock.now,
    )
    path = f"/company/sources/{added['id']}"
    (shown,) = ours("get", f"{path}/listings").json()["items"]
    assert (shown["url"], shown["is_open"]) == (url, True)
    assert ours("post", f"{path}/reading").json()["refusal"] == "it-was-just-read"
    stopped = ours("delete", f"{path}/reading").json()
    assert (stopped["next_read_at"], stopped["paused_at"] is not None) == (None, True)
    assert not ours("get", f"{path}/listings").json()["items"][0]["is_open"]
    assert call(otto)("get", path).status_code == 404
