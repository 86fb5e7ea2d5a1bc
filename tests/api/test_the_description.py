"""The API does what its description says: Schemathesis walks every operation, as company and intern in turns."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import ClassVar

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from foretaste.api.v1 import api
from tests.api.conftest import token_of
from tests.small_world import SmallWorld

# 422: a rule that no schema can say, such as an account number's check digits
config = schemathesis.Config.from_dict(
    {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", 401, 403, 404, 409, 422]}}}
)
schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"), config=config)
schema.app = get_wsgi_application()
# The same walk each time: a path found by chance would fail whichever change it meets.
quick = settings(
    max_examples=6, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
THERE = {
    "trial_id": "trial",
    "opportunity_id": "asked",
    "application_id": "application",
    "offer_id": "offer",
    "move_id": "move",
    "file_id": "file",
    "case_id": "case",
    "question_id": "question",
    "seat_id": "seat",
    "order_id": "order",
    "refund_id": "refund",
    "due_id": "due",
    "document_id": "document",
    "listing_id": "listing",
    "person_id": "person",
    "record_id": "record",
    "search_id": "search",
    "notice_id": "notice",
    "source_id": "source",
}


@pytest.fixture
def real(small_world: SmallWorld) -> Iterator[dict[str, str]]:
    """Sign both in, to a world with one of everything; keep the test's own connection open between requests."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    people = small_world.people
    InTurns.tokens = {"company": token_of(people["hedy"]), "intern": token_of(people["ines"])}
    InTurns.begin()
    yield {name: small_world.ids[which] for name, which in THERE.items()}
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@schema.auth(refresh_interval=None)
class InTurns:
    """Ask as the company, then as the intern, and so on."""

    tokens: ClassVar[dict[str, str]] = {}
    turns: ClassVar[Iterator[str]] = itertools.repeat("company")  # while tests are collected
    coin: ClassVar[Iterator[bool]] = itertools.repeat(True)

    @classmethod
    def begin(cls) -> None:
        """Let each operation be asked in the same turns, whichever was asked before it."""
        cls.turns = itertools.cycle(["company", "intern"])
        cls.coin = itertools.cycle([True, True, False])

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
        return self.tokens.get(next(self.turns), "")

    def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


@schema.parametrize()
@quick
def test_every_operation_keeps_to_its_description(case, real):
    for name, public_id in real.items():
        if name in case.path_parameters and next(InTurns.coin):
            case.path_parameters[name] = public_id  # something that is there, every other time
    case.headers["Accept-Encoding"] = "identity"  # the client of these tests unpacks nothing
    case.call_and_validate()
