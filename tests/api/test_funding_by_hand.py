"""Funding over the API where companies transfer to the operator's own account: the answer says where to, and what."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from foretaste.accounts.actors import Actor
from foretaste.accounts.queries import organization_of
from foretaste.core.jobs import run_waiting_jobs
from foretaste.money import banking
from foretaste.money.models import FundingOrder, ProviderOperation, StatementEntry
from foretaste.money.providers.manual.references import creditor_reference
from tests.api.conftest import Call
from tests.money.bank_statements import COMPANY_ACCOUNT, OWN_ACCOUNT, Booked, camt
from tests.money.cast_of_money import World
from tests.money.conftest import manual_bank  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("manual_bank")


@pytest.fixture
def order(hedy: Actor, ines: Actor) -> FundingOrder:
    from foretaste.accounts.queries import person_of

    world = World(
        intern=person_of(ines).public_id,
        run_jobs=partial(run_waiting_jobs, "money"),
        company=organization_of(hedy).public_id,
    )
    made = world.order("bank_transfer")
    run_waiting_jobs("money")
    return made


def arrive(order: FundingOrder, amount: int, odile: Actor, opening: int = 0) -> None:
    """So much stands on the operator's next statement, and Odile says that it is this order's."""
    raw = camt(Booked(amount, f"B{opening}", "Halden", COMPANY_ACCOUNT), opening=opening)
    banking.upload_statement(raw=raw, name="x", by=odile, at=order.started_at)
    entry = StatementEntry.objects.get(settled_at=None)
    charge = ProviderOperation.objects.get(kind="charge")
    banking.confirm_entry(entry_id=entry.public_id, operation_id=str(charge.pk), by=odile, at=order.started_at)
    run_waiting_jobs("money")


def test_the_answer_says_where_to_transfer_what_until_it_is_there(
    call: Any, hedy: Actor, odile: Actor, order: FundingOrder
) -> None:
    ask: Call = call(hedy)
    told = ask("get", f"/funding/{order.public_id}").json()
    expected = {
        "holder": "Weststadt Trials e.V.",
        "number": OWN_ACCOUNT,
        "bic": "COBADEFFXXX",
        "reference": creditor_reference(order.public_id),
        "amount_minor": 46200,
        "currency": "EUR",
    }
    assert (told["transfer"], told["pay_url"]) == (expected, "")
    arrive(order, 40000, odile)
    short = ask("get", f"/funding/{order.public_id}").json()
    assert short["transfer"] == expected | {"amount_minor": 6200}
    arrive(order, 6200, odile, opening=40000)
    there = ask("get", f"/funding/{order.public_id}").json()
    assert (there["state"], there["transfer"]) == ("available", None)


def test_nobody_else_is_told(call: Any, ines: Actor, otto: Actor, order: FundingOrder) -> None:
    for nobody in (ines, otto):
        assert call(nobody)("get", f"/funding/{order.public_id}").status_code == 404


def test_where_a_page_takes_the_money_there_are_no_instructions(
    call: Any, hedy: Actor, order: FundingOrder, settings: Any
) -> None:
    settings.PAYMENT_PROVIDER = "sandbox"
    ProviderOperation.objects.update(provider="sandbox")
    assert call(hedy)("get", f"/funding/{order.public_id}").json()["transfer"] is None
