"""A body that is no JSON object is refused, also where every field of the object may be left out."""

import pytest
from django.test import Client

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
