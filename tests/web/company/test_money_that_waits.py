"""What an exit leaves to the company waits a day, and stands in its list of what comes back all the while."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.accounts.models import Person
from foretaste.core.amounts import Amount
from foretaste.money.models import Refund, Settlement
from foretaste.web.templatetags.ui import money
from tests import at_state
from tests.at_state import Plan

PLAN = Plan()


@pytest.mark.django_db(transaction=True)
def test_what_waits_is_in_the_list(hedy: Actor, ines: Actor, client: Client, clock: Any) -> None:
    clock.move_to(PLAN.posted_at)
    at_state.left(hedy, ines, PLAN, days=1)
    settlement = Settlement.objects.get()
    assert settlement.returned_at is None
    assert settlement.back_minor
    assert not Refund.objects.exists()
    client.force_login(Person.objects.get(pk=hedy.person_id))

    def coming_back() -> str:
        page: str = client.get("/company/money/").content.decode()
        return page[page.index('id="out"') :]

    back = str(money(Amount(settlement.back_minor, settlement.currency)))
    clock.move_to(settlement.settled_at + dt.timedelta(hours=1))
    said = coming_back()
    assert back in said
    assert "goes out" in said
    assert "Waits" in said
    Settlement.objects.update(return_paused=True)
    said = coming_back()
    assert back in said
    assert "Until a ruling" in said
    assert "goes out" not in said
