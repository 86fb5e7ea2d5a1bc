"""Skills are chosen on a plain page: ticked, found by typing, read out of the text; nothing counts before "Confirm"."""

from __future__ import annotations

import json
import re

import pytest

from foretaste.accounts import actions as accounts
from foretaste.accounts.queries import actor_for, person_of, profile_of
from foretaste.matching.models import SkillReading
from foretaste.opportunities.models import Opportunity
from foretaste.skills import queries as skills
from tests.worlds import make_intern

pytestmark = pytest.mark.django_db
PAGE = "/me/profile/skills/"


def code(label: str) -> str:
    return skills.with_labels([label])[0].code


def boxes(html: str) -> dict[str, bool]:
    """Return the boxes of a page by their labels: is it ticked?"""
    found = re.findall(r'<label><input type="checkbox" name="skills"([^>]*)>([^<]*)</label>', html)
    return {label: " checked" in attributes for attributes, label in found}


@pytest.fixture
def amara(db, posted_at):
    amara = make_intern("Amara Okafor", posted_at)
    accounts.edit_profile(headline="Likes tidy data", by=amara, at=posted_at)
    return amara


@pytest.fixture
def as_amara(signed_in, amara):
    return signed_in(amara)


def kept(amara) -> list[str]:
    return [one.label for one in profile_of(person_of(amara)).skills_confirmed]


def test_without_a_script_what_was_found_comes_back_beside_what_is_ticked(as_amara, amara):
    found = as_amara.post(PAGE, {"find": "postgr", "skills": [code("SQL")], "look": "1"})
    shown = boxes(found.content.decode())
    assert (found.status_code, shown["SQL"], shown["PostgreSQL"]) == (200, True, False)
    assert kept(amara) == []


def test_what_is_confirmed_stays_and_what_is_unticked_goes(as_amara, amara):
    assert as_amara.post(PAGE, {"skills": [code("SQL"), code("statistics")], "confirm": "1"}).url == PAGE
    assert kept(amara) == ["SQL", "statistics"]
    assert boxes(as_amara.get(PAGE).content.decode()) == {"SQL": True, "statistics": True}
    as_amara.post(PAGE, {"skills": [code("statistics")], "confirm": "1"})
    assert kept(amara) == ["statistics"]
    assert "statistics" in as_amara.get("/me/profile/").content.decode()


def test_too_many_are_said_and_change_nothing(as_amara, amara):
    some = [one.code for one in skills.found("use", most=8)] + [one.code for one in skills.found("manage", most=8)]
    refused = as_amara.post(PAGE, {"skills": some, "confirm": "1"})
    assert (refused.status_code, kept(amara)) == (422, [])
    assert "at most 12" in refused.content.decode()
    assert sum(boxes(refused.content.decode()).values()) == len(some)


def test_typing_swaps_only_what_was_found(as_amara):
    part = as_amara.post(PAGE, {"find": "statist"}, headers={"HX-Request": "true", "HX-Target": "found"})
    html = part.content.decode()
    assert html.lstrip().startswith('<div id="found">')
    assert next(iter(boxes(html))) == "statistics"


def test_what_was_read_out_of_the_text_is_offered_unticked(as_amara, amara):
    assert f'action="{PAGE}reading"' in as_amara.get(PAGE).content.decode()
    assert as_amara.post(f"{PAGE}reading").url == PAGE
    assert "is being read" in as_amara.get(PAGE).content.decode()
    SkillReading.objects.update(read_at=SkillReading.objects.get().asked_at, codes=[code("SQL")])
    part = as_amara.get(PAGE, headers={"HX-Request": "true", "HX-Target": "suggested"}).content.decode()
    assert boxes(part) == {"SQL": False}
    assert "hx-get" not in part
    assert kept(amara) == []


def test_a_part_that_waits_answers_who_asked_with_a_script(as_amara):
    part = as_amara.post(f"{PAGE}reading", headers={"HX-Request": "true", "HX-Target": "suggested"})
    assert (part.status_code, f'hx-get="{PAGE}"' in part.content.decode()) == (200, True)


def test_a_posting_shows_its_skills_as_links_and_in_its_data(signed_in, client, open_opportunity):
    hedy = actor_for(open_opportunity.created_by, open_opportunity.organization.public_id)
    as_hedy = signed_in(hedy)
    page = f"/company/opportunities/{open_opportunity.public_id}/skills/"
    assert as_hedy.post(page, {"skills": [code("technical drawings")], "confirm": "1"}).url == page
    assert [one.label for one in Opportunity.objects.get().skills_confirmed] == ["technical drawings"]
    html = client.get(f"/opportunities/{open_opportunity.public_id}/").content.decode()
    assert '<a href="/opportunities/?skill=technical%20drawings">technical drawings</a>' in html
    data = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.S)[1])
    assert "technical drawings" in data["skills"]
    assert as_hedy.get("/company/").status_code == 200
