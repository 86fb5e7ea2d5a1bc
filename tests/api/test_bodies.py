"""A body that is no JSON object is refused, also where every field of the object may be left out."""

import pytest
from django.test import Client
from ninja import Schema

from foretaste.api.v1 import api
from foretaste.opportunities.models import Opportunity
from tests.api.conftest import token_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("body", ['"a text"', "[]", "7", "true", "null", "{"])
def test_what_is_no_object_is_refused(hedy, body):
    answer = Client().post(
        "/api/v1/company/opportunities",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token_of(hedy)}"},
    )
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert not Opportunity.objects.exists()


def all_shapes(shape: type) -> set[type]:
    below = {one for some in shape.__subclasses__() for one in all_shapes(some)}
    return below | {one for one in shape.__subclasses__() if one.__module__.startswith("foretaste.api.v1")}


def test_no_two_shapes_share_a_name():
    """In the description the second of a name would take the first one's place."""
    assert api.title == "Foretaste"  # its modules are loaded
    names = sorted(one.__name__ for one in all_shapes(Schema))
    assert names == sorted(set(names))
    assert {"Move", "ExitNote", "Opportunity"} <= set(names)
