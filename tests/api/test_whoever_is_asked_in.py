"""A company that types an address learns nobody's name by it: not until they have said yes."""

from __future__ import annotations

from typing import Any

import pytest

from foretaste.accounts import actions
from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Organization, Person
from foretaste.core import calendars

pytestmark = pytest.mark.django_db


def test_is_the_address_that_was_written_to_until_they_say_yes(call: Any, hedy: Actor, ines: Actor) -> None:
    person = Person.objects.get(pk=ines.person_id)
    company, asked = call(hedy), {"email": person.email, "roles": ["supervisor"], "name": "Whoever"}
    answers = [company("post", "/company/people", asked), company("get", "/company/people")]
    for answer in answers:
        [one] = [row for row in answer.json() if row["awaits_answer"]]
        assert one["name"] == person.email
        assert person.name not in answer.text
    organization = Organization.objects.get(pk=hedy.organization_id).public_id
    actions.join_company(organization_id=organization, by=ines, at=calendars.now())
    assert person.name in [row["name"] for row in company("get", "/company/people").json()]
