"""A profile is brought from elsewhere: shown before it is kept, kept as ticked, and never more than that."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foretaste.accounts import actions as accounts
from foretaste.accounts.models import InternProfile
from foretaste.accounts.queries import person_of, profile_of
from foretaste.core.models import Tally
from foretaste.skills import queries as skills
from tests.accounts.test_resumes import EXPORT, archive, resume
from tests.worlds import make_intern

pytestmark = pytest.mark.django_db
PAGE, KEEP = "/me/profile/import/", "/me/profile/import/keeping"


@pytest.fixture
def amara(db, posted_at):
    return make_intern("Amara Okafor", posted_at)


@pytest.fixture
def as_amara(signed_in, amara):
    return signed_in(amara)


def brought(client, content: bytes, name: str = "cv.json"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def signed(answer) -> str:
    return html.unescape(re.search(r'name="found" value="([^"]+)"', answer.content.decode())[1])


def everything() -> list[dict[str, object]]:
    return list(InternProfile.objects.order_by("pk").values())


def test_nothing_is_kept_before_it_is_confirmed(as_amara, amara):
    before = everything()
    answer = brought(as_amara, resume())
    page = html.unescape(answer.content.decode())
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert "Second-year statistics" in page
    assert "Bachelor, Statistics, HU Berlin" in page
    assert "ines.jpg" not in page
    assert "Certificates." in page
    assert everything() == before


def test_what_is_ticked_is_kept_and_nothing_else(as_amara, amara):
    sql = skills.with_labels(["SQL"])[0].code
    data = {"found": signed(brought(as_amara, resume())), "headline": "0", "lines": "1", "skills": ["1", "3"],
            "codes": sql, "links": "2"}  # fmt: skip
    answer = as_amara.post(KEEP, data)
    kept = profile_of(person_of(amara))
    assert (answer.status_code, answer.url) == (303, "/me/profile/skills/")
    assert (kept.headline, kept.about) == ("Second-year statistics", "Assistant, Archive, City of Berlin")
    assert (kept.skills, kept.links) == ("SQL, Tables figures", "https://map.example.org")
    assert [one.label for one in kept.skills_confirmed] == ["SQL"]


def test_what_stood_there_stays_and_a_second_time_adds_nothing(as_amara, amara, posted_at):
    accounts.edit_profile(
        headline="Baker", about="I bake.", skills="sql, bread", links="https://b.example", by=amara, at=posted_at
    )
    data = {"about": "0", "lines": ["0", "1"], "skills": ["0", "1", "2"], "links": ["0", "1"]}
    for _time in range(2):
        found = signed(brought(as_amara, archive(EXPORT), "Basic_LinkedInDataExport.zip"))
        assert as_amara.post(KEEP, data | {"found": found}).status_code == 303
    kept = profile_of(person_of(amara))
    about = 'I bake.\n\nI like tidy data.\nAnd "bread".\n\nAssistant, Archive\nStatistics, HU Berlin'
    assert (kept.headline, kept.about) == ("Baker", about)
    assert (kept.skills, kept.links) == (
        "sql, bread, Tidy data, French",
        "https://b.example\nhttps://ines.example.org\nhttps://code.example.org/ines",
    )


def test_a_file_that_can_t_be_read_says_so_and_changes_nothing(as_amara, amara):
    before = everything()
    answer = brought(as_amara, b"PK\x03\x04 broken", "export.zip")
    assert (answer.status_code, everything()) == (422, before)
    assert "This archive is broken" in answer.content.decode()


def test_only_what_was_found_for_oneself_can_be_kept(as_amara, amara, signed_in, ines):
    theirs = signed(brought(signed_in(ines), resume()))
    before = everything()
    for found in ("", "made up", theirs, theirs[:-1]):
        answer = as_amara.post(KEEP, {"found": found, "headline": "0"})
        assert (answer.status_code, answer.url, everything()) == (303, PAGE, before)


@pytest.mark.parametrize("wrong", [{"lines": "99"}, {"headline": "-1"}, {"codes": "nobody knows it"}])
def test_a_box_that_was_not_there_is_refused(as_amara, amara, wrong):
    found = signed(brought(as_amara, resume()))
    before = everything()
    assert as_amara.post(KEEP, {"found": found} | wrong).status_code == 422
    assert everything() == before


def test_more_than_there_is_room_for_is_refused(as_amara, amara, posted_at):
    accounts.edit_profile(about="a" * 4_990, by=amara, at=posted_at)
    found = signed(brought(as_amara, resume()))
    before = everything()
    answer = as_amara.post(KEEP, {"found": found, "about": "0"})
    assert (answer.status_code, everything()) == (422, before)
    assert "Untick some" in answer.content.decode()


def test_no_more_files_than_may_be_are_read_in_a_day(as_amara, amara, settings):
    settings.PROFILES_A_DAY = 1
    assert brought(as_amara, b"no profile").status_code == 422
    tallies = list(Tally.objects.values())
    answer = brought(as_amara, json.dumps({"basics": {"label": "x"}}).encode())
    assert (answer.status_code, list(Tally.objects.values())) == (422, tallies)
    assert "Go on tomorrow" in answer.content.decode()
