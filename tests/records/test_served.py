"""What others are handed of a record that is shown: pictures that carry it, and LinkedIn's link."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from foretaste.accounts.models import Person
from foretaste.records import actions, baking
from foretaste.records.models import Record
from tests.jobs import run_all_jobs
from tests.records.conftest import COMES

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(record: Record, ines: Any) -> Record:
    actions.choose_what_shows(
        record_id=record.public_id, keys=[], own_words="I found the ]]> drift.", is_shared=True, by=ines, at=COMES
    )
    run_all_jobs("core.deliver")
    return Record.objects.get(pk=record.pk)


def test_both_pictures_carry_the_credential(shown: Record, client: Any) -> None:
    address = f"/records/{shown.public_id}/"
    credential = json.loads(client.get(f"{address}credential.json").content)
    assert credential["credentialSubject"]["narrative"] == "I found the ]]> drift."
    picture = client.get(f"{address}badge.png")
    assert picture["Content-Type"] == "image/png"
    assert baking.from_png(picture.content) == credential
    drawing = client.get(f"{address}badge.svg").text
    ((baked,),) = (re.findall(r"<openbadges:credential[^>]*><!\[CDATA\[(.*?)\]\]></openbadges:credential>", drawing),)
    assert json.loads(baked) == credential


def page_of(who: Any) -> str:
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(Person.objects.get(pk=who.person_id), backend=backend)
    return client.get("/me/records/").text


def test_whoever_has_none_yet_sees_a_sample_marked_as_one(shown: Record, ines: Any, otto: Any) -> None:
    assert "A sample" in page_of(otto)
    assert shown.title in page_of(ines)
    assert "A sample" not in page_of(ines)


def test_linkedins_link_fills_in_the_month_and_no_day(shown: Record, ines: Any) -> None:
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(Person.objects.get(pk=ines.person_id), backend=backend)
    link = urlsplit(client.get(f"/me/records/{shown.public_id}/").context["linkedin"])
    assert (link.netloc, link.path) == ("www.linkedin.com", "/profile/add")
    said = {name: value for name, (value,) in parse_qs(link.query).items()}
    assert said.pop("name") == f"Paid work trial: {shown.title}"
    assert said.pop("certUrl").endswith(f"/records/{shown.public_id}/")
    assert said == {
        "startTask": "CERTIFICATION_NAME",
        "organizationName": "Foretaste",
        "issueYear": "2026",
        "issueMonth": "3",
        "certId": shown.public_id,
    }
