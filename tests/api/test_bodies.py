"""A body that is no JSON object is refused, also where every field may be left out; and so is a number in words."""

import pytest
from django.test import Client
from ninja import Schema

from foretaste.api.v1 import api
from foretaste.money.models import PayoutAccount
from foretaste.opportunities.models import Offer, Opportunity
from foretaste.trials.models import WorkLogEntry
from tests import at_state
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


def test_a_body_says_numbers_as_numbers_and_yes_as_true(call, hedy, ines):
    """As the description has it: what a reader would take for a 1 or a yes is refused, and nothing is written."""
    trial = at_state.under_way(hedy, ines)
    answers = [
        call(ines)("post", f"/trials/{trial.public_id}/{where}", body).status_code
        for where, body in [
            ("work-log", {"day": True, "text": "Plotted it."}),
            ("work-log", {"day": "1", "text": "Plotted it."}),
            ("evaluation", {"answers": {}, "decision": 1}),
            ("evaluation", {"answers": {}, "decision": "yes"}),
        ]
    ]
    assert (answers, WorkLogEntry.objects.count()) == ([422] * 4, 0)
    assert call(ines)("post", f"/trials/{trial.public_id}/work-log", {"day": 1, "text": "It."}).status_code == 201


@pytest.mark.parametrize("on", [0, "1772964000", True, "2026-03-09T00:00:00Z"])
def test_a_number_is_no_date(call, hedy, on):
    draft = call(hedy)("post", "/company/opportunities", {"title": "Draw a frame"}).json()
    days = [{"on": on, "starts": "09:00", "ends": "17:00"}]
    answer = call(hedy)("put", f"/company/opportunities/{draft['id']}/days", {"days": days})
    assert (answer.status_code, Opportunity.objects.get().days_count) == (422, 0)


@pytest.mark.parametrize("first_on", ["9999-12-31", "0001-01-01"])
def test_a_date_that_no_time_zone_can_reckon_with_is_refused(call, hedy, ines, first_on):
    posting = at_state.under_way(hedy, ines).opportunity
    answer = call(hedy)("post", f"/company/opportunities/{posting.public_id}/copies", {"first_on": first_on})
    assert (answer.status_code, list(answer.json()["fields"]), Opportunity.objects.count()) == (
        422,
        ["dates.first_on"],
        1,
    )


@pytest.mark.parametrize("path", ["documents", "payouts", "refunds", "payroll", "trials", "application-pauses"])
def test_a_cursor_that_no_database_can_hold_is_refused(call, hedy, path):
    answer = call(hedy)("get", f"/{path}?after=a%00b")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["after"])


def test_a_moment_says_of_which_place_it_is(call, hedy, ines, clock):
    plan = at_state.Plan()
    posting = at_state.posting(hedy, plan)
    clock.move_to(plan.signed_at)
    asked = call(ines)(
        "post",
        f"/opportunities/{posting.public_id}/applications",
        {"answer_why": "So.", "answer_try": "That.", "answer_about": "Me."},
    ).json()
    local = plan.at(1, "09:00").replace(tzinfo=None).isoformat()
    path = f"/applications/{asked['id']}/offer"
    answer = call(hedy)("post", path, {"answer_by": local})
    assert (answer.status_code, list(answer.json()["fields"]), Offer.objects.count()) == (422, ["welcome.answer_by"], 0)
    answer = call(hedy)("post", path, {"answer_by": f"{local}Z"})
    assert (answer.status_code, answer.json()["answer_by"]) == (201, f"{local}Z")


@pytest.mark.parametrize("field", ["holder", "routing", "number"])
def test_an_account_holds_no_null_character(call, ines, field):
    account = {"holder": "Ines", "country": "GB", "number": "31926819", "routing": "601613"}
    wrong = account | {field: account[field] + "\x00"}
    answer = call(ines)("put", "/payout-account", wrong)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [f"account.{field}"])
    assert (PayoutAccount.objects.count(), call(ines)("put", "/payout-account", account).status_code) == (0, 200)
