"""What nobody sees in a name is not kept: it can't be turned around to look like another, nor look like one twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from foretaste.accounts import actions, refusals
from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Organization, Person
from foretaste.core import calendars

pytestmark = pytest.mark.django_db
TURNED, UNSEEN = "Halden \u202eknaB\u202c", "Hal\u200bden\ufeff In\u2060struments\u2066"


@pytest.mark.parametrize(("typed", "kept"), [(TURNED, "Halden knaB"), (UNSEEN, "Halden Instruments")])
def test_of_a_company_and_of_a_person(hedy: Actor, typed: str, kept: str) -> None:
    at = calendars.now()
    company = Organization.objects.get(pk=hedy.organization_id)
    actions.edit_company(organization_id=company.public_id, name=typed, by=hedy, at=at)
    actions.edit_person(name=typed, by=hedy, at=at)
    company.refresh_from_db()
    assert (company.name, Person.objects.get(pk=hedy.person_id).name) == (kept, kept)


def test_of_somebody_who_signs_up(client: Client) -> None:
    told = {"email": "new@example.org", "name": UNSEEN, "looks_for": "trial"}
    client.post("/account/signup/", told)
    assert Person.objects.get(email="new@example.org").name == "Halden Instruments"


def test_nothing_that_is_seen_is_no_name(hedy: Actor) -> None:
    before = list(Person.objects.values("name").order_by("pk"))
    with pytest.raises(refusals.WhatWasEnteredCannotBeTaken):
        actions.edit_person(name="\u200b\u2066", by=hedy, at=calendars.now())
    assert list(Person.objects.values("name").order_by("pk")) == before


@pytest.mark.parametrize("name", ["Łukasz O’Neill-Şahin", "مریم نیک‌نام", "王 小明", "अनु\u200dशा"])
def test_what_names_are_written_with_stays(hedy: Actor, name: Any) -> None:
    actions.edit_person(name=name, by=hedy, at=calendars.now())
    assert Person.objects.get(pk=hedy.person_id).name == name
